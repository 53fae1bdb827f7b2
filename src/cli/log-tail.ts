// The last words of a log, for the row of its stage: the last line that says something, and how far it says to be.

import { closeSync, fstatSync, readSync } from "node:fs";
import { openPlain } from "../engine/host/plain-file.ts";
import { progressOf } from "../ui/progress.ts";
import { lastOfCarriageReturns } from "../ui/sanitise.ts";
import type { StageExtras } from "../ui/says.ts";

const TAIL_BYTES = 8192;
const MOST_LINES = 40;
/** A line for dagtop, not for people. */
const OWN_LINE = /^::dagtop /;

export interface Tail {
  readonly size: number;
  readonly extras: StageExtras;
}

const NOTHING: Tail = { size: 0, extras: { lastLine: null, progress: null } };

/** What the end of the log says; `before` itself where the log has not grown. */
export function tailOf(file: string, before: Tail | null): Tail {
  const fd = openPlain(file);
  if (fd === null) return before ?? NOTHING;
  try {
    const { size } = fstatSync(fd);
    if (before !== null && size === before.size) return before;
    const from = Math.max(0, size - TAIL_BYTES);
    const bytes = Buffer.allocUnsafe(size - from);
    const text = bytes.toString("utf8", 0, readSync(fd, bytes, 0, bytes.length, from));
    return { size, extras: extrasOf(text.split("\n")) };
  } finally {
    closeSync(fd);
  }
}

function extrasOf(lines: readonly string[]): StageExtras {
  const recent = lines
    .slice(-MOST_LINES)
    .map((line) => lastOfCarriageReturns(line.replace(/\r$/, "")))
    .filter((line) => line.trim() !== "")
    .toReversed();
  const lastLine = recent.find((line) => !OWN_LINE.test(line)) ?? null;
  for (const line of recent) {
    const progress = progressOf(line);
    if (progress !== null) return { lastLine, progress };
  }
  return { lastLine, progress: null };
}
