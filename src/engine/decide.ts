// What happens next: commands and facts in, events and effects out. Pure: the same state, inputs and context give
// the same turn, and the state that came in is left as it was.
//
//   inputs, each settled ─▶ timers ─▶ settle ─▶ admit queued runs ─▶ settle ─▶ open rounds ─▶ launch ─▶ end runs ─┐
//                                                 ▲────────── an ended run lets the next one begin ◀───────────────┘

import type { RunId } from "../pipeline/ids.ts";
import { answer, endUnanswered, hashing } from "./answers.ts";
import type { Rerun } from "./command.ts";
import {
  type CommandResult,
  type Draft,
  type EngineState,
  adopt,
  draftOf,
  emit,
  runOf,
} from "./draft.ts";
import { drain, stopAll, takeOver } from "./drain.ts";
import type { Effect } from "./effect.ts";
import type { Event, RerunOf } from "./event.ts";
import type { Context, Input, TriggerInput } from "./input.ts";
import { type Instant, isBefore, isDue, msUntil } from "./instant.ts";
import { launch } from "./launch.ts";
import { outcomeOf } from "./outcome.ts";
import { admit, begin } from "./places.ts";
import { makeReady, settle } from "./readiness.ts";
import { report, timeoutOf } from "./reports.ts";
import { openRounds, retry, roundFollows } from "./rounds.ts";
import { type OwnRun, type Run, limitOf, newRun, runName, stageAt } from "./run.ts";
import { liveAttempt } from "./stage.ts";
import { alwaysLimitOf, cancel, failFast, limitAlways, stopLate, stopRun } from "./stopping.ts";

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
    settleAll(draft);
  }
  for (const id of draft.runs.keys()) timers(draft, id);
  settleAll(draft);
  do {
    admit(draft);
    settleAll(draft);
    openRounds(draft);
    launch(draft);
  } while (endRuns(draft));
  for (const id of draft.touched.keys()) tellClock(draft, id);
  return turnOf(draft);
}

function settleAll(draft: Draft): void {
  do settle(draft);
  while (failFast(draft));
}

/** The clock of a run's time limit stands while nothing but people are waited for (semantics 3.1). */
function tellClock(draft: Draft, id: RunId): void {
  const run = draft.touched.get(id);
  if (run === undefined || run.plan.timeoutMs === null || run.status.is !== "running") return;
  const { waiting, live, retrying, queue, queueHead, clock } = run;
  const busy = live.length + retrying.length + queue.length - queueHead;
  const stands = waiting.length > 0 && busy === 0 && !isHashing(run);
  if (stands === (clock.since !== null)) return;
  emit(draft, { kind: "run.clock", run: id, stands, now: draft.context.now });
}

function isHashing(run: Run): boolean {
  return run.shape.stages.some(
    ({ cache }, index) => cache !== null && stageAt(run, index).status.is === "queued",
  );
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
  if ("attempt" in input) return report(draft, input);
  if ("round" in input && !("command" in input)) return hashing(draft, input);
  switch (input.kind) {
    case "trigger":
      return trigger(draft, input);
    case "cancel":
      return cancel(draft, input);
    case "retry":
      return retry(draft, input);
    case "answer":
      return answer(draft, input);
    case "hold":
      return hold(draft, input.cause);
    case "release":
      return hold(draft, null);
    case "drain":
      return drain(draft, input);
    case "stop_all":
      return stopAll(draft, input);
    case "take_over":
      return takeOver(draft, input);
    case "unknown":
      draft.results.push({ command: input.command, ok: false, text: input.text });
  }
}

/** Nothing is launched for this cause; null ends that. */
function hold(draft: Draft, cause: string | null): void {
  if (draft.hold !== cause)
    draft.events.push(cause === null ? { kind: "host.released" } : { kind: "host.holding", cause });
  draft.hold = cause;
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
    rerun: input.rerun === null ? null : originOf(input.rerun),
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
    for (const { stage, from, end: was, outputs } of input.rerun?.taken ?? []) {
      if (!run.shape.index.has(stage)) continue;
      const end = { ...was, endedAt: draft.context.now.at };
      emit(draft, { kind: "stage.taken_over", run: run.id, stage, from, end, outputs });
    }
  }
  draft.results.push({ command, ok: true, run: run.id, text: runName(run) });
}

function originOf({ run, name, state, fresh }: Rerun): RerunOf {
  return { run, name, state, fresh };
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
  if (before.status.is === "between" && isDue(before.status.due, now)) begin(draft, id);
  endUnanswered(draft, id);
  const limit = limitOf(before);
  const isOver = limit !== null && isDue(limit, now);
  for (const index of before.live) {
    const due = dueOfLive(before, index);
    // What runs out first names the end: the run's limit may have come before this one.
    if (due === null || !isDue(due, now) || (isOver && isBefore(limit, due))) continue;
    stopLate(draft, id, index, due);
  }
  const run = runOf(draft, id);
  if (isOver && run.left > 0 && !roundFollows(run)) stopRun(draft, id, { is: "timeout" });
  retryDue(draft, before);
  limitAlways(draft, id);
}

function retryDue(draft: Draft, { id, retrying }: Run): void {
  for (const index of retrying) {
    const { status } = stageAt(runOf(draft, id), index);
    if (status.is === "retrying" && isDue(status.due, draft.context.now))
      makeReady(draft, id, index);
  }
}

function duesOf(run: Run): Instant[] {
  const dues: Instant[] = [];
  const limit = limitOf(run) ?? alwaysLimitOf(run);
  if (limit !== null) dues.push(limit);
  if (run.status.is === "between") dues.push(run.status.due);
  for (const index of run.waiting) {
    const stage = stageAt(run, index).status;
    if (stage.is === "waiting" && stage.due !== null) dues.push(stage.due);
  }
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
    if (run.status.is === "ended" || run.left > 0) continue;
    // Where nothing is left, all was taken over before the run could begin: it begins first.
    if (run.status.is === "queued" || run.status.is === "between") continue;
    const { as, reason } = outcomeOf(run);
    emit(draft, { kind: "run.ended", run: id, as, reason, endedAt: draft.context.now.at });
    any = true;
  }
  return any;
}

function turnOf(draft: Draft): Turn {
  const { runs, numbers, hold, drains, isCopy, events, effects, results, touched } = draft;
  for (const [id, run] of touched) if (run.status.is === "ended") runs.delete(id);
  const state = { runs, numbers, hold, drains, isCopy };
  return { state, events, effects, results, touched };
}
