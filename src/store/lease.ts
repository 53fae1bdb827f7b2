// The lease of a home: an EXCLUSIVE lock on a database of its own, held for the life of a host.
//
// The kernel frees it the moment the holder dies, it is not stolen from a suspended holder, and it uses no clock.
// Two traps: a collected handle frees the lock silently, so it is kept on globalThis; and any close of a descriptor
// of that file in this process drops POSIX locks, so nothing else ever opens it.

import Database from "better-sqlite3";

const HELD = Symbol.for("dagtop.lease");

export interface Lease {
  readonly release: () => void;
}

/**
 * Takes the lease, waiting for `waitMs` at most.
 *
 * @returns null when another process holds it
 */
export function takeLease(file: string, waitMs: number): Lease | null {
  const db = new Database(file, { timeout: waitMs });
  try {
    db.pragma("journal_mode = delete");
    db.exec("begin exclusive");
  } catch (error) {
    db.close();
    if (isBusy(error)) return null;
    throw error;
  }
  (globalThis as Record<symbol, unknown>)[HELD] = db;
  return {
    release: () => {
      db.close();
      delete (globalThis as Record<symbol, unknown>)[HELD];
    },
  };
}

export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");
}

export function isFull(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === "SQLITE_FULL";
}
