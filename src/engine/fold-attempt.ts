// What the events of an attempt change in its stage and in its run's lists. Part of fold.ts, with the same promises.

import type { Attempt, AttemptStatus, StopWhy } from "./attempt.ts";
import { claimOf, isLive } from "./attempt.ts";
import type { RunEvent } from "./event.ts";
import { type OwnRun, stageAt } from "./run.ts";
import { at, dropOldest, put } from "./sequence.ts";
import { hasEnded } from "./stage.ts";

type EventOf<K extends RunEvent["kind"]> = Extract<RunEvent, { kind: K }>;

export function attemptStarting(
  run: OwnRun,
  event: EventOf<"attempt.starting">,
  index: number,
): boolean {
  const stage = stageAt(run, index);
  if (hasEnded(stage.status) || run.live.includes(index)) return false;
  if (stage.attempts.some((attempt) => attempt.id === event.attempt)) return false;
  const attempt: Attempt = {
    id: event.attempt,
    number: event.number,
    round: event.round,
    started: event.now,
    pidNamespace: event.pidNamespace,
    status: { is: "starting" },
  };
  put(run.stages, index, {
    ...stage,
    status: { is: "running" },
    attempts: [...stage.attempts, attempt],
  });
  run.live = [...run.live, index];
  run.retrying = without(run.retrying, index);
  moveHead(run);
  return true;
}

// The head is the first entry of the queue that still waits.
export function moveHead(run: OwnRun): void {
  while (
    run.queueHead < run.queue.length &&
    stageAt(run, at(run.queue, run.queueHead)).status.is !== "queued"
  ) {
    run.queueHead += 1;
  }
  run.queueHead -= dropOldest(run.queue, run.queueHead);
}

type AttemptEvent = EventOf<"attempt.running" | "attempt.stopping" | "attempt.ended">;

export function attemptChanged(run: OwnRun, event: AttemptEvent, index: number): boolean {
  const stage = stageAt(run, index);
  const last = stage.attempts.at(-1);
  if (last === undefined || last.id !== event.attempt || !isLive(last)) return false;
  const attempts = stage.attempts.with(stage.attempts.length - 1, {
    ...last,
    status: statusAfter(last, event),
  });
  if (event.kind !== "attempt.ended") {
    put(run.stages, index, { ...stage, attempts });
    return true;
  }
  // What a stage gave is what its last attempt gave: nothing is kept of one that failed before.
  const outputs = event.as === "fenced" ? stage.outputs : event.outputs;
  put(run.stages, index, { ...stage, attempts, outputs });
  run.live = without(run.live, index);
  return true;
}

function statusAfter(attempt: Attempt, event: AttemptEvent): AttemptStatus {
  const { status } = attempt;
  switch (event.kind) {
    case "attempt.running":
      return status.is === "stopping"
        ? { ...status, claim: event.claim }
        : { is: "running", claim: event.claim };
    case "attempt.stopping":
      return afterStop(attempt, event);
    case "attempt.ended":
      return {
        is: "ended",
        as: event.as,
        endedAt: event.endedAt,
        exitCode: event.exitCode,
        cause: event.cause,
        claim: event.claim ?? claimOf(attempt),
        cpuMs: event.cpuMs,
        peakRssBytes: event.peakRssBytes,
      };
  }
}

function afterStop(attempt: Attempt, event: EventOf<"attempt.stopping">): AttemptStatus {
  const { status } = attempt;
  const { stop, byPerson } = event;
  const byRun = isOfRun(stop.why);
  if (status.is !== "stopping") {
    return { is: "stopping", claim: claimOf(attempt), stop, byPerson, byRun };
  }
  // A person's first stop makes the stage cancelled, unless the run's time limit had done so.
  const isDecided = status.byPerson || status.byRun;
  return {
    ...status,
    byPerson: status.byPerson || byPerson,
    byRun: isDecided ? status.byRun : byPerson && byRun,
  };
}

function isOfRun(why: StopWhy): boolean {
  return why.is === "run_cancel" || why.is === "run_timeout";
}

export function without(list: readonly number[], index: number): readonly number[] {
  return list.includes(index) ? list.filter((item) => item !== index) : list;
}
