// What readers see: one row per run, stage and attempt, as the tables hold them. Every row is a pure function
// of the events of its run, so the tables can be checked against the log at any time.
//
// Times are epoch milliseconds, UTC. `null` means "not known" or "not yet". The state words are those that
// people read in the UI, the CLI and JSON.

import type { RoundTrigger, RunEnd } from "./outcome-words.ts";
import type { AttemptId, PipelineName, RunId, StageKey } from "../pipeline/ids.ts";

export type RunState =
  | "queued"
  | "running"
  | "cancelling"
  | "succeeded"
  | "partial"
  | "failed"
  | "cancelled"
  | "timed_out";

export type StageState =
  | "pending"
  | "queued"
  | "running"
  | "retrying"
  | "waiting"
  | "succeeded"
  | "cached"
  | "skipped"
  | "upstream_failed"
  | "failed"
  | "timed_out"
  | "crashed"
  | "cancelled"
  | "rejected";

export type AttemptState =
  | "starting"
  | "running"
  | "stopping"
  | "succeeded"
  | "failed"
  | "timed_out"
  | "cancelled"
  | "crashed"
  | "fenced";

export type Trigger =
  | "manual"
  | "schedule"
  | "catchup"
  | "rerun"
  | "upstream"
  | "watch"
  | "backfill";

export interface RunRow {
  readonly id: RunId;
  readonly pipeline: PipelineName;
  readonly folder: string;
  readonly number: number;
  readonly state: RunState;
  /** Why it waits, or why it ended as it did; one line. */
  readonly reason: string | null;
  readonly trigger: Trigger;
  /** Who asked for it: user, and terminal or SSH client where there is one. */
  readonly by: string;
  readonly round: number;
  /** Hash of the frozen plan: the key of its version. */
  readonly plan: string;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** When its next round begins by itself. */
  readonly dueAt: number | null;
  /** The run that it does over, or goes on from: "spam#3". */
  readonly rerunOf: string | null;
}

/** One pass of a run over its stages. */
export interface RoundRow {
  readonly runId: RunId;
  readonly n: number;
  /** What began it: that of the run for the first, then `retry` by hand or `retry_run` by itself. */
  readonly trigger: Trigger | RoundTrigger;
  readonly by: string;
  readonly state: RunEnd | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export interface StageRow {
  readonly runId: RunId;
  readonly key: StageKey;
  /** Its place in the plan, from 0. */
  readonly position: number;
  readonly state: StageState;
  /** Why it waits or how it ended, one line; null where the state says it all. */
  readonly reason: string | null;
  /** When the next attempt is due, while retrying; until when a person is waited for. */
  readonly dueAt: number | null;
  /** The number of its last attempt, 0 before the first. */
  readonly attempt: number;
  /** The last number this round can reach. */
  readonly maxAttempts: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly outputs: Readonly<Record<string, string>> | null;
}

export interface AttemptRow {
  readonly id: AttemptId;
  readonly runId: RunId;
  readonly stage: StageKey;
  readonly number: number;
  readonly round: number;
  readonly state: AttemptState;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Of the command itself; null while it runs, when it never started, or when its end is unknown. */
  readonly exitCode: number | null;
  /** The signal that the exit code stands for, if it does: "SIGTERM" for 143. */
  readonly signal: string | null;
  /** One line that names the cause of a bad end, or a warning about a good one. */
  readonly cause: string | null;
  readonly pid: number | null;
  readonly cpuMs: number | null;
  readonly peakRssBytes: number | null;
}

/** What the processes of an attempt used between the row before it and `at`. */
export interface SampleRow {
  readonly attemptId: AttemptId;
  readonly at: number;
  /** Of one core: 182 is the time of 1.82 cores. */
  readonly cpuPercent: number | null;
  readonly rssBytes: number;
  readonly gpuPercent: number | null;
  readonly gpuBytes: number | null;
}
