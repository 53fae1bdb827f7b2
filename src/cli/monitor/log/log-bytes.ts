// Reads logs by pieces that are kept a while: a log only ever grows, so of a piece that was read nothing is read again, and
// of a log that is followed only what is new. No descriptor stays open, and memory is bounded whatever the logs' sizes.

import { closeSync, fstatSync, readSync } from "node:fs";
import { openPlain } from "../../../engine/host/plain-file.ts";

const PIECE_BYTES = 64 * 1024;
const MOST_PIECES = 64;

export interface LogSize {
  readonly bytes: number;
  /** Epoch milliseconds; null where there is no such log. */
  readonly writtenAt: number | null;
}

export interface LogBytes {
  readonly size: (file: string) => LogSize;
  /** The bytes between two offsets, kept for the next time; fewer where the log ends before. Not to be written to. */
  readonly slice: (file: string, from: number, to: number) => Buffer;
  /** The same without keeping them: for who goes through a whole log. */
  readonly read: (file: string, from: number, to: number) => Buffer;
  /** How many bytes have been read from files. */
  readonly count: () => number;
}

interface Piece {
  readonly buffer: Buffer;
  filled: number;
}

export function logBytes(): LogBytes {
  const pieces = new Map<string, Piece>();
  const sizes = new Map<string, number>();
  let count = 0;

  function fill(file: string, buffer: Buffer, offset: number): number {
    const fd = openPlain(file);
    if (fd === null) return 0;
    let filled = 0;
    try {
      for (let read = 1; read > 0 && filled < buffer.length; filled += read)
        read = readSync(fd, buffer, filled, buffer.length - filled, offset + filled);
    } catch {
      // What can't be read any more is as if it were not there.
    } finally {
      closeSync(fd);
    }
    count += filled;
    return filled;
  }

  function pieceOf(file: string, number: number, need: number): Buffer {
    const key = `${number} ${file}`;
    const piece = pieces.get(key) ?? { buffer: Buffer.allocUnsafe(PIECE_BYTES), filled: 0 };
    if (piece.filled < need) {
      const rest = piece.buffer.subarray(piece.filled);
      piece.filled += fill(file, rest, number * PIECE_BYTES + piece.filled);
    }
    pieces.delete(key);
    pieces.set(key, piece);
    for (const oldest of pieces.keys()) {
      if (pieces.size <= MOST_PIECES) break;
      pieces.delete(oldest);
    }
    return piece.buffer.subarray(0, Math.min(need, piece.filled));
  }

  /** A command may have emptied its own log; nothing that was read of it is good then. */
  function forget(file: string): void {
    for (const key of pieces.keys()) if (key.endsWith(` ${file}`)) pieces.delete(key);
  }

  return {
    size: (file) => {
      const found = sizeOf(file);
      if (found.bytes < (sizes.get(file) ?? 0)) forget(file);
      sizes.set(file, found.bytes);
      return found;
    },
    slice: (file, from, to) => {
      const parts: Buffer[] = [];
      for (let at = from; at < to;) {
        const number = Math.floor(at / PIECE_BYTES);
        const begin = number * PIECE_BYTES;
        const part = pieceOf(file, number, Math.min(PIECE_BYTES, to - begin)).subarray(at - begin);
        parts.push(part);
        if (part.length === 0) break;
        at += part.length;
      }
      return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
    },
    read: (file, from, to) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, to - from));
      return buffer.subarray(0, fill(file, buffer, from));
    },
    count: () => count,
  };
}

function sizeOf(file: string): LogSize {
  const fd = openPlain(file);
  if (fd === null) return { bytes: 0, writtenAt: null };
  try {
    const { size, mtimeMs } = fstatSync(fd);
    return { bytes: size, writtenAt: Math.floor(mtimeMs) };
  } finally {
    closeSync(fd);
  }
}
