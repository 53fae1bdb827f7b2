// The life of a host process: detached, started by whoever needs it, or in the foreground as `dagtop daemon`.

import { closeSync, readFileSync, readdirSync } from "node:fs";
import type { HomePaths } from "../engine/home-paths.ts";
import { UserError, isUserError } from "../pipeline/user-error.ts";
import { lastHost } from "../store/last-host.ts";
import { type RunningHost, startHost } from "./compose.ts";
import { EXIT } from "./exit.ts";
import { askToLeave, olderHost, waitUntilGone } from "./hand-over.ts";
import type { HostLog } from "./host-log.ts";
import { hostState, hostWords } from "./host-process.ts";
import { configReader } from "./host-settings.ts";
import { leaving } from "./host-words.ts";
import { configFile, prepareHome } from "./home.ts";
import { inWords } from "./storage-errors.ts";

export interface HostLife {
  readonly kind: "background" | "daemon";
  /** How long it stays without work; null stays. */
  readonly idleMs: number | null;
  readonly log: HostLog;
  /** Told to leave, it stops all attempts first. */
  readonly stopStages: boolean;
}

/**
 * Runs a host until it leaves. SIGTERM and SIGINT make it leave; what runs goes on, unless it is to stop the stages.
 *
 * @returns the exit code: 5 when another host holds the lease
 * @throws UserError host-works | older-host, of a daemon: there is somebody to read it
 */
export async function hostMain(paths: HomePaths, life: HostLife): Promise<number> {
  const { kind, idleMs, log } = life;
  process.umask(0o077);
  prepareHome(paths);
  if (kind === "daemon") makeWay(paths, log);
  const config = configFile(process.env);
  const reader = await configReader(config);
  const host = startHost({ paths, config, reader, idleMs, kind, note: log.note });
  if (host === null) {
    const refusal = hostWorks(paths);
    if (kind === "daemon") throw refusal;
    log.note(refusal.message);
    return EXIT.unusableHome;
  }
  const release = life.stopStages ? stopOnSignals(host, log) : leaveOnSignals(host, log);
  try {
    log.note(leaving(await host.done));
    return EXIT.succeeded;
  } catch (error) {
    const known = inWords(error);
    log.failed(known);
    return isUserError(known) ? EXIT.unusableHome : EXIT.bug;
  } finally {
    release();
  }
}

function makeWay(paths: HomePaths, log: HostLog): void {
  const older = olderHost(lastHost(paths.database));
  if (older === null || older.is === "stopped") return;
  log.note(`asks the host of dagtop ${older.row.version}, pid ${older.row.pid}, to leave`);
  askToLeave(older);
  waitUntilGone(older.row);
}

/** Who holds the lease, as far as is known, and what to do. */
export function hostWorks({ home, database }: HomePaths): UserError {
  const state = hostState(lastHost(database));
  if (state.is === "gone")
    return new UserError("host-works", `Another process holds the lease of ${home}.`, {
      hint: "It may be a host that is just starting or leaving: try again in a moment.",
      exit: 5,
    });
  const { row } = state;
  const what = `A host works for ${home} already: ${hostWords(row, Date.now())}.`;
  const hint =
    state.is === "stopped"
      ? `It is stopped by a signal: kill -CONT ${row.pid}`
      : `What is asked for, it does. To have another in its place: kill -TERM ${row.pid} (what runs goes on), or dagtop drain --wait`;
  return new UserError("host-works", what, { hint, exit: 5 });
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;
type Signal = (typeof SIGNALS)[number];

function onSignals(told: (signal: Signal) => void): () => void {
  for (const signal of SIGNALS) process.on(signal, told);
  return () => {
    for (const signal of SIGNALS) process.off(signal, told);
  };
}

function leaveOnSignals(host: RunningHost, log: HostLog): () => void {
  return onSignals((signal) => {
    log.note(`${signal}: leaves`);
    host.leave();
  });
}

/** The first stops, the second kills, the third leaves whatever still runs. */
function stopOnSignals(host: RunningHost, log: HostLog): () => void {
  let told = 0;
  return onSignals((signal) => {
    told += 1;
    if (told > 2) {
      log.note(`${signal}: leaves`);
      return host.leave();
    }
    const isKill = told === 2;
    log.note(
      isKill
        ? `${signal}: kills what still runs; once more leaves it alone`
        : `${signal}: stops all stages, and leaves when they have ended; once more kills them`,
    );
    host.stopAll(`${signal} to the host`, isKill);
  });
}

const CLOSE_ON_EXEC = 0o2000000;

/**
 * Closes what the starter's own starter left open: a descriptor without O_CLOEXEC, of a `flock` for one, would be held
 * for as long as this host lives. Node marks its own.
 */
export function closeInherited(): void {
  for (const name of readdirSync("/proc/self/fd")) {
    const fd = Number(name);
    if (fd <= 2) continue;
    try {
      const flags = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, "latin1"));
      if (flags !== null && (parseInt(flags[1] ?? "", 8) & CLOSE_ON_EXEC) === 0) closeSync(fd);
    } catch {
      // It was the descriptor of this very look.
    }
  }
}
