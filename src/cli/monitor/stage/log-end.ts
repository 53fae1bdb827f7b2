// The last lines of a log, cleaned and with secrets hidden.

import type { Masker } from "../../../engine/host/mask.ts";
import { sanitise } from "../../../ui/sanitise.ts";
import { maskedEnd } from "../../log-tail.ts";
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
  const end = maskedEnd(file, END_BYTES, before, whole, current);
  if (end === null) return before ?? { size: 0, whole, lines: [] };
  if (end.is === "same") return end.before;
  const { size, text, isAll, mask } = end;
  return { size, whole, lines: lastLines(text.split("\n").slice(isAll ? 0 : 1), mask) };
}

function lastLines(lines: readonly string[], mask: Masker): string[] {
  const shown = lines.filter((line) => !OWN_LINE.test(line)).slice(-MOST_LINES - 1);
  const clean = shown.map((line) =>
    maskedLine(sanitise(line.replace(/\r$/u, ""), { colour: false }), mask).trimEnd(),
  );
  const end = clean.findLastIndex((line) => line !== "");
  return clean.slice(0, end + 1).slice(-MOST_LINES);
}
