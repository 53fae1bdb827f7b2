// What the names in an `if` expression stand for, and what to write instead of those that stand for nothing here:
// words of other tools, functions, the environment. Which parameters and stages exist is not known here.

import type { SourceCondition } from "./condition.ts";
import { KNOWN_NAMES, Refusal } from "./condition-tokens.ts";
import { stageKey } from "./ids.ts";
import { NAME, NAME_HINT } from "./names.ts";
import { nearest } from "./nearest.ts";
import { insteadOfCondition } from "./words.ts";

const ENDS =
  "succeeded, cached, skipped, upstream_failed, failed, timed_out, crashed, cancelled, rejected";
/** States that a stage may have ended in. */
export const END_STATES: readonly string[] = ENDS.split(", ");

const VARIABLE = /^(params|matrix)\.([A-Za-z_][A-Za-z0-9_]*)$/;
const STATE = /^stages\.([^.]+)\.state$/;
const OUTPUT = /^stages\.([^.]+)\.outputs\.([A-Za-z_][A-Za-z0-9_-]*)$/;

/** What `params.x`, `matrix.x`, `stages.a.outputs.x` or `stages.a.state` stands for. Throws a Refusal. */
export function namedBy(text: string, at: number): SourceCondition {
  const [, root, variable] = VARIABLE.exec(text) ?? [];
  if (root !== undefined && variable !== undefined) {
    return { is: root === "params" ? "param" : "matrix", name: variable };
  }
  const [, asked] = STATE.exec(text) ?? [];
  if (asked !== undefined && NAME.test(asked)) return { is: "state", stage: stageKey(asked) };
  const [, giver, name] = OUTPUT.exec(text) ?? [];
  if (giver !== undefined && name !== undefined && NAME.test(giver)) {
    return { is: "output", stage: stageKey(giver), name };
  }
  throw new Refusal(at, `"${text}" is not known`, hintFor(text));
}

/** What to write instead; $1 and $2 are what the pattern found. The first that fits is said. */
const INSTEAD: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /^(params|matrix)\b.*/,
    "Write $1.NAME, of letters, digits and _; nothing is computed in an expression.",
  ],
  [/^(?:inputs|param|parameters|vars)\.(\w+)$/, "Did you mean params.$1?"],
  [/^stages\.(?![a-z][a-z0-9_-]{0,62}(?:\.|$))([^.]+).*/, `"$1" can't be a stage. ${NAME_HINT}`],
  [/^(?:needs|steps|jobs)\.([\w-]+)\.state$/, "Did you mean stages.$1.state?"],
  [
    /^(?:needs|steps|jobs|stages)\.([\w-]+)\.(?:status|result|outcome|conclusion)$/,
    "Did you mean stages.$1.state?",
  ],
  [
    /^(?:needs|steps|jobs|stages)\.([\w-]+)\.(?:outputs?\.)?([\w-]+)$/,
    "Did you mean stages.$1.outputs.$2?",
  ],
  [/^stages\b.*/, "Write stages.KEY.outputs.NAME or stages.KEY.state."],
  [/^env\b.*/, `The environment is not read here: make it a parameter.\n${KNOWN_NAMES}`],
  [/^secrets\b.*/, `Secrets are for commands only and can't be compared.\n${KNOWN_NAMES}`],
];

function hintFor(text: string): string {
  const fitting = INSTEAD.find(([pattern]) => pattern.test(text));
  if (fitting !== undefined) return text.replace(...fitting);
  const alone = insteadOfCondition(text);
  if (alone !== null) return `${aloneHint(alone)}\nA text goes in quotes: '${text}'.`;
  if (!text.includes(".")) return `A text goes in quotes: '${text}'.\n${KNOWN_NAMES}`;
  const [root = "", ...rest] = text.split(".");
  const near = nearest(root, ["params", "matrix", "stages"]);
  return near === null ? KNOWN_NAMES : `Did you mean ${[near, ...rest].join(".")}?`;
}

function aloneHint(own: string): string {
  return `"${own}" stands alone; in an expression ask for a state: stages.KEY.state == 'failed'.`;
}

/** For `name(`. */
export function noFunction(name: string, at: number): Refusal {
  const own = insteadOfCondition(name);
  const hint =
    own === null
      ? `There are no functions. ${KNOWN_NAMES}`
      : `Write ${own}, without more.\n${aloneHint(own)}`;
  return new Refusal(at, `"${name}()" is not known`, hint);
}

const STATE_WORDS: Readonly<Record<string, string>> = {
  success: "succeeded",
  successful: "succeeded",
  completed: "succeeded",
  done: "succeeded",
  ok: "succeeded",
  passed: "succeeded",
  failure: "failed",
  error: "failed",
  timeout: "timed_out",
  canceled: "cancelled",
};

/** Refuses a comparison of a state with what no stage ever ends in. `at` is the place of the other side. */
export function checkState(by: string, other: SourceCondition, at: number): void {
  if (by !== "==" && by !== "!=") {
    throw new Refusal(at, "states have no order", "Compare a state by == or !=.");
  }
  if (other.is !== "value") return;
  const word = String(other.value);
  if (typeof other.value === "string" && END_STATES.includes(word)) return;
  const lower = word.toLowerCase();
  const meant = Object.hasOwn(STATE_WORDS, lower) ? STATE_WORDS[lower] : nearest(lower, END_STATES);
  const hint = `A stage ends ${ENDS.replace(/, (\w+)$/, " or $1")}.`;
  throw new Refusal(
    at,
    `"${word}" is no state that a stage ends in`,
    meant === null || meant === undefined ? hint : `Did you mean '${meant}'?\n${hint}`,
  );
}
