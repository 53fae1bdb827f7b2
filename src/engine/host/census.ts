// Which processes belong to an attempt (semantics 3.5): those of its shim's session, and those that carry its marker in
// their environment. One pass over /proc serves any number of attempts.
//
// Some programs wipe the marker, and environment and command line both read empty during exec, so a process that began
// after an attempt and shows neither is unclear: it may be that attempt's. One with a command line and no environment was
// started without any, and so without a marker. Pids are given out in rising order; so for attempts that
// began a moment ago it is enough to look at the pids since then, which makes a pass cheap enough to stand before
// every end.

import type { AttemptId } from "../../pipeline/ids.ts";
import { type Process, allProcesses, environOf, isInExec, lastPid, processOf } from "./proc.ts";

export interface Quarry {
  readonly attempt: AttemptId;
  /** The pid of its shim, which is its session's; null while no claim is known. */
  readonly session: number | null;
  /** Of its shim; null where only the pid is known, for a child of this host's own. */
  readonly shimStart: number | null;
  /** Uptime in milliseconds when the attempt began: no process of it is older. */
  readonly sinceUp: number;
}

export interface Census {
  /** Without shims. */
  readonly members: ReadonlyMap<AttemptId, readonly Process[]>;
  /** Of no known session, but younger than one of the attempts and still without an environment to read. */
  readonly unclear: readonly Process[];
}

/** What a marker looks like. It is a variable of its own: a host that finds it in its own environment drops it. */
export const MARK_VARIABLE = "DAGTOP_MARK";

export function markOf(homeId: string, attempt: AttemptId): string {
  return `${homeId}/${attempt}`;
}

const TICK_MS = 10;
/** Pids come round again after 32,768 at the least; nothing forks so many times in this while. */
const YOUNG_MS = 1000;
const MOST_PIDS = 256;

/**
 * Everything of these attempts that is alive.
 *
 * @param sessions - those of all live attempts: what is in one of them is not unclear
 */
export function census(
  homeId: string,
  quarries: readonly Quarry[],
  sessions: ReadonlySet<number>,
): Census {
  return sort(homeId, allProcesses(), quarries, sessions);
}

/** Whether nothing is left of attempts whose shims, children of this process, have just ended. */
export function nothingLeft(
  homeId: string,
  quarries: readonly Quarry[],
  sessions: ReadonlySet<number>,
  nowUp: number,
): boolean {
  const processes = since(quarries, nowUp) ?? allProcesses();
  const { members, unclear } = sort(homeId, processes, quarries, sessions);
  return members.size === 0 && unclear.length === 0;
}

/** The processes whose pids were given out since the first of these shims; null where that can't be told. */
function since(quarries: readonly Quarry[], nowUp: number): Process[] | null {
  let first = Infinity;
  for (const { session, sinceUp } of quarries) {
    if (session === null || nowUp - sinceUp > YOUNG_MS) return null;
    first = Math.min(first, session);
  }
  const last = lastPid();
  if (!(last >= first && last - first <= MOST_PIDS)) return null;
  const found: Process[] = [];
  for (let pid = first; pid <= last; pid += 1) {
    const process = processOf(pid);
    if (process !== null) found.push(process);
  }
  return found;
}

function sort(
  homeId: string,
  processes: readonly Process[],
  quarries: readonly Quarry[],
  sessions: ReadonlySet<number>,
): Census {
  const bySession = sessionsOf(quarries, processes);
  const byMark = new Map(quarries.map((quarry) => [markOf(homeId, quarry.attempt), quarry]));
  const oldest = Math.min(...quarries.map((quarry) => quarry.sinceUp)) - TICK_MS;
  const members = new Map<AttemptId, Process[]>();
  const unclear: Process[] = [];
  for (const process of processes) {
    if (!isAlive(process) || process.startTime * TICK_MS < oldest) continue;
    const quarry = bySession.get(process.session);
    if (process.pid === process.session && quarry !== undefined) continue;
    const owner = quarry ?? ownerByMark(process, byMark);
    if (owner === "unclear") {
      if (!sessions.has(process.session)) unclear.push(process);
    } else if (owner !== undefined) {
      const known = members.get(owner.attempt);
      if (known === undefined) members.set(owner.attempt, [process]);
      else known.push(process);
    }
  }
  return { members, unclear };
}

// A session outlives its leader, and keeps the leader's pid from being given out again. Only where the leader is
// another process than the shim, the session is another's.
function sessionsOf(
  quarries: readonly Quarry[],
  processes: readonly Process[],
): Map<number, Quarry> {
  const sessions = new Map<number, Quarry>();
  for (const quarry of quarries) if (quarry.session !== null) sessions.set(quarry.session, quarry);
  for (const { pid, startTime } of processes) {
    const start = sessions.get(pid)?.shimStart ?? null;
    if (start !== null && start !== startTime) sessions.delete(pid);
  }
  return sessions;
}

function ownerByMark(
  process: Process,
  byMark: ReadonlyMap<string, Quarry>,
): Quarry | "unclear" | undefined {
  let environment = environOf(process.pid);
  if (environment === "") {
    if (isInExec(process.pid)) return "unclear";
    // Exec may have ended between the two looks: only what is empty now was started without any.
    environment = environOf(process.pid);
  }
  if (environment === null || environment === "") return undefined;
  const name = `${MARK_VARIABLE}=`;
  const at = environment.startsWith(name) ? 0 : environment.indexOf(`\0${name}`) + 1;
  if (at === 0 && !environment.startsWith(name)) return undefined;
  const end = environment.indexOf("\0", at);
  return byMark.get(environment.slice(at + name.length, end < 0 ? undefined : end));
}

function isAlive(process: Process): boolean {
  return process.state !== "Z" && process.state !== "X" && !process.isKernelThread;
}
