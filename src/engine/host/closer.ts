// Stops and sweeps processes of attempts: pass after pass over /proc, one pass for all that are being ended, each driven
// by closing.ts. A pass follows the last one sooner where something has just happened.

import type { Census, Quarry } from "./census.ts";
import { type Closing, atOnce, stepOf, stopping, sweeping } from "./closing.ts";
import { type Process, now } from "./proc.ts";
import { signalAll, signalProcess } from "./signals.ts";
import { described, withoutSpared } from "./spared.ts";
import { runStopCommand } from "./stop-command.ts";
import {
  type Tracked,
  learnClaim,
  learnRecord,
  leaveOf,
  quarryOf,
  shimIsAlive,
  shimOf,
} from "./tracked.ts";

export interface Closer {
  /** Ends the attempt's command: by its stop command and signal, then by KILL. With `kill`, by KILL at once. */
  readonly stop: (one: Tracked, kill: boolean) => void;
  /** Ends what outlived a command. */
  readonly sweep: (one: Tracked) => void;
  /** Goes on with one whose end turned out to be none. */
  readonly add: (one: Tracked) => void;
  /** Makes the next pass come at once. */
  readonly hurry: () => void;
  readonly count: () => number;
  readonly close: () => void;
}

export interface CloserPorts {
  readonly look: (ones: readonly Quarry[]) => Census;
  /** Nothing is left of it, or what is left was given up. */
  readonly over: (one: Tracked) => void;
}

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 200;

export function closerOf(ports: CloserPorts): Closer {
  const closing = new Set<Tracked>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let pause = FIRST_PAUSE_MS;

  function begin(one: Tracked, next: Closing): void {
    one.closing = next;
    closing.add(one);
    hurry();
  }

  function hurry(): void {
    pause = FIRST_PAUSE_MS;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(pass, 0);
  }

  function pass(): void {
    timer = null;
    const these = [...closing];
    for (const one of these) learnClaim(one);
    const { members, unclear } = ports.look(these.map(quarryOf));
    for (const one of these) step(one, members.get(one.attempt) ?? [], unclear);
    if (closing.size === 0) return;
    timer ??= setTimeout(pass, pause);
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
  }

  function step(one: Tracked, all: readonly Process[], unclear: readonly Process[]): void {
    const before = one.closing;
    if (before === null) return;
    // A stop spares nobody; what only outlived its command may be meant to.
    const members = before.is === "sweep" ? withoutSpared(all, leaveOf(one)).rest : all;
    const seen = {
      members,
      unclear: unclear.length,
      shimAlive: shimIsAlive(one),
      hasClaim: one.claim !== null,
      hasRecord: learnRecord(one) !== null,
      commandEnded: one.commandEnded,
    };
    const { closing: after, order } = stepOf(before, seen, now().up);
    one.closing = after;
    switch (order.is) {
      case "wait":
        return;
      case "signal":
        if (before.is === "sweep") name(one, "swept", members);
        return signalAll(shimOf(one), members, before.is === "sweep" ? "TERM" : one.stop.signal);
      case "kill":
        return kill(one, members, order.shimToo);
      case "give_up":
        name(one, "could not be ended", members);
        return end(one);
      case "over":
        if (unclear.length > 0) name(one, "could not be told from it", unclear);
        return end(one);
    }
  }

  function end(one: Tracked): void {
    closing.delete(one);
    ports.over(one);
  }

  return {
    stop: (one, isKill) => {
      if (one.closing?.is === "stop" && !isKill) return;
      const { command, graceMs } = one.stop;
      const isFresh = one.closing === null;
      const next = one.closing ?? stopping(graceMs, command !== null, now().up);
      begin(one, isKill ? atOnce(next, now().up) : { ...next, is: "stop" });
      const spec = isFresh && !isKill && command !== null ? one.spec() : null;
      if (spec === null || command === null) return;
      one.commandEnded = false;
      runStopCommand(spec, command, graceMs, () => {
        one.commandEnded = true;
        if (closing.has(one)) hurry();
      });
    },
    sweep: (one) => {
      if (one.closing === null) begin(one, sweeping(one.stop.graceMs));
    },
    add: (one) => {
      begin(one, stopping(0, false, now().up));
    },
    hurry,
    count: () => closing.size,
    close: () => {
      if (timer !== null) clearTimeout(timer);
      closing.clear();
    },
  };
}

function kill(one: Tracked, members: readonly Process[], shimToo: boolean): void {
  for (const member of members) signalProcess(member, "SIGKILL");
  const shim = shimToo ? shimOf(one) : null;
  if (shim !== null) signalProcess(shim, "SIGKILL");
}

function name(one: Tracked, what: string, members: readonly Process[]): void {
  for (const member of members) one.leftovers.push(`${what}: ${described(member)}`);
}
