// What the header says of the whole home: how many runs go on, what waits for its turn, and what waits for a person.

import type { Reader } from "../../store/reader.ts";
import type { Counts } from "../../ui/monitor/view.ts";
import { plainText } from "../../ui/sanitise.ts";

const NOTHING: Counts = { running: 0, waiting: 0, pool: null, forYou: 0 };

const OF_POOL = /^waits for (?:a slot|\d+ slots) of (\S+?):/u;

export function countsOf(reader: Reader | null): Counts {
  if (reader === null) return NOTHING;
  const { runs, waits } = reader.snapshot(() => ({
    runs: reader.runs.open(),
    waits: reader.overview.waits(),
  }));
  const queued = runs.filter(({ state }) => state === "queued");
  const stages = waits.filter(({ state }) => state === "queued");
  return {
    running: runs.length - queued.length,
    waiting: queued.length + sum(stages),
    pool: poolOf(stages, queued.length),
    forYou: sum(waits.filter(({ state }) => state === "waiting")),
  };
}

type Waits = ReturnType<Reader["overview"]["waits"]>;

function sum(waits: Waits): number {
  return waits.reduce((all, { count }) => all + count, 0);
}

/** The pool that more wait for than for anything else. */
function poolOf(stages: Waits, queuedRuns: number): string | null {
  const counts = new Map<string | null, number>([[null, queuedRuns]]);
  for (const { reason, count } of stages) {
    const pool = OF_POOL.exec(reason ?? "")?.[1] ?? null;
    counts.set(pool, (counts.get(pool) ?? 0) + count);
  }
  const [first] = [...counts].toSorted(([, a], [, b]) => b - a);
  const pool = first?.[0] ?? null;
  return pool === null ? null : plainText(pool);
}
