// Begins the process that sends messages: this same program, as its hidden command `send`. It is none of an attempt's processes.

import { spawn } from "node:child_process";
import { MARK_VARIABLE } from "./census.ts";
import type { SendProcess } from "./sender.ts";

/** @param program - the file that node is started with, as in `process.argv[1]` */
export function startSending(program: string, home: string): SendProcess {
  const { [MARK_VARIABLE]: _mark, ...env } = process.env;
  return spawn(process.execPath, [program, "send", "--home", home], {
    env,
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
}
