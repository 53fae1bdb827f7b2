// Which digest the contents of a file had when it last looked as it looks now: size, mtime, ctime and inode, its stamp.
//
// The file of the index has a first line that names its form, a line per entry, and a last line with the SHA-256 of all
// before it: what does not add up is not used, and made anew. Paths are texts of one character per byte ("latin1"), since
// names on a disk are bytes. An entry is one short text, for there may be a million:
//
//   64 characters of digest, a space, the day of its last use in 4, a space, the stamp
//
// Nothing here throws: without a place to keep it, everything is read again next time.

import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { openPlain } from "../plain-file.ts";

export interface FileIndex {
  /** @returns the digest, or null when it has to be read */
  readonly find: (path: string, stamp: string) => string | null;
  readonly put: (path: string, stamp: string, digest: string) => void;
  readonly forget: (path: string) => void;
  /** Whether there is something to save. */
  readonly isChanged: () => boolean;
  readonly save: () => void;
}

const FORM = "dagtop file hashes 1\n";
const DIGEST_LENGTH = 64;
const DAY_AT = DIGEST_LENGTH + 1;
const STAMP_AT = DAY_AT + 4 + 1;
const DAY_MS = 86_400_000;
/** An entry that was not used for so long is dropped. */
const KEPT_DAYS = 90;
const MOST_ENTRIES = 1_000_000;
const ENTRIES_PER_WRITE = 4000;

/** @param most - so many entries are kept, those that were used last */
export function openIndex(file: string, now = Date.now, most = MOST_ENTRIES): FileIndex {
  const entries = load(file);
  let isChanged = false;
  const today = (): string =>
    Math.floor(now() / DAY_MS)
      .toString(36)
      .padStart(4, "0");
  const put = (path: string, stamp: string, digest: string): void => {
    entries.set(path, `${digest} ${today()} ${stamp}`);
    isChanged = true;
  };
  return {
    put,
    find: (path, stamp) => {
      const entry = entries.get(path);
      if (entry?.slice(STAMP_AT) !== stamp) return null;
      const digest = entry.slice(0, DIGEST_LENGTH);
      if (entry.slice(DAY_AT, DAY_AT + 4) !== today()) put(path, stamp, digest);
      return digest;
    },
    forget: (path) => {
      isChanged = entries.delete(path) || isChanged;
    },
    isChanged: () => isChanged,
    save: () => {
      isChanged = false;
      drop(entries, Math.floor(now() / DAY_MS) - KEPT_DAYS, most);
      store(file, entries);
    },
  };
}

function load(file: string): Map<string, string> {
  const entries = new Map<string, string>();
  const bytes = contentsOf(file);
  const end = bytes.length - DIGEST_LENGTH - 1;
  if (end < 0 || digestOf(bytes.subarray(0, end)) !== bytes.toString("latin1", end).trimEnd()) {
    return entries;
  }
  const text = bytes.toString("latin1", 0, end);
  if (!text.startsWith(FORM)) return entries;
  for (let from = FORM.length; from < text.length;) {
    const tab = text.indexOf("\t", from);
    const stop = text.indexOf("\n", tab);
    if (tab < 0 || stop < 0) break;
    entries.set(unescaped(text.slice(tab + 1, stop)), text.slice(from, tab));
    from = stop + 1;
  }
  return entries;
}

function contentsOf(file: string): Buffer {
  const fd = openPlain(file);
  if (fd === null) return Buffer.alloc(0);
  try {
    return readFileSync(fd);
  } catch {
    return Buffer.alloc(0);
  } finally {
    closeSync(fd);
  }
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Old ones go; of too many, those that were used longest ago, and some more, so that it need not be done each time. */
function drop(entries: Map<string, string>, oldest: number, most: number): void {
  const dayOf = (entry: string): number => Number.parseInt(entry.slice(DAY_AT, DAY_AT + 4), 36);
  for (const [path, entry] of entries) if (dayOf(entry) < oldest) entries.delete(path);
  if (entries.size <= most) return;
  const byAge = [...entries].sort(([, a], [, b]) => dayOf(a) - dayOf(b));
  const kept = Math.floor(most * 0.9);
  for (const [path] of byAge.slice(0, entries.size - kept)) entries.delete(path);
}

function store(file: string, entries: ReadonlyMap<string, string>): void {
  const draft = `${file}.new`;
  try {
    write(draft, entries);
    renameSync(draft, file);
  } catch {
    removed(draft); // no room, a disk that can't be written, a home that has gone
  }
}

function write(draft: string, entries: ReadonlyMap<string, string>): void {
  removed(draft);
  const fd = openSync(draft, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    const say = (text: string): void => {
      const bytes = Buffer.from(text, "latin1");
      hash.update(bytes);
      for (let from = 0; from < bytes.length;) from += writeSync(fd, bytes, from);
    };
    say(FORM);
    let lines: string[] = [];
    for (const [path, entry] of entries) {
      lines.push(`${entry}\t${escaped(path)}\n`);
      if (lines.length < ENTRIES_PER_WRITE) continue;
      say(lines.join(""));
      lines = [];
    }
    say(lines.join(""));
    writeSync(fd, `${hash.digest("hex")}\n`);
  } finally {
    closeSync(fd);
  }
}

function removed(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // It can't be there where it can't be removed.
  }
}

function escaped(path: string): string {
  return /[%\n]/.test(path) ? path.replaceAll("%", "%25").replaceAll("\n", "%0A") : path;
}

function unescaped(path: string): string {
  return path.includes("%") ? path.replaceAll("%0A", "\n").replaceAll("%25", "%") : path;
}
