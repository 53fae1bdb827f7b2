// Opening files that a command may have replaced by something else. A FIFO would hold whoever opens it, host or follower,
// until somebody writes; a folder or a device is nothing to read either.

import { closeSync, constants, fstatSync, openSync, readSync, statSync, writeSync } from "node:fs";

const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = constants;

/** For appending and for writing anew, without waiting for a reader. @throws ENXIO where it is a FIFO */
export const APPEND = O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK;
const WRITE = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK;

/** A descriptor to read a plain file by; null where there is none, or something else. */
export function openPlain(file: string): number | null {
  let fd: number;
  try {
    fd = openSync(file, O_RDONLY | O_NONBLOCK);
  } catch {
    return null;
  }
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  return null;
}

/** The beginning of a small plain file; null where there is none. */
export function readPlain(file: string, mostBytes: number): Buffer | null {
  const fd = openPlain(file);
  if (fd === null) return null;
  try {
    const bytes = Buffer.allocUnsafe(mostBytes);
    return bytes.subarray(0, readSync(fd, bytes, 0, mostBytes, 0));
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

export type WholeText =
  | { readonly ok: true; readonly text: string; readonly mode: number }
  /** `why` goes on from the file's name: "is no plain file". */
  | { readonly ok: false; readonly isThere: boolean; readonly why: string };

const MOST_TEXT_BYTES = 1024 * 1024;

/** A file of the user's that is read whole: plain, and of 1 MiB at most. Never waits, and never throws. */
export function wholeText(file: string): WholeText {
  try {
    // What is something else is not even opened: a tape would be wound back.
    if (!statSync(file).isFile()) return notRead("is no plain file");
    const fd = openSync(file, O_RDONLY | O_NONBLOCK);
    try {
      return textOf(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const { code = "?" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      return { ok: false, isThere: false, why: "is not there" };
    return notRead(`can't be read (${code})`);
  }
}

function textOf(fd: number): WholeText {
  const found = fstatSync(fd);
  if (!found.isFile()) return notRead("is no plain file");
  // A file of /proc says that it has nothing, so the size is what comes out of it.
  const bytes = Buffer.allocUnsafe(Math.min(MOST_TEXT_BYTES, Math.max(found.size, 4096)) + 1);
  const pieces: Buffer[] = [];
  let size = 0;
  for (let read = 1; read > 0;) {
    read = readSync(fd, bytes, 0, bytes.length, null);
    size += read;
    if (size > MOST_TEXT_BYTES) return notRead("has more than 1 MiB");
    pieces.push(Buffer.from(bytes.subarray(0, read)));
  }
  return { ok: true, text: Buffer.concat(pieces).toString("utf8"), mode: found.mode };
}

function notRead(why: string): WholeText {
  return { ok: false, isThere: true, why };
}

/** Adds a text to a file of ours. @throws as fs does, and ENXIO where a FIFO has taken its place */
export function appendText(file: string, text: string): void {
  writeText(file, APPEND, text);
}

/** Makes the text the whole of a file of ours. @throws as above */
export function replaceText(file: string, text: string): void {
  writeText(file, WRITE, text);
}

function writeText(file: string, flags: number, text: string): void {
  const fd = openSync(file, flags, 0o600);
  try {
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
}
