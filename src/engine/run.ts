// A run that has not ended, as the host holds it in memory: folded from its events, never stored itself.

import type { PipelineName, RunId, StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { RerunOf, RunCreated, RunStop } from "./event.ts";
import type { RoundTrigger, RunEnd } from "./outcome-words.ts";
import { type Instant, plus } from "./instant.ts";
import type { Trigger } from "./rows.ts";
import { type OwnSequence, type Sequence, at, ownSequence, sequenceOf } from "./sequence.ts";
import { type Shape, shapeOf } from "./shape.ts";
import type { Stage } from "./stage.ts";

export type RunStatus =
  | { readonly is: "queued"; readonly reason: string | null }
  | { readonly is: "running"; readonly started: Instant }
  /** A round is over, and the next begins by itself when it is due. The run goes on, as far as others can see. */
  | { readonly is: "between"; readonly started: Instant; readonly due: Instant }
  | {
      /** A cancel or the run's time limit: what is not `always` ends, what runs is stopped (semantics 3.3). */
      readonly is: "stopping";
      /** Null when it was stopped before it left the queue. */
      readonly started: Instant | null;
      readonly why: RunStop;
      /** Whether a person asked, so that the next cancel is the second. */
      readonly byPerson: boolean;
      /** When `always` stages are stopped too; null until nothing else is left. */
      readonly alwaysDue: Instant | null;
    }
  | {
      readonly is: "ended";
      readonly as: RunEnd;
      readonly reason: string | null;
      readonly endedAt: number;
      readonly startedAt: number | null;
    };

/** One pass over the stages of a run (semantics 2.3). */
export interface Round {
  readonly n: number;
  readonly trigger: Trigger | RoundTrigger;
  readonly by: string;
  readonly startedAt: number | null;
  readonly ended: { readonly as: RunEnd; readonly endedAt: number } | null;
}

/** How long the clock of the run's time limit has stood in this round, and since when it stands. */
export interface Clock {
  readonly stoodMs: number;
  readonly since: Instant | null;
}

export interface Run {
  readonly id: RunId;
  readonly pipeline: PipelineName;
  readonly folder: string;
  readonly number: number;
  readonly trigger: Trigger;
  readonly by: string;
  readonly planHash: string;
  readonly plan: Plan;
  readonly shape: Shape;
  readonly createdAt: number;
  readonly rerun: RerunOf | null;
  readonly round: number;
  readonly rounds: readonly Round[];
  readonly status: RunStatus;
  readonly clock: Clock;
  readonly stages: Sequence<Stage>;
  /** Ready stages in the order in which they became ready; from the head on, for the others have started. */
  readonly queue: Sequence<number>;
  readonly queueHead: number;
  readonly live: readonly number[];
  readonly retrying: readonly number[];
  /** For a person. */
  readonly waiting: readonly number[];
  /** Stages that have not ended: all, those that are no guard nor below one, those not below a notify guard. */
  readonly left: number;
  readonly normalLeft: number;
  readonly notifyLeft: number;
  readonly normalBad: boolean;
  readonly notifyBad: boolean;
}

/** A run that one turn may write to: its own copy, of which the stages are still shared until they change. */
export type OwnRun = { -readonly [Key in Exclude<keyof Run, "stages" | "queue">]: Run[Key] } & {
  readonly stages: OwnSequence<Stage>;
  queue: OwnSequence<number>;
};

export function ownRun(run: Run): OwnRun {
  return { ...run, stages: ownSequence(run.stages), queue: ownSequence(run.queue) };
}

/** "pricecheck#42": how people write a run. */
export function runName(run: { readonly pipeline: string; readonly number: number }): string {
  return `${run.pipeline}#${run.number}`;
}

/** @throws Error when the plan is not one of ours (shape.ts). */
export function newRun(event: RunCreated, plan: Plan): OwnRun {
  const shape = shapeOf(plan);
  const fresh: Stage[] = [];
  const stages = shape.needs.map((needs) => (fresh[needs.length] ??= newStage(needs.length)));
  return {
    id: event.run,
    pipeline: event.pipeline,
    folder: event.folder,
    number: event.number,
    trigger: event.trigger,
    by: event.by,
    planHash: event.plan,
    plan,
    shape,
    createdAt: event.now.at,
    rerun: event.rerun,
    round: 1,
    rounds: [{ n: 1, trigger: event.trigger, by: event.by, startedAt: null, ended: null }],
    status: { is: "queued", reason: null },
    clock: RUNS_FROM_THE_START,
    stages: sequenceOf(stages),
    queue: sequenceOf<number>([]),
    queueHead: 0,
    live: [],
    retrying: [],
    waiting: [],
    left: stages.length,
    normalLeft: shape.normal,
    notifyLeft: shape.beforeNotify,
    normalBad: false,
    notifyBad: false,
  };
}

export const RUNS_FROM_THE_START: Clock = { stoodMs: 0, since: null };

function newStage(needs: number): Stage {
  return {
    status: { is: "pending" },
    attempts: [],
    outputs: null,
    unended: needs,
    unsatisfied: needs,
    blocked: false,
    badAbove: false,
    hashed: null,
  };
}

export function stageAt(run: Run, index: number): Stage {
  return at(run.stages, index);
}

/** @throws Error when the run has no such stage: events and plan do not belong together. */
export function indexOf(run: Run, key: StageKey): number {
  const index = run.shape.index.get(key);
  if (index === undefined) throw new Error(`${runName(run)} has no stage ${key}`);
  return index;
}

/** When the round that goes on left the queue; null before that, and once the run has ended. */
export function startedOf(status: RunStatus): Instant | null {
  return status.is === "queued" || status.is === "ended" ? null : status.started;
}

/** Active in the sense of `max_active_runs`: it has left the queue and not ended. */
export function isActive(run: Run): boolean {
  return run.status.is !== "queued" && run.status.is !== "ended";
}

/** The rounds that the run has opened by itself since the last one that a person opened. */
export function ownRounds(run: Run): number {
  const last = run.rounds.findLastIndex((round) => round.trigger !== "retry_run");
  return run.rounds.length - 1 - last;
}

/** When the run's own time limit runs out (semantics 3.1); null without one, while its clock stands, and once the run is
 * being stopped. */
export function limitOf(run: Run): Instant | null {
  const { status, plan, clock } = run;
  if (status.is !== "running" || plan.timeoutMs === null || clock.since !== null) return null;
  return plus(status.started, plan.timeoutMs + clock.stoodMs);
}
