// Homes as earlier releases left them: old-home.sql has schema 1, plans and events of form 1; old-home-2.sql has schema 2,
// old-home-3.sql schema 3, old-home-4.sql schema 4.
// All that is in them was written by those releases: runs in every state, commands that nobody has answered, effects that
// nobody has performed. They are never written anew, since every released database opens.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunState } from "../../src/engine/rows.ts";
import type { Context } from "../../src/engine/input.ts";
import { attemptId } from "../../src/pipeline/ids.ts";
import type { Db } from "../../src/store/open.ts";
import { type Home, StoredWorld } from "./stored-world.ts";

const FILES = {
  1: "old-home.sql",
  2: "old-home-2.sql",
  3: "old-home-3.sql",
  4: "old-home-4.sql",
} as const;

export type OldSchema = keyof typeof FILES;

/** Every run of the first and its state. `asked` is none yet: a command asks for it. */
export const OLD_RUNS: Readonly<Record<string, RunState>> = {
  succeeded: "succeeded",
  partial: "partial",
  failed: "failed",
  timed_out: "timed_out",
  cancelled: "cancelled",
  // Cancelled before it began.
  early: "cancelled",
  running: "running",
  queued: "queued",
  retrying: "running",
  stopping: "cancelling",
  narrow: "running",
  begun: "running",
};

/** Those of the second that have not ended. There too a command asks for `asked`. */
export const MOVING_OF_2 = ["asking", "begun", "between", "measured", "queued", "running"];

/** Those of the third that have not ended. A command asks for `measured` to be cancelled. */
export const MOVING_OF_3 = ["asked", "asking", "begun", "between", "measured", "queued"];

/** Fills an empty home. */
export function makeOld(home: Home, schema: OldSchema = 1): Db {
  const db = home.writer();
  const content = readFileSync(join(import.meta.dirname, FILES[schema]), "utf8");
  db.exec(`begin; pragma defer_foreign_keys = on; ${content}; commit`);
  return db;
}

/** A world in which the next host finds such a home. Its attempts do nothing until they are told to. */
export class OldWorld extends StoredWorld {
  private next = 0;

  constructor(home: Home, schema: OldSchema = 1) {
    makeOld(home, schema);
    super(home, () => ({ mute: true }));
    // As late as the last thing that happened in it.
    this.up = 11_000;
    this.restart();
  }

  /** Ids that the old home does not have. */
  override context(): Context {
    return { ...super.context(), mint: () => attemptId(`new-attempt-${++this.next}`) };
  }
}
