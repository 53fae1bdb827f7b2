// The last words of a log, for the row of its stage: the last line that says something, and how far it says to be. A bit
// more of it is read than is looked at, so that no secret is seen by a half of it.

import { closeSync, fstatSync, readSync } from "node:fs";
import { type Masker, NO_MASK } from "../engine/host/mask.ts";
import { maskStream } from "../engine/host/mask-stream.ts";
import { openPlain } from "../engine/host/plain-file.ts";
import { progressOf } from "../ui/progress.ts";
import { lastOfCarriageReturns, sanitise } from "../ui/sanitise.ts";
import type { StageExtras } from "../ui/says.ts";
import { maskedLine } from "./masking.ts";

const TAIL_BYTES = 8192;
const MOST_LINES = 40;
/** A line for dagtop, not for people. */
const OWN_LINE = /^::dagtop /;

export interface Tail {
  readonly size: number;
  /** Whether nothing more is to come. */
  readonly whole: boolean;
  readonly extras: StageExtras;
}

const NOTHING: Tail = { size: 0, whole: false, extras: { lastLine: null, progress: null } };

/**
 * What the end of the log says; `before` itself where the log has not grown.
 *
 * @param whole - whether its attempt has ended @param current - the mask, asked after the log has been read
 */
export function tailOf(
  file: string,
  before: Tail | null,
  whole: boolean,
  current: () => Masker = () => NO_MASK,
): Tail {
  const end = maskedEnd(file, TAIL_BYTES, before, whole, current);
  if (end === null) return before ?? NOTHING;
  if (end.is === "same") return end.before;
  const { size, text, mask } = end;
  return { size, whole, extras: extrasOf(text.split("\n"), mask) };
}

/** What was read of a log's end the last time. */
interface Read {
  readonly size: number;
  readonly whole: boolean;
}

export type MaskedEnd<Before> =
  /** It has not grown. */
  | { readonly is: "same"; readonly before: Before }
  | {
      readonly is: "read";
      readonly size: number;
      /** Begins anywhere in a line, unless it is all of the log. */
      readonly text: string;
      readonly isAll: boolean;
      readonly mask: Masker;
    };

/**
 * The last bytes of a log with its secrets hidden. A bit more of it is read, so that no secret is seen by a half of it.
 *
 * @param whole - whether its attempt has ended @returns null where there is no such log
 */
export function maskedEnd<Before extends Read>(
  file: string,
  most: number,
  before: Before | null,
  whole: boolean,
  current: () => Masker,
): MaskedEnd<Before> | null {
  const fd = openPlain(file);
  if (fd === null) return null;
  try {
    const { size } = fstatSync(fd);
    if (before !== null && size === before.size && whole === before.whole)
      return { is: "same", before };
    const margin = current().longest;
    const from = Math.max(0, size - most - margin);
    const bytes = Buffer.allocUnsafe(size - from);
    const read = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, from));
    const mask = current();
    const stream = maskStream(() => mask);
    const masked = Buffer.concat([stream.push(read), whole ? stream.rest() : Buffer.alloc(0)]);
    // The first bytes may be the end of a secret.
    const text = masked.toString("utf8", from === 0 ? 0 : Math.max(margin, mask.longest));
    return { is: "read", size, text, isAll: from === 0, mask };
  } finally {
    closeSync(fd);
  }
}

function extrasOf(lines: readonly string[], mask: Masker): StageExtras {
  const recent = lines
    .slice(-MOST_LINES)
    .map((line) => lastOfCarriageReturns(line.replace(/\r$/, "")))
    .map((line) => (mask.none ? line : maskedLine(sanitise(line, { colour: false }), mask)))
    .filter((line) => line.trim() !== "")
    .toReversed();
  const lastLine = recent.find((line) => !OWN_LINE.test(line)) ?? null;
  for (const line of recent) {
    const progress = progressOf(line);
    if (progress !== null) return { lastLine, progress };
  }
  return { lastLine, progress: null };
}
