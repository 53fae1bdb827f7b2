// A document in blocks of whole rows, for who looks at all of it: each is read once, and small enough that what is done with
// it does not hold up the screen. Between two blocks the rest of the program gets its turn.

import { setImmediate as turn } from "node:timers/promises";
import type { AttemptLog } from "./attempt-log.ts";
import { type Stretch, isHeading } from "./document.ts";
import { type Span, rowStart, spanAt } from "./spans.ts";

const BLOCK_BYTES = 64 * 1024;
const SLICE_MS = 8;
const NEWLINE = 10;

export interface Block {
  readonly log: AttemptLog;
  readonly from: number;
  readonly to: number;
  /** All between them. */
  readonly bytes: Buffer;
}

/** Headings are left out. @param stretches - in the same direction */
export function* blocksOf(stretches: Iterable<Stretch>, direction: 1 | -1): Generator<Block, void> {
  for (const stretch of stretches) {
    if (isHeading(stretch)) continue;
    const { log, from, to } = stretch;
    if (direction === 1) {
      for (let at = from; at < to;) {
        const block = blockFrom(log, at, to);
        yield block;
        at = block.to;
      }
    } else {
      for (let end = to; end > from;) {
        const block = blockTo(log, from, end);
        yield block;
        end = block.from;
      }
    }
  }
}

/** From a row's beginning on, not beyond `most`, which is another's. */
function blockFrom(log: AttemptLog, from: number, most: number): Block {
  const bytes = log.file.read(from, Math.min(most, from + BLOCK_BYTES));
  if (from + bytes.length >= most) return { log, from, to: most, bytes };
  const end = bytes.lastIndexOf(NEWLINE) + 1;
  if (end > 0) return { log, from, to: from + end, bytes: bytes.subarray(0, end) };
  const to = spanAt(log.file, from).next;
  return { log, from, to, bytes: log.file.read(from, to) };
}

/** Up to a row's beginning, not before `least`, which is another's. */
function blockTo(log: AttemptLog, least: number, to: number): Block {
  const from = Math.max(least, to - BLOCK_BYTES);
  const bytes = log.file.read(from, to);
  if (from === least) return { log, from, to, bytes };
  const begin = bytes.indexOf(NEWLINE) + 1;
  if (begin > 0 && begin < bytes.length)
    return { log, from: from + begin, to, bytes: bytes.subarray(begin) };
  const start = rowStart(log.file, to - 1);
  return { log, from: start, to, bytes: log.file.read(start, to) };
}

/** The rows of a block. */
export function spansOfBlock({ from, bytes, to }: Block): Span[] {
  const spans: Span[] = [];
  let begin = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, begin)) {
    spans.push({ from: from + begin, to: from + end, next: from + end + 1 });
    begin = end + 1;
  }
  if (begin < to - from) spans.push({ from: from + begin, to, next: to });
  return spans;
}

/** Called between two blocks: waits where the others have waited long enough. */
export function turns(signal: AbortSignal): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began > SLICE_MS) {
      await turn();
      began = performance.now();
    }
    signal.throwIfAborted();
  };
}
