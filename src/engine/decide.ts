// What happens next: commands and facts in, events and effects out. Pure: the same state, inputs and context give
// the same turn, and the state that came in is left as it was.
//
//   inputs, each settled ─▶ timers ─▶ settle ─▶ admit queued runs ─▶ settle ─▶ launch ─▶ end runs ─┐
//                                                   ▲──── an ended run lets the next one begin ◀───┘

import type { RunId } from "../pipeline/ids.ts";
import {
  type CommandResult,
  type Draft,
  type EngineState,
  adopt,
  draftOf,
  emit,
  runOf,
} from "./draft.ts";
import type { Effect } from "./effect.ts";
import type { Event } from "./event.ts";
import type { Context, Input, TriggerInput } from "./input.ts";
import { type Instant, isBefore, isDue, msUntil } from "./instant.ts";
import { admit, launch } from "./launch.ts";
import { outcomeOf } from "./outcome.ts";
import { makeReady, settle } from "./readiness.ts";
import { report, timeoutOf } from "./reports.ts";
import { type OwnRun, type Run, limitOf, newRun, runName, stageAt } from "./run.ts";
import { liveAttempt } from "./stage.ts";
import { alwaysLimitOf, cancel, limitAlways, stopLate, stopRun } from "./stopping.ts";

export interface Turn {
  readonly state: EngineState;
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
  readonly results: readonly CommandResult[];
  /** Every run that an event of this turn is about, as it is now; ended ones are no longer in `state`. */
  readonly touched: ReadonlyMap<RunId, Run>;
}

export function decide(state: EngineState, inputs: readonly Input[], context: Context): Turn {
  const draft = draftOf(state, context);
  for (const input of inputs) {
    take(draft, input);
    settle(draft);
  }
  for (const id of draft.runs.keys()) timers(draft, id);
  settle(draft);
  do {
    admit(draft);
    settle(draft);
    launch(draft);
  } while (endRuns(draft));
  return turnOf(draft);
}

/** Milliseconds until something is due by itself, or null when nothing is. */
export function msUntilDue(state: EngineState, now: Instant): number | null {
  let soonest = Infinity;
  for (const run of state.runs.values()) {
    for (const due of duesOf(run)) soonest = Math.min(soonest, msUntil(due, now));
  }
  return soonest === Infinity ? null : Math.max(0, soonest);
}

function take(draft: Draft, input: Input): void {
  switch (input.kind) {
    case "trigger":
      return trigger(draft, input);
    case "cancel":
      return cancel(draft, input);
    case "hold":
      if (draft.hold !== input.cause)
        draft.events.push({ kind: "host.holding", cause: input.cause });
      draft.hold = input.cause;
      return;
    case "release":
      if (draft.hold !== null) draft.events.push({ kind: "host.released" });
      draft.hold = null;
      return;
    case "claimed":
    case "exited":
    case "lost":
    case "fenced":
    case "refused":
      return report(draft, input);
  }
}

function trigger(draft: Draft, input: TriggerInput): void {
  const { plan, command } = input;
  const known = draft.runs.get(input.run);
  const number = (draft.numbers.get(plan.pipeline) ?? 0) + 1;
  const created = {
    kind: "run.created",
    run: input.run,
    pipeline: plan.pipeline,
    folder: plan.folder,
    number,
    trigger: input.trigger,
    by: input.by,
    plan: input.planHash,
    now: draft.context.now,
  } as const;
  // Who asks twice for the same run gets it once; a plan that is none must not stop the host for ever.
  const run = known ?? planned(() => newRun(created, plan));
  if (typeof run === "string") {
    draft.results.push({ command, ok: false, text: `that plan can't be run: ${run}` });
    return;
  }
  if (known === undefined) {
    draft.numbers = new Map(draft.numbers).set(plan.pipeline, number);
    adopt(draft, run as OwnRun);
    draft.events.push(created);
  }
  draft.results.push({ command, ok: true, run: run.id, text: runName(run) });
}

/** The run, or why its plan is none. */
function planned(make: () => OwnRun): OwnRun | string {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function timers(draft: Draft, id: RunId): void {
  const before = runOf(draft, id);
  const { now } = draft.context;
  const limit = limitOf(before);
  const isOver = limit !== null && isDue(limit, now);
  for (const index of before.live) {
    const due = dueOfLive(before, index);
    // What runs out first names the end: the run's limit may have come before this one.
    if (due === null || !isDue(due, now) || (isOver && isBefore(limit, due))) continue;
    stopLate(draft, id, index, due);
  }
  if (isOver && runOf(draft, id).left > 0) stopRun(draft, id, { is: "timeout" });
  for (const index of before.retrying) {
    const { status } = stageAt(runOf(draft, id), index);
    if (status.is === "retrying" && isDue(status.due, now)) makeReady(draft, id, index);
  }
  limitAlways(draft, id);
}

function duesOf(run: Run): Instant[] {
  const dues: Instant[] = [];
  const limit = limitOf(run) ?? alwaysLimitOf(run);
  if (limit !== null) dues.push(limit);
  for (const index of run.retrying) {
    const stage = stageAt(run, index).status;
    if (stage.is === "retrying") dues.push(stage.due);
  }
  for (const index of run.live) {
    const due = dueOfLive(run, index);
    if (due !== null) dues.push(due);
  }
  return dues;
}

/** When the time limit of a live attempt runs out; null when it is being stopped already. */
function dueOfLive(run: Run, index: number): Instant | null {
  const attempt = liveAttempt(stageAt(run, index));
  return attempt === null || attempt.status.is === "stopping"
    ? null
    : timeoutOf(run, index, attempt);
}

/** Ends every run in which nothing is left to do; true when one ended, since another may begin now. */
function endRuns(draft: Draft): boolean {
  let any = false;
  for (const [id, run] of draft.touched) {
    limitAlways(draft, id);
    if (run.status.is === "ended" || run.status.is === "queued" || run.left > 0) continue;
    const { as, reason } = outcomeOf(run);
    emit(draft, { kind: "run.ended", run: id, as, reason, endedAt: draft.context.now.at });
    any = true;
  }
  return any;
}

function turnOf(draft: Draft): Turn {
  const { runs, numbers, hold, events, effects, results, touched } = draft;
  for (const [id, run] of touched) if (run.status.is === "ended") runs.delete(id);
  return { state: { runs, numbers, hold }, events, effects, results, touched };
}
