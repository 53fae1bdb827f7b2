// Lays a box of lines over the middle of others. What it covers is covered whole: a line below keeps what stands left and
// right of the box, and none becomes wider.

import { type Line, type Part, lineWidth, part } from "../line.ts";
import { headOf, widthOf } from "../width.ts";
import type { Room } from "./frame.ts";

const LEAST_BESIDE = 3;

/** @param box - its lines are equally wide */
export function overlaid(lines: readonly Line[], box: readonly Line[], room: Room): Line[] {
  const width = Math.max(0, ...box.map(lineWidth));
  const left = Math.max(0, Math.floor((room.columns - width) / 2));
  const top = Math.max(0, Math.floor((room.rows - box.length) / 2));
  const all = Array.from(
    { length: Math.max(lines.length, top + box.length) },
    (_, row) => lines[row] ?? [],
  );
  return all.slice(0, Math.max(room.rows, 0)).map((line, row) => {
    const over = box[row - top];
    if (over === undefined) return line;
    // A letter or two beside the box would only look broken.
    if (left <= LEAST_BESIDE) return [part(" ".repeat(left)), ...over];
    const head = headLine(line, left);
    return [
      ...head,
      part(" ".repeat(left - lineWidth(head))),
      ...over,
      ...tailLine(line, left + width),
    ];
  });
}

/** The first so many columns of a line; what would stand across the border is left out. */
function headLine(line: Line, columns: number): Part[] {
  const parts: Part[] = [];
  let left = columns;
  for (const one of line) {
    if (left <= 0) break;
    const text = headOf(one.text, left);
    parts.push({ ...one, text });
    left -= widthOf(text);
    if (text !== one.text) break;
  }
  return parts;
}

/** What stands from this column on; of a wide character across the border its second half becomes a space. */
function tailLine(line: Line, from: number): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const one of line) {
    const width = widthOf(one.text);
    if (at + width > from) parts.push({ ...one, text: tailText(one.text, from - at) });
    at += width;
  }
  return parts;
}

function tailText(text: string, from: number): string {
  if (from <= 0) return text;
  const before = headOf(text, from);
  const rest = text.slice(before.length);
  const missing = from - widthOf(before);
  if (missing === 0) return rest;
  const [first = ""] = rest;
  return " ".repeat(Math.max(0, widthOf(first) - missing)) + rest.slice(first.length);
}
