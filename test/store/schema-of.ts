// The schema of a database as one text, so that two can be compared.

import { schemaVersion } from "../../src/store/migrate.ts";
import type { Db } from "../../src/store/open.ts";

export function schemaOf(db: Db): string {
  const rows = db
    .prepare<[], { sql: string }>(
      "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by tbl_name, type desc, name",
    )
    .all();
  const version = `pragma user_version = ${schemaVersion(db)};`;
  return [...rows.map(({ sql }) => `${sql};`), version].join("\n\n").concat("\n");
}
