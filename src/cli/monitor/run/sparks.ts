// The course of the metrics of one attempt, as few points as a line of a screen has room for.

import type { Masker } from "../../../engine/host/mask.ts";
import type { AttemptId } from "../../../pipeline/ids.ts";
import type { Reader } from "../../../store/reader.ts";
import type { Spark } from "../../../ui/run/view.ts";
import { plainText } from "../../../ui/sanitise.ts";

const MOST_POINTS = 24;
const MOST_SPARKS = 4;
/** What says how a training runs, not how it does, comes last. */
const DULL = /grad_norm|learning_rate|^lr$|runtime|per_second|^step$|^epoch$/u;

export function sparksOf(reader: Reader, attempt: AttemptId, mask: Masker): readonly Spark[] {
  const series = Map.groupBy(reader.metrics.series(attempt, MOST_POINTS), ({ name }) => name);
  const inOrder = [...series].toSorted(([a], [b]) => Number(DULL.test(a)) - Number(DULL.test(b)));
  return inOrder.slice(0, MOST_SPARKS).map(([name, found]) => {
    const points = found.map(({ value }) => value);
    return { name: mask.text(plainText(name)), points, latest: points.at(-1) ?? 0 };
  });
}
