// The box around a dialog: as wide as what stands in it, within the room, every line equally wide. The first two columns
// inside are for the cursor.

import { type Line, bold, ellipsis, fitted, lineWidth, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { cut, widthOf } from "../width.ts";

/** Columns left and right of a box where there is room, and what its borders and margins take. */
const BESIDE = 4;
const FRAME = 3;
const LEAST = 12;

/** The most columns that a line of a box has in this room, the two of the cursor included. */
export function innerColumns({ columns }: Room): number {
  return Math.max(1, Math.max(columns - BESIDE, Math.min(columns, LEAST)) - FRAME);
}

/** The most lines between the borders. */
export function innerRows({ rows }: Room): number {
  return Math.max(1, Math.max(rows - 2, Math.min(rows, 3)) - 2);
}

/** @param lines - with the columns of the cursor; what does not fit is cut */
export function boxed(title: string, lines: readonly Line[], room: Room): readonly Line[] {
  const { ascii } = room;
  const mark = ellipsis(ascii);
  const most = innerColumns(room);
  const widest = Math.max(widthOf(title) + 2, ...lines.map((line) => lineWidth(line)));
  const inner = Math.min(most, widest);
  const [h, v, corners] = ascii ? ["-", "|", "++++"] : ["─", "│", "┌┐└┘"];
  const [a, b, c, d] = corners;
  const shown = cut(title, Math.max(0, inner - 1), mark);
  const head = `${a}${h.repeat(Math.max(0, inner - widthOf(shown) - 1))}${b}`;
  const rows = lines.slice(0, innerRows(room)).map((line): Line => {
    const fit = fitted(line, inner, mark);
    const rest = " ".repeat(Math.max(0, inner - lineWidth(fit)) + 1);
    return [part(v), ...fit, part(`${rest}${v}`)];
  });
  const top: Line = [part(`${head.slice(0, 1)} `), part(shown, "live"), part(` ${head.slice(1)}`)];
  return [top, ...rows, [part(`${c}${h.repeat(inner + 1)}${d}`)]];
}

/** A line with the sign of the cursor before it, bold where that is on it. */
export function rowLine(line: Line, isChosen: boolean, ascii: boolean): Line {
  if (!isChosen) return [part("  "), ...line];
  return [part(ascii ? "> " : "▸ "), ...line].map(bold);
}

/** What keys do here, as many as have room. */
export function keysLine(
  keys: readonly (readonly [key: string, does: string])[],
  columns: number,
): Line {
  const line: Line[number][] = [part("  ")];
  for (const [key, does] of keys) {
    const gap = line.length > 1 ? "   " : "";
    if (lineWidth(line) + gap.length + key.length + does.length + 1 > columns) break;
    line.push(part(gap), part(key, "live"), part(` ${does}`));
  }
  return line;
}

/** The end of a text that is typed, where the cursor stands behind it. */
export function endOf(text: string, columns: number, mark: string): string {
  if (widthOf(text) <= columns) return text;
  const characters = Array.from(text).slice(-Math.max(1, columns));
  while (characters.length > 0 && widthOf(characters.join("")) > columns - 1) characters.shift();
  return mark + characters.join("");
}
