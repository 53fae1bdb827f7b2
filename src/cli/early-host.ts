// Starts the host that a `run` is going to need before the file of the run is read: both take about as long, and the
// machine has more than one core.

import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { lastHost } from "../store/last-host.ts";
import { askToLeave, olderHost } from "./hand-over.ts";
import { homeFrom, prepareHome } from "./home.ts";
import { hostState } from "./host-process.ts";
import { spawnHost } from "./spawn-host.ts";

/** With one of these no detached host is needed, or not surely. */
const WITHOUT = new Set(["--inline", "--dry-run", "--help", "-h"]);

/** @param args - as they stand behind `run`; what is wrong with them is for others to say */
export function earlyHost(all: readonly string[]): ChildProcess | null {
  const end = all.indexOf("--");
  const args = end < 0 ? all : all.slice(0, end);
  if (args.some((word) => WITHOUT.has(word))) return null;
  try {
    if (end < 0 && !args.some(isFile)) return null;
    const paths = homeFrom(valueOf(args, "--home"), process.env);
    prepareHome(paths);
    const row = lastHost(paths.database);
    const older = olderHost(row);
    if (older === null ? hostState(row).is !== "gone" : older.is !== "alive") return null;
    // It gives the lease up while the other one loads its code.
    if (older !== null) askToLeave(older);
    const idleMs = Number(valueOf(args, "--idle-ms") ?? Number.NaN);
    return spawnHost(paths, { plain: false, idleMs: Number.isFinite(idleMs) ? idleMs : null });
  } catch {
    return null; // the command itself meets the same, and says it
  }
}

/** A run of nothing makes no home. */
function isFile(word: string): boolean {
  return /[/.]/.test(word) && statSync(word, { throwIfNoEntry: false })?.isFile() === true;
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = args[at];
  return word === name ? args[at + 1] : word?.slice(name.length + 1);
}
