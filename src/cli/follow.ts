// Following one run: whoever looks gets a fresh snapshot at most four times a second, and the last one at once when the
// run is over. Looking harms nothing, and ending it harms nothing either.
//
//   wake file or a short pause ─▶ is there anything new? ─▶ rows of one moment ─▶ `changed`
//
// Each second it looks whether a host lives, and has another started where none does.

import { type FSWatcher, watch } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptRow, RunRow, StageRow } from "../engine/rows.ts";
import type { HomePaths } from "../engine/home-paths.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Reader } from "../store/reader.ts";
import { type Asked, answerToRun } from "./ask.ts";
import type { HostKeeper } from "./host-keeper.ts";

export interface Snapshot {
  readonly run: RunRow;
  readonly stages: readonly StageRow[];
  readonly attempts: readonly AttemptRow[];
}

export interface Followed {
  readonly paths: HomePaths;
  readonly reader: Reader;
  readonly run: RunId;
  /** The command that asked for the run; null where the run is known already. */
  readonly asked: Asked | null;
  readonly keeper: HostKeeper;
}

export interface Follower {
  /** Rows of one moment: first as soon as there are any, last when the run is over. */
  readonly changed: (snapshot: Snapshot) => void;
  /** After each look, also where no row has changed: logs may have. */
  readonly looked: (() => void) | null;
  /** When this is aborted, following ends. */
  readonly signal: AbortSignal;
}

const PAUSE_MS = 250;
const KEEP_MS = 1000;
/** A busy host rings a hundred times a second: looking less often leaves it the processor, and nobody sees the difference. */
const LEAST_PAUSE_MS = 20;

/**
 * Follows until the run is over, or `signal` is aborted.
 *
 * @returns the run as it was last seen; null when it was never seen
 * @throws UserError refused | no-host
 */
export async function follow(followed: Followed, follower: Follower): Promise<RunRow | null> {
  const { reader, run: id } = followed;
  const bell = bellOf(followed.paths.wake, follower.signal);
  let seen: Seen = { run: null, version: -1, drawnAt: 0 };
  let keptAt = Date.now();
  try {
    while (!follower.signal.aborted) {
      seen = look(reader, id, seen, follower);
      if (seen.run !== null && seen.run.endedAt !== null) return seen.run;
      if (seen.run === null && followed.asked !== null) answerToRun(followed.asked);
      follower.looked?.();
      if (Date.now() - keptAt >= KEEP_MS) {
        keptAt = Date.now();
        followed.keeper.keep(reader.hosts.last());
      }
      const untilKept = Math.max(1, keptAt + KEEP_MS - Date.now());
      await bell.ring(Math.min(untilKept, pauseAfter(reader, seen, follower)));
    }
    return seen.run;
  } finally {
    bell.close();
  }
}

interface Seen {
  readonly run: RunRow | null;
  /** The data version of the rows that were last drawn. */
  readonly version: number;
  readonly drawnAt: number;
}

/** Draws what is new, but not too soon after the last time; the end of a run is drawn at once. */
function look(reader: Reader, id: RunId, seen: Seen, follower: Follower): Seen {
  const version = reader.dataVersion();
  if (version === seen.version) return seen;
  const run = reader.runs.get(id);
  if (run === null || (run.endedAt === null && Date.now() - seen.drawnAt < PAUSE_MS)) return seen;
  const snapshot = snapshotOf(reader, id);
  follower.changed(snapshot);
  return { run: snapshot.run, version, drawnAt: Date.now() };
}

function pauseAfter(reader: Reader, seen: Seen, { looked }: Follower): number {
  if (looked !== null) return PAUSE_MS;
  const hasMore = reader.dataVersion() !== seen.version;
  return hasMore ? Math.max(1, PAUSE_MS - (Date.now() - seen.drawnAt)) : KEEP_MS;
}

export function snapshotOf(reader: Reader, id: RunId): Snapshot {
  return reader.snapshot(() => {
    const run = reader.runs.get(id);
    if (run === null) throw new Error(`the run ${id} has gone`);
    return { run, stages: reader.stages.stages(id), attempts: reader.stages.attempts(id) };
  });
}

export interface Bell {
  /** Resolves when something may be new, or after `ms`. */
  readonly ring: (ms: number) => Promise<void>;
  /** As if it had been touched. */
  readonly hurry: () => void;
  readonly close: () => void;
}

/** The wake file as something to wait for. A touch can be missed, so every wait ends by itself. */
export function bellOf(file: string, signal: AbortSignal): Bell {
  let rung = false;
  let heardAt = -Infinity;
  let waiting: (() => void) | null = null;
  const wake = (): void => {
    rung = true;
    waiting?.();
  };
  let watcher: FSWatcher | null = null;
  const listen = (): void => {
    try {
      watcher ??= watch(file, wake).on("error", () => undefined);
    } catch {
      // It is not there yet.
    }
  };
  listen();
  signal.addEventListener("abort", wake);
  return {
    ring: async (ms) => {
      listen();
      if (!rung && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          waiting = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      waiting = null;
      rung = false;
      const rest = LEAST_PAUSE_MS - (performance.now() - heardAt);
      if (rest > 0 && !signal.aborted) await sleep(rest);
      heardAt = performance.now();
    },
    hurry: wake,
    close: () => {
      watcher?.close();
      signal.removeEventListener("abort", wake);
    },
  };
}
