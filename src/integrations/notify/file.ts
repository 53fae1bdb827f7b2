// The channel `file`: a line at the end of a file, in one write, so that lines of several writers stay whole.
//
// What is there instead of a plain file is not opened: a FIFO would hold whoever does, and a device is nothing to write
// lines to. All of it is done off the main thread, since a file may lie on a disk that does not answer.

import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { Message, Sent } from "../../engine/message.ts";

const { O_APPEND, O_CREAT, O_NONBLOCK, O_NOCTTY, O_WRONLY } = constants;
const FLAGS = O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY;

export async function appendLine(
  path: string,
  format: "text" | "json",
  message: Message,
): Promise<Sent> {
  const line = Buffer.from(`${format === "json" ? JSON.stringify(message) : textLine(message)}\n`);
  try {
    const before = await stat(path).catch(absent);
    if (before !== null && !before.isFile()) return { is: "refused", why: noFile(before, path) };
    const file = await open(path, FLAGS, 0o600);
    try {
      // It may have been replaced in between.
      const found = await file.stat();
      if (!found.isFile()) return { is: "refused", why: noFile(found, path) };
      const { bytesWritten } = await file.write(line);
      if (bytesWritten === line.length) return { is: "accepted" };
      return { is: "again", why: `only a part could be written to ${path}`, afterMs: null };
    } finally {
      await file.close();
    }
  } catch (error) {
    return failed(path, error);
  }
}

/** 2026-11-23T02:14:07Z train: exit 1 · nightly#42 after 3 min · dagtop show nightly#42 */
function textLine({ at, title, lines, command }: Message): string {
  const time = new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  return `${time} ${[title, ...lines, command].filter((text) => text !== "").join(" · ")}`;
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}

interface Kind {
  readonly isDirectory: () => boolean;
  readonly isFIFO: () => boolean;
  readonly isSocket: () => boolean;
}

function noFile(found: Kind, path: string): string {
  const is = found.isDirectory()
    ? "a folder"
    : found.isFIFO()
      ? "a FIFO"
      : found.isSocket()
        ? "a socket"
        : "a device";
  return `${path} is ${is}, not a file`;
}

/** What a person must mend first, and what would be the same at every try. */
const FOR_GOOD = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "EISDIR",
  "ENOTDIR",
  "ELOOP",
  "ENAMETOOLONG",
]);

function failed(path: string, error: unknown): Sent {
  const { code = "?" } = error as NodeJS.ErrnoException;
  if (code === "ENXIO") return { is: "refused", why: `${path} is no plain file` };
  if (code === "ENOENT")
    return { is: "again", why: `the folder of ${path} is not there`, afterMs: null };
  const why = `${path} can't be written (${code})`;
  return FOR_GOOD.has(code) ? { is: "refused", why } : { is: "again", why, afterMs: null };
}
