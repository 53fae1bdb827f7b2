// What the processes of each attempt used, as its host sampled it. Rows are of the wall clock, which may be set back:
// of two of one millisecond the later one stays.

import type { AttemptId, RunId } from "../pipeline/ids.ts";
import type { SampleRow } from "../engine/rows.ts";
import type { Db } from "./open.ts";

const COLUMNS = /* sql */ `
  s.attempt_id as attemptId, s.at, s.cpu_percent as cpuPercent, s.rss_bytes as rssBytes,
  s.gpu_percent as gpuPercent, s.gpu_bytes as gpuBytes`;
const ADD = /* sql */ `
  insert into sample (attempt_id, at, cpu_percent, rss_bytes, gpu_percent, gpu_bytes)
  values (:attemptId, :at, :cpuPercent, :rssBytes, :gpuPercent, :gpuBytes)
  on conflict (attempt_id, at) do update set cpu_percent = excluded.cpu_percent,
    rss_bytes = excluded.rss_bytes, gpu_percent = excluded.gpu_percent,
    gpu_bytes = excluded.gpu_bytes`;
const OF_ATTEMPT = /* sql */ `select ${COLUMNS} from sample s where s.attempt_id = ? order by s.at`;
const LATEST_OF_RUN = /* sql */ `
  select ${COLUMNS} from attempt a cross join sample s
    on s.attempt_id = a.id and s.at = (select max(at) from sample where attempt_id = a.id)
  where a.run_id = ? order by a.started_at, a.id`;

export function sampleTable(db: Db) {
  const add = db.prepare<SampleRow>(ADD);
  return {
    add: (rows: readonly SampleRow[]): void => {
      for (const row of rows) add.run(row);
    },
  };
}

export function sampleFeed(db: Db) {
  const ofAttempt = db.prepare<[string], SampleRow>(OF_ATTEMPT);
  const latestOfRun = db.prepare<[string], SampleRow>(LATEST_OF_RUN);
  return {
    /** The oldest first. */
    ofAttempt: (attempt: AttemptId): SampleRow[] => ofAttempt.all(attempt),
    /** The newest of each attempt that has any, in the order in which they began. */
    latestOfRun: (run: RunId): SampleRow[] => latestOfRun.all(run),
  };
}
