// Opening files that a command may have replaced by something else. A FIFO would hold whoever opens it, host or follower,
// until somebody writes; a folder or a device is nothing to read either.

import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from "node:fs";

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
