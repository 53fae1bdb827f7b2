// Cancels and time limits (semantics 3.1 to 3.3): what of a run ends at once, what is stopped, and what `always`
// stages may still do.

import type { RunId, StageKey } from "../pipeline/ids.ts";
import { type Stop, stopOfLimit } from "./attempt.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import { NOTHING, endAttempt } from "./ending.ts";
import type { RunStop } from "./event.ts";
import { type Instant, isDue, plus } from "./instant.ts";
import type { CancelInput } from "./input.ts";
import { roundFollows } from "./rounds.ts";
import { type Run, limitOf, runName, stageAt } from "./run.ts";
import { hasEnded, liveAttempt } from "./stage.ts";

/** What `always` stages have together, once nothing else of a stopped run is left. */
const ALWAYS_LIMIT_MS = 5 * 60_000;

const TOO_LATE = "not done 5 minutes after the run was stopped";

export function cancel(draft: Draft, input: CancelInput): void {
  const run = draft.runs.get(input.run);
  const refuse = (text: string): void => {
    draft.results.push({ command: input.command, ok: false, text });
  };
  if (run === undefined || isOver(run)) return refuse("that run has ended");
  if (input.stage === null) {
    const text = cancelRun(draft, run, input.by);
    draft.results.push({ command: input.command, ok: true, run: run.id, text });
    return;
  }
  const members = membersNamed(run, input.stage);
  if (members.length === 0) return refuse(`${runName(run)} has no stage ${input.stage}`);
  const open = members.filter((index) => !hasEnded(stageAt(run, index).status));
  if (open.length === 0) return refuse(`${input.stage} of ${runName(run)} has ended`);
  const texts = open.map((index) => cancelStage(draft, runOf(draft, run.id), index, input.by));
  const text = [...new Set(texts)].join(", ");
  draft.results.push({ command: input.command, ok: true, run: run.id, text });
}

/** A stage by its key, or the members of a matrix by that which it has in the file. */
function membersNamed({ shape }: Run, name: StageKey): readonly number[] {
  const index = shape.index.get(name);
  return index === undefined ? (shape.groups.get(name)?.members ?? []) : [index];
}

/** A run whose last stage ended earlier in this turn has ended too, though nobody has said so yet. */
function isOver(run: Run): boolean {
  const mayBegin = run.status.is === "queued" || run.status.is === "between" || roundFollows(run);
  return run.left === 0 && !mayBegin;
}

function cancelRun(draft: Draft, run: Run, by: string): string {
  const isSecond = run.status.is === "stopping" && run.status.byPerson;
  stopRun(draft, run.id, isSecond ? { is: "kill", by } : { is: "cancel", by });
  return isSecond ? "killing what is left" : "cancelling";
}

/** Stops a run: by a person, at once the second time, or because its time is up. */
export function stopRun(draft: Draft, id: RunId, why: RunStop): void {
  const before = runOf(draft, id);
  const isKill = why.is === "kill";
  const sparesAlways = !isKill && before.status.is !== "queued";
  const stop = stopOfRun(draft, before, why);
  emit(draft, { kind: "run.stopping", run: id, why });
  const { shape } = before;
  shape.stages.forEach((plan, index) => {
    if (sparesAlways && shape.belowAlways[index] === true) return;
    endUnlessLive(draft, id, index, plan.key, reasonOf(why), why.is !== "timeout");
  });
  for (const index of runOf(draft, id).live) {
    if (sparesAlways && shape.belowAlways[index] === true) continue;
    stopAttempt(draft, id, index, stop, isKill);
  }
  // Guards may have waited for a round that now does not come.
  if (before.normalLeft === 0)
    for (const index of shape.waitForNormal) draft.worklist.push({ run: id, index });
}

function stopOfRun(draft: Draft, run: Run, why: RunStop): Stop {
  const { now, hostSince } = draft.context;
  if (why.is !== "timeout") return { why: { is: "run_cancel", by: why.by }, asked: now };
  return { why: { is: "run_timeout" }, asked: stopOfLimit(limitOf(run) ?? now, hostSince, now) };
}

function endUnlessLive(
  draft: Draft,
  id: RunId,
  index: number,
  key: StageKey,
  reason: string,
  byPerson: boolean,
): void {
  const stage = stageAt(runOf(draft, id), index);
  if (hasEnded(stage.status) || liveAttempt(stage) !== null) return;
  const endedAt = draft.context.now.at;
  emit(
    draft,
    {
      kind: "stage.ended",
      run: id,
      stage: key,
      end: { is: "cancelled", endedAt, reason, byRun: true, byPerson },
    },
    index,
  );
}

function reasonOf(why: RunStop): string {
  return why.is === "timeout" ? "run timed out" : `run cancelled by ${why.by}`;
}

function cancelStage(draft: Draft, run: Run, index: number, by: string): string {
  const { now } = draft.context;
  const stage = run.shape.stages[index]?.key;
  if (stage === undefined) return "";
  const live = liveAttempt(stageAt(run, index));
  if (live === null) {
    const end = {
      is: "cancelled",
      endedAt: now.at,
      reason: `cancelled by ${by}`,
      byRun: false,
      byPerson: true,
    } as const;
    emit(draft, { kind: "stage.ended", run: run.id, stage, end });
    return "cancelled";
  }
  const isSecond = live.status.is === "stopping" && live.status.byPerson;
  stopAttempt(draft, run.id, index, { why: { is: "cancel", by }, asked: now }, isSecond);
  return isSecond ? "killing it" : "stopping";
}

