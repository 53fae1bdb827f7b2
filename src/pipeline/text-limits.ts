// What is refused about a file before anything parses it: its size, and characters that no text file has.

import type { Report } from "./report.ts";

const MOST_BYTES = 1024 * 1024;

// All control characters but tab and line breaks, halves of characters, and what a decoder puts where bytes are
// not UTF-8.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|\p{Surrogate}/u;

/** Whether the text may be parsed; if not, the report says why. */
export function checkText(report: Report): boolean {
  const { text } = report;
  const bytes = text.length > MOST_BYTES ? text.length : new TextEncoder().encode(text).length;
  if (bytes > MOST_BYTES) {
    const size = `${(bytes / MOST_BYTES).toFixed(2)} MiB`;
    const hint =
      "Pipeline files are small; is this the right file? Put data into files of its own.";
    report.add(0, "too-big", `the file has ${size}; at most 1 MiB is read`, hint);
    return false;
  }
  const found = FORBIDDEN.exec(text);
  if (found === null) return true;
  if (found[0] === "\ufffd" || found[0] > "\ud7ff") {
    report.add(
      found.index,
      "not-utf8",
      "the file is not UTF-8 here",
      'Save it as UTF-8, or remove this character; where U+FFFD is meant, write "\\ufffd" between double quotes.',
    );
  } else {
    const hint =
      'Remove it; where it is meant, write it between double quotes as "\\e" or "\\x07".';
    report.add(found.index, "control-character", "a control character", hint);
  }
  return false;
}

// What JSON leaves as it is and checkText refuses: DEL, and the mark of a bad decoding. (JSON.stringify escapes
// the rest itself.)
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const LEFT_BY_JSON = /[\u007f\ufffd]/g;

/** A value as JSON that can be read as a pipeline file, whatever characters its texts hold. */
export function fileTextOf(value: object): string {
  return JSON.stringify(value, null, 2).replace(LEFT_BY_JSON, (character) =>
    character === "\ufffd" ? "\\ufffd" : "\\u007f",
  );
}
