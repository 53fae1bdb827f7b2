// Begins the hashing process: this same program, as its hidden command `hash`. It is none of an attempt's processes, so it
// has no marker, and it has a session of its own, so that a Ctrl+C for the host does not end what is being read.

import { spawn } from "node:child_process";
import { MARK_VARIABLE } from "../census.ts";
import type { HashProcess } from "./hasher.ts";

// A million files looked at leave much behind: it is cleared away sooner, which costs nothing that can be measured.
const LEAN = ["--max-semi-space-size=1", "--v8-pool-size=1"];

/**
 * @param program - the file that node is started with, as in `process.argv[1]`
 * @param index - the file of the index
 */
export function startHashing(program: string, index: string): HashProcess {
  const { [MARK_VARIABLE]: _mark, ...env } = process.env;
  return spawn(process.execPath, [...LEAN, program, "hash", "--index", index], {
    env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
}
