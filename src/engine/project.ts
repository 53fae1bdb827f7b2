// From a run in memory to the rows that readers query. Pure, so that the tables can be computed again from the events
// and compared (invariant I7).

import type { Attempt } from "./attempt.ts";
import { claimOf, signalOf } from "./attempt.ts";
import type { AttemptRow, RoundRow, RunRow, RunState, StageRow, StageState } from "./rows.ts";
import { type Run, stageAt } from "./run.ts";
import {
  type QueuedFor,
  type Stage,
  type StageStatus,
  hasEnded,
  isFenced,
  maxAttempts,
} from "./stage.ts";

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
    startedAt: run.rounds.find(({ startedAt }) => startedAt !== null)?.startedAt ?? null,
    endedAt: ended?.endedAt ?? null,
    dueAt: status.is === "between" ? status.due.at : null,
    rerunOf: run.rerun?.name ?? null,
  };
}

export function roundRows(run: Run): RoundRow[] {
  return run.rounds.map(({ n, trigger, by, startedAt, ended }) => ({
    runId: run.id,
    n,
    trigger,
    by,
    state: ended?.as ?? null,
    startedAt,
    endedAt: ended?.endedAt ?? null,
  }));
}

function runState({ status }: Run): RunState {
  switch (status.is) {
    case "queued":
    case "running":
      return status.is;
    case "between":
      return "running";
    case "stopping":
      return status.byPerson ? "cancelling" : "running";
    case "ended":
      return status.as;
  }
}

function runReason({ status, round }: Run): string | null {
  switch (status.is) {
    case "between":
      return `round ${round}`;
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
  const round = roundOf(run, stage);
  const first = stage.attempts.find((attempt) => attempt.round === round && !isFenced(attempt));
  return {
    runId: run.id,
    key: plan.key,
    position: index,
    state: status.is satisfies StageState,
    reason: status.is === "pending" ? earlierEnd(run, stage) : stageReason(status),
    dueAt: dueAt(status),
    attempt: stage.attempts.at(-1)?.number ?? 0,
    maxAttempts: maxAttempts(stage, plan, round),
    startedAt: first?.started.at ?? null,
    endedAt: hasEnded(status) && "endedAt" in status ? status.endedAt : null,
    outputs: stage.outputs,
  };
}

/** Why a stage that begins anew had to: how its last attempt of an earlier round ended. */
function earlierEnd(run: Run, { attempts }: Stage): string | null {
  const last = attempts.findLast((attempt) => !isFenced(attempt));
  if (last === undefined || last.status.is !== "ended" || last.round === run.round) return null;
  const { as, cause } = last.status;
  if (as === "succeeded") return null;
  return `${as.replace("_", " ")} in round ${last.round}${cause === null ? "" : `: ${cause}`}`;
}

/** In which round it ended as it stands: an earlier one where this round has left it as it was. */
function roundOf(run: Run, { status, attempts }: Stage): number {
  const last = attempts.at(-1);
  if (last === undefined || last.status.is !== "ended" || !hasEnded(status)) return run.round;
  return "endedAt" in status && status.endedAt === last.status.endedAt ? last.round : run.round;
}

function dueAt(status: StageStatus): number | null {
  if (status.is === "retrying") return status.due.at;
  return status.is === "waiting" ? (status.due?.at ?? null) : null;
}

function stageReason(status: StageStatus): string | null {
  if (status.is === "waiting") return status.message;
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
    case "group":
      return `waits for one of ${why.limit} places of ${why.group}`;
    case "slots":
      return slotsText(why);
    case "hash":
      return why.total === 0 ? "reading its files" : `hashing ${sizes(why.done, why.total)}`;
    case "hold":
      return `nothing is started at the moment: ${why.cause}`;
  }
}

function slotsText({ pool, wanted, total, holders, before }: SlotsReason): string {
  if (wanted > total) {
    const has = total === 0 ? "none" : `${total}`;
    return `wants ${wanted} of the pool ${pool}, of which this host has ${has}`;
  }
  const held = holders.length === 0 ? [] : [`held by ${holders.join(", ")}`];
  const ahead = before.length === 0 ? [] : [`before it ${before.join(", ")}`];
  const whom = [...held, ...ahead].join("; ");
  const what = wanted === 1 ? `a slot of ${pool}` : `${wanted} slots of ${pool}`;
  return `waits for ${what}: ${whom}`;
}

type SlotsReason = Extract<QueuedFor, { is: "slots" }>;

const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** "12 of 50 GB" */
function sizes(done: number, total: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, total)) / 3));
  const scaled = (bytes: number): string => String(Math.round(bytes / 1000 ** power));
  return `${scaled(done)} of ${scaled(total)} ${UNITS[power] ?? ""}`;
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
