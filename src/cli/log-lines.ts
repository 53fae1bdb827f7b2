// Reads a log in pieces and gives its lines one by one, whatever its size: a line that is longer than people can read is
// cut, a last line without its end is given when asked for. Secrets are hidden before anything is cut.

import { closeSync, readSync } from "node:fs";
import { type Masker, NO_MASK } from "../engine/host/mask.ts";
import { maskStream } from "../engine/host/mask-stream.ts";
import { openPlain } from "../engine/host/plain-file.ts";

const CHUNK_BYTES = 64 * 1024;
/** Of one line, so much is kept; the sanitiser cuts further. */
const MOST_LINE_BYTES = 64 * 1024;
const NEWLINE = 10;

export interface LogLines {
  /** The lines that are whole by now, at most a chunk's worth; null when there are none. */
  readonly next: () => Buffer[] | null;
  /** What stands behind the last line break: nothing more is to come. */
  readonly rest: () => Buffer[];
  /** The same as far as it holds no half of a secret, and it stays: the line may still grow. */
  readonly unfinished: () => Buffer | null;
  readonly close: () => void;
}

/** @param mask - asked after each read @returns null where there is no such log */
export function logLines(file: string, mask: () => Masker = () => NO_MASK): LogLines | null {
  const fd = openPlain(file);
  if (fd === null) return null;
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const stream = maskStream(mask);
  let offset = 0;
  let pending: Buffer[] = [];
  let pendingBytes = 0;

  function keep(piece: Buffer): void {
    if (piece.length === 0) return;
    pending.push(Buffer.from(piece));
    pendingBytes += piece.length;
    if (pendingBytes <= MOST_LINE_BYTES) return;
    const shown = shownPart(Buffer.concat(pending));
    pending = [shown];
    pendingBytes = shown.length;
  }

  function take(): Buffer {
    const line = pending.length === 1 ? (pending[0] ?? Buffer.alloc(0)) : Buffer.concat(pending);
    pending = [];
    pendingBytes = 0;
    return line;
  }

  /** The lines that end in these bytes; what is behind the last of them is kept. */
  function split(bytes: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, from)) {
      keep(bytes.subarray(from, at));
      lines.push(take());
      from = at + 1;
    }
    keep(bytes.subarray(from));
    return lines;
  }

  return {
    next: () => {
      let lines: Buffer[] = [];
      while (lines.length === 0) {
        const read = readSync(fd, chunk, 0, CHUNK_BYTES, offset);
        if (read === 0) return null;
        offset += read;
        lines = split(stream.push(chunk.subarray(0, read)));
      }
      return lines;
    },
    rest: () => {
      const lines = split(stream.rest());
      return pending.length === 0 ? lines : [...lines, take()];
    },
    unfinished: () => (pending.length === 0 ? null : Buffer.concat(pending)),
    close: () => {
      closeSync(fd);
    },
  };
}

const RETURN = 13;

/**
 * What counts of a line that is too long to keep: a progress bar is what it wrote last, anything else how it began. A
 * return at the very end has nothing behind it yet, so what stands before it is still shown.
 */
function shownPart(line: Buffer): Buffer {
  const back = line.subarray(0, -1).lastIndexOf(RETURN);
  const last = back < 0 ? line : line.subarray(back + 1);
  return Buffer.from(last.subarray(0, MOST_LINE_BYTES));
}

/** The bytes of a file behind `offset`, in pieces; none where there is no such file. A piece is good until the next. */
export function* bytesFrom(file: string, offset: number): Generator<Buffer> {
  const fd = openPlain(file);
  if (fd === null) return;
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = offset, read = 1; read > 0; at += read) {
      read = readSync(fd, chunk, 0, CHUNK_BYTES, at);
      if (read > 0) yield chunk.subarray(0, read);
    }
  } finally {
    closeSync(fd);
  }
}
