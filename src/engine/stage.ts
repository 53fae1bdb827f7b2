// The life of one stage inside one round of a run.
//
//   pending ──ready──▶ queued ──slot──▶ running ──exit 0──▶ succeeded
//      │                 ▲                │
//      │                 └─due─ retrying ◀┴─ bad end, retries left ─ else ▶ failed, timed_out, crashed
//      ├─ready──▶ waiting (for a person) ─▶ succeeded, rejected, timed_out
//      └─▶ cached, skipped, upstream_failed, cancelled
//
// `unended`, `unsatisfied`, `blocked` and `badAbove` are counted as needs end, so that nothing ever looks over the
// whole graph again: the cost of a run is linear in its edges.

import type { StageKey } from "../pipeline/ids.ts";
import type { OnFail, RetryPlan, StagePlan } from "../pipeline/plan.ts";
import { type Attempt, type AttemptEnd, isLive } from "./attempt.ts";
import type { Instant } from "./instant.ts";

export type Outputs = Readonly<Record<string, string>>;

/** Why a ready stage has not started. */
export type QueuedFor =
  | { readonly is: "host"; readonly limit: number }
  | { readonly is: "run"; readonly limit: number }
  /** `max_parallel` of its matrix. */
  | { readonly is: "group"; readonly group: StageKey; readonly limit: number }
  | {
      readonly is: "slots";
      readonly pool: string;
      readonly wanted: number;
      readonly total: number;
      /** Who holds slots of the pool: "bert#12 train". */
      readonly holders: readonly string[];
      /** Who waits for them before this one. */
      readonly before: readonly string[];
    }
  /** The files that its cached result depends on are being read; bytes. */
  | { readonly is: "hash"; readonly done: number; readonly total: number }
  | { readonly is: "hold"; readonly cause: string };

export type StageStatus =
  | { readonly is: "pending" }
  | { readonly is: "queued"; readonly for: QueuedFor }
  | { readonly is: "running" }
  | { readonly is: "retrying"; readonly due: Instant; readonly cause: string }
  | {
      readonly is: "waiting";
      readonly since: Instant;
      readonly due: Instant | null;
      readonly message: string;
    }
  | {
      readonly is: "succeeded";
      readonly endedAt: number;
      /** Who approved it, from which run it was taken over, what a built-in came to; null where its attempt says it all. */
      readonly reason: string | null;
    }
  | { readonly is: "cached"; readonly endedAt: number; readonly reason: string }
  | { readonly is: "rejected"; readonly endedAt: number; readonly reason: string }
  | { readonly is: "skipped"; readonly endedAt: number; readonly reason: string }
  | { readonly is: "upstream_failed"; readonly endedAt: number; readonly reason: string }
  | {
      readonly is: "failed";
      readonly endedAt: number;
      readonly reason: string;
      /** What this end means for the run, where a built-in says other than the plan. */
      readonly onFail?: OnFail;
    }
  | { readonly is: "timed_out"; readonly endedAt: number; readonly reason: string }
  | { readonly is: "crashed"; readonly endedAt: number; readonly reason: string }
  | {
      readonly is: "cancelled";
      readonly endedAt: number;
      readonly reason: string;
      /** By its run's cancel or time limit, which never satisfies a need. */
      readonly byRun: boolean;
      readonly byPerson: boolean;
    };

export interface Stage {
  readonly status: StageStatus;
  /** Every attempt of every round, oldest first. */
  readonly attempts: readonly Attempt[];
  readonly outputs: Outputs | null;
  /** Needs that have not ended. */
  readonly unended: number;
  /** Needs that are not satisfied. */
  readonly unsatisfied: number;
  /** Whether a need has ended unsatisfied. */
  readonly blocked: boolean;
  /** Whether an ancestor ended badly. */
  readonly badAbove: boolean;
  /** What its files came to before it ran in this round, where it has a cache and nothing was found there. */
  readonly hashed: Hashed | null;
}

