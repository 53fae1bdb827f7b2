// The host as other processes see it: whether one lives, by its row and /proc (semantics 5.5), and what it is.

import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { isAlive, bootId, pidNamespace, processOf } from "../engine/host/proc.ts";
import type { HostRow } from "../store/host-table.ts";
import type { Place } from "../store/meta-table.ts";
import { clockFrom, elapsed } from "../ui/format.ts";
import { plainText } from "../ui/sanitise.ts";

export type HostState =
  | { readonly is: "alive"; readonly row: HostRow }
  /** It holds the lease and does nothing. */
  | { readonly is: "stopped"; readonly row: HostRow }
  /** In another pid namespace: whether it lives can't be seen from here. */
  | { readonly is: "elsewhere"; readonly row: HostRow }
  | { readonly is: "gone" };

/** What a person is to know of unfinished work that nobody looks after. */
export const NO_HOST =
  "No host runs: what has started goes on, and the next dagtop run or dagtop daemon takes it up.";

export function hostState(row: HostRow | null): HostState {
  if (row === null || row.leftAt !== null || row.bootId !== bootId()) return { is: "gone" };
  // The row of the home that this one is a copy of.
  if (row.place !== null && row.place !== placeOf(dirname(row.database))) return { is: "gone" };
  if (row.pidNamespace !== pidNamespace()) return { is: "elsewhere", row };
  if (!isAlive(row.pid, row.startTime)) return { is: "gone" };
  return processOf(row.pid)?.state === "T" ? { is: "stopped", row } : { is: "alive", row };
}

/** A folder or file by device and inode, wherever it is moved on its file system; null where there is none. */
export function placeOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}

/** Whether a host has been somewhere else in this home's name, and what ran there waits for a person (semantics 5.10). */
export function isCopied(home: string, known: Place | null): boolean {
  return known !== null && known.boot === bootId() && known.place !== placeOf(home);
}

/** It has left because it was asked to drain: nobody who only follows starts another. */
export function hasDrained(row: HostRow | null): boolean {
  return row !== null && row.leftAt !== null && row.drainingBy !== null;
}

const KINDS: Readonly<Record<string, string>> = {
  background: "a host in the background",
  daemon: "dagtop daemon",
  inline: "dagtop run --inline",
};

/** "dagtop daemon, pid 812 on kaede, dagtop 0.2.0, since 09:12:40 (3h)" */
export function hostWords({ kind, pid, machine, version, since }: HostRow, now: number): string {
  const what = KINDS[kind ?? ""] ?? "a host";
  const where = machine === null ? "" : ` on ${plainText(machine)}`;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const began = `since ${clockFrom(now, since, timeZone)} (${elapsed(now - since)})`;
  return `${what}, pid ${pid}${where}, dagtop ${plainText(version)}, ${began}`;
}

export const machineName = (): string => hostname();

/** The systemd unit whose main process it is; null where it is none. */
export function unitOf(pid: number): { readonly name: string; readonly isUser: boolean } | null {
  const env = readOr(`/proc/${pid}/environ`).split("\0");
  const valueOf = (name: string): string | undefined =>
    env.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  // Whatever a unit starts inherits its id; the unit's own process is named beside it.
  const main = valueOf("SYSTEMD_EXEC_PID");
  if (valueOf("INVOCATION_ID") === undefined || (main !== undefined && main !== String(pid)))
    return null;
  const cgroup = readOr(`/proc/${pid}/cgroup`)
    .split("\n")
    .find((line) => line.includes(".service"));
  const name = cgroup?.split("/").findLast((each) => each.endsWith(".service"));
  return { name: plainText(name ?? "UNIT"), isUser: cgroup?.includes("/user@") ?? false };
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}
