// `if` expressions, read: a text becomes a condition or one problem with its place and a hint.
//
//   or ─▶ and ─▶ comparison ─▶ not ─▶ value | name | ( or )        as in C; a comparison is not compared again
//
// What it means is in condition-value.ts. No text makes this throw: at most 2,000 characters, and parentheses and
// nots at most 64 deep; chains of && and || are read in a loop.

import type { Compare, Condition, SourceCondition } from "./condition.ts";
import { checkState, namedBy, noFunction } from "./condition-names.ts";
import { NO_ARITHMETIC, Refusal, type Token, tokensOf } from "./condition-tokens.ts";
import type { StageKey } from "./ids.ts";
import type { ParamValue } from "./plan.ts";

/** `at` counts from 0, in UTF-16 units; where the text ends too early it is the length of the text. */
export type ReadCondition =
  | { readonly ok: true; readonly condition: SourceCondition }
  | { readonly ok: false; readonly at: number; readonly message: string; readonly hint: string };

const LONGEST = 2000;
const DEEPEST = 64;

export function parseCondition(text: string): ReadCondition {
  try {
    if (text.length > LONGEST) {
      const message = `an expression has at most ${LONGEST} characters`;
      throw new Refusal(LONGEST, message, "Let a stage decide and give an output.");
    }
    return { ok: true, condition: conditionOf(tokensOf(text)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, at: error.at, message: error.message, hint: error.hint };
  }
}

const COMPARES: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** What was read, and where it begins. `open` tells a `not` that no parentheses close. */
interface Read {
  readonly at: number;
  readonly condition: SourceCondition;
  readonly open: boolean;
}

function conditionOf(tokens: Generator<Token, Token>): SourceCondition {
  let token = tokens.next().value;
  let depth = 0;
  const here = (): Token => token;
  const advance = (): void => {
    if (token.is !== "end") token = tokens.next().value;
  };
  const operatorHere = (): string => {
    return token.is === "operator" ? token.operator : "";
  };

  const chain = (operator: "&&" | "||", is: "and" | "or", part: () => Read): Read => {
    let left = part();
    while (operatorHere() === operator) {
      advance();
      const right = part().condition;
      left = { at: left.at, condition: { is, left: left.condition, right }, open: false };
    }
    return left;
  };
  const either = (): Read => chain("||", "or", both);
  const both = (): Read => chain("&&", "and", comparison);

  const comparison = (): Read => {
    const left = negation();
    const by = operatorHere();
    if (!COMPARES.has(by)) return left;
    if (left.open) {
      const hint = "Write not (a == b), or (not a) == b.";
      throw new Refusal(here().at, "what is negated here can be read in two ways", hint);
    }
    advance();
    const right = negation();
    if (COMPARES.has(operatorHere())) {
      const hint = "Join two comparisons: a < b && b < c.";
      throw new Refusal(here().at, "a comparison can't be compared again", hint);
    }
    if (left.condition.is === "state") checkState(by, right.condition, right.at);
    if (right.condition.is === "state") checkState(by, left.condition, left.at);
    const compared = { left: left.condition, right: right.condition };
    return {
      at: left.at,
      condition: { is: "compare", by: by as Compare, ...compared },
      open: false,
    };
  };

  const negation = (): Read => {
    const { at } = here();
    if (operatorHere() !== "!") return operand();
    deeper(at);
    advance();
    const of = negation().condition;
    depth -= 1;
    return { at, condition: { is: "not", of }, open: true };
  };

  const operand = (): Read => {
    const first = here();
    const { at } = first;
    if (first.is === "end" || (first.is === "operator" && first.operator !== "(")) {
      throw missing(first);
    }
    advance();
    if (first.is === "operator") return inParentheses(at);
    if (first.is === "value") {
      return { at, condition: { is: "value", value: first.value }, open: false };
    }
    if (operatorHere() === "(") throw noFunction(first.text, at);
    return { at, condition: namedBy(first.text, at), open: false };
  };

  const inParentheses = (at: number): Read => {
    deeper(at);
    const inside = either().condition;
    if (operatorHere() !== ")") {
      if (here().is !== "end") throw unexpected(here());
      throw new Refusal(at, "( is opened here and never closed", "Close it with ).");
    }
    advance();
    depth -= 1;
    return { at, condition: inside, open: false };
  };

  const deeper = (at: number): void => {
    depth += 1;
    if (depth <= DEEPEST) return;
    const message = `an expression is at most ${DEEPEST} deep`;
    throw new Refusal(at, message, "Leave out parentheses, or let a stage decide.");
  };

  const { condition } = either();
  if (here().is !== "end") throw unexpected(here());
  return condition;
}

function missing(token: Token): Refusal {
  if (token.is === "end") {
    const hint = "Compare a value: params.NAME == 'text'.";
    return new Refusal(token.at, "a value is missing at the end", hint);
  }
  const hint = "Write a value on both sides: params.NAME == 'text'.";
  return new Refusal(token.at, `a value is missing before "${token.text}"`, hint);
}

const WORD_HINTS: ReadonlyMap<string, string> = new Map([
  ["is", "Use == to compare."],
  ["in", "Compare with == and join by ||."],
  ["xor", "Use != of two values in parentheses."],
]);

/** What stands where an operator should. */
function unexpected(token: Token): Refusal {
  const message = `"${token.text}" is not expected here`;
  let hint = "Join values by == != < <= > >= && or ||.";
  if (token.is === "value" && token.text.startsWith("-")) hint = NO_ARITHMETIC;
  if (token.is === "value" && typeof token.value === "string") {
    hint += "\nA quote inside a text is written \\' or \\\".";
  }
  if (token.is === "operator" && token.operator === ")") hint = "No ( is open here: remove it.";
  if (token.is === "name") hint = WORD_HINTS.get(token.text.toLowerCase()) ?? hint;
  return new Refusal(token.at, message, hint);
}

export type ConditionUse =
  | { readonly is: "param" | "matrix"; readonly name: string }
  | { readonly is: "output"; readonly stage: StageKey; readonly name: string }
  | { readonly is: "state"; readonly stage: StageKey };

/** Whatever it reads, in the order of the text; what is read twice comes twice. */
export function usesOf(condition: SourceCondition): ConditionUse[] {
  switch (condition.is) {
    case "value":
      return [];
    case "param":
    case "matrix":
    case "output":
    case "state":
      return [condition];
    case "not":
      return usesOf(condition.of);
    case "and":
    case "or":
    case "compare":
      return [...usesOf(condition.left), ...usesOf(condition.right)];
  }
}

/** Whether it is judged when its needs have ended, however: an expression of the `always` kind. */
export function readsState(condition: SourceCondition): boolean {
  return usesOf(condition).some((use) => use.is === "state");
}

export interface Settled {
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Of the member that the condition belongs to; empty outside a matrix. */
  readonly matrix: Readonly<Record<string, ParamValue>>;
  readonly membersOf: (stage: StageKey) => {
    readonly members: readonly StageKey[];
    readonly isMatrix: boolean;
  };
}

/** As a plan has it. What was not given is null. */
export function settleCondition(condition: SourceCondition, by: Settled): Condition {
  switch (condition.is) {
    case "value":
      return condition;
    case "param":
      return { is: "value", value: valueIn(by.params, condition.name) };
    case "matrix":
      return { is: "value", value: valueIn(by.matrix, condition.name) };
    case "output": {
      const { members, isMatrix } = by.membersOf(condition.stage);
      if (isMatrix) return { is: "outputs", stages: members, name: condition.name };
      return condition;
    }
    case "state":
      return { is: "state", stages: by.membersOf(condition.stage).members };
    case "not":
      return { is: "not", of: settleCondition(condition.of, by) };
    case "and":
    case "or":
    case "compare": {
      const left = settleCondition(condition.left, by);
      return { ...condition, left, right: settleCondition(condition.right, by) };
    }
  }
}

function valueIn(values: Readonly<Record<string, ParamValue>>, name: string): ParamValue | null {
  return Object.hasOwn(values, name) ? (values[name] ?? null) : null;
}
