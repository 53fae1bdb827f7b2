// The rows of stages and of their attempts, folded from the events of their run.

import type { RunId } from "../pipeline/ids.ts";
import type { AttemptRow, StageRow } from "../engine/rows.ts";
import type { Outputs } from "../engine/stage.ts";
import type { Db } from "./open.ts";

const PUT_STAGE = /* sql */ `
  insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts,
    started_at, ended_at, outputs)
  values (:runId, :position, :key, :state, :reason, :dueAt, :attempt, :maxAttempts,
    :startedAt, :endedAt, :outputs)
  on conflict (run_id, position) do update set state = excluded.state, reason = excluded.reason,
    due_at = excluded.due_at, attempt = excluded.attempt, max_attempts = excluded.max_attempts,
    started_at = excluded.started_at, ended_at = excluded.ended_at, outputs = excluded.outputs`;
const STAGES = /* sql */ `
  select run_id as runId, key, position, state, reason, due_at as dueAt, attempt,
    max_attempts as maxAttempts, started_at as startedAt, ended_at as endedAt, outputs
  from stage where run_id = ? order by position`;
const PUT_ATTEMPT = /* sql */ `
  insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code,
    signal, cause, pid, cpu_ms, peak_rss_bytes)
  values (:id, :runId, :stage, :number, :round, :state, :startedAt, :endedAt, :exitCode,
    :signal, :cause, :pid, :cpuMs, :peakRssBytes)
  on conflict (id) do update set state = excluded.state, ended_at = excluded.ended_at,
    exit_code = excluded.exit_code, signal = excluded.signal, cause = excluded.cause,
    pid = excluded.pid, cpu_ms = excluded.cpu_ms, peak_rss_bytes = excluded.peak_rss_bytes`;
const ATTEMPTS = /* sql */ `
  select id, run_id as runId, stage, number, round, state, started_at as startedAt,
    ended_at as endedAt, exit_code as exitCode, signal, cause, pid, cpu_ms as cpuMs,
    peak_rss_bytes as peakRssBytes
  from attempt where run_id = ? order by started_at, id`;

type StoredStage = Omit<StageRow, "outputs"> & { readonly outputs: string | null };

export function stageTable(db: Db) {
  const putStage = db.prepare<StoredStage>(PUT_STAGE);
  const putAttempt = db.prepare<AttemptRow>(PUT_ATTEMPT);
  return {
    putStage: (row: StageRow): void => {
      const outputs = row.outputs === null ? null : JSON.stringify(row.outputs);
      putStage.run({ ...row, outputs });
    },
    putAttempt: (row: AttemptRow): void => {
      putAttempt.run(row);
    },
  };
}

export function stageFeed(db: Db) {
  const stages = db.prepare<[string], StoredStage>(STAGES);
  const attempts = db.prepare<[string], AttemptRow>(ATTEMPTS);
  return {
    stages: (run: RunId): StageRow[] =>
      stages.all(run).map((row) => ({
        ...row,
        outputs: row.outputs === null ? null : (JSON.parse(row.outputs) as Outputs),
      })),
    attempts: (run: RunId): AttemptRow[] => attempts.all(run),
  };
}
