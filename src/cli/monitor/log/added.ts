// How many lines have come to a document while its end was not looked at. Of what comes at once some megabytes are counted
// and the rest is reckoned from them, so that a stage that writes without measure costs no more.

import type { AttemptId } from "../../../pipeline/ids.ts";
import type { LogDocument } from "./document.ts";

const MOST_BYTES = 4 * 1024 * 1024;
const STEP = 256 * 1024;
const NEWLINE = 10;

export interface Added {
  /**
   * The number of all lines that were added so far.
   *
   * @param atEnd - the end is looked at: what has come until now does not count
   */
  readonly after: (document: LogDocument, atEnd: boolean) => number;
}

export function added(): Added {
  const seen = new Map<AttemptId, number>();
  let isFirst = true;
  let count = 0;
  return {
    after: (document, atEnd) => {
      let room = MOST_BYTES;
      for (const { attempt, file } of document.logs) {
        const from = isFirst ? file.size : (seen.get(attempt.id) ?? 0);
        seen.set(attempt.id, file.size);
        if (atEnd || file.size <= from) continue;
        const to = Math.min(file.size, from + room);
        const lines = linesIn(file, from, to);
        room -= to - from;
        count += to === from ? 0 : Math.round((lines * (file.size - from)) / (to - from));
      }
      isFirst = false;
      return count;
    },
  };
}

function linesIn(
  file: { readonly read: (from: number, to: number) => Buffer },
  from: number,
  to: number,
): number {
  let lines = 0;
  for (let at = from; at < to; at += STEP) {
    const bytes = file.read(at, Math.min(to, at + STEP));
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, end + 1))
      lines += 1;
  }
  return lines;
}
