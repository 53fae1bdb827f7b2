// Plain columns: as wide as their widest cell, text to the left, numbers to the right, nothing behind the last.

import { padEnd, padStart, widthOf } from "../ui/width.ts";

export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

/** Lines without their line breaks. Cells have passed the sanitiser. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title }, place) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[place] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ right }, place) => {
        const cell = cells[place] ?? "";
        const width = widths[place] ?? 0;
        return right === true ? padStart(cell, width) : padEnd(cell, width);
      })
      .join("  ")
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
