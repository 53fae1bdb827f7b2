// What `--json` prints. The shapes are promised in docs/json.md and only ever grow: times are ISO 8601 in UTC, durations
// milliseconds, names those of the rest of dagtop.

import { existsSync } from "node:fs";
import type { RunSource } from "../engine/command.ts";
import type { AttemptRow, RoundRow, RunRow, StageRow } from "../engine/rows.ts";
import { attemptFolder, type HomePaths } from "../engine/home-paths.ts";
import type { Instant } from "../engine/instant.ts";
import { runName } from "../engine/run.ts";
import type { EventRow } from "../store/event-log.ts";
import type { MetricSummary } from "../store/metric-table.ts";

export function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export function runShape(run: RunRow) {
  return {
    id: run.id,
    run: runName(run),
    pipeline: run.pipeline,
    number: run.number,
    state: run.state,
    reason: run.reason,
    trigger: run.trigger,
    by: run.by,
    round: run.round,
    rerun_of: run.rerunOf,
    due_at: isoTime(run.dueAt),
    created_at: isoTime(run.createdAt),
    started_at: isoTime(run.startedAt),
    ended_at: isoTime(run.endedAt),
    duration_ms:
      run.startedAt === null || run.endedAt === null ? null : run.endedAt - run.startedAt,
  };
}

export function roundShape(round: RoundRow) {
  return {
    round: round.n,
    trigger: round.trigger,
    by: round.by,
    state: round.state,
    started_at: isoTime(round.startedAt),
    ended_at: isoTime(round.endedAt),
  };
}

export function sourceShape(source: RunSource) {
  const { commit, branch, dirty, patch } = source;
  return { commit, branch, dirty, patch };
}

export function stageShape(
  stage: StageRow,
  attempts: readonly AttemptRow[],
  metrics: readonly MetricSummary[],
  paths: HomePaths,
) {
  return {
    key: stage.key,
    state: stage.state,
    reason: stage.reason,
    due_at: isoTime(stage.dueAt),
    started_at: isoTime(stage.startedAt),
    ended_at: isoTime(stage.endedAt),
    max_attempts: stage.maxAttempts,
    outputs: stage.outputs,
    metrics: Object.fromEntries(
      metrics.map(({ name, points, lowest, highest, last }) => [
        name,
        { points, last, min: lowest, max: highest },
      ]),
    ),
    attempts: attempts.map((attempt) => ({
      number: attempt.number,
      id: attempt.id,
      round: attempt.round,
      state: attempt.state,
      exit_code: attempt.exitCode,
      signal: attempt.signal,
      started_at: isoTime(attempt.startedAt),
      ended_at: isoTime(attempt.endedAt),
      pid: attempt.pid,
      cpu_ms: attempt.cpuMs,
      peak_rss_bytes: attempt.peakRssBytes,
      log: existing(`${attemptFolder(paths, attempt.id)}/log`),
      cause: attempt.cause,
    })),
  };
}

/** Null where there is no such file: an attempt that could not start has none. */
function existing(file: string): string | null {
  return existsSync(file) ? file : null;
}

/** @param name - the run's, for people */
export function eventShape(row: EventRow, name: string | null) {
  const { stage, attempt, ...rest } = JSON.parse(row.data) as Record<string, unknown>;
  return {
    seq: row.seq,
    at: isoTime(row.at),
    run: name,
    run_id: row.runId,
    stage: stage ?? null,
    attempt: attempt ?? null,
    kind: row.kind,
    data: printed(rest),
  };
}

/** Stored data as it is printed: names with underscores, instants and times as ISO 8601. Texts stay what they are. */
function printed(value: unknown, name = ""): unknown {
  if (typeof value === "number" && name.endsWith("At")) return isoTime(value);
  if (Array.isArray(value)) return value.map((each) => printed(each));
  if (typeof value !== "object" || value === null) return value;
  if (isInstant(value)) return isoTime(value.at);
  // Their keys are the user's own.
  const isOutputs = name === "outputs" || name === "state" || name === "parts";
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      isOutputs ? key : key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      isOutputs ? each : printed(each, key),
    ]),
  );
}

function isInstant(value: object): value is Instant {
  return "at" in value && "up" in value && "boot" in value;
}
