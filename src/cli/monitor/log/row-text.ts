// A row's bytes as they are shown: one line of printable text. What is too long is cut, a progress bar is what it wrote
// last, and what colours had kept apart is looked at once more for secrets.

import type { Masker } from "../../../engine/host/mask.ts";
import { logLine } from "../../../ui/sanitise.ts";
import { maskedLine } from "../../masking.ts";

/** Of one row, so much is looked at; the sanitiser cuts further. */
const MOST_BYTES = 64 * 1024;
const RETURN = 13;

/** @param row - its secrets hidden already */
export function rowText(row: Buffer, mask: Masker, colour: boolean): string {
  return maskedLine(logLine(row.length > MOST_BYTES ? shownPart(row) : row, { colour }), mask);
}

/** All of it, for a file: no colours, and nothing cut. */
export function wholeText(row: Buffer, mask: Masker): string {
  return maskedLine(logLine(row, { colour: false, maxBytes: Infinity }), mask);
}

/** As it begins, or behind the last return that is not its end. */
function shownPart(row: Buffer): Buffer {
  const back = row.subarray(0, -1).lastIndexOf(RETURN);
  return row.subarray(back + 1, back + 1 + MOST_BYTES);
}
