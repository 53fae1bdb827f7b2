// A frame as text, as it stands on a terminal, or with the meaning of each part beside it.

import { renderToString } from "ink";
import { createElement } from "react";
import type { Part } from "../../../src/ui/line.ts";
import type { Frame, Room } from "../../../src/ui/monitor/frame.ts";
import { AttemptsTable } from "../../../src/ui/stage/attempts-table.tsx";

export function room(columns: number, rows: number, ascii = false): Room {
  return { columns, rows, ascii, zone: "Africa/Tunis" };
}

/** The rows of a frame, those of its table drawn by ink-table. */
export function rowsOf({ lines, table }: Frame, columns: number): string[] {
  const rows = lines.map((line) => line.map(({ text }) => text).join(""));
  if (table === null) return rows;
  const drawn = renderToString(createElement(AttemptsTable, { table, columns, colour: false }), {
    columns,
  }).split("\n");
  return rows.map((row, place) => drawn[place - table.at] ?? row);
}

export function textOf(frame: Frame, columns: number): string {
  return `${rowsOf(frame, columns)
    .map((row) => row.trimEnd())
    .join("\n")}\n`;
}

/** Each part as «meaning:text»; of the table its cells, and what its states mean. */
export function markedOf({ lines, table }: Frame): string {
  const rows = lines.map((line) => line.map(markedPart).join(""));
  if (table !== null) {
    const { at, titles, records, meanings, chosen } = table;
    rows[at] = `«dim:${titles.join("|")}»`;
    for (const [row, cells] of records.entries()) {
      const bold = row === chosen ? "bold " : "";
      rows[at + 1 + row] = `«${bold}${meanings[row]}:${cells.join("|").trimEnd()}»`;
    }
  }
  return `${rows.map((row) => row.trimEnd()).join("\n")}\n`;
}

function markedPart({ text, meaning, dim, bold, inverse }: Part): string {
  const words = [bold ? "bold" : "", inverse ? "inverse" : "", dim ? "dim" : "", meaning ?? ""];
  const said = words.filter((word) => word !== "").join(" ");
  return said === "" || text.trim() === "" ? text : `«${said}:${text}»`;
}
