// Where the rows of one log begin and end, found from any place without reading the whole.
//
// A row ends with its line. A line without an end for more than a block (progress bars, files that are no text) is broken:
// a new row begins with a block when the block before it has no line break at all. So no more than two blocks are read to
// find the row of a place, and a row that has begun somewhere begins there for ever, however the log grows.

const NEWLINE = 10;
const STEP = 64 * 1024;
/** A whole number of steps. */
const BLOCK = 1024 * 1024;

/** A log as it was at one moment. */
export interface LogFile {
  readonly size: number;
  /** The bytes between two offsets; fewer where the file has become shorter. */
  readonly slice: (from: number, to: number) => Buffer;
}

/** A row: where it begins, where it ends without its line break, where the next one begins. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

/** The row that begins here. @param from - the beginning of a row, less than the size */
export function spanAt(file: LogFile, from: number): Span {
  const block = Math.ceil(from / BLOCK) * BLOCK + BLOCK;
  const end = newlineFrom(file, from, Math.min(block, file.size));
  if (end !== null) return { from, to: end, next: end + 1 };
  const to = Math.min(block, file.size);
  return { from, to, next: to };
}

/** The beginning of the row in which a byte stands. @returns 0 for an empty log */
export function rowStart(file: LogFile, offset: number): number {
  const at = Math.min(offset, file.size - 1);
  if (at <= 0) return 0;
  const block = Math.floor(at / BLOCK) * BLOCK;
  const near = newlineBefore(file, block, at);
  if (near !== null) return near + 1;
  if (block === 0) return 0;
  const before = newlineBefore(file, block - BLOCK, block);
  return before === null ? block : before + 1;
}

/** The beginning of the first row at or behind an offset; the size where there is none. */
export function rowFrom(file: LogFile, offset: number): number {
  if (offset <= 0) return 0;
  if (offset >= file.size) return file.size;
  const start = rowStart(file, offset);
  return start === offset ? start : spanAt(file, start).next;
}

/** The last line break of [least, before). */
function newlineBefore(file: LogFile, least: number, before: number): number | null {
  for (let end = before; end > least;) {
    const begin = Math.max(least, Math.floor((end - 1) / STEP) * STEP);
    const at = file.slice(begin, end).lastIndexOf(NEWLINE);
    if (at >= 0) return begin + at;
    end = begin;
  }
  return null;
}

/** The first line break of [from, end). */
function newlineFrom(file: LogFile, from: number, end: number): number | null {
  for (let begin = from; begin < end;) {
    const next = Math.min(end, (Math.floor(begin / STEP) + 1) * STEP);
    const at = file.slice(begin, next).indexOf(NEWLINE);
    if (at >= 0) return begin + at;
    begin = next;
  }
  return null;
}
