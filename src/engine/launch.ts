// Who may start now: queued runs by `max_active_runs` (semantics 2.8), then ready stages by the host's and the run's
// limits. Oldest first in both; what can't start is queued with the reason that people read.

import type { RunId } from "../pipeline/ids.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import { type Run, isActive, runName, stageAt } from "./run.ts";
import { at } from "./sequence.ts";
import { type QueuedFor, hasEnded, nextNumber } from "./stage.ts";

/** The active runs of one pipeline in one folder, by which the queued ones wait. */
interface Place {
  readonly first: Run;
  active: number;
  /** One waits already: nobody overtakes it. */
  isFull: boolean;
}

/** Lets queued runs begin where a place is free, and tells the others whom they wait for. */
export function admit(draft: Draft): void {
  const queued: Run[] = [];
  for (const run of draft.runs.values()) if (run.status.is === "queued") queued.push(run);
  if (queued.length === 0) return;
  const places = new Map<string, Place>();
  for (const run of draft.runs.values()) if (isActive(run)) occupy(places, run);
  for (const run of queued) {
    const place = places.get(placeOf(run));
    if (place === undefined || (!place.isFull && place.active < run.plan.maxActiveRuns)) {
      begin(draft, run.id);
      occupy(places, run);
    } else {
      place.isFull = true;
      wait(draft, run, `waits for ${runName(place.first)}, which is still running`);
    }
  }
}

function occupy(places: Map<string, Place>, run: Run): void {
  const place = places.get(placeOf(run));
  if (place === undefined) places.set(placeOf(run), { first: run, active: 1, isFull: false });
  else place.active += 1;
}

function wait(draft: Draft, run: Run, reason: string): void {
  const isNews = run.status.is === "queued" && run.status.reason !== reason;
  if (isNews) emit(draft, { kind: "run.waiting", run: run.id, reason });
}

function placeOf(run: Run): string {
  return `${run.pipeline}\0${run.folder}`;
}

// A stage of a queued run may have been cancelled, so the first to be looked at need not be without needs.
function begin(draft: Draft, id: RunId): void {
  const { round, stages } = runOf(draft, id);
  emit(draft, { kind: "run.started", run: id, round, now: draft.context.now });
  let index = 0;
  for (const chunk of stages.chunks) {
    for (const stage of chunk.items) {
      if (stage.unended === 0 || stage.blocked) draft.worklist.push({ run: id, index });
      index += 1;
    }
  }
}

/** Starts what there is room for; queues the rest of what became ready in this turn. */
export function launch(draft: Draft): void {
  let room = draft.hold === null ? draft.context.maxRunning - liveAttempts(draft) : 0;
  for (const id of draft.runs.keys()) {
    while (room > 0) {
      const index = nextToStart(draft, id);
      if (index === null) break;
      start(draft, id, index);
      room -= 1;
    }
    queueRest(draft, id);
    tellOfHold(draft, id);
  }
  draft.fresh.clear();
}

function liveAttempts(draft: Draft): number {
  let live = 0;
  for (const run of draft.runs.values()) live += run.live.length;
  return live;
}

function nextToStart(draft: Draft, id: RunId): number | null {
  const run = runOf(draft, id);
  if (!isActive(run) || run.live.length >= (run.plan.maxParallel ?? Infinity)) return null;
  if (run.queueHead < run.queue.length) return at(run.queue, run.queueHead);
  const fresh = draft.fresh.get(id) ?? [];
  for (let index = fresh.shift(); index !== undefined; index = fresh.shift()) {
    const { status } = stageAt(run, index);
    if (!hasEnded(status) && status.is !== "queued" && !run.live.includes(index)) return index;
  }
  return null;
}

function start(draft: Draft, id: RunId, index: number): void {
  const run = runOf(draft, id);
  const plan = run.shape.stages[index];
  if (plan === undefined) return;
  const attempt = draft.context.mint();
  const { now, pidNamespace } = draft.context;
  const number = nextNumber(stageAt(run, index));
  const stage = plan.key;
  const { round } = run;
  emit(
    draft,
    {
      kind: "attempt.starting",
      run: id,
      stage,
      attempt,
      number,
      round,
      now,
      pidNamespace,
    },
    index,
  );
  draft.effects.push({ kind: "start", key: `start:${attempt}`, run: id, stage, attempt });
}

function queueRest(draft: Draft, id: RunId): void {
  for (const index of draft.fresh.get(id) ?? []) {
    const run = runOf(draft, id);
    const plan = run.shape.stages[index];
    const { status } = stageAt(run, index);
    if (plan === undefined || hasEnded(status) || run.live.includes(index)) continue;
    emit(
      draft,
      { kind: "stage.queued", run: id, stage: plan.key, for: reasonFor(draft, run) },
      index,
    );
  }
}

// Why the queue waits is told once, not at each turn; but a hold that came or went makes the old reason untrue.
function tellOfHold(draft: Draft, id: RunId): void {
  const { queue, queueHead } = runOf(draft, id);
  if (
    queueHead === queue.length ||
    isForHold(runOf(draft, id), at(queue, queueHead)) === (draft.hold !== null)
  )
    return;
  for (let place = queueHead; place < queue.length; place += 1) {
    const run = runOf(draft, id);
    const index = at(queue, place);
    const plan = run.shape.stages[index];
    if (plan === undefined || stageAt(run, index).status.is !== "queued") continue;
    emit(
      draft,
      { kind: "stage.queued", run: id, stage: plan.key, for: reasonFor(draft, run) },
      index,
    );
  }
}

function isForHold(run: Run, index: number): boolean {
  const { status } = stageAt(run, index);
  return status.is === "queued" && status.for.is === "hold";
}

function reasonFor(draft: Draft, run: Run): QueuedFor {
  if (draft.hold !== null) return { is: "hold", cause: draft.hold };
  const limit = run.plan.maxParallel;
  if (limit !== null && run.live.length >= limit) return { is: "run", limit };
  return { is: "host", limit: draft.context.maxRunning };
}
