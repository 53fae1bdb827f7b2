// Conditions as texts, as a file would have them: for whoever shows an `if` with the names that its author wrote.

import type { SourceCondition } from "./condition.ts";
import type { ParamValue } from "./value.ts";

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
