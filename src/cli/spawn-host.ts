// Starts a detached host (semantics 5.6): in a session of its own, in its home, with nothing open but its log.

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, realpathSync } from "node:fs";
import type { HomePaths } from "../engine/home-paths.ts";
import { isExecutable } from "./executable.ts";

/** What a host gets of its starter's environment. A stage gets that of whoever asked for its run. */
const PASSED = /^(?:PATH|HOME|USER|LOGNAME|LANG|XDG_[A-Z_]+)$/;

// Every start of a stage is a fork, which takes the longer the more memory the host has: a small young generation and
// one thread for V8 make 200 starts about a twelfth quicker.
const LEAN = ["--max-semi-space-size=1", "--v8-pool-size=1"];

/** @param plain - without a systemd scope, where that has failed before */
export function spawnHost(
  paths: HomePaths,
  options: { readonly plain: boolean; readonly idleMs: number | null },
): ChildProcess {
  const [program = "", ...args] = [
    ...(options.plain ? [] : scope()),
    process.execPath,
    ...LEAN,
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
