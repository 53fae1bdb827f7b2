// The course of each metric of a try, with its latest and its best value.

import type { Masker } from "../../../engine/host/mask.ts";
import type { AttemptRow } from "../../../engine/rows.ts";
import type { Reader } from "../../../store/reader.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { isLowerBetter } from "../../../ui/metric-goal.ts";
import type { MetricView } from "../../../ui/stage/view.ts";

const MOST_POINTS = 200;

/** The lowest and the highest of all points of each metric, not only of those that are shown. */
export type Extremes = ReadonlyMap<string, { readonly lowest: number; readonly highest: number }>;

export function extremesOf(reader: Reader, { runId, stage, number }: AttemptRow): Extremes {
  const own = reader.metrics
    .ofRun(runId)
    .filter((one) => one.stage === stage && one.attempt === number);
  return new Map(own.map(({ name, lowest, highest }) => [name, { lowest, highest }]));
}

export function metricsOf(
  reader: Reader,
  attempt: AttemptRow,
  extremes: Extremes,
  mask: Masker,
): Omit<MetricView, "champion">[] {
  const series = Map.groupBy(reader.metrics.series(attempt.id, MOST_POINTS), ({ name }) => name);
  return [...series].map(([name, found]) => {
    const points = found.map(({ value }) => value);
    const isMax = !isLowerBetter(name);
    const known = extremes.get(name);
    const all = known === undefined ? points : [...points, isMax ? known.highest : known.lowest];
    const value = isMax ? Math.max(...all) : Math.min(...all);
    return {
      name: mask.text(plainText(name)),
      points,
      latest: points.at(-1) ?? 0,
      best: { value, isMax },
    };
  });
}
