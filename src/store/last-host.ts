// The last host of a home whose schema may be an older one: who is newer has to ask it to leave before anything else of the
// home can be read.

import { type HostRow, hostFeed, lastOfAnySchema } from "./host-table.ts";
import { SCHEMA_VERSION, schemaVersion } from "./migrate.ts";
import { type Db, openReader } from "./open.ts";

/** Null where there is none, where none can be read at the moment, and in a newer home. */
export function lastHost(file: string): HostRow | null {
  let db: Db;
  try {
    db = openReader(file);
  } catch {
    return null; // who opens it next says why
  }
  try {
    const version = schemaVersion(db);
    if (version === 0 || version > SCHEMA_VERSION) return null;
    return version === SCHEMA_VERSION ? hostFeed(db).last() : lastOfAnySchema(db);
  } catch {
    return null;
  } finally {
    db.close();
  }
}
