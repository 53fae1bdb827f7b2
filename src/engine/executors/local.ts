// Runs an attempt on this machine: its folder and files are made, then one shim is spawned in a session of its own,
// with the log as its output (semantics 5.3). The shim outlives this process.

import { spawn } from "node:child_process";
import { accessSync, closeSync, constants, mkdirSync, openSync, statSync } from "node:fs";
import { join } from "node:path";
import type { AttemptSpec, Executor, Submitted } from "./executor.ts";
import { SHELL, shimArguments } from "./shim.ts";

/** What goes by itself when something else on the machine ends or is put right. */
const PASSING: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EAGAIN: "the machine has no processes left",
  ENOMEM: "the machine has no memory left",
  EMFILE: "this host has no file descriptors left",
  ENFILE: "the machine has no file descriptors left",
  ENOENT: "the home's folder for attempts is gone",
};

export const localExecutor: Executor = {
  submit: (spec, onExit) => {
    const objection = objectionTo(spec.cwd);
    if (objection !== null) return { is: "refused", cause: objection };
    try {
      return start(spec, onExit);
    } catch (error) {
      return failure(error as NodeJS.ErrnoException);
    }
  },
};

function objectionTo(cwd: string): string | null {
  try {
    const found = statSync(cwd, { throwIfNoEntry: false });
    if (found === undefined) return `there is no folder ${cwd}`;
    if (!found.isDirectory()) return `${cwd} is not a folder`;
    accessSync(cwd, constants.X_OK);
    return null;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return `the folder ${cwd} can't be entered (${code})`;
  }
}

function start(spec: AttemptSpec, onExit: () => void): Submitted {
  const log = prepare(spec.folder);
  try {
    const child = spawn(SHELL, shimArguments(spec.folder, spec.umask, spec.command), {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ["ignore", log, log],
    });
    // Which of the few things it was that fork can lack is said by an event later; all of them pass.
    child.once("error", () => undefined);
    if (child.pid === undefined)
      return { is: "held", cause: "the machine has no processes or file descriptors left" };
    child.once("exit", onExit);
    child.unref();
    return { is: "started", pid: child.pid };
  } finally {
    closeSync(log);
  }
}

/** Makes the folder and the file of its outputs, and opens the log. */
function prepare(folder: string): number {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  closeSync(openSync(join(folder, "output"), "a", 0o600));
  return openSync(join(folder, "log"), "a", 0o600);
}

function failure(error: NodeJS.ErrnoException): Submitted {
  const { code = "" } = error;
  const passing = PASSING[code];
  if (passing !== undefined) return { is: "held", cause: passing };
  if (code === "E2BIG") {
    return { is: "refused", cause: "its command and environment are too long for this system" };
  }
  if (code === "ERR_INVALID_ARG_VALUE") {
    return { is: "refused", cause: "a NUL character in its command, folder or environment" };
  }
  throw error;
}
