// Which ready stages start now, by the limits of the host, of their run and matrix, and by slots. What can't start is
// queued with the reason that people read.
//
// Oldest first where nothing says otherwise; that way costs nothing for stages that only wait. Where a run has slots,
// priorities or a matrix with a limit, all that waits is looked at (contest.ts).

import type { RunId } from "../pipeline/ids.ts";
import { contest } from "./contest.ts";
import { type Draft, runOf } from "./draft.ts";
import { heldFor } from "./pause.ts";
import { tell } from "./queue-reason.ts";
import { type Run, isActive, stageAt } from "./run.ts";
import { at } from "./sequence.ts";
import { type QueuedFor, hasEnded } from "./stage.ts";
import { start } from "./start.ts";

/** Starts what there is room for; queues the rest of what became ready in this turn. */
export function launch(draft: Draft): void {
  if (needsContest(draft)) return contest(draft);
  let room = heldFor(draft) === null ? draft.context.maxRunning - liveAttempts(draft) : 0;
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

function needsContest(draft: Draft): boolean {
  for (const run of draft.runs.values()) if (!run.shape.isPlain) return true;
  return false;
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
    const isInLine = status.is === "queued" && status.for.is !== "hash";
    if (!hasEnded(status) && !isInLine && !run.live.includes(index)) return index;
  }
  return null;
}

function queueRest(draft: Draft, id: RunId): void {
  for (const index of draft.fresh.get(id) ?? []) {
    const run = runOf(draft, id);
    if (!hasEnded(stageAt(run, index).status) && !run.live.includes(index))
      tell(draft, run, index, reasonFor(draft, run));
  }
}

// Why the queue waits is told once, not at each turn; but a hold that came or went makes the old reason untrue.
function tellOfHold(draft: Draft, id: RunId): void {
  const { queue, queueHead } = runOf(draft, id);
  if (
    queueHead === queue.length ||
    isForHold(runOf(draft, id), at(queue, queueHead)) === (heldFor(draft) !== null)
  )
    return;
  for (let place = queueHead; place < queue.length; place += 1) {
    const run = runOf(draft, id);
    const index = at(queue, place);
    if (stageAt(run, index).status.is === "queued") tell(draft, run, index, reasonFor(draft, run));
  }
}

function isForHold(run: Run, index: number): boolean {
  const { status } = stageAt(run, index);
  return status.is === "queued" && status.for.is === "hold";
}

function reasonFor(draft: Draft, run: Run): QueuedFor {
  const cause = heldFor(draft);
  if (cause !== null) return { is: "hold", cause };
  const limit = run.plan.maxParallel;
  if (limit !== null && run.live.length >= limit) return { is: "run", limit };
  return { is: "host", limit: draft.context.maxRunning };
}
