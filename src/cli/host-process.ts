// The host as other processes see it: whether one lives, by its row and /proc, and how one is started (semantics 5.6).

import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, closeSync, constants, existsSync, openSync, realpathSync } from "node:fs";
import { isAlive, bootId, pidNamespace, processOf } from "../engine/host/proc.ts";
import type { HomePaths } from "../engine/home-paths.ts";
import type { HostRow } from "../store/host-table.ts";

export type HostState =
  | { readonly is: "alive"; readonly row: HostRow }
  /** It holds the lease and does nothing. */
  | { readonly is: "stopped"; readonly row: HostRow }
  /** In another pid namespace: whether it lives can't be seen from here. */
  | { readonly is: "elsewhere"; readonly row: HostRow }
  | { readonly is: "gone" };

export function hostState(row: HostRow | null): HostState {
  if (row === null || row.leftAt !== null || row.bootId !== bootId()) return { is: "gone" };
  if (row.pidNamespace !== pidNamespace()) return { is: "elsewhere", row };
  if (!isAlive(row.pid, row.startTime)) return { is: "gone" };
  return processOf(row.pid)?.state === "T" ? { is: "stopped", row } : { is: "alive", row };
}

/** What a host gets of its starter's environment. A stage gets that of whoever asked for its run. */
const PASSED = /^(?:PATH|HOME|USER|LOGNAME|LANG|XDG_[A-Z_]+)$/;

/**
 * Starts a detached host: in a session of its own, in its home, with nothing open but its log.
 *
 * @param plain - without a systemd scope, where that has failed before
 */
export function spawnHost(
  paths: HomePaths,
  options: { readonly plain: boolean; readonly idleMs: number | null },
): ChildProcess {
  const [program = "", ...args] = [
    ...(options.plain ? [] : scope()),
    process.execPath,
    realpathSync(process.argv[1] ?? ""),
    "host",
    "--home",
    paths.home,
    ...(options.idleMs === null ? [] : ["--idle-ms", String(options.idleMs)]),
  ];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED.test(name)));
  const log = openSync(paths.hostLog, "a", 0o600);
  try {
    const child = spawn(program, args, {
      cwd: paths.home,
      env,
      detached: true,
      stdio: ["ignore", "ignore", log],
    });
    child.once("error", () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** A logout would kill it where systemd ends a user's processes, unless it has a scope of its own. */
function scope(): readonly string[] {
  const { XDG_RUNTIME_DIR: runtime, PATH: path = "" } = process.env;
  if (runtime === undefined || !existsSync(`${runtime}/systemd/private`)) return [];
  const program = path
    .split(":")
    .map((folder) => `${folder}/systemd-run`)
    .find(isExecutable);
  return program === undefined ? [] : [program, "--user", "--scope", "--quiet", "--collect", "--"];
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
