// Plain columns: as wide as their widest cell, text to the left, numbers to the right, nothing behind the last.

import { type Part, ellipsis, part } from "../ui/line.ts";
import { cutMiddle, padEnd, padStart, widthOf } from "../ui/width.ts";
import { type Fit, lineText, nameColumns } from "./terminal-line.ts";

export interface Column {
  readonly title: string;
  readonly right?: boolean;
  /** A name that is too long for a column of names is cut in its middle. */
  readonly name?: boolean;
}

/** A text, or one that has a colour. */
type Cell = string | Part;

const AS_IT_IS: Fit = { paint: { colour: false, ascii: false }, columns: null };

/** Lines without their line breaks. Cells have passed the sanitiser. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  fit: Fit = AS_IT_IS,
): string[] {
  const titles = columns.map(({ title }) => part(title));
  const cells = rows.map((row) => columns.map((column, place) => cellOf(row[place], column, fit)));
  const widths = columns.map(({ name }, place) => {
    const longest = Math.max(...[titles, ...cells].map((row) => widthOf(row[place]?.text ?? "")));
    return name === true ? Math.min(longest, nameColumns(fit)) : longest;
  });
  const line = (row: readonly Part[]): string => {
    const parts = row.map((cell, place) => {
      const pad = columns[place]?.right === true ? padStart : padEnd;
      return { ...cell, text: pad(cell.text, widths[place] ?? 0) };
    });
    return lineText(
      parts.flatMap((cell, place) => (place === 0 ? [cell] : [part("  "), cell])),
      fit,
    );
  };
  return [titles, ...cells].map(line);
}

function cellOf(cell: Cell | undefined, { name }: Column, fit: Fit): Part {
  const own = typeof cell === "object" ? cell : part(cell ?? "");
  if (name !== true || fit.columns === null) return own;
  return { ...own, text: cutMiddle(own.text, nameColumns(fit), ellipsis(fit.paint.ascii)) };
}
