// Writing to whoever reads: whole lines, and a quiet end when the reader has gone (`dagtop events | head`).

import { EXIT } from "./exit.ts";

/** @param line - without a line break; it has passed the sanitiser where it holds text from outside */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** For people, beside what was asked for: warnings and hints. */
export function remark(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One JSON value on one line. */
export function sayJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** A reader that has gone is no failure of ours. */
export function leaveWhenReaderGoes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // oxlint-disable-next-line unicorn/no-process-exit -- nobody is left to tell
      if (error.code === "EPIPE" || error.code === "EIO") process.exit(EXIT.succeeded);
      throw error;
    });
  }
}

/** Whether colours are wanted on this stream: a terminal, and nobody has said no. */
export function wantsColour(stream: NodeJS.WriteStream, noColour: boolean): boolean {
  const { NO_COLOR, TERM } = process.env;
  return (
    stream.isTTY && !noColour && (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb"
  );
}
