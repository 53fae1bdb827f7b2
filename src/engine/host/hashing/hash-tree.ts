// The digest of what is at a path: a file, a folder with all that is in it, or nothing.
//
//   file     "f:" or, where its owner may execute it, "x:", and the SHA-256 of its bytes
//   link     "l:" and that of its text; followed only where the path itself is one
//   folder   "d:" and that of its entries in the order of their names' bytes, each as `digest name NUL`
//
// First everything is looked at, one stat a file, so that it is known how much must be read; then that is read. A file
// counts as read only if it looked the same before and after. What changes meanwhile is looked at once more, from the
// beginning. Paths are texts of one character per byte.

import { createHash } from "node:crypto";
import {
  type BigIntStats,
  constants,
  lstatSync,
  readdirSync,
  readlinkSync,
  statSync,
} from "node:fs";
import { Changing, Refusal, bytesOf, pathOf, stampOf, unreadable } from "./hash-words.ts";
import type { FileIndex } from "./file-index.ts";
import { type Watcher, contentsOf } from "./hash-contents.ts";
import type { ChangeTimes, Digests } from "./protocol.ts";

/** A change within this time of the last could leave the stamp as it was. */
const RACY_MS = 2000;

/** A file that must be read. */
interface Job {
  readonly path: string;
  readonly tag: "f" | "x";
  readonly stamp: string;
  readonly size: number;
  /** Whether what is read of it may be believed by its stamp next time. */
  readonly isSettled: boolean;
}

/** A digest, or what is still to be done for it. */
type Found = string | Job | Folder;
interface Folder {
  readonly entries: readonly (readonly [name: string, found: Found])[];
}

/**
 * @returns a digest for each path, null where nothing is, and when each was changed last
 * @throws Refusal when one can't be read, or changes while it is
 */
export async function digestsOf(
  paths: readonly string[],
  index: FileIndex,
  watcher: Omit<Watcher, "changedAt">,
): Promise<Looked> {
  const newest = new Map<string, number>();
  const watch = (path: string): Watcher => ({
    ...watcher,
    changedAt: (at) => newest.set(path, Math.max(newest.get(path) ?? 0, at)),
  });
  const looks: [string, Found | null | Changing][] = [];
  for (const path of paths) looks.push([path, await lookOrChanging(path, index, watch(path))]);
  const digests: [string, string | null][] = [];
  for (const [path, found] of looks) {
    const digest = await readOrChanging(found, index, watch(path));
    if (!(digest instanceof Changing)) digests.push([path, digest]);
    else digests.push([path, await again(path, index, watch(path))]);
  }
  return { digests: Object.fromEntries(digests), newest: Object.fromEntries(newest) };
}

export interface Looked {
  readonly digests: Digests;
  readonly newest: ChangeTimes;
}

async function again(path: string, index: FileIndex, watcher: Watcher): Promise<string | null> {
  const found = await lookOrChanging(path, index, watcher);
  const digest = await readOrChanging(found, index, watcher);
  if (digest instanceof Changing)
    throw new Refusal(`${pathOf(digest.path)} changes while it is read`);
  return digest;
}

async function lookOrChanging(
  path: string,
  index: FileIndex,
  watcher: Watcher,
): Promise<Found | null | Changing> {
  const bytes = Buffer.from(path).toString("latin1");
  return orChanging(async () => {
    const stat = statOf(bytes, statSync);
    return stat === null ? null : look(bytes, stat, index, watcher);
  });
}

async function readOrChanging(
  found: Found | null | Changing,
  index: FileIndex,
  watcher: Watcher,
): Promise<string | null | Changing> {
  if (found === null || found instanceof Changing) return found;
  return orChanging(() => read(found, index, watcher));
}

async function orChanging<T>(act: () => Promise<T>): Promise<T | Changing> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Changing) return error;
    throw error;
  }
}

async function look(
  path: string,
  stat: BigIntStats,
  index: FileIndex,
  watcher: Watcher,
): Promise<Found> {
  if (!stat.isDirectory()) return lookAtOne(path, stat, index, watcher);
  watcher.changedAt(Number(stat.ctimeMs));
  const entries: [string, Found][] = [];
  let isWhole = true;
  for (const name of namesIn(path)) {
    const inner = path === "/" ? `/${name}` : `${path}/${name}`;
    const own = statOf(inner, lstatSync);
    if (own === null) throw new Changing(inner);
    // Only folders are waited for: most of what is in a tree are files.
    const found = own.isDirectory()
      ? await look(inner, own, index, watcher)
      : lookAtOne(inner, own, index, watcher);
    if (typeof found !== "string") isWhole = false;
    entries.push([name, found]);
    const turn = watcher.turn();
    if (turn !== null) await turn;
  }
  return isWhole ? digestOfFolder(entries as [string, string][]) : { entries };
}

function lookAtOne(
  path: string,
  stat: BigIntStats,
  index: FileIndex,
  watcher: Watcher,
): string | Job {
  watcher.changedAt(Number(stat.ctimeMs));
  if (stat.isSymbolicLink()) return `l:${sha256(linkText(path))}`;
  if (!stat.isFile())
    throw new Refusal(`${pathOf(path)} is ${kindOf(stat)}, which can't be hashed`);
  const tag = (Number(stat.mode) & constants.S_IXUSR) === 0 ? "f" : "x";
  const stamp = stampOf(stat);
  const size = Number(stat.size);
  // What a file system makes up has no size, and says something else each time under the same stamp.
  const known = size === 0 ? null : index.find(path, stamp);
  if (known !== null) return `${tag}:${known}`;
  watcher.toRead(size);
  const newest = Math.max(Number(stat.mtimeMs), Number(stat.ctimeMs));
  return { path, tag, stamp, size, isSettled: size > 0 && newest < Date.now() - RACY_MS };
}

async function read(found: Found, index: FileIndex, watcher: Watcher): Promise<string> {
  if (typeof found === "string") return found;
  if ("entries" in found) {
    const entries: [string, string][] = [];
    for (const [name, inner] of found.entries) {
      entries.push([name, typeof inner === "string" ? inner : await read(inner, index, watcher)]);
    }
    return digestOfFolder(entries);
  }
  const { path, tag, stamp, isSettled } = found;
  const digest = await contentsOf(found, watcher);
  if (isSettled) index.put(path, stamp, digest);
  else index.forget(path);
  return `${tag}:${digest}`;
}

function digestOfFolder(entries: readonly (readonly [string, string])[]): string {
  const hash = createHash("sha256");
  for (const [name, digest] of entries) hash.update(`${digest} ${name}\0`, "latin1");
  return `d:${hash.digest("hex")}`;
}

function statOf(
  path: string,
  stat: (path: Buffer, options: { readonly bigint: true }) => BigIntStats,
): BigIntStats | null {
  try {
    return stat(bytesOf(path), { bigint: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw unreadable(path, error);
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(bytesOf(path), { encoding: "latin1" }).sort();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function linkText(path: string): Buffer {
  try {
    return readlinkSync(bytesOf(path), { encoding: "buffer" });
  } catch (error) {
    throw unreadable(path, error);
  }
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function kindOf(stat: BigIntStats): string {
  if (stat.isFIFO()) return "a FIFO";
  if (stat.isSocket()) return "a socket";
  return "a device";
}
