// The logs of a run as one text, in the order of their times. The notes of the host cut each log into parts; a row belongs
// to the part in which it begins, and a part stands where the time of its note is, the earlier begun log first where two
// are the same. What has not been noted yet is at the end.
//
//   log a  ──1s──┬──3s──┬─ not yet        parts, merged by (time, order of the log): both ways through them agree, and of
//   log b     ───2s─────┴─ not yet        attempts that are far away not even the index is read
//
// An attempt that is over lies between its start and its end whatever its notes say.

import type { LogPlace } from "../../../ui/log/view.ts";
import type { AttemptLog } from "./attempt-log.ts";
import type { LogDocument, Stretch } from "./document.ts";
import { rowFrom, rowStart, spanAt } from "./spans.ts";

interface Key {
  readonly time: number;
  readonly order: number;
}

/** How far a log has been gone through, and the key of the row that is next in its direction. */
interface Cursor extends Key {
  readonly log: AttemptLog;
  readonly at: number;
}

export function merged(logs: readonly AttemptLog[]): LogDocument {
  const byId = new Map(logs.map((log) => [log.attempt.id, log]));

  function keyOf({ attempt, offset }: LogPlace): Key {
    const log = byId.get(attempt);
    if (log === undefined) return { time: -1, order: -1 };
    return { time: timeOf(log, rowStart(log.file, Math.max(0, offset))), order: log.order };
  }

  /** Of each log, the first row that does not come before this place. */
  function cuts(place: LogPlace): { readonly log: AttemptLog; readonly at: number }[] {
    const own = byId.get(place.attempt);
    const key = keyOf(place);
    return logs.map((log) => {
      if (log === own) return { log, at: rowStart(log.file, Math.max(0, place.offset)) };
      return { log, at: rowFrom(log.file, sizeBefore(log, key)) };
    });
  }

  return {
    logs,
    apart: "labels",
    bytes: logs.reduce((sum, { file }) => sum + file.size, 0),
    *forward(place) {
      const all = place === "start" ? logs.map((log) => ({ log, at: 0 })) : cuts(place);
      const left = all.filter(({ log, at }) => at < log.file.size);
      const waiting = left.filter(({ at }) => at === 0).map(({ log }) => startOf(log));
      yield* forwardFrom(
        left.filter(({ at }) => at > 0).map(({ log, at }) => ahead(log, at)),
        waiting,
      );
    },
    *backward(place) {
      const all = place === "end" ? logs.map((log) => ({ log, at: log.file.size })) : cuts(place);
      const left = all.filter(({ at }) => at > 0);
      const waiting = left
        .filter(({ log, at }) => at === log.file.size)
        .map(({ log }) => ({ log, at: log.file.size, time: endOf(log), order: log.order }))
        .toSorted((a, b) => compared(b, a));
      yield* backwardFrom(
        left.filter(({ log, at }) => at < log.file.size).map(({ log, at }) => behind(log, at)),
        waiting,
      );
    },
    bytesBefore: (place) => cuts(place).reduce((sum, { at }) => sum + at, 0),
    compare: (a, b) => compared(keyOf(a), keyOf(b)) || a.offset - b.offset,
  };
}

/** @param waiting - what has not begun, by the least key that it can have */
function* forwardFrom(active: Cursor[], waiting: Cursor[]): Generator<Stretch> {
  for (;;) {
    let best = least(active);
    for (let next = waiting[0]; next !== undefined && isBefore(next, best); next = waiting[0]) {
      active.push(ahead(next.log, 0));
      waiting.shift();
      best = least(active);
    }
    if (best === null) return;
    active.splice(active.indexOf(best), 1);
    const second = least([...active, ...waiting.slice(0, 1)]);
    const { log, at } = best;
    const end = second === null ? log.file.size : rowFrom(log.file, sizeBefore(log, second));
    // At least the row itself: an index may have grown since its key was taken.
    const to = Math.max(end, spanAt(log.file, at).next);
    yield { log, from: at, to };
    if (to < log.file.size) active.push(ahead(log, to));
  }
}

/** @param waiting - what has not begun, by the greatest key that it can have */
function* backwardFrom(active: Cursor[], waiting: Cursor[]): Generator<Stretch> {
  for (;;) {
    let best = greatest(active);
    for (
      let next = waiting[0];
      next !== undefined && (best === null || compared(next, best) > 0);
      next = waiting[0]
    ) {
      active.push(behind(next.log, next.at));
      waiting.shift();
      best = greatest(active);
    }
    if (best === null) return;
    active.splice(active.indexOf(best), 1);
    const second = greatest([...active, ...waiting.slice(0, 1)]);
    const { log, at } = best;
    const begin = second === null ? 0 : rowFrom(log.file, sizeBefore(log, second));
    const from = Math.min(begin, rowStart(log.file, at - 1));
    yield { log, from, to: at };
    if (from > 0) active.push(behind(log, from));
  }
}

function startOf(log: AttemptLog): Cursor {
  return { log, at: 0, time: log.attempt.startedAt, order: log.order };
}

function endOf({ attempt: { startedAt, endedAt } }: AttemptLog): number {
  return endedAt === null ? Infinity : Math.max(startedAt, endedAt);
}

function ahead(log: AttemptLog, at: number): Cursor {
  return { log, at, time: timeOf(log, at), order: log.order };
}

function behind(log: AttemptLog, at: number): Cursor {
  return { log, at, time: timeOf(log, rowStart(log.file, at - 1)), order: log.order };
}

/** Of the part in which a byte stands. */
function timeOf(log: AttemptLog, offset: number): number {
  const end = endOf(log);
  const noted = log.index().at(offset) ?? end;
  return Math.min(Math.max(noted, log.attempt.startedAt), end);
}

/** How much of a log stands in parts that come before `key`. */
function sizeBefore(log: AttemptLog, { time, order }: Key): number {
  const isFirst = log.order < order;
  const [start, end] = [log.attempt.startedAt, endOf(log)];
  if (isFirst ? end <= time : end < time) return log.file.size;
  if (isFirst ? start > time : start >= time) return 0;
  return Math.min(log.file.size, log.index().sizeAt(time, isFirst));
}

function compared(a: Key, b: Key): number {
  // Both may be without end, and Infinity - Infinity is no number.
  return a.time === b.time ? a.order - b.order : a.time - b.time;
}

function isBefore(a: Key, b: Key | null): boolean {
  return b === null || compared(a, b) < 0;
}

function least(cursors: readonly Cursor[]): Cursor | null {
  let best: Cursor | null = null;
  for (const one of cursors) if (isBefore(one, best)) best = one;
  return best;
}

function greatest(cursors: readonly Cursor[]): Cursor | null {
  let best: Cursor | null = null;
  for (const one of cursors) if (best === null || compared(one, best) > 0) best = one;
  return best;
}
