// The tries of a stage as a small table, drawn by ink-table: a row of titles and one for each record, without rules.
//
// ink-table measures by the length of texts, which is not what a terminal does with wide characters. So it is given a
// stand-in for each cell, one character for the row filled up to the width of the column, and the cells draw the texts.

import { Text } from "ink";
import { useMemo } from "react";
import { InkTable, type InkTableCellProps } from "../ink-table.ts";
import type { FrameTable } from "../monitor/frame.ts";
import { COLOURS } from "../theme.ts";
import { cut, padEnd, widthOf } from "../width.ts";

export interface AttemptsTableProps {
  readonly table: FrameTable;
  /** Of the terminal: no row is wider. */
  readonly columns: number;
  /** False under NO_COLOR. */
  readonly colour: boolean;
}

/** The column whose colour says what the record means. */
const STATE_COLUMN = 1;

/** 1 + records rows. */
export function AttemptsTable({ table, columns, colour }: AttemptsTableProps) {
  const { widths, keys, data, header, cell } = useMemo(
    () => parts(table, columns, colour),
    [table, columns, colour],
  );
  if (widths.length === 0) return null;
  return <InkTable data={data} columns={keys} header={header} cell={cell} skeleton={Nothing} />;
}

const Nothing = (): null => null;

function parts(table: FrameTable, columns: number, colour: boolean) {
  const widths = widthsOf(table, columns);
  const keys = widths.map((_, column) => standIn(column));
  const data = table.records.map((_, row) =>
    Object.fromEntries(
      widths.map((width, column) => [standIn(column), standIn(row).padEnd(width)]),
    ),
  );
  const text = (cells: readonly string[], column: number): string => {
    const width = widths[column] ?? 0;
    return ` ${padEnd(cut((cells[column] ?? "").trimEnd(), width), width)} `;
  };
  const header = ({ column = 0 }: InkTableCellProps) => (
    <Text wrap="truncate" dimColor={colour}>
      {text(table.titles, column)}
    </Text>
  );
  const cell = ({ column = 0, children }: InkTableCellProps) => {
    const row = rowOf(children);
    const meaning = column === STATE_COLUMN ? (table.meanings[row] ?? null) : null;
    const color = colour && meaning !== null ? COLOURS[meaning] : null;
    return (
      <Text wrap="truncate" bold={row === table.chosen} {...(color === null ? {} : { color })}>
        {text(table.records[row] ?? [], column)}
      </Text>
    );
  };
  return { widths, keys, data, header, cell };
}

/** Of each column, so that all of them with a space at either side fit: the last ones are cut or left out. */
function widthsOf({ titles, records }: FrameTable, columns: number): number[] {
  const widths: number[] = [];
  let left = columns;
  for (const [column, title] of titles.entries()) {
    const own = Math.max(
      1,
      widthOf(title),
      ...records.map((cells) => widthOf(cells[column] ?? "")),
    );
    const width = Math.min(own, left - 2);
    if (width < 1) break;
    widths.push(width);
    left -= width + 2;
  }
  return widths;
}

const PRIVATE_USE = 0xe000;

/** One character for a row or a column. */
const standIn = (place: number): string => String.fromCharCode(PRIVATE_USE + place);

const rowOf = (children: unknown): number =>
  typeof children === "string" ? children.trim().charCodeAt(0) - PRIVATE_USE : -1;
