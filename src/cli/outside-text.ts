// Reading a text that somebody else wrote, a file or what comes in by "-": whole, but no more than such a text may have.
// A FIFO of that name is not waited for; what this process was given open is, such as <(crontab -l) of a shell.

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { UserError } from "../pipeline/user-error.ts";

const MOST_BYTES = 1024 * 1024;
const STDIN = 0;
const GIVEN_OPEN = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/self\/fd\/\d+)$/;
const { O_NONBLOCK, O_RDONLY } = constants;

/** @throws UserError no-file */
export function outsideText(file: string): string {
  const name = file === "-" ? "what comes in" : file;
  const refuse = (what: string, hint = "Name a text file, or - for what comes in."): UserError =>
    new UserError("no-file", `${name} ${what}.`, { hint });
  const isGiven = file === "-" || GIVEN_OPEN.test(file);
  let fd = STDIN;
  try {
    fd = file === "-" ? STDIN : openSync(file, isGiven ? O_RDONLY : O_RDONLY | O_NONBLOCK);
    const odd = oddness(fd, isGiven);
    if (odd !== null) throw refuse(odd);
    const bytes = Buffer.allocUnsafe(MOST_BYTES + 1);
    let size = 0;
    for (let read = 1; read > 0 && size <= MOST_BYTES; size += read) {
      read = readSync(fd, bytes, size, bytes.length - size, null);
    }
    if (size > MOST_BYTES) throw refuse("has more than 1 MiB");
    return new TextDecoder().decode(bytes.subarray(0, size));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    throw refuse(code === "ENOENT" ? "is not there" : `can't be read: ${message}`);
  } finally {
    if (fd !== STDIN) closeSync(fd);
  }
}

/** Null where it can be read as a text. */
function oddness(fd: number, isGiven: boolean): string | null {
  const found = fstatSync(fd);
  if (found.isDirectory()) return "is a folder";
  return isGiven || found.isFile() ? null : "is no plain file";
}
