// Writing to whoever reads: whole lines at once, and a quiet end when the reader has gone (`dagtop events | head`).
//
// Straight to the descriptors: making node's streams for them would be a tenth of the time that `status` takes, and a
// line that was said is out before this process can end.

import { fstatSync, writeSync } from "node:fs";
import { EXIT } from "./exit.ts";

const STDOUT = 1;
const STDERR = 2;

/** @param line - without a line break; it has passed the sanitiser where it holds text from outside */
export function say(line: string): void {
  write(STDOUT, Buffer.from(`${line}\n`));
}

/** For people, beside what was asked for: warnings and hints. */
export function remark(line: string): void {
  write(STDERR, Buffer.from(`${line}\n`));
}

/** One JSON value on one line. */
export function sayJson(value: unknown): void {
  say(JSON.stringify(value));
}

/** Bytes as they are. */
export function sayBytes(bytes: Buffer): void {
  write(STDOUT, bytes);
}

function write(fd: number, bytes: Buffer): void {
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(fd, bytes, from);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN") pause();
      // oxlint-disable-next-line unicorn/no-process-exit -- nobody is left to tell; a reader that has gone is no failure of ours
      else if (code === "EPIPE" || code === "EIO") process.exit(EXIT.succeeded);
      else throw error;
    }
  }
}

/** A pipe may be full for a moment. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}

/** Whether colours are wanted: a terminal reads, and nobody has said no. */
export function wantsColour(noColour: boolean): boolean {
  const { NO_COLOR, TERM } = process.env;
  return isTerminal(STDOUT) && !noColour && (NO_COLOR ?? "") === "" && TERM !== "dumb";
}

const NULL_DEVICE = 0x103;

function isTerminal(fd: number): boolean {
  const found = fstatSync(fd);
  return found.isCharacterDevice() && found.rdev !== NULL_DEVICE;
}
