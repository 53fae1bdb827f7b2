// Gathers what can be found of an attempt that has no end yet (semantics 6): records on the disk, processes in /proc.
// The verdict on it is recover.ts's.

import { existsSync } from "node:fs";
import type { Found } from "../recover.ts";
import { BOOT, type Process, isAlive } from "./proc.ts";
import { readClaim } from "./records.ts";
import { type Tracked, isHere, learnClaim, learnRecord, shimIsAlive } from "./tracked.ts";
import { childAsSampled } from "./watch.ts";

/** @param members - of the attempt, from one pass over /proc; none where pids mean other processes */
export function found(one: Tracked, members: readonly Process[], pidNamespace: string): Found {
  const sameBoot = one.started.boot === BOOT;
  const sameNamespace = one.pidNamespace === pidNamespace;
  const claim = learnClaim(one) === null ? readClaim(one.folder).is : "whole";
  const canLook = isHere(one, pidNamespace);
  const child = canLook ? commandOf(one, members) : null;
  return {
    sameBoot,
    sameNamespace,
    // A claim that a host made says the same as none: no shim can start this attempt.
    claim: claim === "whole" || claim === "void" ? claim : "none",
    exit: learnRecord(one),
    outputFileExists: existsSync(`${one.folder}/output`),
    shimAlive: canLook && shimIsAlive(one),
    childAlive: child !== null,
    othersAlive: canLook && members.length > 0,
  };
}

// The command was the shim's child. Where no host had seen it before the shim died, the oldest process of the session
// is taken for it: better to wait for too much than to sweep somebody's work.
function commandOf(one: Tracked, members: readonly Process[]): Tracked["child"] {
  one.child ??= childAsSampled(one.folder);
  const { child } = one;
  if (child !== null) return isAlive(child.pid, child.startTime) ? child : null;
  const ofSession = members.filter(({ session }) => session === one.session);
  const [oldest] = ofSession.toSorted((a, b) => a.startTime - b.startTime || a.pid - b.pid);
  if (oldest === undefined) return null;
  one.child = { pid: oldest.pid, startTime: oldest.startTime };
  return one.child;
}
