// When a run repeats stages, and which (semantics 2.3, 2.4): by itself after a bad end, or because a person asked.

import { type Draft, adopt, emit } from "./draft.ts";
import type { RetryInput } from "./input.ts";
import { plus } from "./instant.ts";
import { type Run, ownRounds, ownRun, runName, stageAt } from "./run.ts";
import { isGuard } from "./shape.ts";
import { type StageStatus, endedBadly, ruleOf } from "./stage.ts";

/**
 * Whether the run opens another round by itself, judged when all but guards and what is below them have ended: something
 * but them is to be repeated. The answer stays the same until that round is open, unless a person cancels the run.
 */
export function roundFollows(run: Run): boolean {
  const { status, plan, shape } = run;
  if (run.normalLeft > 0 || ownRounds(run) >= plan.retryRun.times) return false;
  if (status.is !== "running" && (status.is !== "stopping" || status.byPerson)) return false;
  let endsBadly = false;
  for (const [index, stage] of shape.stages.entries()) {
    if (shape.belowGuard[index] === true) continue;
    const { status: end } = stageAt(run, index);
    if (isFinal(end, stage.onCrash === "retry")) return false;
    endsBadly ||= isUnfinished(end, ruleOf(end, stage.onFail) === "fail");
  }
  return endsBadly;
}

/** An end that nobody but a person may repeat. */
function isFinal(end: StageStatus, retriesCrash: boolean): boolean {
  if (end.is === "crashed") return !retriesCrash;
  return end.is === "rejected" || (end.is === "cancelled" && end.byPerson);
}

/** Opens the next round of each run that has one coming; true when there was one. */
export function openRounds(draft: Draft): boolean {
  let any = false;
  for (const [id, run] of draft.touched) {
    if (run.status.is === "ended" || run.plan.retryRun.times === 0 || !roundFollows(run)) continue;
    const stages = repeated(run, false);
    const { now } = draft.context;
    const as = run.status.is === "stopping" ? "timed_out" : "failed";
    emit(draft, {
      kind: "round.opened",
      run: id,
      round: run.round + 1,
      trigger: "retry_run",
      by: "dagtop",
      stages: stages.map((index) => keyAt(run, index)),
      due: plus(now, run.plan.retryRun.delayMs),
      before: { as, endedAt: now.at },
    });
    // What was ready in the round that is over waits for the next.
    draft.fresh.delete(id);
    any = true;
  }
  return any;
}

export function retry(draft: Draft, input: RetryInput): void {
  const refuse = (text: string): void => {
    draft.results.push({ command: input.command, ok: false, text });
  };
  const going = draft.runs.get(input.run);
  if (going !== undefined) return refuse(`${runName(going)} has not ended`);
  const run = input.ended;
  if (run === null || run.status.is !== "ended") return refuse("there is no such run");
  if (run.status.as === "succeeded") return refuse(`${runName(run)} succeeded`);
  const stages = repeated(run, true);
  if (stages.length === 0) return refuse(`nothing of ${runName(run)} ended badly`);
  adopt(draft, ownRun(run));
  const round = run.round + 1;
  emit(draft, {
    kind: "round.opened",
    run: run.id,
    round,
    trigger: "retry",
    by: input.by,
    stages: stages.map((index) => keyAt(run, index)),
    due: null,
    before: null,
  });
  draft.results.push({ command: input.command, ok: true, run: run.id, text: `round ${round}` });
}

/**
 * The stages of the next round, in their order; empty where nothing is to be repeated. By hand also what ended badly with
 * `warn` is repeated, and guards start over. All that is below a repeated stage is.
 */
export function repeated(run: Run, byHand: boolean): number[] {
  const { shape } = run;
  const isRepeated: boolean[] = [];
  let any = false;
  for (const [index, plan] of shape.stages.entries()) {
    const { status } = stageAt(run, index);
    const rule = ruleOf(status, plan.onFail);
    const isBad = isUnfinished(status, rule === "fail" || (byHand && rule === "warn"));
    const isOfGuard = shape.belowGuard[index] === true;
    const startsOver = byHand ? isGuard(plan) : isOfGuard;
    any ||= isBad && (byHand || !isOfGuard);
    const isBelow = (shape.needs[index] ?? []).some((need) => isRepeated[need] === true);
    isRepeated.push(isBad || startsOver || isBelow);
  }
  if (!any) return [];
  return [...isRepeated.keys()].filter((index) => isRepeated[index] === true);
}

function isUnfinished(status: StageStatus, counts: boolean): boolean {
  if (status.is === "upstream_failed") return true;
  if (status.is === "cancelled" && status.byRun) return true;
  return endedBadly(status) && counts;
}

function keyAt(run: Run, index: number) {
  const plan = run.shape.stages[index];
  if (plan === undefined) throw new RangeError(`${runName(run)} has no stage ${index}`);
  return plan.key;
}
