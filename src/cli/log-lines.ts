// Reads a log in pieces and gives its lines one by one, whatever its size: a line that is longer than people can read is
// cut, a last line without its end is given when asked for.

import { closeSync, openSync, readSync } from "node:fs";

const CHUNK_BYTES = 64 * 1024;
/** Of one line, so much is kept; the sanitiser cuts further. */
const MOST_LINE_BYTES = 64 * 1024;
const NEWLINE = 10;

export interface LogLines {
  /** The lines that are whole by now, at most a chunk's worth; null when there are none. */
  readonly next: () => Buffer[] | null;
  /** What stands behind the last line break. */
  readonly rest: () => Buffer | null;
  readonly close: () => void;
}

/** @returns null where there is no such log */
export function logLines(file: string): LogLines | null {
  let fd: number;
  try {
    fd = openSync(file, "r");
  } catch {
    return null;
  }
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let offset = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  function keep(piece: Buffer): void {
    const room = MOST_LINE_BYTES - pendingBytes;
    if (room <= 0 || piece.length === 0) return;
    const kept = Buffer.from(piece.subarray(0, room));
    pending.push(kept);
    pendingBytes += kept.length;
  }

  function take(): Buffer {
    const line = pending.length === 1 ? (pending[0] ?? Buffer.alloc(0)) : Buffer.concat(pending);
    pending = [];
    pendingBytes = 0;
    return line;
  }

  return {
    next: () => {
      const lines: Buffer[] = [];
      while (lines.length === 0) {
        const read = readSync(fd, chunk, 0, CHUNK_BYTES, offset);
        if (read === 0) return null;
        offset += read;
        let from = 0;
        const bytes = chunk.subarray(0, read);
        for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
          keep(bytes.subarray(from, at));
          lines.push(take());
          from = at + 1;
        }
        keep(bytes.subarray(from));
      }
      return lines;
    },
    rest: () => (pending.length === 0 ? null : take()),
    close: () => {
      closeSync(fd);
    },
  };
}
