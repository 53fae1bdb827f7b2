// What stands in the way of a digest, in words, and what a file looks like from outside. Paths are texts of one character
// per byte, since names on a disk are bytes; for people they are read as UTF-8.

import type { BigIntStats } from "node:fs";
import { getSystemErrorMessage } from "node:util";

/** A path can't be hashed; the message is one line that names it. */
export class Refusal extends Error {}

/** Something at this path was not the same before and after it was read. */
export class Changing extends Error {
  readonly path: string;
  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/** What is met where something else, or nothing, has taken the place of what was looked at a moment ago. */
const REPLACED = new Set(["ENOENT", "ENOTDIR", "EISDIR", "EINVAL", "ENXIO"]);

/** The error of a system call about a path, as what it means for a digest. */
export function unreadable(path: string, error: unknown): Refusal | Changing {
  const { code, errno, message } = error as NodeJS.ErrnoException;
  if (REPLACED.has(code ?? "")) return new Changing(path);
  const why = errno === undefined ? message : getSystemErrorMessage(errno);
  return new Refusal(`${pathOf(path)} can't be read: ${why}`);
}

/** How a file looks: whoever changes its bytes changes this, unless within the same tick of the clock. */
export function stampOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return `${size} ${mtimeNs} ${ctimeNs} ${ino}`;
}

/** A path as the system takes it. */
export function bytesOf(path: string): Buffer {
  return Buffer.from(path, "latin1");
}

/** A path as people read it. */
export function pathOf(path: string): string {
  return bytesOf(path).toString("utf8");
}
