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

interface Value {
  readonly stage: string;
  readonly value: string;
}

/**
 * "evaluate f1 0.964": an output of a last stage that is no built-in, else the newest metric of that kind; nothing where there is neither.
 * The only stage of a pipeline needs no name, and one of several members of a matrix does not speak for all.
 */
export function notesOf(
  plan: Plan,
  stages: readonly StageRow[],
  metrics: readonly MetricSummary[],
): string[] {
  const work = plan.stages.filter(({ uses }) => uses === null);
  const needed = new Set<string>(work.flatMap((stage) => stage.needs));
  for (const { key, uses } of plan.stages) if (uses !== null) needed.add(key);
  const given = new Map<string, Value>();
  for (const { stage, name, last } of metrics)
    given.set(name, { stage, value: String(Number(last.toPrecision(4))) });
  for (const { key, outputs } of stages) {
    if (needed.has(key)) continue;
    for (const [name, value] of Object.entries(outputs ?? {}))
      given.set(name, { stage: key, value });
  }
  const members = new Set(membersOfMany(plan));
  return TELLING.flatMap((name) => {
    const found = given.get(name);
    if (found === undefined || members.has(found.stage)) return [];
    const whose = work.length > 1 ? `${found.stage} ` : "";
    return [`${whose}${name} ${found.value}`];
  }).slice(0, MOST);
}

/** Keys of the members of each matrix that has more than one. */
function membersOfMany({ stages }: Plan): string[] {
  const groups = Map.groupBy(stages, ({ matrix }) => matrix?.group ?? null);
  return [...groups].flatMap(([group, members]) =>
    group === null || members.length === 1 ? [] : members.map(({ key }) => key),
  );
}
