// How a stage, or a matrix that is folded, looks in one glance: its mark, its try, how long it took. Of many stages the
// one counts that needs a person most.

import type { StageState } from "../../engine/rows.ts";
import { UNKNOWN, duration, elapsed } from "../format.ts";
import { type Line, part } from "../line.ts";
import type { AttemptView, StageView } from "../project.ts";
import { type Mark, STAGE_MARKS, glyphOf, isBadEnd } from "../theme.ts";

// From what concerns nobody to what does most. Every state must be here: the compiler asks for the one that is missing.
const CONCERN: { readonly [State in StageState]: number } = {
  cached: 0,
  succeeded: 1,
  skipped: 2,
  cancelled: 3,
  upstream_failed: 4,
  pending: 5,
  queued: 6,
  running: 7,
  retrying: 8,
  waiting: 9,
  rejected: 10,
  timed_out: 11,
  crashed: 12,
  failed: 13,
};

/** The first of those that concern most; undefined of none. */
export function foremost(stages: readonly StageView[]): StageView | undefined {
  let found: StageView | undefined;
  for (const stage of stages) {
    if (found === undefined || CONCERN[stage.state] > CONCERN[found.state]) found = stage;
  }
  return found;
}

export function markOf(stages: readonly StageView[]): Mark {
  return STAGE_MARKS[foremost(stages)?.state ?? "pending"];
}

/** Over, and nothing to look at. */
export function isQuiet(stages: readonly StageView[]): boolean {
  return stages.every(({ state, endedAt }) => endedAt !== null && !isBadEnd(state));
}

/** "28m", "1.2s", or that it is not known: it has not begun. */
export function tookText(stages: readonly StageView[], now: number): string {
  const begun = stages.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  if (begun.length === 0) return UNKNOWN;
  const began = Math.min(...begun);
  const isOver = stages.every(({ endedAt }) => endedAt !== null);
  if (!isOver) return elapsed(now - began);
  return duration(Math.max(...stages.map(({ endedAt }) => endedAt ?? began)) - began);
}

/** "2/3", or "1" where there is one only; not known before the first. */
export function triesText({ attempts, maxAttempts }: StageView): string {
  const number = attempts.at(-1)?.number;
  if (number === undefined) return UNKNOWN;
  return maxAttempts > 1 ? `${number}/${maxAttempts}` : String(number);
}

/** The one with this number, or the last one. */
export function attemptOf(stage: StageView, number: number | null): AttemptView | null {
  const asked = stage.attempts.findLast((attempt) => attempt.number === number);
  return asked ?? stage.attempts.at(-1) ?? null;
}

/** "20 ✓  1 ✗  3 ●" */
export function countsLine(stages: readonly StageView[], ascii: boolean): Line {
  const marks = Map.groupBy(stages, ({ state }) => glyphOf(STAGE_MARKS[state], ascii));
  const inOrder = [...marks.values()].toSorted((a, b) => placeOf(a) - placeOf(b));
  return inOrder.flatMap((some, place) => {
    const mark = markOf(some);
    return [
      part(`${place === 0 ? "" : "  "}${some.length} `),
      part(glyphOf(mark, ascii), mark.meaning),
    ];
  });
}

/** What is done, what went wrong, what goes on, what is to come. */
function placeOf(stages: readonly StageView[]): number {
  const concern = Math.min(...stages.map(({ state }) => CONCERN[state]));
  if (concern <= CONCERN.succeeded) return concern;
  if (concern >= CONCERN.rejected) return 2;
  if (concern >= CONCERN.running) return 20 - concern;
  return 100 - concern;
}
