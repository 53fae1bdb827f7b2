// Lines of the Stage screen that begin with what they are about, and those below them that go on with it.

import { type Line, type Part, part } from "../line.ts";
import type { Meaning } from "../theme.ts";
import { padEnd, widthOf } from "../width.ts";

/** Where texts begin, in columns. */
export const INDENT = 9;

const LABEL = INDENT - 1;

/** @param meaning - of the label, where it is to be seen */
export function labelled(
  label: string,
  lines: readonly Line[],
  meaning: Meaning | null = null,
): Line[] {
  return lines.map((line, row) => {
    const head = row === 0 ? ` ${padEnd(label, LABEL)}` : " ".repeat(INDENT);
    return [part(head, row === 0 ? meaning : null, meaning === null), ...line];
  });
}

/** Pieces side by side with space between them, on as many lines as they need; null ones are left out. */
export function flowed(pieces: readonly (Line | null)[], columns: number): Line[] {
  const lines: Part[][] = [];
  let used = 0;
  for (const piece of pieces) {
    if (piece === null || piece.length === 0) continue;
    const width = piece.reduce((sum, { text }) => sum + widthOf(text), 0);
    const last = lines.at(-1);
    if (last === undefined || used + GAP.length + width > columns) {
      lines.push([...piece]);
      used = width;
    } else {
      last.push(part(GAP), ...piece);
      used += GAP.length + width;
    }
  }
  return lines;
}

const GAP = "   ";

/** "secrets TOKEN": a word that is dim, and what it is about. */
export function told(word: string, text: string): Line | null {
  return text === "" ? null : [part(`${word} `, null, true), part(text)];
}
