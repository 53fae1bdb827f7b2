// What an `if` expression means. Outputs are texts. Where one side of a comparison is a number, or both look like
// numbers and the operator orders, numbers are compared; a text that is no number then equals none. Else texts are
// compared, character by character, true and false as their words. The order of what is neither two numbers nor
// two texts is false; null equals only null. Alone, null, false, 0, "", "false" and "0" are false, all else true.
//
// The state of a matrix is that of its first member that ended badly, else of its last.

import type { Compare, Condition, ConditionView } from "./condition.ts";
import type { ParamValue } from "./plan.ts";

type Value = ParamValue | null;

/** Never throws, unless the view does. */
export function holds(condition: Condition, view: ConditionView): boolean {
  return isTrue(valueOf(condition, view));
}

/** Whether it holds whatever its run brings; null where that decides. Of `a && b` one side may be enough. */
export function holdsAnyway(condition: Condition): boolean | null {
  switch (condition.is) {
    case "value":
      return isTrue(condition.value);
    case "output":
    case "outputs":
    case "state":
      return null;
    case "not": {
      const of = holdsAnyway(condition.of);
      return of === null ? null : !of;
    }
    case "and":
    case "or": {
      const sides = [holdsAnyway(condition.left), holdsAnyway(condition.right)];
      const decides = condition.is === "or";
      if (sides.includes(decides)) return decides;
      return sides.includes(null) ? null : !decides;
    }
    case "compare": {
      const isOpen = [condition.left, condition.right].some((side) => holdsAnyway(side) === null);
      return isOpen ? null : holds(condition, NO_RUN);
    }
  }
}

const NO_RUN: ConditionView = { output: () => null, state: () => "" };

function valueOf(condition: Condition, view: ConditionView): Value {
  switch (condition.is) {
    case "value":
      return condition.value;
    case "output":
      return view.output(condition.stage, condition.name);
    case "outputs":
      return JSON.stringify(condition.stages.map((stage) => view.output(stage, condition.name)));
    case "state":
      return stateOf(condition.stages.map((stage) => view.state(stage)));
    case "not":
      return !holds(condition.of, view);
    case "and":
      return holds(condition.left, view) && holds(condition.right, view);
    case "or":
      return holds(condition.left, view) || holds(condition.right, view);
    case "compare":
      return compared(condition.by, valueOf(condition.left, view), valueOf(condition.right, view));
  }
}

const BAD: ReadonlySet<string> = new Set([
  "failed",
  "timed_out",
  "crashed",
  "rejected",
  "cancelled",
]);

function stateOf(states: readonly string[]): string | null {
  return states.find((state) => BAD.has(state)) ?? states.at(-1) ?? null;
}

const FALSE_TEXTS: ReadonlySet<string> = new Set(["", "false", "0"]);

function isTrue(value: Value): boolean {
  if (typeof value === "string") return !FALSE_TEXTS.has(value);
  return value !== null && value !== false && value !== 0;
}

function compared(by: Compare, left: Value, right: Value): boolean {
  if (by === "==") return equal(left, right);
  if (by === "!=") return !equal(left, right);
  const a = numberOf(left);
  const b = numberOf(right);
  if (a !== null && b !== null) return ordered(by, a, b);
  return typeof left === "string" && typeof right === "string" && ordered(by, left, right);
}

function equal(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left === "number" || typeof right === "number") {
    const a = numberOf(left);
    return a !== null && a === numberOf(right);
  }
  return String(left) === String(right);
}

function ordered<T extends string | number>(by: Compare, a: T, b: T): boolean {
  switch (by) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return a === b;
    case "!=":
      return a !== b;
  }
}

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
// As programs print what no number reaches: a loss that ran away is above every limit, nan is on no side of it.
const INFINITE = /^([+-]?)inf(?:inity)?$/i;

function numberOf(value: Value): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (NUMBER.test(text)) return Number(text);
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === "-" ? -Infinity : Infinity;
  return text.toLowerCase() === "nan" ? Number.NaN : null;
}
