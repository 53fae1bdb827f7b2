// The event log: appended, never changed. `seq` is every reader's cursor; `run_seq` counts within a run without gaps.

import type { RunId } from "../pipeline/ids.ts";
import { type Event, type RunEvent, isRunEvent } from "../engine/event.ts";
import type { Db } from "./open.ts";

const EVENT_FORM = 2;

const APPEND = /* sql */ `
  insert into event (run_id, run_seq, epoch, at, kind, v, data)
  values (:runId, :runSeq, :epoch, :at, :kind, ${EVENT_FORM}, :data)`;
const LAST_OF_RUN = /* sql */ `select max(run_seq) as last from event where run_id = ?`;
const OF_RUN = /* sql */ `select kind, data from event where run_id = ? order by run_seq`;
const SINCE = /* sql */ `
  select seq, run_id as runId, at, kind, data from event where seq > :seq order by seq limit :limit`;
const SINCE_OF_RUN = /* sql */ `
  select seq, run_id as runId, at, kind, data from event
  where seq > :seq and run_id = :runId order by seq limit :limit`;
const LAST = /* sql */ `select coalesce(max(seq), 0) as seq from event`;

export interface EventRow {
  readonly seq: number;
  readonly runId: RunId | null;
  readonly at: number;
  readonly kind: Event["kind"];
  /** JSON: the event's fields without `kind` and `run`. */
  readonly data: string;
}

interface NewRow {
  runId: string | null;
  runSeq: number | null;
  epoch: number;
  at: number;
  kind: string;
  data: string;
}

export function eventLog(db: Db) {
  const append = db.prepare<NewRow>(APPEND);
  const lastOfRun = db.prepare<[string], { last: number | null }>(LAST_OF_RUN);
  const ofRun = db.prepare<[string], { kind: string; data: string }>(OF_RUN);
  return {
    append: (event: Event, runSeq: number | null, epoch: number, at: number): void => {
      const runId = isRunEvent(event) ? event.run : null;
      append.run({ runId, runSeq, epoch, at, kind: event.kind, data: dataOf(event) });
    },
    lastOfRun: (run: RunId): number => lastOfRun.get(run)?.last ?? 0,
    ofRun: (run: RunId): RunEvent[] =>
      ofRun.all(run).map((row) => eventOf({ ...row, runId: run }) as RunEvent),
  };
}

/** What readers need of the log. */
export function eventFeed(db: Db) {
  const since = db.prepare<{ seq: number; limit: number }, EventRow>(SINCE);
  const ofRun = db.prepare<{ seq: number; limit: number; runId: string }, EventRow>(SINCE_OF_RUN);
  const last = db.prepare<[], { seq: number }>(LAST);
  return {
    since: (seq: number, limit: number, run: RunId | null): EventRow[] =>
      run === null ? since.all({ seq, limit }) : ofRun.all({ seq, limit, runId: run }),
    last: (): number => last.get()?.seq ?? 0,
  };
}

function dataOf(event: Event): string {
  const { kind: _kind, ...rest } = event;
  if (!("run" in rest)) return JSON.stringify(rest);
  const { run: _run, ...data } = rest;
  return JSON.stringify(data);
}

export function eventOf(row: { kind: string; data: string; runId: RunId | null }): Event {
  const data = JSON.parse(row.data) as object;
  const run = row.runId === null ? {} : { run: row.runId };
  // Form 1 knew no reruns.
  const added = row.kind === "run.created" ? { rerun: null } : {};
  return { kind: row.kind, ...run, ...added, ...data } as Event;
}
