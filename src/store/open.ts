// How a database of ours is opened, and by whom it may be changed.
//
// WAL with synchronous=FULL, set each time: better-sqlite3 is compiled with NORMAL, under which a power loss takes
// the last commits along. Writers begin IMMEDIATE, so that a busy database is found out at the start. The `-wal` and
// `-shm` files take the mode of the database.

import Database from "better-sqlite3";

export type Db = Database.Database;

const WRITER_WAIT_MS = 5000;
/** A reader may be a screen: it must not stand still for long. */
const READER_WAIT_MS = 250;

export function openWriter(file: string): Db {
  const db = new Database(file, { timeout: WRITER_WAIT_MS });
  db.pragma("journal_mode = wal");
  db.pragma("synchronous = full");
  db.pragma("foreign_keys = on");
  db.pragma("journal_size_limit = 67108864");
  // A checkpoint inside a commit makes some stage wait for it: rarer here, and done at rest by the host.
  db.pragma("wal_autocheckpoint = 4000");
  return db;
}

/** @throws SqliteError SQLITE_CANTOPEN when there is no such file: a reader never makes one. */
export function openReader(file: string): Db {
  return new Database(file, { readonly: true, fileMustExist: true, timeout: READER_WAIT_MS });
}

/** Opens an existing database to write commands into it; only a host makes one. */
export function openForCommands(file: string): Db {
  const db = new Database(file, { fileMustExist: true, timeout: WRITER_WAIT_MS });
  db.pragma("synchronous = full");
  return db;
}
