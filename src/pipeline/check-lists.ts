// Warns of conditions that take the outputs of a matrix for one value: what they compare is a list of those of all
// members, so an order is never there and a number never equal.

import type { SourceCondition } from "./condition.ts";
import type { ReadStage } from "./load-stages.ts";
import type { Report } from "./report.ts";

type Comparison = Extract<SourceCondition, { readonly is: "compare" }>;

export function checkLists(report: Report, stages: readonly ReadStage[]): void {
  const matrices = new Set(stages.flatMap(({ key, matrix }) => (matrix === null ? [] : key.text)));
  for (const { definition, uses } of stages) {
    if (definition === null || definition.condition === null) continue;
    for (const { by, left, right } of comparisonsIn(definition.condition)) {
      for (const [side, other] of [
        [left, right],
        [right, left],
      ] as const) {
        if (side.is !== "output" || !matrices.has(side.stage)) continue;
        const isNumber = other.is === "value" && typeof other.value === "number";
        if ((by === "==" || by === "!=") && !isNumber) continue;
        // The texts of a stage are read before its `if`.
        const use = uses.findLast(({ stage, of }) => stage === side.stage && of === "output");
        const message = `stages.${side.stage}.outputs.${side.name} is a list with the outputs of all members, and no number`;
        const hint = `Let a stage choose from the list and give an output of its own, and compare that.`;
        report.warn(use?.at ?? 0, "list-compared", message, hint);
      }
    }
  }
}

function comparisonsIn(condition: SourceCondition): Comparison[] {
  switch (condition.is) {
    case "not":
      return comparisonsIn(condition.of);
    case "and":
    case "or":
      return [...comparisonsIn(condition.left), ...comparisonsIn(condition.right)];
    case "compare":
      return [condition];
    case "value":
    case "param":
    case "matrix":
    case "output":
    case "state":
      return [];
  }
}
