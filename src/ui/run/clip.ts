// A piece of a line: what stands in so many columns from a given one on. A wide character across a border is replaced by
// spaces, so that nothing moves.

import { type Line, type Part, part } from "../line.ts";
import { headOf, widthOf } from "../width.ts";

/** As wide as it says, with spaces behind what is shorter. */
export function clipped(line: Line, from: number, columns: number): Line {
  const parts: Part[] = [];
  let at = 0;
  let used = 0;
  for (const one of line) {
    if (used >= columns) break;
    const width = widthOf(one.text);
    const begin = at;
    at += width;
    if (at <= from) continue;
    const skipped = begin < from ? withoutHead(one.text, from - begin) : one.text;
    const text = headOf(skipped, columns - used);
    parts.push({ ...one, text });
    used += widthOf(text);
    if (text !== skipped) break;
  }
  return used < columns ? [...parts, part(" ".repeat(columns - used))] : parts;
}

function withoutHead(text: string, columns: number): string {
  const head = headOf(text, columns);
  const missing = columns - widthOf(head);
  if (missing === 0) return text.slice(head.length);
  const [split = ""] = text.slice(head.length);
  return " ".repeat(Math.max(0, widthOf(split) - missing)) + text.slice(head.length + split.length);
}
