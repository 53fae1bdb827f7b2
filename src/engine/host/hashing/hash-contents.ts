// Reads a file through SHA-256. A small one is read at once, a big one in pieces, the next of which is fetched while the
// last is hashed, so that the process hears of its end meanwhile.
//
// It is opened without waiting, since a FIFO may have taken its place, and believed only if it looks the same afterwards.

import { type Hash, createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import { Changing, bytesOf, stampOf, unreadable } from "./hash-words.ts";

/** Who looks on while files are read. */
export interface Watcher {
  /** Lets others have their turn; null when it is not time for that. @throws when the answer is not wanted any more */
  readonly turn: () => Promise<void> | null;
  /** So many bytes must be read in all, besides what was said before. */
  readonly toRead: (bytes: number) => void;
  readonly haveRead: (bytes: number) => void;
  /** Something was changed last at this time, by its ctime; epoch milliseconds. */
  readonly changedAt: (at: number) => void;
}

export interface Contents {
  readonly path: string;
  readonly stamp: string;
  readonly size: number;
}

const PIECE_BYTES = 1024 * 1024;
const SMALL_BYTES = PIECE_BYTES / 4;
const pieces = [Buffer.allocUnsafeSlow(PIECE_BYTES), Buffer.allocUnsafeSlow(PIECE_BYTES)] as const;
const readPiece = promisify(read);

/** @throws Changing | Refusal */
export async function contentsOf(file: Contents, watcher: Watcher): Promise<string> {
  const turn = watcher.turn();
  if (turn !== null) await turn;
  const { path, stamp, size } = file;
  const fd = opened(path);
  try {
    const hash = createHash("sha256");
    if (size > SMALL_BYTES) await readBig(fd, file, hash, watcher);
    else readSmall(fd, file, hash, watcher);
    if (stampOf(fstatSync(fd, { bigint: true })) !== stamp) throw new Changing(path);
    return hash.digest("hex");
  } catch (error) {
    throw error instanceof Changing || !isOfSystem(error) ? error : unreadable(path, error);
  } finally {
    closeSync(fd);
  }
}

function opened(path: string): number {
  try {
    return openSync(bytesOf(path), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

function readSmall(fd: number, file: Contents, hash: Hash, watcher: Watcher): void {
  const [piece] = pieces;
  for (let at = 0; ;) {
    const bytes = readSync(fd, piece, 0, PIECE_BYTES, null);
    if (bytes === 0) return;
    at += bytes;
    refuseGrown(file, at);
    hash.update(piece.subarray(0, bytes));
    watcher.haveRead(bytes);
  }
}

async function readBig(fd: number, file: Contents, hash: Hash, watcher: Watcher): Promise<void> {
  let [piece, other]: readonly [Buffer, Buffer] = pieces;
  let coming = readPiece(fd, piece, 0, PIECE_BYTES, null);
  try {
    for (let at = 0; ;) {
      const { bytesRead } = await coming;
      if (bytesRead === 0) return;
      at += bytesRead;
      refuseGrown(file, at);
      coming = readPiece(fd, other, 0, PIECE_BYTES, null);
      hash.update(piece.subarray(0, bytesRead));
      watcher.haveRead(bytesRead);
      const turn = watcher.turn();
      if (turn !== null) await turn;
      [piece, other] = [other, piece];
    }
  } finally {
    // The descriptor must not be closed under it.
    await coming.catch(() => undefined);
  }
}

/** What some file systems make up has no size, and an end all the same. */
const MADE_UP_BYTES = 16 * PIECE_BYTES;

/** Who writes as quickly as it is read would never let it come to an end. */
function refuseGrown({ path, size }: Contents, at: number): void {
  if (at > (size === 0 ? MADE_UP_BYTES : size)) throw new Changing(path);
}
