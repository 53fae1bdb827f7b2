// A host must not be one of the processes of a stage: stopping that stage would stop it (semantics 3.8). A program that is
// to be a host and finds a stage's marker in its environment starts itself once more without it.

import { spawn } from "node:child_process";
import { MARK_VARIABLE } from "../engine/host/census.ts";
import { EXIT } from "./exit.ts";

/** Whether this process carries the marker of an attempt. */
export function isMarked(): boolean {
  return process.env[MARK_VARIABLE] !== undefined;
}

/** Runs this very command again in a session of its own, without the marker. @returns its exit code */
export async function again(): Promise<number> {
  const { [MARK_VARIABLE]: _mark, ...env } = process.env;
  const args = process.argv.slice(1);
  const child = spawn(process.execPath, args, { env, stdio: "inherit", detached: true });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve) => {
    child.once("error", () => {
      resolve(EXIT.bug);
    });
    child.once("exit", (code) => {
      resolve(code ?? EXIT.bug);
    });
  });
}
