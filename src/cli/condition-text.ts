// Conditions as texts, as a file would have them.

import type { Condition, SourceCondition } from "../pipeline/condition.ts";
import { stageKey } from "../pipeline/ids.ts";
import type { ParamValue } from "../pipeline/plan.ts";

const STRENGTH = { or: 1, and: 2, not: 3, compare: 3 } as const;

/** As it would be written in a file, with no more parentheses than it takes. */
export function sourceText(condition: SourceCondition, around = 0): string {
  switch (condition.is) {
    case "value":
      return valueText(condition.value);
    case "param":
      return `params.${condition.name}`;
    case "matrix":
      return `matrix.${condition.name}`;
    case "output":
      return `stages.${condition.stage}.outputs.${condition.name}`;
    case "state":
      return `stages.${condition.stage}.state`;
    case "not":
      return `!${sourceText(condition.of, STRENGTH.compare + 1)}`;
    case "and":
    case "or":
    case "compare": {
      const own = STRENGTH[condition.is];
      const word = { and: "&&", or: "||", compare: "by" in condition ? condition.by : "" };
      const left = sourceText(condition.left, own + (condition.is === "compare" ? 1 : 0));
      const text = `${left} ${word[condition.is]} ${sourceText(condition.right, own + 1)}`;
      return own < around ? `(${text})` : text;
    }
  }
}

function valueText(value: ParamValue | null): string {
  if (typeof value !== "string") return String(value);
  return /['"\\]/.test(value) ? JSON.stringify(value) : `'${value}'`;
}

/** A settled one, with its values in their places. */
export function conditionText(condition: Condition): string {
  return sourceText(sourceOf(condition));
}

function sourceOf(condition: Condition): SourceCondition {
  switch (condition.is) {
    case "value":
    case "output":
      return condition;
    case "outputs":
      return { is: "output", stage: groupOf(condition.stages), name: condition.name };
    case "state":
      return { is: "state", stage: groupOf(condition.stages) };
    case "not":
      return { is: "not", of: sourceOf(condition.of) };
    case "and":
    case "or":
    case "compare":
      return { ...condition, left: sourceOf(condition.left), right: sourceOf(condition.right) };
  }
}

/** Of all members of a matrix the name that they have in the file. */
export function groupOf(stages: readonly string[]) {
  return stageKey((stages[0] ?? "").replace(/\[.*/s, ""));
}
