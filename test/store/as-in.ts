// A home that has been brought up to date, as the earlier release would have had it: what is new is there, and empty.

import { expect } from "vitest";

type Row = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, readonly unknown[]>>;

const TABLES_OF_4 = ["model", "model_version", "model_alias", "model_history", "message"];
const COLUMNS_OF_5: Readonly<Record<string, readonly string[]>> = {
  run: ["parent", "pinned_at", "bytes", "removing_at"],
  host: ["kind", "machine", "place", "draining_by"],
};

/** @param schema - that of the release which left the home */
export function asIn(schema: number, tables: Tables): Tables {
  const newTables = schema < 4 ? TABLES_OF_4 : [];
  for (const name of newTables) expect(tables[name]).toEqual([]);
  const old = Object.entries(tables).filter(([name]) => !newTables.includes(name));
  return Object.fromEntries(
    old.map(([name, rows]) => [
      name,
      rows.map((row) => withoutNew(row as Row, COLUMNS_OF_5[name] ?? [])),
    ]),
  );
}

function withoutNew(row: Row, columns: readonly string[]): Row {
  for (const name of columns) expect(row[name]).toBeNull();
  return Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)));
}
