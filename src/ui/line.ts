// A line of a screen as coloured parts, and how it is made to fit: whoever prints gives the parts their colours, and
// nothing is ever wider than the terminal.

import type { Meaning } from "./theme.ts";
import { cut, headOf, widthOf } from "./width.ts";

export interface Part {
  readonly text: string;
  /** Null for the terminal's own colour. */
  readonly meaning: Meaning | null;
  readonly dim: boolean;
  /** What is selected, and nothing else. */
  readonly bold: boolean;
  /** In the colours the other way round: a hit of a search, the cursor in a line that is typed. */
  readonly inverse: boolean;
}

export type Line = readonly Part[];

export const part = (text: string, meaning: Meaning | null = null, dim = false): Part => ({
  text,
  meaning,
  dim,
  bold: false,
  inverse: false,
});

export const bold = (one: Part): Part => ({ ...one, bold: true });

export const inverse = (one: Part): Part => ({ ...one, inverse: true });

/** What stands where something was cut. */
export function ellipsis(ascii: boolean): string {
  return ascii ? "~" : "…";
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The line with nothing beyond so many columns; where something is missing, `mark` at its end says so. */
export function fitted(line: Line, columns: number, mark: string): Line {
  if (lineWidth(line) <= columns) return line;
  const parts: Part[] = [];
  let left = columns;
  for (const one of line) {
    const own = widthOf(one.text);
    if (own >= left) {
      const text = own > left || one !== line.at(-1) ? marked(one.text, left, mark) : one.text;
      return [...parts, { ...one, text }];
    }
    parts.push(one);
    left -= own;
  }
  return parts;
}

function marked(text: string, columns: number, mark: string): string {
  if (widthOf(text) > columns) return cut(text, columns, mark);
  return headOf(text, columns - widthOf(mark)) + mark;
}
