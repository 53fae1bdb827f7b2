// A few short values as lines of a table: the first column to the left, numbers to the right.

import { cut, padEnd, padStart, widthOf } from "../../../ui/width.ts";

const WIDEST = 16;

/** @param rows - the first of them are the titles */
export function laidOut(rows: readonly (readonly string[])[]): string[] {
  const all = rows.map((cells) => cells.map((cell) => cut(cell, WIDEST, "~")));
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...all.map((cells) => widthOf(cells[column] ?? ""))),
  );
  return all.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? padEnd : padStart)(cell, widths[column] ?? 0))
      .join("   ")
      .trimEnd(),
  );
}
