// Metric points read from DAGTOP_METRICS files. They are committed together with the byte offset up to which the file
// was read, so that no point is stored twice or lost (semantics 5.4).

import type { AttemptId, RunId } from "../pipeline/ids.ts";
import type { MetricBatch, MetricPoint } from "../engine/host/ports.ts";
import type { Db } from "./open.ts";

const ADD = /* sql */ `
  insert into metric (attempt_id, name, step, value, at) values (:attempt, :name, :step, :value, :at)`;
const PUT_OFFSET = /* sql */ `
  insert into read_offset (attempt_id, file, bytes) values (:attempt, :file, :bytes)
  on conflict (attempt_id, file) do update set bytes = excluded.bytes`;
const OFFSET = /* sql */ `select bytes from read_offset where attempt_id = ? and file = ?`;
const OF_RUN = /* sql */ `
  select a.stage, a.number as attempt, m.name, count(*) as points, min(m.value) as lowest,
    max(m.value) as highest,
    (select value from metric l where l.attempt_id = a.id and l.name = m.name order by id desc limit 1) as last
  from attempt a join metric m on m.attempt_id = a.id
  where a.run_id = ? group by a.id, m.name order by a.started_at, m.name`;

export interface MetricSummary {
  readonly stage: string;
  readonly attempt: number;
  readonly name: string;
  readonly points: number;
  readonly lowest: number;
  readonly highest: number;
  readonly last: number;
}

const METRICS_FILE = "metrics";

export function metricTable(db: Db) {
  const add = db.prepare<MetricPoint & { attempt: string; at: number }>(ADD);
  const putOffset = db.prepare<{ attempt: string; file: string; bytes: number }>(PUT_OFFSET);
  const offset = db.prepare<[string, string], { bytes: number }>(OFFSET);
  return {
    add: (batch: MetricBatch, at: number): void => {
      for (const point of batch.points) add.run({ attempt: batch.attempt, at, ...point });
      putOffset.run({ attempt: batch.attempt, file: METRICS_FILE, bytes: batch.offset });
    },
    offset: (attempt: AttemptId): number => offset.get(attempt, METRICS_FILE)?.bytes ?? 0,
  };
}

export function metricFeed(db: Db) {
  const ofRun = db.prepare<[string], MetricSummary>(OF_RUN);
  return { ofRun: (run: RunId): MetricSummary[] => ofRun.all(run) };
}