/** `base` stands for all that is no file: command, environment, parameters. `key` is of base and files together. */
export interface Hashed {
  readonly base: string;
  readonly key: string;
  /** A short hash of each thing that the key is made of, by its name for people: "parameter epochs", "prepare.py". */
  readonly parts: Readonly<Record<string, string>>;
}

const ENDED: Readonly<Record<StageStatus["is"], boolean>> = {
  pending: false,
  queued: false,
  running: false,
  retrying: false,
  waiting: false,
  succeeded: true,
  cached: true,
  skipped: true,
  upstream_failed: true,
  failed: true,
  timed_out: true,
  crashed: true,
  rejected: true,
  cancelled: true,
};

export function hasEnded(status: StageStatus): boolean {
  return ENDED[status.is];
}

/** Semantics 1.1: `upstream_failed` only follows, so it is not in this list. */
export function endedBadly(status: StageStatus): boolean {
  return (
    status.is === "failed" ||
    status.is === "timed_out" ||
    status.is === "crashed" ||
    status.is === "rejected" ||
    status.is === "cancelled"
  );
}

/** What a bad end means for the run (semantics 1.4): as planned, unless the end itself says. */
export function ruleOf(status: StageStatus, planned: OnFail): OnFail {
  return status.is === "failed" ? (status.onFail ?? planned) : planned;
}

/** Semantics 1.1: whether a stage in this state lets those that need it go on. */
export function satisfies(status: StageStatus, onFail: OnFail): boolean {
  if (status.is === "succeeded" || status.is === "cached" || status.is === "skipped") return true;
  if (!endedBadly(status) || ruleOf(status, onFail) === "fail") return false;
  return !(status.is === "cancelled" && status.byRun);
}

/** The attempt that is going on, if there is one. */
export function liveAttempt(stage: Stage): Attempt | null {
  const last = stage.attempts.at(-1);
  return last !== undefined && isLive(last) ? last : null;
}

/** The number of the next attempt: a fenced one has given its number back (semantics 2.9). */
export function nextNumber(stage: Stage): number {
  let highest = 0;
  for (const attempt of stage.attempts) {
    if (!isFenced(attempt)) highest = Math.max(highest, attempt.number);
  }
  return highest + 1;
}

/** Attempts that used a try in this round. */
export function triesOf(stage: Stage, round: number): number {
  return stage.attempts.filter((attempt) => attempt.round === round && !isFenced(attempt)).length;
}

/** How many attempts of this round in a row, up to the last, never started. */
export function fencedInARow(stage: Stage, round: number): number {
  const lastOther = stage.attempts.findLastIndex(
    (attempt) => attempt.round !== round || !isFenced(attempt),
  );
  return stage.attempts.length - 1 - lastOther;
}

/** The last number that this round can reach: DAGTOP_MAX_ATTEMPTS. */
export function maxAttempts(stage: Stage, plan: StagePlan, round: number): number {
  const before = nextNumber(stage) - 1 - triesOf(stage, round);
  return before + 1 + budgetFor("crashed", plan);
}

/** Whether another attempt follows one that ended like this (semantics 2.1). */
export function mayRetry(
  end: AttemptEnd,
  exitCode: number | null,
  plan: StagePlan,
  tries: number,
): boolean {
  if (end === "crashed" && plan.onCrash !== "retry") return false;
  if (end === "failed" && exitCode !== null && !coversExit(plan.retry, exitCode)) return false;
  if (end !== "failed" && end !== "timed_out" && end !== "crashed") return false;
  return tries - 1 < budgetFor(end, plan);
}

// `on_crash: retry` is worth one retry even where `retry` is 0.
function budgetFor(end: AttemptEnd, plan: StagePlan): number {
  const extra = end === "crashed" && plan.onCrash === "retry" ? 1 : 0;
  return Math.max(plan.retry.times, extra);
}

function coversExit(retry: RetryPlan, code: number): boolean {
  if (retry.notOnExit.includes(code)) return false;
  return retry.onExit.length === 0 || retry.onExit.includes(code);
}

/** Proved never to have started. */
export function isFenced(attempt: Attempt): boolean {
  return attempt.status.is === "ended" && attempt.status.as === "fenced";
}
