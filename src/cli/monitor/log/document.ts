// What is read as one text: the log of an attempt, or those of several, in an order that holds for every way through it.
// It is gone through by stretches, each some rows of one log, from any place in either direction.

import type { AttemptRow } from "../../../engine/rows.ts";
import type { LogPlace, LogTarget } from "../../../ui/log/view.ts";
import type { AttemptLog } from "./attempt-log.ts";
import { rowStart } from "./spans.ts";

/** Whole rows of one log; where `to` is not greater than 0, its heading. */
export interface Stretch {
  readonly log: AttemptLog;
  readonly from: number;
  readonly to: number;
}

export interface LogDocument {
  readonly logs: readonly AttemptLog[];
  readonly bytes: number;
  /** How its logs are told apart: by a heading each, by a label before each row, or there is only one. */
  readonly apart: "headings" | "labels" | "nothing";
  /** From the row of a place on. */
  readonly forward: (from: LogPlace | "start") => Iterable<Stretch>;
  /** What is before the row of a place, the last stretch first. */
  readonly backward: (from: LogPlace | "end") => Iterable<Stretch>;
  readonly bytesBefore: (place: LogPlace) => number;
  /** Less than 0 where `a` comes before `b`. */
  readonly compare: (a: LogPlace, b: LogPlace) => number;
}

export function isHeading({ to }: Stretch): boolean {
  return to <= 0;
}

/** Those that it consists of, in the order in which they began. Without those that never started. */
export function attemptsOf(target: LogTarget, attempts: readonly AttemptRow[]): AttemptRow[] {
  return attempts
    .filter(({ id, stage, state }) => {
      if (target.is === "attempt") return id === target.attempt;
      return state !== "fenced" && (target.is === "run" || stage === target.stage);
    })
    .toSorted((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
}

/** One log after the other. */
export function sequence(logs: readonly AttemptLog[], apart: "headings" | "nothing"): LogDocument {
  const orders = new Map(logs.map(({ attempt, order }) => [attempt.id, order]));
  const first = apart === "headings" ? -1 : 0;

  /** Of a log that is not there: before all others. */
  function found({ attempt, offset }: LogPlace): readonly [order: number, from: number] {
    const order = orders.get(attempt);
    const log = logs[order ?? -1];
    if (order === undefined || log === undefined) return [0, first];
    return [order, offset < 0 ? first : rowStart(log.file, offset)];
  }

  return {
    logs,
    apart,
    bytes: logs.reduce((sum, { file }) => sum + file.size, 0),
    *forward(place) {
      const [begin, offset] = place === "start" ? [0, first] : found(place);
      for (const log of logs.slice(begin)) {
        const from = log.order === begin ? offset : first;
        if (from < 0) yield { log, from, to: 0 };
        if (log.file.size > 0) yield { log, from: Math.max(0, from), to: log.file.size };
      }
    },
    *backward(place) {
      const [end, offset] = place === "end" ? [logs.length, first] : found(place);
      for (const log of logs.slice(0, end + 1).toReversed()) {
        const to = log.order === end ? offset : log.file.size;
        if (to > 0) yield { log, from: 0, to };
        if (first < 0 && to >= 0) yield { log, from: first, to: 0 };
      }
    },
    bytesBefore: (place) => {
      const [order, offset] = found(place);
      const before = logs.slice(0, order).reduce((sum, { file }) => sum + file.size, 0);
      return before + Math.max(0, offset);
    },
    compare: (a, b) =>
      (orders.get(a.attempt) ?? 0) - (orders.get(b.attempt) ?? 0) || a.offset - b.offset,
  };
}
