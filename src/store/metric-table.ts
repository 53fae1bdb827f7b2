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
const NAMES = /* sql */ `
  select name, count(*) as points, min(id) as first, max(id) as last from metric
  where attempt_id = ? group by name`;
const POINT = /* sql */ `select name, step, value, at from metric where id = ?`;
// From one point to the one that is so many behind it, both looked for in the index alone: the whole course of a metric
// may be a million points.
const BEHIND = /* sql */ `
  select id from metric where attempt_id = ? and name = ? and id > ?
  order by id limit 1 offset ?`;

export interface MetricSummary {
  readonly stage: string;
  readonly attempt: number;
  readonly name: string;
  readonly points: number;
  readonly lowest: number;
  readonly highest: number;
  readonly last: number;
}

export interface SeriesPoint extends MetricPoint {
  readonly at: number;
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

interface Course {
  readonly name: string;
  readonly points: number;
  /** Ids of points. */
  readonly first: number;
  readonly last: number;
}

// Twice as far apart where there are too many: so points that were given once are given again for as long as can be, and
// a line that is drawn of them stays as it is while it grows.
function strideOf({ points }: Course, most: number): number {
  let stride = 1;
  while ((points - 1) / stride > Math.max(2, most) - 1) stride *= 2;
  return stride;
}

export function metricFeed(db: Db) {
  const ofRun = db.prepare<[string], MetricSummary>(OF_RUN);
  const names = db.prepare<[string], Course>(NAMES);
  const point = db.prepare<[number], SeriesPoint>(POINT);
  const behind = db.prepare<[string, string, number, number], { id: number }>(BEHIND);
  return {
    ofRun: (run: RunId): MetricSummary[] => ofRun.all(run),
    /**
     * The course of each metric of an attempt: name by name, the oldest point first.
     *
     * @param most - points per name, 2 or more; of longer courses each n-th is given, the first and the last among them
     */
    series: (attempt: AttemptId, most: number): SeriesPoint[] =>
      names.all(attempt).flatMap((course) => {
        const { name, first, last } = course;
        const stride = strideOf(course, most);
        const found: SeriesPoint[] = [];
        for (let id: number | undefined = first; id !== undefined && id < last;) {
          found.push(...point.all(id));
          id = behind.get(attempt, name, id, stride - 1)?.id;
        }
        return [...found, ...point.all(last)];
      }),
  };
}
