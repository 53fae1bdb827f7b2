// How a database of ours is opened, and by whom it may be changed.
//
// WAL with synchronous=FULL, set each time: better-sqlite3 is compiled with NORMAL, under which a power loss takes
// the last commits along. Writers begin IMMEDIATE, so that a busy database is found out at the start. The `-wal` and
// `-shm` files take the mode of the database.

import { statSync } from "node:fs";
import Database from "better-sqlite3";
import { UserError } from "../pipeline/user-error.ts";

export type Db = Database.Database;

const WRITER_WAIT_MS = 5000;
/** A reader may be a screen: it must not stand still for long. */
const READER_WAIT_MS = 250;

/** A FIFO of that name would hold whoever opens it for good. By stat alone: no descriptor of the file may be closed here. */
function refuseOdd(file: string): void {
  let isOdd: boolean;
  try {
    isOdd = statSync(file, { throwIfNoEntry: false })?.isFile() === false;
  } catch {
    return; // said by who opens it
  }
  if (!isOdd) return;
  throw new UserError("bad-home", `The database ${file} is no plain file.`, {
    hint: "dagtop makes it by itself: move away what has taken its place.",
    exit: 5,
  });
}

/** @throws UserError bad-home where it is something else than a file; so do the others */
export function openWriter(file: string): Db {
  refuseOdd(file);
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
  refuseOdd(file);
  return new Database(file, { readonly: true, fileMustExist: true, timeout: READER_WAIT_MS });
}

/** Opens an existing database to write commands into it; only a host makes one. */
export function openForCommands(file: string): Db {
  refuseOdd(file);
  const db = new Database(file, { fileMustExist: true, timeout: WRITER_WAIT_MS });
  db.pragma("synchronous = full");
  return db;
}
