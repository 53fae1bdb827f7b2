// The only place where an event changes state. Total: an event that no longer applies leaves the run as it is, so a
// late or repeated one does no harm. It decides nothing and knows no clock; decide.ts does the first.
//
// `apply` writes to a run that its caller owns: a turn of the loop copies a run once, however much happens to it.

import type { StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { RunCreated, RunEvent, RunStop, StageEnd } from "./event.ts";
import { attemptChanged, attemptStarting, moveHead, without } from "./fold-attempt.ts";
import { roundEnded, roundOpened, roundStarted, tellClock } from "./fold-round.ts";
import { type OwnRun, type Run, indexOf, newRun, ownRun, stageAt, startedOf } from "./run.ts";
import { push, put } from "./sequence.ts";
import { type StageStatus, endedBadly, hasEnded, satisfies } from "./stage.ts";

export type LaterEvent = Exclude<RunEvent, RunCreated>;
type EventOf<K extends LaterEvent["kind"]> = Extract<LaterEvent, { kind: K }>;

/** Folds a whole history of one run. */
export function foldAll(events: readonly RunEvent[], plan: Plan): Run | null {
  let run: OwnRun | null = null;
  for (const event of events) {
    if (event.kind === "run.created") run ??= newRun(event, plan);
    else if (run !== null) apply(run, event);
  }
  return run;
}

/** The run after `event`, or the same object when the event no longer applies. */
export function fold(run: Run, event: LaterEvent): Run {
  const own = ownRun(run);
  return apply(own, event) ? own : run;
}

/**
 * Writes the event into a run of the caller's own; false when it no longer applies and nothing was written.
 *
 * @param index - the place of the event's stage, if the caller knows it: a look-up less
 */
export function apply(run: OwnRun, event: LaterEvent, index?: number): boolean {
  return "stage" in event
    ? applyToStage(run, event, index ?? indexOf(run, event.stage))
    : applyToRun(run, event);
}

type StageEvent = Extract<LaterEvent, { readonly stage: StageKey }>;

function applyToRun(run: OwnRun, event: Exclude<LaterEvent, StageEvent>): boolean {
  switch (event.kind) {
    case "run.waiting":
    case "run.started":
      return stillQueued(run, event);
    case "run.stopping":
      return stopping(run, event.why);
    case "round.opened":
      return roundOpened(run, event);
    case "run.clock":
      return tellClock(run, event.stands, event.now);
    case "run.always_limit":
      if (run.status.is !== "stopping") return false;
      run.status = { ...run.status, alwaysDue: event.due };
      return true;
    case "run.ended":
      return ended(run, event);
  }
}

function applyToStage(run: OwnRun, event: StageEvent, index: number): boolean {
  switch (event.kind) {
    case "stage.queued":
      return queued(run, event, index);
    case "stage.retrying":
      return retrying(run, event, index);
    case "stage.ended":
      return stageEnded(run, index, event.end);
    case "stage.taken_over":
      return takenOver(run, event, index);
    case "stage.hashed":
      return hashed(run, event, index);
    case "stage.waiting":
      return waiting(run, event, index);
    case "attempt.starting":
      return attemptStarting(run, event, index);
    case "attempt.running":
    case "attempt.stopping":
    case "attempt.ended":
      return attemptChanged(run, event, index);
  }
}

function stillQueued(run: OwnRun, event: EventOf<"run.waiting" | "run.started">): boolean {
  if (event.kind === "run.started") return roundStarted(run, event.round, event.now);
  if (run.status.is !== "queued") return false;
  run.status = { is: "queued", reason: event.reason };
  return true;
}

function stopping(run: OwnRun, why: RunStop): boolean {
  const { status } = run;
  const byPerson = why.is !== "timeout";
  switch (status.is) {
    case "queued":
      run.status = { is: "stopping", started: null, why, byPerson, alwaysDue: null };
      return true;
    case "running":
    case "between":
      run.status = { is: "stopping", started: status.started, why, byPerson, alwaysDue: null };
      return true;
    case "stopping":
      if (!byPerson) return false;
      run.status = { ...status, why, byPerson };
      return true;
    case "ended":
      return false;
  }
}

function ended(run: OwnRun, event: EventOf<"run.ended">): boolean {
  const { status } = run;
  if (status.is === "ended") return false;
  const startedAt = startedOf(status)?.at ?? null;
  const { as, reason, endedAt } = event;
  run.status = { is: "ended", as, reason, endedAt, startedAt };
  roundEnded(run, as, endedAt);
  return true;
}

function queued(run: OwnRun, event: EventOf<"stage.queued">, index: number): boolean {
  const { status } = stageAt(run, index);
  if (hasEnded(status) || run.live.includes(index)) return false;
  // Whose files are still being read is not in the queue yet.
  const wasInLine = status.is === "queued" && status.for.is !== "hash";
  if (!wasInLine && event.for.is !== "hash") push(run.queue, index);
  setStatus(run, index, { is: "queued", for: event.for });
  run.retrying = without(run.retrying, index);
  return true;
}

function retrying(run: OwnRun, event: EventOf<"stage.retrying">, index: number): boolean {
  if (stageAt(run, index).status.is !== "running" || run.live.includes(index)) return false;
  setStatus(run, index, { is: "retrying", due: event.due, cause: event.cause });
  run.retrying = [...run.retrying, index];
  return true;
}

function takenOver(run: OwnRun, event: EventOf<"stage.taken_over">, index: number): boolean {
  if (!stageEnded(run, index, event.end)) return false;
  put(run.stages, index, { ...stageAt(run, index), outputs: event.outputs });
  return true;
}

function hashed(run: OwnRun, event: EventOf<"stage.hashed">, index: number): boolean {
  const stage = stageAt(run, index);
  if (hasEnded(stage.status)) return false;
  const { base, key, parts } = event;
  put(run.stages, index, { ...stage, hashed: { base, key, parts } });
  return true;
}

function waiting(run: OwnRun, event: EventOf<"stage.waiting">, index: number): boolean {
  const { status } = stageAt(run, index);
  if (hasEnded(status) || status.is === "waiting") return false;
  const { since, due, message } = event;
  setStatus(run, index, { is: "waiting", since, due, message });
  run.waiting = [...run.waiting, index];
  return true;
}

function stageEnded(run: OwnRun, index: number, end: StageEnd): boolean {
  const before = stageAt(run, index);
  const plan = run.shape.stages[index];
  if (plan === undefined || hasEnded(before.status)) return false;
  const isBad = endedBadly(end);
  setStatus(run, index, end);
  run.retrying = without(run.retrying, index);
  run.waiting = without(run.waiting, index);
  run.left -= 1;
  if (run.shape.belowGuard[index] !== true) {
    run.normalLeft -= 1;
    run.normalBad ||= isBad;
  }
  if (run.shape.belowNotify[index] !== true) {
    run.notifyLeft -= 1;
    run.notifyBad ||= isBad;
  }
  tellChildren(run, index, satisfies(end, plan.onFail), isBad || before.badAbove);
  moveHead(run);
  return true;
}

function tellChildren(run: OwnRun, index: number, isSatisfied: boolean, badAbove: boolean): void {
  for (const child of run.shape.children[index] ?? []) {
    const stage = stageAt(run, child);
    put(run.stages, child, {
      ...stage,
      unended: stage.unended - 1,
      unsatisfied: stage.unsatisfied - (isSatisfied ? 1 : 0),
      blocked: stage.blocked || !isSatisfied,
      badAbove: stage.badAbove || badAbove,
    });
  }
}

function setStatus(run: OwnRun, index: number, status: StageStatus): void {
  put(run.stages, index, { ...stageAt(run, index), status });
}
