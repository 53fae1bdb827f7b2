// Why something waits, with how long that may be: the reason of its row names who holds what it wants, and who looks at
// the whole home knows how long these still take.
//
//   "waits for a slot of gpu: held by bert#41 train"  ──▶  "waits for gpu: held by bert#41 train, about 40m"

import { countdown } from "./format.ts";
import { oneLine } from "./sanitise.ts";
import type { Left } from "./eta.ts";

/** Something that goes on. */
export interface Going {
  /** As a reason names it: "bert#41 train" a stage, "bert#41" a whole run. */
  readonly name: string;
  readonly left: Left;
}

const FOR_SLOTS = /^waits for (?:a slot|(\d+) slots) of (\S+): (.*)$/su;
const HELD = /^held by (.*?)(; before it .*)?$/su;
const FOR_RUN = /^waits for ([^\s,]+#\d+), which /u;

/** The runs that a reason names: "bert#41". */
export function runsIn(reason: string): string[] {
  return [...reason.matchAll(/[^\s,;:]+#\d+/gu)].map(([name]) => name);
}

/** The reason whole: "waits for gpu: held by bert#41 train, about 40m". */
export function waitsText(reason: string, going: readonly Going[]): string {
  const said = oneLine(reason);
  const ms = waitSaid(said, going);
  return behind(withoutSlot(said), ms, "about ");
}

/** The same where there is little room: "waits for gpu: bert#41, ~40m". */
export function waitsShort(reason: string, going: readonly Going[]): string {
  const said = oneLine(reason);
  const ms = waitSaid(said, going);
  return behind(shortened(said), ms, "~");
}

/** As little as there is to say: "waits for gpu, ~40m". */
export function waitsBriefly(reason: string, going: readonly Going[]): string {
  const said = oneLine(reason);
  const ms = waitSaid(said, going);
  const pool = FOR_SLOTS.exec(said)?.[2];
  if (ms === null || pool === undefined) return waitsShort(reason, going);
  return behind(`waits for ${pool}`, ms, "~");
}

const SOON_MS = 1000;

function behind(said: string, ms: number | null, about: string): string {
  if (ms === null) return said;
  return `${said}, ${ms < SOON_MS ? "any moment" : about + countdown(ms)}`;
}

function withoutSlot(said: string): string {
  const [, wanted, pool, whom] = FOR_SLOTS.exec(said) ?? [];
  if (whom === undefined) return said;
  return `waits for ${wanted === undefined ? "" : `${wanted} slots of `}${pool}: ${whom}`;
}

function shortened(said: string): string {
  const run = FOR_RUN.exec(said)?.[1];
  if (run !== undefined) return `waits for ${run}`;
  const [, , pool, whom = ""] = FOR_SLOTS.exec(said) ?? [];
  const [first] = runsIn(whom);
  if (pool === undefined || first === undefined) return said;
  return HELD.test(whom) ? `waits for ${pool}: ${first}` : `waits for ${pool} behind ${first}`;
}

/** How long until it may go on; null where that is not known, or where others stand before it. */
export function waitOf(reason: string, going: readonly Going[]): number | null {
  return waitSaid(oneLine(reason), going);
}

function waitSaid(said: string, going: readonly Going[]): number | null {
  const run = FOR_RUN.exec(said)?.[1];
  if (run !== undefined) return soonest(going.filter(({ name }) => name === run));
  const [, wanted, , whom = ""] = FOR_SLOTS.exec(said) ?? [];
  const [, held, before] = HELD.exec(whom) ?? [];
  if (held === undefined || before !== undefined) return null;
  const holders = going.filter(({ name }) => isNamed(held, oneLine(name)));
  // Who needs more than one slot waits for some of them, and nobody can say for which.
  return wanted === undefined || holders.length === 1 ? soonest(holders) : null;
}

/** The keys of a matrix have commas of their own, so a name is looked for whole. */
function isNamed(held: string, name: string): boolean {
  return `, ${held}, `.includes(`, ${name}, `);
}

function soonest(going: readonly Going[]): number | null {
  const known = going.flatMap(({ left }) => (left.is === "known" ? [left.p50] : []));
  return known.length === 0 ? null : Math.min(...known);
}
