// What a run's promotion came to, in numbers: the version that it was about and the champion beside it.

import { championText, number } from "../../engine/gate.ts";
import type { ModelFacts } from "../../engine/message.ts";
import { championVersion } from "../../engine/model.ts";
import type { StageRow } from "../../engine/rows.ts";
import type { StagePlan } from "../../pipeline/plan.ts";
import type { StepHome } from "./step-home.ts";

/** Of the last promotion; null where the run has made or found no version. */
export function modelFacts(
  { reader, run, plan }: StepHome,
  stages: readonly StageRow[],
): ModelFacts | null {
  const rows = new Map(stages.map((row) => [row.key, row]));
  const made = reader.models.ofRun(run.id);
  for (const stage of plan.stages.toReversed()) {
    const name = given(stage, "model");
    if (stage.uses !== "promote" || name === null) continue;
    const number =
      foundBy(rows.get(stage.key)) ?? made.findLast(({ model }) => model === name)?.version;
    const state = reader.models.state(name);
    const one = state.versions.find(({ version }) => version === number);
    if (one === undefined) continue;
    const champion = championVersion(state);
    const metric = given(stage, "metric") ?? "";
    return {
      name,
      metric,
      version: one.version,
      value: one.metrics[metric] ?? null,
      champion: champion?.version ?? null,
      championValue: champion?.metrics[metric] ?? null,
    };
  }
  return null;
}

/** The version that a promotion that went well has given as its output. */
function foundBy(row: StageRow | undefined): number | undefined {
  const version = Number(row?.outputs?.["version"]);
  return version > 0 ? version : undefined;
}

/** A text of `with`; null where it is not there, or waits for another stage. */
function given({ command }: StagePlan, key: string): string | null {
  const value = command.is === "builtin" ? command.with[key] : undefined;
  if (value?.is !== "text") return null;
  const pieces = value.text.map((piece) => (piece.is === "text" ? piece.text : null));
  return pieces.includes(null) ? null : pieces.join("");
}

/** "spam_filter v3 f1 0.981, champion v2 0.964" */
export function modelLine(facts: ModelFacts): string {
  const { name, metric, version, value, champion, championValue } = facts;
  const own = `${name} v${version ?? "?"} ${metric} ${value === null ? "–" : number(value)}`;
  if (champion === null || champion === version) return own;
  const beside = { version: champion, value: championValue, filesAreGone: false };
  return `${own}, ${championText({ metric }, beside)}`;
}
