// Brings a database to the schema that this build writes. Only a host does this, under its lease, so two never run at
// once. `user_version` is the number of the last migration; each runs in one transaction with its number.

import { UserError } from "../pipeline/user-error.ts";
import type { Db } from "./open.ts";
import { SQL as FIRST } from "./schema/0001.ts";
import { SQL as SECOND } from "./schema/0002.ts";

const MIGRATIONS: readonly string[] = [FIRST, SECOND];

export const SCHEMA_VERSION = MIGRATIONS.length;

export function schemaVersion(db: Db): number {
  return db.pragma("user_version", { simple: true }) as number;
}

/** @throws UserError newer-home when a later dagtop has written this database. */
export function migrate(db: Db): void {
  const from = schemaVersion(db);
  refuseNewer(from);
  for (let version = from; version < SCHEMA_VERSION; version += 1) {
    db.transaction(() => {
      db.exec(MIGRATIONS[version] ?? "");
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}

export function refuseNewer(version: number): void {
  if (version <= SCHEMA_VERSION) return;
  throw new UserError("newer-home", "This home was written by a newer dagtop.", {
    hint: `It has schema ${version}; this build knows ${SCHEMA_VERSION}. Upgrade dagtop, or use another --home.`,
    exit: 5,
  });
}
