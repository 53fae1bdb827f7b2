// Text over several lines, broken between words where it can be.
//
// It works on text that has passed the sanitiser, line by line; no line is wider than it may be.

import { cut, headOf, widthOf } from "./width.ts";

/** At most `most` lines of at most `columns` each; what does not fit is cut at the end of the last, with a mark. */
export function wrapped(text: string, columns: number, most: number, mark = "…"): string[] {
  if (columns < 1 || most < 1) return [];
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== "" && lines.length < most - 1) {
    const line = firstLine(rest, columns);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return rest === "" ? lines : [...lines, cut(rest, columns, mark)];
}

/** The beginning of `text` that stands on one line: up to a space, or as much of a long word as fits. */
function firstLine(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  const head = headOf(text, columns);
  if (text[head.length] === " ") return head;
  const space = head.lastIndexOf(" ");
  if (space > 0) return head.slice(0, space);
  // A character that is wider than the line would never end.
  return head === "" ? (Array.from(text)[0] ?? "") : head;
}
