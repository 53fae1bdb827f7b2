// Writing to whoever reads: whole lines at once, and a quiet end when the reader has gone (`dagtop events | head`).
//
// Straight to the descriptors: making node's streams for them would be a tenth of the time that `status` takes, and a
// line that was said is out before this process can end.

import { fstatSync, writeSync } from "node:fs";

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

interface Reached {
  gone: "reader" | "terminal" | null;
  failure: string | null;
}

// Each command is a bundle with a copy of this file; what became of the output is one thing for all of them.
const REACHED = Symbol.for("dagtop.output");
const reached: Reached = ((globalThis as Record<symbol, unknown>)[REACHED] ??= {
  gone: null,
  failure: null,
}) as Reached;

/** Whether nobody reads any more: what only prints may end. */
export function readerHasGone(): boolean {
  return reached.gone !== null;
}

/** Whether the terminal has gone, as at a hang-up. */
export function terminalHasGone(): boolean {
  return reached.gone === "terminal";
}

/** Why something could not be written, where that was no reader's going: a full disk, for one. */
export function outputFailure(): string | null {
  return reached.failure;
}

// A reader that has gone is no failure of ours, and no reason for a run to be called good: what was to be done goes on in
// silence, and its exit code is the true one.
function write(fd: number, bytes: Buffer): void {
  if (fd === STDOUT && reached.gone !== null) return;
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(fd, bytes, from);
    } catch (error) {
      const { code = "", message } = error as NodeJS.ErrnoException;
      if (code === "EAGAIN") {
        pause();
        continue;
      }
      if (fd !== STDOUT) return;
      reached.gone = code === "EIO" ? "terminal" : "reader";
      if (code !== "EPIPE" && code !== "EIO") reached.failure = message;
      return;
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

export function isTerminal(fd: number): boolean {
  try {
    const found = fstatSync(fd);
    return found.isCharacterDevice() && found.rdev !== NULL_DEVICE;
  } catch {
    return false; // it was closed by whoever started this
  }
}
