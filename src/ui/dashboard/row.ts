// A row of a list on the Dashboard: its cursor, and cells whose columns stand still whatever their values are.

import { type Line, type Part, bold, ellipsis, fitted, part } from "../line.ts";
import { markOfCursor } from "../run/graph-lines.ts";
import { padEnd, padStart } from "../width.ts";

export interface RowRoom {
  readonly columns: number;
  readonly ascii: boolean;
  readonly now: number;
  readonly zone: string;
}

/** Whether a row has the cursor of the list in which keys move, of the other one, or none. */
export type Cursor = "here" | "other" | "none";

export function cursorPart(cursor: Cursor, ascii: boolean): Part {
  if (cursor === "here") return bold(part(markOfCursor(ascii), "live"));
  return cursor === "other" ? part(ascii ? "-" : "·", null, true) : part(" ");
}

export const GAP = part("  ");

/** Cells one after the other, with a gap between them, no wider than the room. */
export function rowOf(cursor: Cursor, cells: readonly Line[], room: RowRoom): Line {
  const line = cells.flatMap((cell, place) => (place === 0 ? cell : [GAP, ...cell]));
  return fitted([cursorPart(cursor, room.ascii), ...line], room.columns, ellipsis(room.ascii));
}

export function left(text: string, width: number): string {
  return padEnd(text, width);
}

export function right(text: string, width: number): string {
  return padStart(text, width);
}

/** A title of a list, in the colours of what keys move in where that is this one. */
export function titlePart(text: string, hasFocus: boolean): Part {
  return part(text, hasFocus ? "live" : null, !hasFocus);
}
