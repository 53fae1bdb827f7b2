// What a parameter may be: its type, its bounds, its choices. One rule for defaults in the file and for -p.
//
// Integers are whole and safe in floating point; numbers are finite.

import type { ParamType } from "./definition.ts";
import type { ParamValue } from "./plan.ts";

export interface ValueRules {
  readonly type: ParamType;
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly ParamValue[] | null;
}

export interface Objection {
  /** Goes on after the name: "must be …". */
  readonly message: string;
  readonly hint: string;
}

const EXAMPLES: Readonly<Record<ParamType, string>> = {
  string: "Write a text; in a file, put a number that is meant as a text in quotes.",
  integer: "Write a whole number such as 3.",
  number: "Write a number such as 0.5 or 1e-5.",
  boolean: "Write true or false.",
};

/** What speaks against the value, or null when nothing does. */
export function objectionTo(value: unknown, rules: ValueRules): Objection | null {
  if (!isOfType(value, rules.type)) {
    return { message: `must be ${article(rules.type)}`, hint: EXAMPLES[rules.type] };
  }
  if (typeof value === "number" && rules.min !== null && value < rules.min) {
    return { message: `must be at least ${rules.min}`, hint: `Give ${range(rules)}.` };
  }
  if (typeof value === "number" && rules.max !== null && value > rules.max) {
    return { message: `must be at most ${rules.max}`, hint: `Give ${range(rules)}.` };
  }
  if (rules.choices !== null && !rules.choices.includes(value)) {
    const choices = rules.choices.map(String).join(", ");
    return { message: `must be one of ${choices}`, hint: `Give one of ${choices}.` };
  }
  return null;
}

export function isOfType(value: unknown, type: ParamType): value is ParamValue {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return Number.isSafeInteger(value);
    case "number":
      return Number.isFinite(value);
  }
}

/** "an integer", "a boolean (true or false)". */
export function article(type: ParamType): string {
  if (type === "boolean") return "true or false";
  if (type === "string") return "a text";
  return type === "integer" ? "an integer" : "a number";
}

function range(rules: ValueRules): string {
  if (rules.min === null) return `at most ${rules.max}`;
  return rules.max === null ? `${rules.min} or more` : `${rules.min} to ${rules.max}`;
}
