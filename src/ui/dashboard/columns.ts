// The columns of a leaderboard: metrics and parameters that a person has chosen to see of each run.

import { metricText, unknown } from "../stage/numbers.ts";
import { cut, padStart, widthOf } from "../width.ts";
import { type Column, type DashboardState, sameColumn } from "./state.ts";
import type { RunLine, RunsView } from "./view.ts";

/** All that the runs have, metrics first. */
export function columnsIn({ metrics, params }: RunsView): readonly Column[] {
  return [
    ...metrics.map((name): Column => ({ of: "metric", name })),
    ...params.map((name): Column => ({ of: "param", name })),
  ];
}

/** Those that were chosen and that these runs have. */
export function chosenColumns(runs: RunsView, { columns }: DashboardState): readonly Column[] {
  return columns.filter(({ of, name }) =>
    (of === "metric" ? runs.metrics : runs.params).includes(name),
  );
}

export function isChosen({ columns }: DashboardState, column: Column): boolean {
  return columns.some((each) => sameColumn(each, column));
}

/** A number where it reads as one; null where the run has none. */
export function valueOf(run: RunLine, { of, name }: Column): number | string | null {
  if (of === "metric") return ownOf(run.metrics, name);
  const text = ownOf(run.params, name);
  const value = text === null || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? text : value;
}

export function valueText(run: RunLine, column: Column, ascii: boolean): string {
  if (column.of === "param") return ownOf(run.params, column.name) ?? unknown(ascii);
  const value = ownOf(run.metrics, column.name);
  return value === null ? unknown(ascii) : metricText(value);
}

/** Names come from outside: "constructor" is one like any other. */
function ownOf<Value>(record: Readonly<Record<string, Value>>, name: string): Value | null {
  return Object.hasOwn(record, name) ? (record[name] ?? null) : null;
}

const LEAST = 6;
const MOST = 14;

/** A metric's values are all as wide; of a parameter the first few tell how wide it has to be. */
export function widthOfColumn(runs: RunsView, column: Column, ascii: boolean): number {
  const values =
    column.of === "metric"
      ? [LEAST]
      : runs.rows.slice(0, 200).map((run) => widthOf(valueText(run, column, ascii)));
  // A name, and the arrow of the column that is sorted by.
  return Math.min(MOST, Math.max(LEAST, widthOf(column.name) + 1, ...values));
}

export function cell(text: string, width: number, mark: string): string {
  return padStart(cut(text, width, mark), width);
}