/** Stops the other members of a matrix of which one has ended badly; true when there was something to stop. */
export function failFast(draft: Draft): boolean {
  const failed = draft.failedFast;
  draft.failedFast = [];
  for (const { run: id, index } of failed) {
    const run = runOf(draft, id);
    const plan = run.shape.stages[index];
    const group = plan?.matrix?.group;
    if (plan === undefined || group === undefined || run.status.is === "stopping") continue;
    const cause = `${plan.key} ended badly (fail_fast)`;
    for (const member of run.shape.groups.get(group)?.members ?? []) {
      stopMember(draft, id, member, cause);
    }
  }
  return failed.length > 0;
}

function stopMember(draft: Draft, id: RunId, index: number, cause: string): void {
  const run = runOf(draft, id);
  const plan = run.shape.stages[index];
  const stage = stageAt(run, index);
  if (plan === undefined || hasEnded(stage.status)) return;
  const { now } = draft.context;
  if (liveAttempt(stage) !== null) {
    return stopAttempt(draft, id, index, { why: { is: "fail_fast", cause }, asked: now }, false);
  }
  const end = {
    is: "cancelled",
    endedAt: now.at,
    reason: cause,
    byRun: false,
    byPerson: false,
  } as const;
  emit(draft, { kind: "stage.ended", run: id, stage: plan.key, end }, index);
}

/** Stops an attempt whose time limit ran out at `due`. */
export function stopLate(draft: Draft, id: RunId, index: number, due: Instant): void {
  const { now, hostSince } = draft.context;
  const asked = stopOfLimit(due, hostSince, now);
  stopAttempt(draft, id, index, { why: { is: "timeout" }, asked }, false);
}

/** Asks for a live attempt to be stopped; a repeated cause is no news, but a kill always goes out. */
export function stopAttempt(
  draft: Draft,
  id: RunId,
  index: number,
  stop: Stop,
  kill: boolean,
): void {
  const run = runOf(draft, id);
  const plan = run.shape.stages[index];
  const attempt = liveAttempt(stageAt(run, index));
  if (plan === undefined || attempt === null) return;
  const { why } = stop;
  const by = why.is === "cancel" || why.is === "run_cancel" ? why.by : null;
  const isStopping = attempt.status.is === "stopping";
  if (isStopping && !kill && by === null) return;
  const of = { run: id, stage: plan.key, attempt: attempt.id };
  emit(draft, { kind: "attempt.stopping", ...of, stop, byPerson: by !== null });
  if (isStopping && !kill) return;
  // Nothing can be signalled in another pid namespace: whoever insists gives it up (semantics 6).
  if (kill && by !== null && attempt.pidNamespace !== draft.context.pidNamespace) {
    return giveUp(draft, id, index, by);
  }
  draft.effects.push({ kind: "stop", key: `${kill ? "kill" : "stop"}:${attempt.id}`, ...of, kill });
}

function giveUp(draft: Draft, id: RunId, index: number, by: string): void {
  const run = runOf(draft, id);
  const attempt = liveAttempt(stageAt(run, index));
  if (attempt === null) return;
  const ending = { as: "crashed", exitCode: null, cause: `given up by ${by}` } as const;
  endAttempt(draft, run, index, attempt, ending, NOTHING, draft.context.now.at);
}

/** Gives `always` stages their last five minutes, and ends them when these are over. */
export function limitAlways(draft: Draft, id: RunId): void {
  const run = runOf(draft, id);
  if (run.status.is !== "stopping" || roundFollows(run)) return;
  const { alwaysDue, why } = run.status;
  if (alwaysDue === null) {
    const isOnlyAlways = run.live.every((index) => run.shape.belowAlways[index] === true);
    const due = plus(draft.context.now, ALWAYS_LIMIT_MS);
    if (isOnlyAlways && run.left > 0 && why.is !== "kill")
      emit(draft, { kind: "run.always_limit", run: id, due });
    return;
  }
  const due = alwaysLimitOf(run);
  if (due === null || !isDue(due, draft.context.now)) return;
  run.shape.stages.forEach((plan, index) => {
    endUnlessLive(draft, id, index, plan.key, TOO_LATE, false);
  });
  const stop = { why: { is: "always_limit" }, asked: draft.context.now } as const;
  for (const index of runOf(draft, id).live) stopAttempt(draft, id, index, stop, false);
}

/** When the five minutes of `always` stages are over; null when none of them is left that was not stopped. */
export function alwaysLimitOf(run: Run): Instant | null {
  const { status } = run;
  if (status.is !== "stopping" || status.alwaysDue === null) return null;
  const isStopped = (index: number): boolean =>
    liveAttempt(stageAt(run, index))?.status.is === "stopping";
  return run.left === run.live.length && run.live.every(isStopped) ? null : status.alwaysDue;
}
