// What schema 4 brings: tables that are empty in a home which an earlier release left.

import { expect } from "vitest";

const NEW_IN_4 = ["model", "model_version", "model_alias", "model_history", "message"];

/** The others; these must be there, and empty. */
export function withoutNewInSchema4<T>(tables: Readonly<Record<string, readonly T[]>>) {
  for (const name of NEW_IN_4) expect(tables[name]).toEqual([]);
  return Object.fromEntries(Object.entries(tables).filter(([name]) => !NEW_IN_4.includes(name)));
}
