// From a run in memory to the rows that readers query. Pure, so that the tables can be computed again from the events
// and compared (invariant I7).

import type { Attempt } from "./attempt.ts";
import { claimOf, signalOf } from "./attempt.ts";
import type { AttemptRow, RunRow, RunState, StageRow, StageState } from "./rows.ts";
import { type Run, stageAt, startedOf } from "./run.ts";
import { type QueuedFor, type StageStatus, hasEnded, isFenced, maxAttempts } from "./stage.ts";

export function runRow(run: Run): RunRow {
  const { status } = run;
  const ended = status.is === "ended" ? status : null;
  return {
    id: run.id,
    pipeline: run.pipeline,
    folder: run.folder,
    number: run.number,
    state: runState(run),
    reason: runReason(run),
    trigger: run.trigger,
    by: run.by,
    round: run.round,
    plan: run.planHash,
    createdAt: run.createdAt,
    startedAt: ended === null ? (startedOf(status)?.at ?? null) : ended.startedAt,
    endedAt: ended?.endedAt ?? null,
  };
}

function runState({ status }: Run): RunState {
  switch (status.is) {
    case "queued":
    case "running":
      return status.is;
    case "stopping":
      return status.byPerson ? "cancelling" : "running";
    case "ended":
      return status.as;
  }
}

function runReason({ status }: Run): string | null {
  switch (status.is) {
    case "running":
      return null;
    case "queued":
    case "ended":
      return status.reason;
    case "stopping":
      return status.why.is === "timeout" ? "run timed out" : `cancelled by ${status.why.by}`;
  }
}

/** @throws RangeError when the run has no stage at `index`. */
export function stageRow(run: Run, index: number): StageRow {
  const stage = stageAt(run, index);
  const plan = run.shape.stages[index];
  if (plan === undefined) throw new RangeError(`no stage ${index}`);
  const { status } = stage;
  const first = stage.attempts.find((attempt) => attempt.round === run.round && !isFenced(attempt));
  return {
    runId: run.id,
    key: plan.key,
    position: index,
    state: status.is satisfies StageState,
    reason: stageReason(status),
    dueAt: status.is === "retrying" ? status.due.at : null,
    attempt: stage.attempts.at(-1)?.number ?? 0,
    maxAttempts: maxAttempts(stage, plan, run.round),
    startedAt: first?.started.at ?? null,
    endedAt: hasEnded(status) && "endedAt" in status ? status.endedAt : null,
    outputs: stage.outputs,
  };
}

function stageReason(status: StageStatus): string | null {
  if (status.is === "queued") return queuedText(status.for);
  if (status.is === "retrying") return status.cause;
  return "reason" in status ? status.reason : null;
}

function queuedText(why: QueuedFor): string {
  switch (why.is) {
    case "host":
      return `waits for one of this host's ${why.limit} places`;
    case "run":
      return `waits for one of this run's ${why.limit} places`;
    case "hold":
      return `nothing is started at the moment: ${why.cause}`;
  }
}

export function attemptRow(run: Run, index: number, attempt: Attempt): AttemptRow {
  const plan = run.shape.stages[index];
  if (plan === undefined) throw new RangeError(`no stage ${index}`);
  return {
    id: attempt.id,
    runId: run.id,
    stage: plan.key,
    number: attempt.number,
    round: attempt.round,
    startedAt: attempt.started.at,
    pid: claimOf(attempt)?.pid ?? null,
    ...endOf(attempt),
  };
}

type EndKeys = "state" | "endedAt" | "exitCode" | "signal" | "cause" | "cpuMs" | "peakRssBytes";

function endOf({ status }: Attempt): Pick<AttemptRow, EndKeys> {
  if (status.is !== "ended") {
    const unknown = {
      endedAt: null,
      exitCode: null,
      signal: null,
      cause: null,
      cpuMs: null,
      peakRssBytes: null,
    };
    return { state: status.is, ...unknown };
  }
  const { endedAt, exitCode, cause, cpuMs, peakRssBytes } = status;
  return {
    state: status.as,
    endedAt,
    exitCode,
    signal: signalOf(exitCode),
    cause,
    cpuMs,
    peakRssBytes,
  };
}
