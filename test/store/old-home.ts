// A home as the first release left it: schema 1, plans and events of form 1. All that is in old-home.sql was written by that
// release: runs in every state, commands that nobody has answered, effects that nobody
// has performed. It is never written anew, since every released database opens.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunState } from "../../src/engine/rows.ts";
import type { Context } from "../../src/engine/input.ts";
import { attemptId } from "../../src/pipeline/ids.ts";
import type { Db } from "../../src/store/open.ts";
import { type Home, StoredWorld } from "./stored-world.ts";

const CONTENT = readFileSync(join(import.meta.dirname, "old-home.sql"), "utf8");

/** Every run of it and its state. `asked` is none yet: a command asks for it. */
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

/** Fills an empty home. */
export function makeOld(home: Home): Db {
  const db = home.writer();
  db.exec(`begin; ${CONTENT}; commit`);
  return db;
}

/** A world in which the next host finds such a home. Its attempts do nothing until they are told to. */
export class OldWorld extends StoredWorld {
  private next = 0;

  constructor(home: Home) {
    makeOld(home);
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
