// The words of an `if` expression: values, names with dots, operators, parentheses. Whatever is none of them is
// refused here with a hint that names what to write instead. Places count from 0, in UTF-16 units.

import type { Compare } from "./condition.ts";
import type { ParamValue } from "./plan.ts";

export type Operator = Compare | "&&" | "||" | "!" | "(" | ")";

export type Token = { readonly at: number; readonly text: string } & (
  | { readonly is: "value"; readonly value: ParamValue | null }
  | { readonly is: "name" }
  | { readonly is: "operator"; readonly operator: Operator }
  | { readonly is: "end" }
);

/** Why a text is no condition. Thrown inside the parser and caught by it: nobody else sees one. */
export class Refusal extends Error {
  readonly at: number;
  readonly hint: string;

  constructor(at: number, message: string, hint: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}

export const KNOWN_NAMES =
  "Known are params.NAME, matrix.NAME, stages.KEY.outputs.NAME and stages.KEY.state.";
export const NO_ARITHMETIC =
  "An expression compares, it does not compute: let a stage compute it and give it as an output.";

const SPACE = /[ \t\r\n]+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*/y;
const OPERATOR = /(?:[=!]==|<>|=~|=>|&&|\|\||==|!=|<=|>=|[<>!()])/y;

const WORDS: ReadonlyMap<string, ParamValue | null> = new Map<string, ParamValue | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const OPERATOR_WORDS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["and", "&&"],
  ["or", "||"],
  ["not", "!"],
]);

const OTHER_OPERATORS: Readonly<Record<string, string>> = {
  "===": "Use == for equal.",
  "!==": "Use != for not equal.",
  "<>": "Use != for not equal.",
  "=~": "There are no patterns: compare with == and join by ||.",
  "=>": "Use >= for greater or equal.",
};

const OTHER_SIGNS: readonly (readonly [signs: string, hint: string])[] = [
  ["=", "Use == to compare."],
  ["&", "Use && (or the word and)."],
  ["|", "Use || (or the word or)."],
  ["+-*/%^~", NO_ARITHMETIC],
  ["?:", "There is no choice between values: use && and ||."],
  ["$", "An if is an expression as it stands: write it without ${{ and }}."],
  ["[]", "Neither lists nor members are known: compare with == and join by ||."],
  ["{}", "An if is an expression as it stands: write it without braces."],
  ["‘’“”´`", "Use straight quotes: 'text' or \"text\"."],
  [".", "A number begins with a digit (0.5), a name with a letter."],
];

/** One by one, at last one that says where the text ends. Throws a Refusal when it comes to what is no word. */
export function* tokensOf(text: string): Generator<Token, Token> {
  let at = 0;
  for (;;) {
    at += matchAt(SPACE, text, at).length;
    if (at >= text.length) return { is: "end", at, text: "" };
    const token = tokenAt(text, at);
    yield token;
    at += token.text.length;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function tokenAt(text: string, at: number): Token {
  const number = matchAt(NUMBER, text, at);
  if (number !== "") return numberToken(text, at, number);
  if (text[at] === "'" || text[at] === '"') return textToken(text, at);
  const name = matchAt(NAME, text, at);
  if (name !== "") return nameToken(at, name);
  const operator = matchAt(OPERATOR, text, at);
  const other = OTHER_OPERATORS[operator];
  if (other !== undefined) throw new Refusal(at, `"${operator}" is not known`, other);
  if (operator !== "") {
    return { is: "operator", at, text: operator, operator: operator as Operator };
  }
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const hint = OTHER_SIGNS.find(([signs]) => signs.includes(sign))?.[1];
  throw new Refusal(at, `"${sign}" is not known`, hint ?? "Texts go in quotes: 'like this'.");
}

function numberToken(text: string, at: number, number: string): Token {
  const after = matchAt(/[\w.]+/y, text, at + number.length);
  if (after !== "") {
    throw new Refusal(at, `"${number}${after}" is no number`, "Texts go in quotes: '30s'.");
  }
  const value = Number(number);
  if (!Number.isFinite(value)) {
    throw new Refusal(at, `"${number}" is too large a number`, "The largest is about 1e308.");
  }
  // Plans are JSON, which knows no -0.
  return { is: "value", at, text: number, value: value === 0 ? 0 : value };
}

function nameToken(at: number, text: string): Token {
  const value = WORDS.get(text);
  if (value !== undefined) return { is: "value", at, text, value };
  const operator = OPERATOR_WORDS.get(text);
  if (operator !== undefined) return { is: "operator", at, text, operator };
  const lower = text.toLowerCase();
  if (WORDS.has(lower) || OPERATOR_WORDS.has(lower)) {
    throw new Refusal(at, `"${text}" is not known`, `Write it in lower case: ${lower}.`);
  }
  return { is: "name", at, text };
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  n: "\n",
  t: "\t",
};

function textToken(text: string, at: number): Token {
  const quote = text[at];
  let value = "";
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === quote) {
      return { is: "value", at, text: text.slice(at, index + 1), value };
    }
    if (character !== "\\") {
      value += character;
      continue;
    }
    index += 1;
    const escaped = ESCAPES[text.charAt(index)];
    if (escaped === undefined) {
      const hint = "Write \\\\ for a backslash; known are \\\\ \\' \\\" \\n and \\t.";
      throw new Refusal(index - 1, `"\\${text.charAt(index)}" is not known in a text`, hint);
    }
    value += escaped;
  }
  throw new Refusal(at, "a text is opened here and never closed", `Close it with ${quote}.`);
}
