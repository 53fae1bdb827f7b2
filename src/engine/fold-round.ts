// The rounds of a run, folded: what a new pass over its stages forgets and what it keeps.
//
//   queued ──▶ running ──▶ ended ──by hand──▶ queued ──▶ running …
//                 └──by itself──▶ between ──due──▶ running …
//
// Attempts are kept for good, so their numbers go on. What stages counted of their needs is counted anew, in one walk
// over the edges.

import type { RunEvent } from "./event.ts";
import type { RunEnd } from "./outcome-words.ts";
import { type Instant, msUntil } from "./instant.ts";
import { type OwnRun, RUNS_FROM_THE_START, indexOf, stageAt, startedOf } from "./run.ts";
import { put, sequenceOf } from "./sequence.ts";
import { type Stage, endedBadly, hasEnded, satisfies } from "./stage.ts";

type RoundOpened = Extract<RunEvent, { kind: "round.opened" }>;

export function roundOpened(run: OwnRun, event: RoundOpened): boolean {
  if (event.round !== run.round + 1) return false;
  const started = startedOf(run.status);
  if (event.due === null ? run.status.is !== "ended" : started === null) return false;
  if (event.before !== null) roundEnded(run, event.before.as, event.before.endedAt);
  const { round: n, trigger, by, due } = event;
  run.round = n;
  run.rounds = [...run.rounds, { n, trigger, by, startedAt: null, ended: null }];
  run.status =
    due === null || started === null
      ? { is: "queued", reason: null }
      : { is: "between", started, due };
  run.clock = RUNS_FROM_THE_START;
  for (const key of event.stages) {
    const index = indexOf(run, key);
    const stage = stageAt(run, index);
    put(run.stages, index, { ...stage, status: { is: "pending" }, outputs: null, hashed: null });
  }
  run.queue = sequenceOf<number>([]);
  run.queueHead = 0;
  run.live = [];
  run.retrying = [];
  run.waiting = [];
  countAnew(run);
  return true;
}

export function roundStarted(run: OwnRun, round: number, now: Instant): boolean {
  if (run.status.is !== "queued" && run.status.is !== "between") return false;
  run.round = round;
  run.status = { is: "running", started: now };
  run.rounds = withLast(run, { startedAt: now.at });
  return true;
}

export function roundEnded(run: OwnRun, as: RunEnd, endedAt: number): void {
  run.rounds = withLast(run, { ended: { as, endedAt } });
}

function withLast(run: OwnRun, change: Partial<OwnRun["rounds"][number]>): OwnRun["rounds"] {
  const last = run.rounds.at(-1);
  return last === undefined ? [] : [...run.rounds.slice(0, -1), { ...last, ...change }];
}

export function tellClock(run: OwnRun, stands: boolean, now: Instant): boolean {
  const { since, stoodMs } = run.clock;
  if (stands === (since !== null)) return false;
  run.clock = stands
    ? { stoodMs, since: now }
    : { stoodMs: stoodMs + (since === null ? 0 : Math.max(0, msUntil(now, since))), since: null };
  return true;
}

// Stages stand in an order in which needs come first, so one walk knows all that is above a stage.
function countAnew(run: OwnRun): void {
  const { shape } = run;
  const left = { all: 0, normal: 0, notify: 0 };
  run.normalBad = false;
  run.notifyBad = false;
  for (const index of shape.stages.keys()) {
    const stage = stageAt(run, index);
    put(run.stages, index, { ...stage, ...countsOf(run, index) });
    const isOpen = !hasEnded(stage.status);
    const isBad = endedBadly(stage.status);
    const isNormal = shape.belowGuard[index] !== true;
    const isBeforeNotify = shape.belowNotify[index] !== true;
    if (isOpen) left.all += 1;
    if (isOpen && isNormal) left.normal += 1;
    if (isOpen && isBeforeNotify) left.notify += 1;
    run.normalBad ||= isBad && isNormal;
    run.notifyBad ||= isBad && isBeforeNotify;
  }
  run.left = left.all;
  run.normalLeft = left.normal;
  run.notifyLeft = left.notify;
}

type Counts = Pick<Stage, "unended" | "unsatisfied" | "blocked" | "badAbove">;

function countsOf(run: OwnRun, index: number): Counts {
  const counts = { unended: 0, unsatisfied: 0, blocked: false, badAbove: false };
  for (const need of run.shape.needs[index] ?? []) {
    const { status, badAbove } = stageAt(run, need);
    const onFail = run.shape.stages[need]?.onFail ?? "fail";
    const isEnded = hasEnded(status);
    const isSatisfied = isEnded && satisfies(status, onFail);
    if (!isEnded) counts.unended += 1;
    if (!isSatisfied) counts.unsatisfied += 1;
    if (isEnded && !isSatisfied) counts.blocked = true;
    // Told by a need when it ends, so of those that have not, nothing is known yet.
    if (isEnded && (endedBadly(status) || badAbove)) counts.badAbove = true;
  }
  return counts;
}
