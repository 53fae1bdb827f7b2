// A newer dagtop that meets the host of an older one asks it to leave, and starts its own: what runs goes on and is taken over
// (semantics 5.9). Only the verified process is signalled, and only if it has this home's database open.

import { readdirSync } from "node:fs";
import type { HostRow } from "../store/host-table.ts";
import { UserError } from "../pipeline/user-error.ts";
import { plainText } from "../ui/sanitise.ts";
import { type HostState, hostState, placeOf, unitOf } from "./host-process.ts";
import { VERSION, isOlder } from "./version.ts";

const LIMIT_MS = 10_000;
const PAUSE_MS = 10;

/** A host of an older dagtop, as far as one lives. */
export function olderHost(row: HostRow | null): Exclude<HostState, { is: "gone" }> | null {
  const state = hostState(row);
  return state.is !== "gone" && isOlder(state.row.version, VERSION) ? state : null;
}

/** @throws UserError older-host where it is not for us to end it */
export function askToLeave(state: Exclude<HostState, { is: "gone" }>): void {
  const { pid, kind } = state.row;
  if (state.is === "elsewhere")
    throw older(state.row, "It is in another container: start that one with the newer dagtop.");
  if (!hasOpen(pid, state.row.database)) return;
  const unit = kind === null || kind === "daemon" ? unitOf(pid) : null;
  if (unit !== null) {
    const restart = `systemctl ${unit.isUser ? "--user " : ""}restart ${unit.name}`;
    throw older(state.row, `systemd runs it, so restart its unit: ${restart}`);
  }
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has gone by itself.
  }
}

/** Waits for it to go: a moment, in which nothing else may happen. @throws UserError older-host */
export function waitUntilGone(row: HostRow): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const end = performance.now() + LIMIT_MS;
  while (hostState(row).is !== "gone") {
    if (performance.now() > end) throw staysOn(row);
    Atomics.wait(pause, 0, 0, PAUSE_MS);
  }
}

/** @param since - when it was asked, by performance.now() @throws UserError older-host when that is too long ago */
export function expectGone(row: HostRow, since: number): void {
  if (performance.now() - since > LIMIT_MS) throw staysOn(row);
}

function staysOn(row: HostRow): UserError {
  return older(row, `It was asked to leave and has not: see kill -TERM ${row.pid}, dagtop doctor`);
}

function older({ pid, version }: HostRow, hint: string): UserError {
  const what = `The host ${pid} of this home is of dagtop ${plainText(version)}; this is ${VERSION}`;
  return new UserError("older-host", `${what}.`, { hint, exit: 5 });
}

function hasOpen(pid: number, database: string): boolean {
  const wanted = placeOf(database);
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return placeOf(`/proc/${pid}/fd/${fd}`) === wanted;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}
