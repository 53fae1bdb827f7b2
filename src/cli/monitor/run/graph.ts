// The graph of a plan as the Run screen draws it.

import type { Plan, StagePlan } from "../../../pipeline/plan.ts";
import type { StageRow } from "../../../engine/rows.ts";
import { briefName } from "../../../ui/member-name.ts";
import type { GraphStage } from "../../../ui/run/view.ts";
import { plainText } from "../../../ui/sanitise.ts";

export function graphOf({ stages }: Plan): readonly GraphStage[] {
  return stages.map((stage) => ({
    key: stage.key,
    name: briefName(stage.key, stage.matrix),
    group: stage.matrix?.group ?? null,
    groupName: stage.matrix === null ? null : plainText(stage.matrix.group),
    needs: stage.needs,
    dashed: isConditional(stage),
    tries: stage.command.is === "approval" ? 1 : stage.retry.times + 1,
  }));
}

function isConditional(stage: StagePlan): boolean {
  return stage.if !== "success" || stage.condition !== null;
}

/** Of a run whose plan is gone: its stages, and nothing is known of what they need. */
export function graphOfRows(rows: readonly StageRow[]): readonly GraphStage[] {
  return rows.map(({ key }) => ({
    key,
    name: plainText(key),
    group: null,
    groupName: null,
    needs: [],
    dashed: false,
    tries: 1,
  }));
}
