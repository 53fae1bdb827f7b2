// The last lines of a log, cleaned and with secrets hidden. A bit more of it is read than is shown, so that no secret is
// seen by a half of it.

import { closeSync, fstatSync, readSync } from "node:fs";
import type { Masker } from "../../../engine/host/mask.ts";
import { maskStream } from "../../../engine/host/mask-stream.ts";
import { openPlain } from "../../../engine/host/plain-file.ts";
import { sanitise } from "../../../ui/sanitise.ts";
import { maskedLine } from "../../masking.ts";

const END_BYTES = 32 * 1024;
const MOST_LINES = 60;
/** A line for dagtop, not for people. */
const OWN_LINE = /^::dagtop /u;

export interface LogEnd {
  readonly size: number;
  readonly whole: boolean;
  readonly lines: readonly string[];
}

/** `before` itself where the log has not grown. @param whole - whether its attempt has ended */
export function logEnd(
  file: string,
  before: LogEnd | null,
  whole: boolean,
  current: () => Masker,
): LogEnd {
  const fd = openPlain(file);
  if (fd === null) return before ?? { size: 0, whole, lines: [] };
  try {
    const { size } = fstatSync(fd);
    if (before !== null && size === before.size && whole === before.whole) return before;
    const margin = current().longest;
    const from = Math.max(0, size - END_BYTES - margin);
    const bytes = Buffer.allocUnsafe(size - from);
    const read = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, from));
    const mask = current();
    const stream = maskStream(() => mask);
    const masked = Buffer.concat([stream.push(read), whole ? stream.rest() : Buffer.alloc(0)]);
    // The first bytes may be the end of a secret, or of a character.
    const text = masked.toString("utf8", from === 0 ? 0 : Math.max(margin, mask.longest));
    const lines = text.split("\n").slice(from === 0 ? 0 : 1);
    return { size, whole, lines: lastLines(lines, mask) };
  } finally {
    closeSync(fd);
  }
}

function lastLines(lines: readonly string[], mask: Masker): string[] {
  const shown = lines.filter((line) => !OWN_LINE.test(line)).slice(-MOST_LINES - 1);
  const clean = shown.map((line) =>
    maskedLine(sanitise(line.replace(/\r$/u, ""), { colour: false }), mask).trimEnd(),
  );
  const end = clean.findLastIndex((line) => line !== "");
  return clean.slice(0, end + 1).slice(-MOST_LINES);
}
