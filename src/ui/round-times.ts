// When the rounds of a run began, as far as its attempts and two looks at it tell. Rounds follow each other: all that
// belongs to one is before all that belongs to the next.

import type { RunView } from "./project.ts";
import { runIsOver } from "./theme.ts";

export interface RoundBegun {
  readonly round: number;
  readonly at: number;
}

export interface Look {
  readonly now: number;
  /** When the run ended before its round by hand; null where it is followed from its start. */
  readonly since: number | null;
}

/** The rounds after the first that have begun between two looks, oldest first. */
export function roundsBegun(before: RunView | null, run: RunView, look: Look): RoundBegun[] {
  const starts = firstStarts(run);
  const to = begunIn(run, starts);
  const known = look.since === null ? 1 : run.round - 1;
  const from = before === null ? known : begunIn(before, firstStarts(before));
  return Array.from({ length: Math.max(0, to - from) }, (_, place) => from + 1 + place).flatMap(
    (round) => {
      const at = starts.get(round) ?? (round === run.round ? look.now : null);
      return round === 1 || at === null ? [] : [{ round, at }];
    },
  );
}

/** The round in which something happened that no attempt tells. */
export function roundAt(run: RunView, at: number): number {
  const begun = [...firstStarts(run)].filter(([, start]) => start <= at);
  return Math.max(1, ...begun.map(([round]) => round));
}

/** The last round that has begun. One that a cancel forestalled never has. */
function begunIn({ round, state, dueAt }: RunView, starts: ReadonlyMap<number, number>): number {
  if (dueAt !== null || state === "queued") return round - 1;
  const isForestalled = (runIsOver(state) || state === "cancelling") && !starts.has(round);
  return isForestalled && round > 1 ? round - 1 : round;
}

function firstStarts({ stages }: RunView): Map<number, number> {
  const starts = new Map<number, number>();
  for (const { attempts } of stages) {
    for (const { round, startedAt } of attempts) {
      starts.set(round, Math.min(startedAt, starts.get(round) ?? startedAt));
    }
  }
  return starts;
}
