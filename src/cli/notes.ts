// What is worth a word on the first line of a finished run: how good its result is.

import type { StageRow } from "../engine/rows.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { MetricSummary } from "../store/metric-table.ts";

/** Names that say how good a model is, the most telling first. */
const TELLING = [
  "f1",
  "accuracy",
  "auc",
  "r2",
  "bleu",
  "rouge",
  "precision",
  "recall",
  "mae",
  "rmse",
  "loss",
];
const MOST = 1;

/** "f1 0.964": an output of a last stage, else the newest metric of that kind; nothing where there is neither. */
export function notesOf(
  plan: Plan,
  stages: readonly StageRow[],
  metrics: readonly MetricSummary[],
): string[] {
  const needed = new Set(plan.stages.flatMap((stage) => stage.needs));
  const given = new Map<string, string>();
  for (const { name, last } of metrics) given.set(name, String(Number(last.toPrecision(4))));
  for (const { key, outputs } of stages) {
    if (needed.has(key)) continue;
    for (const [name, value] of Object.entries(outputs ?? {})) given.set(name, value);
  }
  return TELLING.flatMap((name) => {
    const value = given.get(name);
    return value === undefined ? [] : [`${name} ${value}`];
  }).slice(0, MOST);
}
