// The strip in which columns are chosen: all that the runs have, those that are shown with a cross. It is as wide as the
// screen, so of many only those around the cursor are seen.

import { type Line, type Part, bold, ellipsis, fitted, lineWidth, part } from "../line.ts";
import { markOfCursor } from "../run/graph-lines.ts";
import { cut } from "../width.ts";
import { columnsIn, isChosen } from "./columns.ts";
import type { RowRoom } from "./row.ts";
import { type Column, type DashboardState, sameColumn } from "./state.ts";
import type { RunsView } from "./view.ts";

const LONGEST = 24;

export function pickerLines(runs: RunsView, state: DashboardState, room: RowRoom): readonly Line[] {
  const { columns, ascii } = room;
  const all = columnsIn(runs);
  const at = all.findIndex((column) => sameColumn(column, state.picking));
  const choices = all.map((column, place) => choice(column, place === at, state, ascii));
  const title = part(" columns ", "live");
  const room_ = columns - lineWidth([title]) - 2;
  // As few as must be are left out before the cursor.
  let from = 0;
  while (from < at && widthOfAll(choices.slice(from, at + 1)) > room_) from += 1;
  const strip = [title, part(from > 0 ? ellipsis(ascii) : " "), ...choices.slice(from).flat()];
  const keys = part("   Space choose  s sort  S turn  Left Right move  Esc done", null, true);
  return [
    fitted(strip, columns, ellipsis(ascii)),
    fitted([part("        "), keys], columns, ellipsis(ascii)),
  ];
}

function widthOfAll(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + lineWidth(line), 0);
}

function choice(column: Column, hasCursor: boolean, state: DashboardState, ascii: boolean): Line {
  const name = cut(column.name, LONGEST, ellipsis(ascii));
  const text = `[${isChosen(state, column) ? "x" : " "}] ${name}`;
  const parts: Part[] = [
    part(hasCursor ? markOfCursor(ascii) : " ", "live"),
    hasCursor ? bold(part(text)) : part(text, null, column.of === "param"),
    part(" "),
  ];
  return parts;
}
