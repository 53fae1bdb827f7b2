// Runs a stage's own stop command: `docker stop "$DAGTOP_ATTEMPT_ID"`, for one. It has the stage's environment less the
// marker, so that it is none of what is being stopped, and writes into the stage's log.

import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { SHELL } from "../executors/shim.ts";
import type { AttemptSpec } from "../executors/executor.ts";
import { MARK_VARIABLE } from "./census.ts";
import { killGroup } from "./kill-group.ts";
import { APPEND } from "./plain-file.ts";

/** @param onEnd - called once, also when it can't be started; after `limitMs` it is killed with all of its group */
export function runStopCommand(
  spec: AttemptSpec,
  command: string,
  limitMs: number,
  onEnd: () => void,
): void {
  const { [MARK_VARIABLE]: _mark, ...env } = spec.env;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    onEnd();
  };
  let child: ChildProcess;
  try {
    const log = openSync(`${spec.folder}/log`, APPEND, 0o600);
    child = spawn(SHELL, ["-c", command], {
      cwd: spec.cwd,
      env,
      detached: true,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
  } catch {
    end();
    return;
  }
  child.once("error", end);
  const limit = setTimeout(() => {
    if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid);
  }, limitMs);
  child.once("exit", () => {
    clearTimeout(limit);
    end();
  });
}
