// The bytes of rows with their secrets hidden (semantics 7.3), from anywhere in a log. Around the rows so much more is
// searched as the longest secret has, so that no half of one is seen at an edge; a secret of several lines becomes its name
// in each of them. Of a line that is still being written, what may be the beginning of a secret is held back.

import { type Masker, type Range, replaced } from "../../../engine/host/mask.ts";
import { maskStream } from "../../../engine/host/mask-stream.ts";
import type { LogFile, Span } from "./spans.ts";

/** A secret's base64 takes some characters beside it with it. */
const BESIDE = 8;

/** How far around a place a secret may stand that covers it. */
export function reachOf(mask: Masker): number {
  return mask.none ? 0 : mask.longest + BESIDE;
}

/** Rows farther apart than so many longest secrets are searched apart. */
const FAR = 4;

/**
 * @param spans - in order
 * @param isWhole - whether nothing more is to come
 */
export function maskedRows(
  file: LogFile,
  spans: readonly Span[],
  mask: Masker,
  isWhole: boolean,
): Buffer[] {
  if (mask.none) return spans.map(({ from, to }) => file.slice(from, to));
  const margin = reachOf(mask);
  return groups(spans, margin * FAR).flatMap((group) => {
    const first = group[0]?.from ?? 0;
    const begin = Math.max(0, first - margin);
    const bytes = file.slice(begin, Math.min(file.size, (group.at(-1)?.to ?? 0) + margin));
    const found = mask.ranges(bytes);
    let passed = 0;
    return group.map((span) => {
      const from = span.from - begin;
      while ((found[passed]?.to ?? Infinity) <= from) passed += 1;
      const ranges = found.slice(passed, endOf(found, passed, span.to - begin));
      const row = bytes.subarray(from, span.to - begin);
      const own = ranges.map((range) => ({
        name: range.name,
        from: Math.max(0, range.from - from),
        to: Math.min(row.length, range.to - from),
      }));
      const isUnfinished = !isWhole && span.next === span.to && span.to === file.size;
      return isUnfinished ? certain(row, own, mask) : replaced(row, own, mask.mark);
    });
  });
}

/** Spans that stand close together, so that what is around them is searched once. */
function groups(spans: readonly Span[], far: number): Span[][] {
  const all: Span[][] = [];
  let last = -Infinity;
  for (const span of spans) {
    if (span.from - last > far) all.push([]);
    all.at(-1)?.push(span);
    last = span.to;
  }
  return all;
}

function endOf(found: readonly Range[], from: number, before: number): number {
  let end = from;
  while ((found[end]?.from ?? Infinity) < before) end += 1;
  return end;
}

/** Of a line that may go on: up to where no secret can have begun that is not there as a whole. */
function certain(row: Buffer, ranges: readonly Range[], mask: Masker): Buffer {
  const length = maskStream(() => ({ ...mask, ranges: () => [] })).push(row).length;
  const cut = ranges.find(({ from, to }) => from < length && to > length);
  const end = cut?.from ?? length;
  return replaced(
    row.subarray(0, end),
    ranges.filter(({ to }) => to <= end),
    mask.mark,
  );
}
