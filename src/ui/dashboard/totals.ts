// How many runs came to which end, as counts and as a small bar of glyphs in which each state has its share.

import type { RunState } from "../../engine/rows.ts";
import { type Line, type Part, part } from "../line.ts";
import { RUN_MARKS, glyphOf } from "../theme.ts";
import type { StateTotal } from "./view.ts";

/** What is good first, what goes on last. */
const ORDER: readonly RunState[] = [
  "succeeded",
  "partial",
  "failed",
  "timed_out",
  "cancelled",
  "cancelling",
  "running",
  "queued",
];

function inOrder(totals: readonly StateTotal[]): StateTotal[] {
  return totals
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

/** "✓ 12  ▲ 1  ✗ 1" */
export function totalParts(totals: readonly StateTotal[], ascii: boolean): Line {
  return inOrder(totals).flatMap(({ state, count }, place): Part[] => {
    const mark = RUN_MARKS[state];
    const one = part(`${glyphOf(mark, ascii)} ${count}`, mark.meaning);
    return place === 0 ? [one] : [part("  "), one];
  });
}

/** So many cells, each state at least one. */
export function barParts(totals: readonly StateTotal[], cells: number, ascii: boolean): Line {
  const shown = inOrder(totals).slice(0, cells);
  const all = shown.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return [];
  const free = cells - shown.length;
  const exact = shown.map(({ count }) => (free * count) / all);
  const whole = exact.map(Math.floor);
  const missing = free - whole.reduce((sum, each) => sum + each, 0);
  const byRest = exact
    .map((each, place) => ({ rest: each - Math.floor(each), place }))
    .toSorted((a, b) => b.rest - a.rest || a.place - b.place);
  const rounded = new Set(byRest.slice(0, missing).map(({ place }) => place));
  return shown.map(({ state }, place) => {
    const mark = RUN_MARKS[state];
    const length = 1 + (whole[place] ?? 0) + (rounded.has(place) ? 1 : 0);
    return part(glyphOf(mark, ascii).repeat(length), mark.meaning);
  });
}

/** How many of the runs succeeded that came to an end of their own: a cancelled one says nothing of its pipeline. */
export function rateOf(week: readonly StateTotal[]): { percent: number; of: number } | null {
  const of = week.reduce((sum, { state, count }) => sum + (isCounted(state) ? count : 0), 0);
  if (of === 0) return null;
  const good = week.find(({ state }) => state === "succeeded")?.count ?? 0;
  return { percent: Math.floor((100 * good) / of), of };
}

const COUNTED: ReadonlySet<RunState> = new Set(["succeeded", "partial", "failed", "timed_out"]);

function isCounted(state: RunState): boolean {
  return COUNTED.has(state);
}
