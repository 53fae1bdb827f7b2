// What was seen of an attempt, weighed against what was asked of it and what had fallen due (semantics 3.2). What
// follows from its end is in ending.ts.

import { type Attempt, type Ending, type ExitRecord, endingOf, unseen } from "./attempt.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import { NOTHING, endAttempt } from "./ending.ts";
import type { ReportInput } from "./input.ts";
import { type Instant, isBefore, plus } from "./instant.ts";
import { type Run, limitOf, stageAt } from "./run.ts";
import { liveAttempt } from "./stage.ts";
import { stopRun } from "./stopping.ts";

type Report<K extends ReportInput["kind"]> = Extract<ReportInput, { kind: K }>;

/** A report of an attempt that has ended already, or of a run that has, changes nothing. */
export function report(draft: Draft, input: ReportInput): void {
  const run = draft.runs.get(input.run);
  const index = run?.shape.index.get(input.stage);
  if (run === undefined || index === undefined) return;
  const attempt = liveAttempt(stageAt(run, index));
  if (attempt === null || attempt.id !== input.attempt) return;
  const now = draft.context.now.at;
  switch (input.kind) {
    case "claimed":
      return claimed(draft, input, attempt);
    case "exited":
      return exited(draft, run, index, input);
    case "lost": {
      const ending = endingOf(attempt.status, null, null, draft.context.hostSince);
      const full = ending.as === "crashed" ? { ...ending, cause: input.cause } : ending;
      return endAttempt(draft, run, index, attempt, full, input.remains, now);
    }
    case "fenced":
      return endAttempt(draft, run, index, attempt, fencedEnding(attempt), NOTHING, now);
    case "refused": {
      const cause = `could not start: ${input.cause}`;
      return endAttempt(
        draft,
        run,
        index,
        attempt,
        { as: "failed", exitCode: null, cause },
        NOTHING,
        now,
      );
    }
  }
}

function claimed(draft: Draft, input: Report<"claimed">, attempt: Attempt): void {
  const { status } = attempt;
  if (status.is === "running" || (status.is === "stopping" && status.claim !== null)) return;
  const { run, stage, claim } = input;
  emit(draft, { kind: "attempt.running", run, stage, attempt: attempt.id, claim });
}

function exited(draft: Draft, before: Run, index: number, input: Report<"exited">): void {
  const { record, remains, warning } = input;
  const limit = limitOf(before);
  const isLate = limit !== null && !isBefore(record.ended, limit);
  if (isLate && limitCameFirst(draft, before, index, limit))
    stopRun(draft, before.id, { is: "timeout" });
  const run = runOf(draft, before.id);
  const attempt = liveAttempt(stageAt(run, index));
  if (attempt === null) return;
  const ending = endingOfExit(draft, run, index, attempt, record);
  const own = ending.as === "failed" ? (remains.said?.text ?? ending.cause) : ending.cause;
  const causes = [own, warning].filter((part) => part !== null);
  const cause = causes.length === 0 ? null : causes.join("; ");
  endAttempt(draft, run, index, attempt, { ...ending, cause }, remains, record.ended.at);
}

/** Whether the run's time limit stopped this attempt before its own did; nobody was stopped while no host ran. */
function limitCameFirst(draft: Draft, run: Run, index: number, limit: Instant): boolean {
  if (!isBefore(draft.context.hostSince, limit)) return false;
  const attempt = liveAttempt(stageAt(run, index));
  const own = attempt === null ? null : timeoutOf(run, index, attempt);
  return own === null || !isBefore(own, limit);
}

function endingOfExit(
  draft: Draft,
  run: Run,
  index: number,
  attempt: Attempt,
  record: ExitRecord,
): Ending {
  const own = timeoutOf(run, index, attempt);
  const ending = endingOf(attempt.status, record, own, draft.context.hostSince);
  const limit = run.shape.belowAlways[index] === true ? null : limitOf(run);
  const isByCode = ending.as === "succeeded" || ending.as === "failed";
  if (limit === null || isBefore(record.ended, limit) || !isByCode) return ending;
  return own !== null && !isBefore(record.ended, own)
    ? ending
    : unseen(ending, "its run's time limit");
}

function fencedEnding(attempt: Attempt): Ending {
  return attempt.status.is === "stopping"
    ? { as: "cancelled", exitCode: null, cause: "stopped before it began" }
    : { as: "fenced", exitCode: null, cause: "never started" };
}

/** When the attempt's time limit runs out; null without one. */
export function timeoutOf(run: Run, index: number, attempt: Attempt): Instant | null {
  const limit = run.shape.stages[index]?.timeoutMs ?? null;
  return limit === null ? null : plus(attempt.started, limit);
}
