// How the processes of an attempt are brought to an end, as a machine that is fed with what a pass over /proc saw and
// says what to send (semantics 3.4 and 3.7). Pure: uptimes come in, signals go out.
//
//   stop:   command ──▶ signal + CONT ──grace──▶ KILL, pass after pass ──two clean──▶ over
//   sweep:               TERM + CONT  ──grace──▶ KILL, pass after pass ──two clean──▶ over
//                             └───────── one clean pass ───────────────────────────▶ over
//
// KILL goes to single pids, never to the group, and to the shim only when it has had a second to write its record. What
// is still there after 30 s of passes is given up by name: a process in state D, or another user's.

import type { Process } from "./proc.ts";

export type Phase =
  /** The stage's own stop command runs. */
  | { readonly is: "command"; readonly untilUp: number }
  /** The signal goes out once there is a command to hear it: a shim alone would only ignore it. */
  | { readonly is: "signal"; readonly untilUp: number }
  | { readonly is: "grace"; readonly untilUp: number }
  | { readonly is: "kill"; readonly firstUp: number };

export interface Closing {
  /** A sweep is of what outlived a command that ended by itself. */
  readonly is: "stop" | "sweep";
  readonly graceMs: number;
  readonly phase: Phase;
  readonly cleanPasses: number;
  /** When the first unclear process was seen of those passes that saw nobody for certain. */
  readonly unclearSinceUp: number | null;
}

export interface Seen {
  readonly members: readonly Process[];
  readonly unclear: number;
  readonly shimAlive: boolean;
  readonly hasClaim: boolean;
  readonly hasRecord: boolean;
  /** Whether the stop command has ended; true where there is none. */
  readonly commandEnded: boolean;
}

export type Order =
  | { readonly is: "wait" }
  /** The stop signal and CONT, to the group while the shim lives and to each other process. */
  | { readonly is: "signal" }
  | { readonly is: "kill"; readonly shimToo: boolean }
  | { readonly is: "over" }
  | { readonly is: "give_up" };

export interface Step {
  readonly closing: Closing;
  readonly order: Order;
}

const SHIM_GRACE_MS = 1000;
const GIVE_UP_MS = 30_000;
const UNCLEAR_MS = 5000;

export function stopping(graceMs: number, hasCommand: boolean, nowUp: number): Closing {
  const phase: Phase = hasCommand
    ? { is: "command", untilUp: nowUp + graceMs }
    : { is: "signal", untilUp: nowUp + graceMs };
  return { is: "stop", graceMs, phase, cleanPasses: 0, unclearSinceUp: null };
}

export function sweeping(graceMs: number): Closing {
  const phase: Phase = { is: "signal", untilUp: 0 };
  return { is: "sweep", graceMs, phase, cleanPasses: 0, unclearSinceUp: null };
}

/** The same, without any grace: a second cancel. */
export function atOnce(closing: Closing, nowUp: number): Closing {
  return closing.phase.is === "kill"
    ? closing
    : { ...closing, is: "stop", phase: { is: "kill", firstUp: nowUp } };
}

/** The next step after a pass. */
export function stepOf(before: Closing, seen: Seen, nowUp: number): Step {
  const nobody = seen.members.length === 0 && !seen.shimAlive;
  const since = before.unclearSinceUp ?? (seen.unclear > 0 ? nowUp : null);
  const unclearSinceUp = nobody ? since : null;
  const isUnclear = seen.unclear > 0 && since !== null && nowUp - since < UNCLEAR_MS;
  const cleanPasses = nobody && !isUnclear ? before.cleanPasses + 1 : 0;
  const closing = { ...before, cleanPasses, unclearSinceUp };
  if (nobody) {
    const enough = closing.is === "sweep" && closing.phase.is !== "kill" ? 1 : 2;
    return { closing, order: cleanPasses >= enough ? { is: "over" } : { is: "wait" } };
  }
  return advance(closing, seen, nowUp);
}

function advance(closing: Closing, seen: Seen, nowUp: number): Step {
  const { phase } = closing;
  switch (phase.is) {
    case "command":
      if (!seen.commandEnded && nowUp < phase.untilUp) return { closing, order: { is: "wait" } };
      return signal(closing, nowUp);
    case "signal": {
      const isBegun = seen.hasClaim && seen.members.length > 0;
      const isBeginning = seen.shimAlive && !seen.hasRecord && !isBegun;
      if (isBeginning && nowUp < phase.untilUp) return { closing, order: { is: "wait" } };
      return signal(closing, nowUp);
    }
    case "grace":
      if (nowUp < phase.untilUp) return { closing, order: { is: "wait" } };
      return kill({ ...closing, phase: { is: "kill", firstUp: nowUp } }, seen, nowUp, nowUp);
    case "kill":
      return kill(closing, seen, phase.firstUp, nowUp);
  }
}

function signal(closing: Closing, nowUp: number): Step {
  const phase: Phase = { is: "grace", untilUp: nowUp + closing.graceMs };
  return { closing: { ...closing, phase }, order: { is: "signal" } };
}

function kill(closing: Closing, seen: Seen, firstUp: number, nowUp: number): Step {
  if (nowUp - firstUp >= GIVE_UP_MS) return { closing, order: { is: "give_up" } };
  const shimToo = seen.shimAlive && !seen.hasRecord && nowUp - firstUp >= SHIM_GRACE_MS;
  return { closing, order: { is: "kill", shimToo } };
}
