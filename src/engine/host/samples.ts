// When the processes of an attempt are looked at, and which rows come of that (SampleRow).
//
// Looks: soon after the start, then every 2 to 5 s, for all attempts at the same moments, so that one pass over /proc
// and one commit serve them all. Rows: 3 s apart at first, later a 400th of the attempt's age; each has the mean of the
// CPU and GPU use since the row before, and the most memory. That makes 400 rows in the first 20 minutes, 1,400 in 4
// hours (about 100 kB) and 2,100 in a day: 400 more each time that the age grows to its e-fold.

import type { AttemptId } from "../../pipeline/ids.ts";
import type { GpuShare } from "../gpu-use.ts";
import type { Instant } from "../instant.ts";
import type { SampleRow } from "../rows.ts";
import { type CpuBook, cpuSince } from "./cpu-time.ts";
import type { Usage } from "./proc.ts";

const FIRST_LOOK_MS = 250;
const EARLY_LOOKS_MS = [500, 1000];
const LOOK_MS = 3000;
const LEAST_PAUSE_MS = 2000;
const FIRST_ROW_MS = 1000;
const ROW_MS = 3000;
const ROWS_PER_AGE = 400;

/** What was seen since the last row. */
interface Span {
  readonly cpuMs: number;
  /** How long CPU time was counted: not before the first look at an attempt that another host began. */
  readonly countedMs: number;
  readonly rssBytes: number;
  readonly gpuPercents: readonly number[];
  readonly gpuBytes: number | null;
  readonly last: Instant | null;
}

const NOTHING: Span = {
  cpuMs: 0,
  countedMs: 0,
  rssBytes: 0,
  gpuPercents: [],
  gpuBytes: null,
  last: null,
};

export interface Sampling {
  /** Uptime at which the next look is due. */
  readonly nextUp: number;
  readonly looks: number;
  readonly book: CpuBook;
  /** Uptime of the book; null before the first look at an attempt that another host began. */
  readonly bookUp: number | null;
  /** Uptime of the last row; before there is one, of the first look or of the start. */
  readonly rowUp: number | null;
  readonly rows: number;
  readonly span: Span;
}

/** Of an attempt that begins at that uptime. */
export function samplingFrom(up: number): Sampling {
  const nextUp = up + FIRST_LOOK_MS;
  return { nextUp, looks: 0, book: new Map(), bookUp: up, rowUp: up, rows: 0, span: NOTHING };
}

/** Of one that another host began: what it used until now is not of any row to come. */
export function samplingAnew(sampling: Sampling): Sampling {
  return { ...sampling, bookUp: null, rowUp: null };
}

export interface Look {
  readonly now: Instant;
  readonly members: readonly Usage[];
  /** Has no part in the memory of the attempt, but is who waits for its command. */
  readonly shim: Usage | null;
  readonly gpu: GpuShare;
  readonly lookUp: (pid: number, startTime: number) => Usage | null;
}

export function afterLook(before: Sampling, look: Look): Sampling {
  const { now, members, shim, gpu } = look;
  const times = { nextUp: nextLook(now.up, before.looks), looks: before.looks + 1 };
  // Between its command and its record there is nothing to see of an attempt.
  if (members.length === 0) return { ...before, ...times };
  const found = shim === null ? members : [...members, shim];
  const { book, ms } = cpuSince(before.book, found, look.lookUp);
  const isCounted = before.bookUp !== null && now.up > before.bookUp;
  const { span } = before;
  const bytes = [span.gpuBytes, gpu.gpuBytes].filter((each) => each !== null);
  return {
    ...times,
    book,
    bookUp: now.up,
    rowUp: before.rowUp ?? now.up,
    rows: before.rows,
    span: {
      cpuMs: span.cpuMs + (isCounted ? ms : 0),
      countedMs: span.countedMs + (isCounted ? now.up - (before.bookUp ?? now.up) : 0),
      rssBytes: Math.max(span.rssBytes, rssOf(members)),
      gpuPercents:
        gpu.gpuPercent === null ? span.gpuPercents : [...span.gpuPercents, gpu.gpuPercent],
      gpuBytes: bytes.length === 0 ? null : Math.max(...bytes),
      last: now,
    },
  };
}

export function rssOf(members: readonly Usage[]): number {
  return members.reduce((sum, { rssBytes }) => sum + rssBytes, 0);
}

function nextLook(up: number, looks: number): number {
  const early = EARLY_LOOKS_MS[looks];
  if (early !== undefined) return up + early;
  return Math.ceil((up + LEAST_PAUSE_MS) / LOOK_MS) * LOOK_MS;
}

/** Whether enough has been seen for a row. Looks are not exactly as far apart as planned: half of one is no matter. */
export function isRowDue({ rowUp, rows, span }: Sampling, startedUp: number): boolean {
  if (span.last === null || rowUp === null) return false;
  const { up } = span.last;
  if (rows === 0) return up - rowUp >= FIRST_ROW_MS;
  return up - rowUp + LOOK_MS / 2 >= Math.max(ROW_MS, (up - startedUp) / ROWS_PER_AGE);
}

/** The row of what was seen since the last one, and what goes on from there; null where nothing was seen. */
export function rowOf(
  sampling: Sampling,
  attemptId: AttemptId,
): { readonly row: SampleRow; readonly next: Sampling } | null {
  const { cpuMs, countedMs, rssBytes, gpuPercents, gpuBytes, last } = sampling.span;
  if (last === null) return null;
  const row = {
    attemptId,
    at: last.at,
    cpuPercent: countedMs === 0 ? null : tenths((100 * cpuMs) / countedMs),
    rssBytes,
    gpuPercent: gpuPercents.length === 0 ? null : tenths(mean(gpuPercents)),
    gpuBytes,
  };
  return { row, next: { ...sampling, rowUp: last.up, rows: sampling.rows + 1, span: NOTHING } };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
