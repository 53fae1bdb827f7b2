// When a stage may start, and what becomes of one that may not (semantics 1.1 to 1.3). Each stage is looked at once
// for every need that ends, never more: linear in edges.

import type { RunId } from "../pipeline/ids.ts";
import type { StagePlan } from "../pipeline/plan.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import { conditionHolds, filler } from "./fill.ts";
import type { StageEnd } from "./event.ts";
import { plus } from "./instant.ts";
import { roundFollows } from "./rounds.ts";
import { type Run, isActive, stageAt } from "./run.ts";
import { isGuard, isNotifyGuard, waitsForNormal } from "./shape.ts";
import { type Stage, endedBadly, hasEnded, satisfies } from "./stage.ts";

type Verdict =
  | { readonly is: "wait" }
  | { readonly is: "start" }
  | { readonly is: "end"; readonly end: StageEnd };

const WAIT: Verdict = { is: "wait" };
const START: Verdict = { is: "start" };

/** Works through the stages that something happened to, until nothing more follows. */
export function settle(draft: Draft): void {
  if (draft.worklist.length === 0) return;
  // The list grows while it is worked through: an end that follows from another has children of its own.
  for (const { run, index } of draft.worklist) judge(draft, run, index);
  draft.worklist = [];
}

function judge(draft: Draft, id: RunId, index: number): void {
  const run = runOf(draft, id);
  const plan = run.shape.stages[index];
  const stage = stageAt(run, index);
  if (plan === undefined || stage.status.is !== "pending") return;
  // Between rounds nothing begins: all is looked at when the next one does.
  if (!isActive(run) || run.status.is === "between") return;
  const verdict = verdictOn(run, index, plan, stage, draft.context.now.at);
  if (verdict.is === "end")
    emit(draft, { kind: "stage.ended", run: id, stage: plan.key, end: verdict.end }, index);
  if (verdict.is === "start") begin(draft, run, index, plan, stage);
}

/** What a stage does first: it waits for a person, has its files read, or runs. */
function begin(draft: Draft, run: Run, index: number, plan: StagePlan, stage: Stage): void {
  const of = { run: run.id, stage: plan.key };
  if (plan.command.is === "approval") return askPerson(draft, run, index, plan);
  if (plan.cache === null || stage.hashed !== null) return makeReady(draft, run.id, index);
  emit(draft, { kind: "stage.queued", ...of, for: { is: "hash", done: 0, total: 0 } }, index);
  const key = `hash:${run.id}/${run.round}/${plan.key}`;
  draft.effects.push({ kind: "hash", key, ...of, round: run.round });
}

// What is asked holds outputs of stages; one that was not given is shown as nothing, not hindered by.
function askPerson(draft: Draft, run: Run, index: number, plan: StagePlan): void {
  if (plan.command.is !== "approval") return;
  const { now } = draft.context;
  const message = filler(run).text(plan.command.message);
  const due = plan.timeoutMs === null ? null : plus(now, plan.timeoutMs);
  const of = { run: run.id, stage: plan.key };
  emit(draft, { kind: "stage.waiting", ...of, since: now, due, message }, index);
}

/** Puts a stage among those that the launcher looks at in this turn; twice is once. */
export function makeReady(draft: Draft, id: RunId, index: number): void {
  const fresh = draft.fresh.get(id);
  if (fresh === undefined) draft.fresh.set(id, [index]);
  else if (fresh.at(-1) !== index) fresh.push(index);
}

function verdictOn(run: Run, index: number, plan: StagePlan, stage: Stage, now: number): Verdict {
  if (run.shape.belowGuard[index] === true && mayRepeat(run)) return WAIT;
  if (isGuard(plan)) return guardVerdict(run, plan, stage, now);
  if (stage.blocked) {
    return {
      is: "end",
      end: { is: "upstream_failed", endedAt: now, reason: blockerOf(run, index) },
    };
  }
  return stage.unsatisfied === 0 ? ifSo(run, plan, now) : WAIT;
}

/** Where the run may open another round, guards and what is below wait until it is plain that this is the last (2.3). */
function mayRepeat(run: Run): boolean {
  return run.plan.retryRun.times > 0 && (run.normalLeft > 0 || roundFollows(run));
}

function ifSo(run: Run, { condition, ifText }: StagePlan, now: number): Verdict {
  if (condition === null || conditionHolds(run, condition)) return START;
  const reason = `its \`if\` does not hold${ifText === null ? "" : `: ${ifText}`}`;
  return { is: "end", end: { is: "skipped", endedAt: now, reason } };
}

function guardVerdict(run: Run, plan: StagePlan, stage: Stage, now: number): Verdict {
  if (stage.unended > 0) return WAIT;
  if (isNotifyGuard(plan) && run.notifyLeft > 0) return WAIT;
  if (waitsForNormal(plan) && run.normalLeft > 0) return WAIT;
  if (plan.if === "always" || badBefore(run, plan, stage)) return ifSo(run, plan, now);
  return { is: "end", end: { is: "skipped", endedAt: now, reason: "nothing before it failed" } };
}

function badBefore(run: Run, plan: StagePlan, stage: Stage): boolean {
  if (isNotifyGuard(plan)) return run.notifyBad || stage.badAbove;
  return waitsForNormal(plan) ? run.normalBad : stage.badAbove;
}

// "train failed": the stage that is to blame, not the one in between that only followed.
function blockerOf(run: Run, index: number): string {
  for (const need of run.shape.needs[index] ?? []) {
    const plan = run.shape.stages[need];
    const { status } = stageAt(run, need);
    if (plan === undefined || !hasEnded(status) || satisfies(status, plan.onFail)) continue;
    if (status.is === "upstream_failed") return status.reason;
    if (endedBadly(status))
      return `${plan.key} ${status.is === "timed_out" ? "timed out" : status.is}`;
  }
  return "a need was not satisfied";
}
