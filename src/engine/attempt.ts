// One try of one stage.
//
//   starting ──claim read──▶ running ──exit──▶ ended
//       └──────stop asked──▶ stopping ──gone──▶ ended
//
// An attempt ends once. How it ended is ranked (semantics 3.2): a record from before the stop, the stop, a record,
// else it is lost. Its command is started at most once: that is the shim's claim, not ours.

import type { AttemptId } from "../pipeline/ids.ts";
import { type Instant, isBefore } from "./instant.ts";

/** What the shim wrote before it started the command. `startTime` is field 22 of /proc/PID/stat, in ticks. */
export interface Claim {
  readonly pid: number;
  readonly startTime: number;
  readonly up: number;
}

/** What the shim wrote when the command had ended. */
export interface ExitRecord {
  /** The raw status of the shell: 0 to 255, 128 + n where a signal ended the command. */
  readonly code: number;
  readonly ended: Instant;
}

export type StopWhy =
  | { readonly is: "cancel"; readonly by: string }
  | { readonly is: "run_cancel"; readonly by: string }
  | { readonly is: "timeout" }
  | { readonly is: "run_timeout" }
  | { readonly is: "always_limit" }
  /** Another member of its matrix ended badly. */
  | { readonly is: "fail_fast"; readonly cause: string }
  | {
      readonly is: "guard";
      readonly guard: "stop_if" | "log_max" | "no_better_in";
      readonly cause: string;
    };

export interface Stop {
  readonly why: StopWhy;
  readonly asked: Instant;
}

export type AttemptEnd = "succeeded" | "failed" | "timed_out" | "cancelled" | "crashed" | "fenced";

export type AttemptStatus =
  | { readonly is: "starting" }
  | { readonly is: "running"; readonly claim: Claim }
  | {
      readonly is: "stopping";
      readonly claim: Claim | null;
      /** The first stop: it names the end. */
      readonly stop: Stop;
      /** Whether a person asked for any of its stops. */
      readonly byPerson: boolean;
      /** Whether the stop that makes its stage `cancelled` was that of the run: such a stage satisfies nothing. */
      readonly byRun: boolean;
    }
  | {
      readonly is: "ended";
      readonly as: AttemptEnd;
      readonly endedAt: number;
      readonly exitCode: number | null;
      readonly cause: string | null;
      readonly claim: Claim | null;
      readonly cpuMs: number | null;
      readonly peakRssBytes: number | null;
    };

export interface Attempt {
  readonly id: AttemptId;
  readonly number: number;
  readonly round: number;
  readonly started: Instant;
  readonly pidNamespace: string;
  readonly status: AttemptStatus;
}

export function isLive(attempt: Attempt): boolean {
  return attempt.status.is !== "ended";
}

export function claimOf(attempt: Attempt): Claim | null {
  return attempt.status.is === "starting" ? null : attempt.status.claim;
}

export interface Ending {
  readonly as: AttemptEnd;
  readonly exitCode: number | null;
  readonly cause: string | null;
}

/**
 * How an attempt ended, by the ranks of semantics 3.2.
 *
 * @param due - when its time limit ran out, or null without one
 * @param hostSince - since when this host has run: a limit that ran out before that stopped nobody
 */
export function endingOf(
  status: AttemptStatus,
  record: ExitRecord | null,
  due: Instant | null,
  hostSince: Instant,
): Ending {
  const stop = status.is === "stopping" ? status.stop : null;
  if (record === null) {
    return stop === null
      ? { as: "crashed", exitCode: null, cause: "exit code unknown" }
      : byStop(stop.why, null);
  }
  if (stop !== null && !isBefore(record.ended, stop.asked)) return byStop(stop.why, record);
  if (due === null || isBefore(record.ended, due)) return byCode(record);
  return isBefore(hostSince, due)
    ? byStop({ is: "timeout" }, record)
    : unseen(byCode(record), "its time limit");
}

/** An end by its code, although `limit` had run out before: no host was there to stop it. */
export function unseen(ending: Ending, limit: string): Ending {
  const warning = `ended after ${limit}, while no host ran`;
  return { ...ending, cause: ending.cause === null ? warning : `${ending.cause}; ${warning}` };
}

/** Since when a limit counts as a stop that was asked: from now if no host ran when it fell due. */
export function stopOfLimit(due: Instant, hostSince: Instant, now: Instant): Instant {
  return isBefore(hostSince, due) ? due : now;
}

function byStop(why: StopWhy, record: ExitRecord | null): Ending {
  const exitCode = record === null ? null : record.code;
  switch (why.is) {
    case "cancel":
    case "run_cancel":
      return { as: "cancelled", exitCode, cause: `cancelled by ${why.by}` };
    case "run_timeout":
      return { as: "cancelled", exitCode, cause: "run timed out" };
    case "fail_fast":
      return { as: "cancelled", exitCode, cause: why.cause };
    case "timeout":
      return { as: "timed_out", exitCode, cause: "time limit reached" };
    case "always_limit":
      return { as: "timed_out", exitCode, cause: "not done 5 minutes after the run was stopped" };
    case "guard":
      return why.guard === "no_better_in" && record?.code === 0
        ? { as: "succeeded", exitCode, cause: "stopped early" }
        : { as: "failed", exitCode, cause: why.cause };
  }
}

function byCode(record: ExitRecord): Ending {
  if (record.code === 0) return { as: "succeeded", exitCode: 0, cause: null };
  return { as: "failed", exitCode: record.code, cause: exitText(record.code) };
}

const SIGNALS: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  10: "SIGUSR1",
  11: "SIGSEGV",
  12: "SIGUSR2",
  13: "SIGPIPE",
  14: "SIGALRM",
  15: "SIGTERM",
};

/** The signal that a shell's status stands for, if it does: 143 is SIGTERM, or a command that said 143. */
export function signalOf(code: number | null): string | null {
  return code === null ? null : (SIGNALS[code - 128] ?? null);
}

/** "exit 75", "exit 143 (SIGTERM?)", "exit 127 (command not found?)". */
export function exitText(code: number): string {
  const signal = signalOf(code);
  if (signal !== null) return `exit ${code} (${signal}?)`;
  if (code === 127) return "exit 127 (command not found?)";
  if (code === 126) return "exit 126 (not executable?)";
  return `exit ${code}`;
}
