// Brings a database to the schema that this build writes. Only a host does this, under its lease, so two never run at
// once. `user_version` is the number of the last migration; all that are missing run in one transaction with it, so that nobody
// who looks takes a new home for an older one.

import { UserError } from "../pipeline/user-error.ts";
import type { Db } from "./open.ts";
import { SQL as FIRST } from "./schema/0001.ts";
import { SQL as SECOND } from "./schema/0002.ts";
import { SQL as THIRD } from "./schema/0003.ts";
import { SQL as FOURTH } from "./schema/0004.ts";
import { SQL as FIFTH } from "./schema/0005.ts";

const MIGRATIONS: readonly string[] = [FIRST, SECOND, THIRD, FOURTH, FIFTH];

export const SCHEMA_VERSION = MIGRATIONS.length;

export function schemaVersion(db: Db): number {
  return db.pragma("user_version", { simple: true }) as number;
}

/** @throws UserError newer-home when a later dagtop has written this database. */
export function migrate(db: Db): void {
  const from = schemaVersion(db);
  refuseNewer(from);
  if (from === SCHEMA_VERSION) return;
  db.transaction(() => {
    for (const sql of MIGRATIONS.slice(from)) db.exec(sql);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).immediate();
}

export function refuseNewer(version: number): void {
  if (version <= SCHEMA_VERSION) return;
  throw new UserError("newer-home", "This home was written by a newer dagtop.", {
    hint: `It has schema ${version}; this build knows ${SCHEMA_VERSION}. Upgrade dagtop, or use another --home.`,
    exit: 5,
  });
}
