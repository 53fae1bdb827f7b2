// The form of a home's database: its golden schema (UPDATE_GOLDEN=1 writes schema.sql anew), who brings it there and who
// refuses it (semantics 5.9), and the settings without which a commit would not be on the disk (design 6).

import { writeFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/pipeline/user-error.ts";
import { openJournal } from "../../src/store/journal.ts";
import { SCHEMA_VERSION, migrate, schemaVersion } from "../../src/store/migrate.ts";
import { type Db, openForCommands, openReader } from "../../src/store/open.ts";
import { openStore } from "../../src/store/reader.ts";
import { thrownBy } from "./faults.ts";
import { schemaOf } from "./schema-of.ts";
import { Home } from "./stored-world.ts";

const GOLDEN = join(import.meta.dirname, "schema.sql");

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

const pragma = (db: Db, name: string): unknown => db.pragma(name, { simple: true });

function fresh(): Db {
  const db = home.writer();
  migrate(db);
  return db;
}

describe("the schema", () => {
  it("is the one of schema.sql", () => {
    const found = schemaOf(fresh());
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, found);
    expect(found).toBe(readFileSync(GOLDEN, "utf8"));
  });

  it("is brought there once: a second time changes nothing", () => {
    const db = fresh();
    openJournal(db);
    const other = home.writer();
    const seen = () => [pragma(other, "data_version"), pragma(other, "schema_version")];
    const before = [schemaOf(db), home.dump(), ...seen()];
    migrate(db);
    expect([schemaOf(db), home.dump(), ...seen()]).toEqual(before);
  });

  it("is there whole or not at all, all migrations together, however little room there is", () => {
    const db = home.writer();
    const empty = home.dump();
    let refused = 0;
    for (;;) {
      db.pragma(`max_page_count = ${refused + 2}`);
      const error = thrownBy(() => {
        migrate(db);
      });
      if (error === null) break;
      expect(error).toMatchObject({ code: "SQLITE_FULL" });
      expect(schemaVersion(db)).toBe(0);
      expect(home.dump()).toEqual(empty);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(5);
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    expect(schemaOf(db)).toBe(readFileSync(GOLDEN, "utf8"));
  });
});

describe("5.9 a home that a newer dagtop has written", () => {
  it.each([
    ["host", () => openJournal(home.writer())],
    ["reader", () => openStore(home.file)],
  ])("is refused to a %s, with the way out, and stays as it is", (_, open) => {
    fresh().pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    const before = home.dump();
    expect(open).toThrow(UserError);
    expect(open).toThrow(
      expect.objectContaining({
        code: "newer-home",
        exit: 5,
        message: "This home was written by a newer dagtop.",
        hint: `It has schema ${SCHEMA_VERSION + 1}; this build knows ${SCHEMA_VERSION}. Upgrade dagtop, or use another --home.`,
      }),
    );
    expect(home.dump()).toEqual(before);
    expect(schemaVersion(home.writer())).toBe(SCHEMA_VERSION + 1);
  });
});

describe("5.7 a home without a database of this schema", () => {
  it("has nothing to read, and looking does not make one", () => {
    expect(openStore(home.file)).toBeNull();
    expect(() => openReader(home.file)).toThrow(
      expect.objectContaining({ code: "SQLITE_CANTOPEN" }),
    );
    expect(openStore(home.file)).toBeNull();
  });

  it("takes no commands, and asking does not make one", () => {
    expect(() => openForCommands(home.file)).toThrow(
      expect.objectContaining({ code: "SQLITE_CANTOPEN" }),
    );
    expect(openStore(home.file)).toBeNull();
  });

  it("has nothing to read while the database is empty, or has an older schema", () => {
    writeFileSync(home.file, "");
    expect(openStore(home.file)).toBeNull();
    const db = fresh();
    expect(openStore(home.file)).not.toBeNull();
    db.pragma(`user_version = ${SCHEMA_VERSION - 1}`);
    expect(openStore(home.file)).toBeNull();
  });

  it("has nothing to read while a host is just making it", () => {
    const making = new Database(home.file);
    making.exec("begin exclusive; create table t (x)");
    expect(openStore(home.file)).toBeNull();
    making.exec("rollback");
    making.close();
  });
});

describe("a connection that writes", () => {
  it("has its commits on the disk before it goes on: WAL, and synchronous = FULL", () => {
    const db = fresh();
    expect(pragma(db, "journal_mode")).toBe("wal");
    expect(pragma(db, "synchronous")).toBe(2);
    expect(pragma(db, "foreign_keys")).toBe(1);
    const asking = openForCommands(home.file);
    expect(pragma(asking, "journal_mode")).toBe("wal");
    expect(pragma(asking, "synchronous")).toBe(2);
    asking.close();
  });

  it("is not what a reader has: it can change nothing", () => {
    fresh();
    const db = openReader(home.file);
    expect(() => db.exec("delete from event")).toThrow(
      expect.objectContaining({ code: "SQLITE_READONLY" }),
    );
    db.close();
  });
});
