// Sees to it that a host works for whoever waits: starts one when none lives, looks again each second, and gives up
// with words when three of them came to nothing (semantics 5.7). One of an older dagtop is asked to leave first (5.9).

import type { ChildProcess } from "node:child_process";
import type { HomePaths } from "../engine/home-paths.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { HostRow } from "../store/host-table.ts";
import { askToLeave, expectGone, olderHost, waitUntilGone } from "./hand-over.ts";
import { type HostState, hasDrained, hostState } from "./host-process.ts";
import { spawnHost } from "./spawn-host.ts";

export interface HostKeeper {
  /**
   * Starts a host if the row tells of none that lives. After a drain only who asks for something does that, not who follows.
   *
   * @throws UserError no-host after three in vain | older-host
   */
  readonly keep: (row: HostRow | null, isAsking?: boolean) => void;
  /** Waits until a host of an older dagtop has left, before something is asked in words that it may not know. */
  readonly makeWay: (row: HostRow | null) => void;
}

const MOST_FAILURES = 3;
const EARLY_MS = 5000;

/**
 * @param idleMs - of the hosts it starts; null leaves the default
 * @param early - one that was started already
 */
export function hostKeeper(
  paths: HomePaths,
  idleMs: number | null,
  early: ChildProcess | null = null,
): HostKeeper {
  let failures = 0;
  let isStarting = false;
  /** Has started one that was not seen alive yet. */
  let isTrying = false;
  let diedDraining: number | null = null;
  let lastCode: number | null = null;
  let asked: { readonly epoch: number; readonly at: number } | null = null;

  function expect(child: ChildProcess): void {
    const began = Date.now();
    isStarting = true;
    isTrying = true;
    const over = (code: number | null): void => {
      if (!isStarting) return;
      isStarting = false;
      lastCode = code;
      if (code !== 0 && Date.now() - began < EARLY_MS) failures += 1;
    };
    child.once("exit", over);
    child.once("error", () => {
      over(null);
    });
  }

  /** True while one of an older dagtop is on its way out. */
  function isLeaving(row: HostRow | null): boolean {
    const older = olderHost(row);
    if (older === null) return false;
    if (older.is === "stopped") throw stopped(older);
    if (asked?.epoch === older.row.epoch) expectGone(older.row, asked.at);
    else {
      askToLeave(older);
      asked = { epoch: older.row.epoch, at: performance.now() };
    }
    return true;
  }

  if (early !== null) expect(early);
  return {
    makeWay: (row) => {
      if (row !== null && isLeaving(row)) waitUntilGone(row);
    },
    keep: (row, isAsking = false) => {
      if (isLeaving(row)) return;
      const state = hostState(row);
      if (state.is === "stopped") throw stopped(state);
      if (state.is === "alive" || state.is === "elsewhere") {
        failures = 0;
        isStarting = false;
        isTrying = false;
        return;
      }
      if (!isAsking && !isTrying && row !== null && row.drainingBy !== null) {
        // Without its last words it may have left just after its row was read: the next look tells.
        if (hasDrained(row) || diedDraining !== row.epoch) {
          diedDraining = row.epoch;
          return;
        }
      }
      if (failures >= MOST_FAILURES) throw noHost(paths, lastCode);
      if (!isStarting) expect(spawnHost(paths, { plain: failures > 0, idleMs }));
    },
  };
}

function stopped({ row }: Extract<HostState, { is: "stopped" }>): UserError {
  return new UserError("host-stopped", `The host ${row.pid} of this home is stopped.`, {
    hint: `kill -CONT ${row.pid}\nWhat was asked for is kept, and is done when it goes on.`,
    exit: 5,
  });
}

function noHost(paths: HomePaths, code: number | null): UserError {
  const why =
    code === 5
      ? "another process holds the lease of this home, or its database can't be used"
      : `it ended at once${code === null ? "" : ` (exit ${code})`}`;
  return new UserError("no-host", `No host can be started for ${paths.home}: ${why}.`, {
    hint: `What was asked for is kept, and is done by the next host. See ${paths.hostLog}, or run: dagtop doctor`,
    exit: 5,
  });
}
