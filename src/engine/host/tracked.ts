// One live attempt as its host holds it: what was started or found, and what is being done to it. Everything here can
// be found out again by another host from the home and /proc.

import type { AttemptId, RunId, StageKey } from "../../pipeline/ids.ts";
import type { StagePlan, StopPlan } from "../../pipeline/plan.ts";
import type { Claim } from "../attempt.ts";
import type { AttemptSpec } from "../executors/executor.ts";
import type { Remains } from "../input.ts";
import { type Instant, instantAt } from "../instant.ts";
import type { Quarry } from "./census.ts";
import type { Closing } from "./closing.ts";
import { readOutputs } from "./outputs.ts";
import { BOOT, type Process, isAlive, processOf } from "./proc.ts";
import { type ExitFile, readClaim, readExit } from "./records.ts";
import { readSaid } from "./said.ts";
import { type Sampling, samplingFrom } from "./samples.ts";

export interface Tracked {
  readonly run: RunId;
  readonly stage: StageKey;
  readonly attempt: AttemptId;
  readonly folder: string;
  readonly started: Instant;
  readonly pidNamespace: string;
  readonly stop: StopPlan;
  /** Whether it is a step of dagtop's own, which says what it came to. */
  readonly isStep: boolean;
  /** What may go on after exit 0. */
  readonly leave: StagePlan["leaveRunning"];
  /** For the stop command; null when it can't be made any more. */
  readonly spec: () => AttemptSpec | null;
  /** The pid of a shim that is this process's own child, until it has exited. */
  own: number | null;
  /** The pid that names the session. */
  session: number | null;
  claim: Claim | null;
  record: ExitFile | null;
  closing: Closing | null;
  commandEnded: boolean;
  /** The direct child of the shim, once it was seen. */
  child: Pick<Process, "pid" | "startTime"> | null;
  peakRssBytes: number | null;
  metricsOffset: number;
  logBytes: number;
  sampling: Sampling;
  /** What outlived the command, one line each. */
  readonly leftovers: string[];
  /** About a record that was taken in spite of something; shown beside the end. */
  warning: string | null;
  /** Its end was reported: what is still done is only to clear up. */
  reported: boolean;
}

export type NewTracked = Pick<
  Tracked,
  | "run"
  | "stage"
  | "attempt"
  | "folder"
  | "started"
  | "pidNamespace"
  | "stop"
  | "isStep"
  | "leave"
  | "spec"
>;

export function tracked(given: NewTracked, claim: Claim | null, metricsOffset: number): Tracked {
  return {
    ...given,
    own: null,
    session: claim?.pid ?? null,
    claim,
    record: null,
    closing: null,
    commandEnded: true,
    child: null,
    peakRssBytes: null,
    metricsOffset,
    logBytes: 0,
    sampling: samplingFrom(given.started.up),
    leftovers: [],
    warning: null,
    reported: false,
  };
}

/** Who is left alone when its command has ended: nobody by name unless that went well. */
export function leaveOf(one: Tracked): StagePlan["leaveRunning"] {
  return one.record?.code === 0 ? one.leave : [];
}

export function quarryOf(one: Tracked): Quarry {
  return {
    attempt: one.attempt,
    session: one.session,
    shimStart: one.claim?.startTime ?? null,
    sinceUp: one.started.up,
  };
}

/** Whether the pids of its records mean anything here: the same boot, the same pid namespace. */
export function isHere(one: Tracked, pidNamespace: string): boolean {
  return one.started.boot === BOOT && one.pidNamespace === pidNamespace;
}

/** The shim while it lives; its pid can't be another's as long as it is our own child or has the claim's start time. */
export function shimOf(one: Tracked): Process | null {
  const pid = one.own ?? one.claim?.pid;
  if (pid === undefined) return null;
  const process = processOf(pid);
  if (process === null || process.state === "Z") return null;
  return one.own !== null || process.startTime === one.claim?.startTime ? process : null;
}

export function shimIsAlive(one: Tracked): boolean {
  if (one.own !== null) return true;
  return one.claim !== null && isAlive(one.claim.pid, one.claim.startTime);
}

/** Reads the claim if it is not known yet. */
export function learnClaim(one: Tracked): Claim | null {
  if (one.claim !== null) return one.claim;
  const found = readClaim(one.folder);
  if (found.is === "whole") {
    one.claim = found.claim;
    one.session = found.claim.pid;
  }
  return one.claim;
}

/** Reads the exit record if it is not known yet. */
export function learnRecord(one: Tracked): ExitFile | null {
  one.record ??= readExit(one.folder);
  return one.record;
}

export interface FoundRemains {
  readonly remains: Remains;
  /** About its outputs. */
  readonly warning: string | null;
}

export function remainsOf(one: Tracked): FoundRemains {
  const { outputs, warning } = readOutputs(`${one.folder}/output`);
  const remains = {
    claim: learnClaim(one),
    outputs,
    cpuMs: one.record?.cpuMs ?? null,
    peakRssBytes: one.peakRssBytes,
    leftovers: one.leftovers,
    said: one.isStep ? readSaid(one.folder, one.record?.code ?? null) : null,
  };
  return { remains, warning };
}

/**
 * When the record says it ended. Records hold uptimes of the boot in which the attempt began, exact to 10 ms; so that
 * nothing that follows seems to come first, the end is never later than the look at it.
 */
export function endedAt(one: Tracked, record: ExitFile, seen: Instant): Instant {
  const ended = instantAt(Math.max(record.up, one.started.up), one.started);
  return ended.boot === seen.boot && ended.at > seen.at ? { ...ended, at: seen.at } : ended;
}
