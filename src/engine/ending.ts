// An attempt has ended, and what follows for its stage: an end, or another try (semantics 2.1, 2.9, 3.2).

import type { Attempt, Ending } from "./attempt.ts";
import { waitAfter } from "./backoff.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import type { StageEnd } from "./event.ts";
import type { Remains, Said } from "./input.ts";
import { plus } from "./instant.ts";
import { makeReady } from "./readiness.ts";
import { type Run, runName, stageAt } from "./run.ts";
import { type Outputs, fencedInARow, mayRetry, triesOf } from "./stage.ts";

/** After so many attempts in a row that never started, starting again is hopeless. */
const FENCED_LIMIT = 5;

export const NOTHING: Remains = {
  claim: null,
  outputs: null,
  cpuMs: null,
  peakRssBytes: null,
  leftovers: [],
  said: null,
};

/** @param endedAt - epoch milliseconds, of the exit record where there is one */
export function endAttempt(
  draft: Draft,
  run: Run,
  index: number,
  attempt: Attempt,
  ending: Ending,
  remains: Remains,
  endedAt: number,
): void {
  const plan = run.shape.stages[index];
  if (plan === undefined) return;
  const of = { run: run.id, stage: plan.key, attempt: attempt.id };
  const { as, exitCode, cause } = ending;
  const { claim, outputs, cpuMs, peakRssBytes, leftovers } = remains;
  // A short attempt may end before anybody saw it run: its claim is told first, so that the log reads in order.
  if (attempt.status.is === "starting" && claim !== null)
    emit(draft, { kind: "attempt.running", ...of, claim });
  emit(
    draft,
    {
      kind: "attempt.ended",
      run: run.id,
      stage: plan.key,
      attempt: attempt.id,
      as,
      endedAt,
      exitCode,
      cause,
      claim,
      cpuMs,
      peakRssBytes,
      outputs,
      leftovers,
    },
    index,
  );
  // What this turn was about to stop is gone already.
  if (draft.effects.length > 0) {
    draft.effects = draft.effects.filter(
      (one) => !("attempt" in one && one.attempt === attempt.id),
    );
  }
  if (as === "succeeded") keep(draft, runOf(draft, run.id), index, attempt, outputs, endedAt);
  follow(draft, runOf(draft, run.id), index, attempt, ending, remains.said, endedAt);
}

/** What a stage with a cache gave is kept, if its files turn out to be what they were. */
function keep(
  draft: Draft,
  run: Run,
  index: number,
  attempt: Attempt,
  outputs: Outputs | null,
  endedAt: number,
): void {
  const plan = run.shape.stages[index];
  const { hashed } = stageAt(run, index);
  if (plan === undefined || plan.cache === null || hashed === null) return;
  draft.effects.push({
    kind: "keep",
    key: `keep:${attempt.id}`,
    run: run.id,
    stage: plan.key,
    attempt: attempt.id,
    pipeline: run.pipeline,
    runName: runName(run),
    cache: plan.cache,
    endedAt,
    folder: run.plan.folder,
    hashed,
    outputs,
  });
}

/** @param attempt - as it was before its end, so that it still says who asked it to stop */
function follow(
  draft: Draft,
  run: Run,
  index: number,
  attempt: Attempt,
  ending: Ending,
  said: Said | null,
  endedAt: number,
): void {
  const plan = run.shape.stages[index];
  if (plan === undefined) return;
  const end = (end: StageEnd): void =>
    emit(draft, { kind: "stage.ended", run: run.id, stage: plan.key, end }, index);
  if (ending.as === "succeeded") return end(goodEnd(said, endedAt));
  const cancelled = cancelledBy(attempt, ending, endedAt);
  if (cancelled !== null) return end(cancelled);
  if (ending.as === "fenced") {
    if (fencedInARow(stageAt(run, index), run.round) < FENCED_LIMIT)
      return makeReady(draft, run.id, index);
    return end({
      is: "failed",
      endedAt,
      reason: `could not start: ${FENCED_LIMIT} times in a row`,
    });
  }
  if (ending.as === "cancelled") return;
  const cause = ending.cause ?? "";
  if (ending.as === "failed" && said !== null) return end(finalEnd(said, cause, endedAt));
  const tries = triesOf(stageAt(run, index), run.round);
  if (run.status.is === "stopping" || !mayRetry(ending.as, ending.exitCode, plan, tries)) {
    return end({ is: ending.as, endedAt, reason: cause });
  }
  const wait = waitAfter(tries, plan.retry, `${run.id}/${plan.key}/${attempt.number}`);
  const due = plus(draft.context.now, wait);
  emit(draft, { kind: "stage.retrying", run: run.id, stage: plan.key, due, cause });
}

function goodEnd(said: Said | null, endedAt: number): StageEnd {
  return { is: "succeeded", endedAt, reason: said === null ? null : said.text };
}

/** A built-in has said that it failed for good: it is not tried again. */
function finalEnd({ onFail }: Said, reason: string, endedAt: number): StageEnd {
  const end = { is: "failed", endedAt, reason } as const;
  return onFail === null ? end : { ...end, onFail };
}

/** The end of a stage whose attempt a person or its run had stopped, whatever became of that attempt. */
function cancelledBy(attempt: Attempt, ending: Ending, endedAt: number): StageEnd | null {
  const stopping = attempt.status.is === "stopping" ? attempt.status : null;
  if (stopping?.byPerson !== true && ending.as !== "cancelled") return null;
  const cause = ending.cause ?? "cancelled";
  const reason = ending.as === "cancelled" ? cause : `${cause}; then cancelled`;
  const byPerson = stopping?.byPerson ?? false;
  return { is: "cancelled", endedAt, reason, byRun: stopping?.byRun ?? false, byPerson };
}
