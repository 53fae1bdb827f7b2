// Writing files that are not there yet. Nothing that exists is ever overwritten, not even by a link.

import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../pipeline/user-error.ts";

/** @param hint - what to do when the file exists. @throws UserError file-exists | not-written */
export function writeNew(path: string, text: string, hint: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && message.includes("open")) {
      throw new UserError("file-exists", `${path} exists; nothing was written.`, { hint });
    }
    throw new UserError("not-written", `${path} can't be written: ${message}.`, {
      hint: "Name a folder that you may write to.",
    });
  }
}

/** Whether anything has this path, a link that leads nowhere too. */
export function isTaken(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false; // below something that is no folder: who writes there is told
  }
}
