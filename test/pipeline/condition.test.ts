// `if` expressions: what is read, what is refused and how it is mended, what it means. By tables, then over
// texts and conditions that nobody thought of.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type {
  Compare,
  Condition,
  ConditionView,
  SourceCondition,
} from "../../src/pipeline/condition.ts";
import { END_STATES } from "../../src/pipeline/condition-names.ts";
import {
  parseCondition,
  readsState,
  settleCondition,
  usesOf,
} from "../../src/pipeline/condition-parser.ts";
import { holds, holdsAnyway } from "../../src/pipeline/condition-value.ts";
import { type StageKey, stageKey } from "../../src/pipeline/ids.ts";
import type { ParamValue } from "../../src/pipeline/plan.ts";

const train = stageKey("train");
const sweep = stageKey("sweep");
const members = [stageKey("sweep[lr=1]"), stageKey("sweep[lr=2]"), stageKey("sweep[lr=3]")];

function read(text: string): SourceCondition {
  const got = parseCondition(text);
  if (!got.ok) throw new Error(`${text}: ${got.message} at ${got.at}`);
  return got.condition;
}

interface World {
  readonly params?: Record<string, ParamValue>;
  readonly matrix?: Record<string, ParamValue>;
  readonly outputs?: Record<string, string>;
  readonly states?: Record<string, string>;
}

function judged(text: string, world: World = {}): boolean {
  const condition = settleCondition(read(text), {
    params: world.params ?? {},
    matrix: world.matrix ?? {},
    membersOf: (stage) =>
      stage === sweep ? { members, isMatrix: true } : { members: [stage], isMatrix: false },
  });
  return holds(condition, {
    output: (stage, name) => world.outputs?.[`${stage}.${name}`] ?? null,
    state: (stage) => world.states?.[stage] ?? "succeeded",
  });
}

describe("an if expression", () => {
  it.each<[string, SourceCondition]>([
    ["1", { is: "value", value: 1 }],
    ["-1.5e3", { is: "value", value: -1500 }],
    ["-0", { is: "value", value: 0 }],
    ["true", { is: "value", value: true }],
    ["null", { is: "value", value: null }],
    [String.raw`'it\'s \\ "so"'`, { is: "value", value: String.raw`it's \ "so"` }],
    [`"it's"`, { is: "value", value: "it's" }],
    ["params.epochs", { is: "param", name: "epochs" }],
    ["matrix.lr", { is: "matrix", name: "lr" }],
    ["stages.train.state", { is: "state", stage: train }],
    ["stages.train.outputs.run-id", { is: "output", stage: train, name: "run-id" }],
    ["((params.a))", { is: "param", name: "a" }],
    ["\n  params.a\t", { is: "param", name: "a" }],
  ])("reads %j", (text, condition) => {
    expect(read(text)).toEqual(condition);
  });

  it.each([
    ["1 || 2 && 3", "1 || (2 && 3)"],
    ["1 && 2 || 3", "(1 && 2) || 3"],
    ["1 || 2 || 3", "(1 || 2) || 3"],
    ["1 == 2 && 3 < 4", "(1 == 2) && (3 < 4)"],
    ["!1 && 2", "(!1) && 2"],
    ["not 1 and 2 or 3", "((!1) && 2) || 3"],
    ["!!1", "!(!1)"],
    ["1<2", "1 < 2"],
    ["1 == -2", "1 == (-2)"],
  ])("binds as in C: %s is %s", (text, same) => {
    expect(read(text)).toEqual(read(same));
  });

  it.each<[text: string, at: number, message: string, hint: string]>([
    ["", 0, "a value is missing at the end", "Compare a value"],
    ["params.a ==", 11, "a value is missing at the end", "params.NAME"],
    ["== 1", 0, `a value is missing before "=="`, "both sides"],
    ["params.a = 1", 9, `"=" is not known`, "Use == to compare."],
    ["params.a === 1", 9, `"===" is not known`, "Use == for equal."],
    ["params.a <> 1", 9, `"<>" is not known`, "Use != for not equal."],
    ["params.a =~ 'x'", 9, `"=~" is not known`, "no patterns"],
    ["params.a & 1", 9, `"&" is not known`, "&&"],
    ["params.a | 1", 9, `"|" is not known`, "||"],
    ["params.a + 1", 9, `"+" is not known`, "compares, it does not compute"],
    ["params.a -1", 9, `"-1" is not expected here`, "compares, it does not compute"],
    ["params.a-1 > 2", 0, `"params.a-1" is not known`, "nothing is computed"],
    ["params.a ? 1 : 2", 9, `"?" is not known`, "no choice"],
    ["1 < 2 < 3", 6, "a comparison can't be compared again", "a < b && b < c"],
    ["1 == 2 == 3", 7, "a comparison can't be compared again", "a < b && b < c"],
    ["not params.a == 1", 13, "what is negated here can be read in two ways", "not (a == b)"],
    ["(1", 0, "( is opened here and never closed", "Close it with )."],
    ["(1 2", 3, `"2" is not expected here`, "Join values by"],
    ["1)", 1, `")" is not expected here`, "No ( is open here"],
    ["params.a in 'x'", 9, `"in" is not expected here`, "join by ||"],
    ["params.a constructor", 9, `"constructor" is not expected here`, "Join values by"],
    ["'abc", 0, "a text is opened here and never closed", "Close it with '."],
    ["'it''s'", 4, `"'s'" is not expected here`, String.raw`\'`],
    [String.raw`'\d'`, 1, String.raw`"\d" is not known in a text`, String.raw`Write \\ for`],
    ["30s", 0, `"30s" is no number`, "quotes"],
    ["1_000", 0, `"1_000" is no number`, "quotes"],
    ["1e999", 0, `"1e999" is too large a number`, "1e308"],
    ["True", 0, `"True" is not known`, "Write it in lower case: true."],
    ["1 AND 2", 2, `"AND" is not known`, "Write it in lower case: and."],
    ["always()", 0, `"always()" is not known`, "Write if: always, without more."],
    ["1 && failure()", 5, `"failure()" is not known`, "stages.KEY.state == 'failed'"],
    ["contains(params.a, 'b')", 0, `"contains()" is not known`, "There are no functions."],
    ["always || 1", 0, `"always" is not known`, `"if: always" stands alone`],
    ["prod == params.a", 0, `"prod" is not known`, "A text goes in quotes: 'prod'."],
    ["env.HOME == 'x'", 0, `"env.HOME" is not known`, "make it a parameter"],
    ["secrets.TOKEN", 0, `"secrets.TOKEN" is not known`, "can't be compared"],
    ["github.ref == 'x'", 0, `"github.ref" is not known`, "Known are params.NAME"],
    ["inputs.a", 0, `"inputs.a" is not known`, "Did you mean params.a?"],
    ["parms.a", 0, `"parms.a" is not known`, "Did you mean params.a?"],
    ["params", 0, `"params" is not known`, "Write params.NAME"],
    ["needs.a.outputs.b", 0, `"needs.a.outputs.b" is not known`, "stages.a.outputs.b?"],
    ["steps.a.outcome", 0, `"steps.a.outcome" is not known`, "Did you mean stages.a.state?"],
    ["stages.a.status", 0, `"stages.a.status" is not known`, "Did you mean stages.a.state?"],
    ["stages.a.loss", 0, `"stages.a.loss" is not known`, "Did you mean stages.a.outputs.loss?"],
    ["stages.a", 0, `"stages.a" is not known`, "Write stages.KEY.outputs.NAME"],
    ["stages.Big.state", 0, `"stages.Big.state" is not known`, `"Big" can't be a stage.`],
    ["stages.a[0].state", 8, `"[" is not known`, "Neither lists nor members"],
    ["${{ params.a }}", 0, `"$" is not known`, "as it stands"],
    ["“a”", 0, `"“" is not known`, "straight quotes"],
    [".5", 0, `"." is not known`, "0.5"],
    [
      "stages.a.state == 'success'",
      18,
      `"success" is no state that a stage ends in`,
      "'succeeded'?",
    ],
    ["'Failed' != stages.a.state", 0, `"Failed" is no state that a stage ends in`, "'failed'?"],
    [
      "stages.a.state == 'running'",
      18,
      `"running" is no state that a stage ends in`,
      "A stage ends",
    ],
    ["stages.a.state == 'toString'", 18, `"toString" is no state that`, "A stage ends"],
    ["stages.a.state == true", 18, `"true" is no state that a stage ends in`, "A stage ends"],
    ["stages.a.state < 'failed'", 17, "states have no order", "== or !="],
  ])("refuses %j at %d", (text, at, message, hint) => {
    const got = parseCondition(text);
    expect(got).toMatchObject({ ok: false, at, message: expect.stringContaining(message) });
    expect(got).toHaveProperty("hint", expect.stringContaining(hint));
  });

  it("is at most 64 deep, in parentheses and nots", () => {
    const nested = (levels: number) => `${"(".repeat(levels)}1${")".repeat(levels)}`;
    expect(parseCondition(nested(64)).ok).toBe(true);
    expect(parseCondition(nested(65))).toMatchObject({ ok: false, at: 64 });
    expect(parseCondition(`${"!".repeat(64)}1`).ok).toBe(true);
    expect(parseCondition(`${"!".repeat(900)}1`)).toMatchObject({ ok: false, at: 64 });
  });

  it("has at most 2,000 characters, and a chain as long as that is judged", () => {
    const chain = `${"0||".repeat(666)}1`;
    expect(judged(chain)).toBe(true);
    expect(parseCondition(`${chain} `).ok).toBe(true);
    expect(parseCondition(`${chain}  `)).toMatchObject({ ok: false, at: 2000 });
  });

  it("tells what it reads, in the order of the text", () => {
    const condition = read(
      "!params.a && (stages.train.outputs.b > matrix.c || stages.d.state != 'failed')",
    );
    expect(usesOf(condition)).toEqual([
      { is: "param", name: "a" },
      { is: "output", stage: "train", name: "b" },
      { is: "matrix", name: "c" },
      { is: "state", stage: "d" },
    ]);
  });

  it("1.2 is of the always kind where it reads a state, and only there", () => {
    expect(readsState(read("1 || !(stages.a.state == 'failed')"))).toBe(true);
    expect(readsState(read("stages.a.outputs.state == 'failed'"))).toBe(false);
  });

  it("settles outputs of a matrix as those of all its members", () => {
    const membersOf = () => ({ members, isMatrix: true });
    const settled = settleCondition(read("stages.sweep.outputs.f1 != null"), {
      params: {},
      matrix: {},
      membersOf,
    });
    expect(settled).toMatchObject({ left: { is: "outputs", stages: members, name: "f1" } });
  });
});

describe("what an if expression means", () => {
  it.each<[boolean, string, World?]>([
    [true, "1 == 1.0"],
    [true, "'1' == 1"],
    [true, "' 1.50 ' == 1.5"],
    [false, "'1' == '1.0'"],
    [false, "'one' == 1"],
    [true, "'one' != 1"],
    [true, "'a' == 'a'"],
    [false, "'a' == 'A'"],
    [true, "true == 'true'"],
    [false, "true == 1"],
    [true, "null == null"],
    [false, "null == ''"],
    [false, "null == 0"],
    [false, "null == false"],
    [true, "null != 'null'"],
    [true, "'9' < '10'"],
    [false, "'9a' < '10a'"],
    [true, "'a' < 'b'"],
    [true, "'a' <= 'a'"],
    [false, "'abc' < 3"],
    [false, "'abc' >= 3"],
    [false, "null < 1"],
    [false, "null >= null"],
    [false, "true > false"],
    [true, "'1e3' >= 1000"],
    [false, "'0x10' == 16"],
    [true, "'inf' > 1e300"],
    [true, "'-Infinity' < 0"],
    [false, "'nan' < 1"],
    [false, "'nan' > 1"],
    [false, "'nan' > '1'"],
    [true, "'nan' == 'nan'"],
    [false, "null"],
    [false, "0"],
    [false, "''"],
    [false, "'0'"],
    [false, "'false'"],
    [true, "'no'"],
    [true, "'0.0'"],
    [true, "' '"],
    [true, "-1"],
    [true, "!null"],
    [true, "0 or 'x'"],
    [true, "(1 < 2) == true"],
    [true, "params.mode == 'full'", { params: { mode: "full" } }],
    [false, "params.constructor"],
    [true, "params.missing == null"],
    [true, "matrix.lr <= 1e-5", { matrix: { lr: 0.00001 } }],
    [true, "stages.train.outputs.f1 >= 0.8", { outputs: { "train.f1": "0.81" } }],
    [false, "stages.train.outputs.f1 >= 0.8", { outputs: {} }],
    [true, "stages.train.outputs.f1 == null", { outputs: {} }],
    [true, "stages.train.outputs.ok == true", { outputs: { "train.ok": "true" } }],
    [true, `stages.sweep.outputs.f1 == '["1",null,null]'`, { outputs: { "sweep[lr=1].f1": "1" } }],
    [true, "stages.train.state == 'succeeded'"],
    [true, "stages.train.state == 'crashed'", { states: { train: "crashed" } }],
  ])("%s: %s %o", (expected, text, world) => {
    expect(judged(text, world)).toBe(expected);
  });

  it.each([
    ["succeeded", ["succeeded", "succeeded", "succeeded"]],
    ["crashed", ["succeeded", "crashed", "failed"]],
    ["rejected", ["upstream_failed", "rejected", "succeeded"]],
    ["skipped", ["succeeded", "cached", "skipped"]],
    ["upstream_failed", ["succeeded", "skipped", "upstream_failed"]],
  ])(
    "of a matrix the state is that of the first that ended badly, else of the last: %s",
    (state, ends) => {
      const states = Object.fromEntries(members.map((key, index) => [key, ends[index]!]));
      expect(judged(`stages.sweep.state == '${state}'`, { states })).toBe(true);
    },
  );
});

describe("what is known before a run", () => {
  it.each([
    ["params.push", false],
    ["matrix.lr > 1 || params.push", true],
    ["!(params.push == true)", true],
    ["params.push && stages.a.state == 'failed'", false],
    ["stages.a.outputs.x > 1 or 1 < 2", true],
    ["(stages.a.outputs.x && false) == params.push", true],
    ["stages.a.outputs.x > 1", null],
    ["stages.a.state == 'failed' || params.push", null],
    ["!(stages.a.outputs.x && true)", null],
    ["(stages.a.outputs.x && true) == params.push", null],
  ])("%s: %s", (text, known) => {
    const settled = settleCondition(read(text), {
      params: { push: false },
      matrix: { lr: 2 },
      membersOf: (stage) => ({ members: [stage], isMatrix: false }),
    });
    expect(holdsAnyway(settled)).toBe(known);
  });
});

describe("any text and any condition", () => {
  const compares: readonly Compare[] = ["==", "!=", "<", "<=", ">", ">="];
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
  const key = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/).map(stageKey);
  const value: fc.Arbitrary<ParamValue | null> = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((number) => (number === 0 ? 0 : number)),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const leaf: fc.Arbitrary<SourceCondition> = fc.oneof(
    fc.record({ is: fc.constant("value" as const), value }),
    fc.record({ is: fc.constantFrom("param" as const, "matrix" as const), name }),
    fc.record({ is: fc.constant("output" as const), stage: key, name }),
    fc.record({ is: fc.constant("state" as const), stage: key }),
  );
  const ofState: fc.Arbitrary<SourceCondition> = fc.record({
    is: fc.constant("compare" as const),
    by: fc.constantFrom("==" as const, "!=" as const),
    left: fc.record({ is: fc.constant("state" as const), stage: key }),
    right: fc.record({ is: fc.constant("value" as const), value: fc.constantFrom(...END_STATES) }),
  });
  const { tree } = fc.letrec<{ tree: SourceCondition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, depthSize: "small" },
      leaf,
      ofState,
      fc.record({ is: fc.constant("not" as const), of: tie("tree") }),
      fc.record({
        is: fc.constantFrom("and" as const, "or" as const),
        left: tie("tree"),
        right: tie("tree"),
      }),
      fc
        .record({
          is: fc.constant("compare" as const),
          by: fc.constantFrom(...compares),
          left: tie("tree"),
          right: tie("tree"),
        })
        .filter(({ left, right }) => left.is !== "state" && right.is !== "state"),
    ),
  }));

  /** With as few parentheses as there can be; `words` writes and, or, not. */
  function printed(condition: SourceCondition, words: boolean): string {
    const within = (part: SourceCondition, ...kinds: readonly string[]): string =>
      kinds.includes(part.is) ? `(${printed(part, words)})` : printed(part, words);
    switch (condition.is) {
      case "value":
        return typeof condition.value === "string"
          ? quoted(condition.value)
          : String(condition.value);
      case "param":
        return `params.${condition.name}`;
      case "matrix":
        return `matrix.${condition.name}`;
      case "output":
        return `stages.${condition.stage}.outputs.${condition.name}`;
      case "state":
        return `stages.${condition.stage}.state`;
      case "not":
        return `${words ? "not " : "!"}${within(condition.of, "and", "or", "compare")}`;
      case "and":
        return `${within(condition.left, "or")} ${words ? "and" : "&&"} ${within(condition.right, "or", "and")}`;
      case "or":
        return `${within(condition.left)} ${words ? "or" : "||"} ${within(condition.right, "or")}`;
      case "compare": {
        const inner = ["or", "and", "compare", "not"];
        return `${within(condition.left, ...inner)}${condition.by}${within(condition.right, ...inner)}`;
      }
    }
  }

  const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

  it("printed and read again is the same", () => {
    fc.assert(
      fc.property(tree, fc.boolean(), (condition, words) => {
        const text = printed(condition, words);
        fc.pre(text.length <= 2000);
        expect(parseCondition(text)).toEqual({ ok: true, condition });
      }),
      { numRuns: 1000 },
    );
  });

  it("reads or refuses every text, and a refusal has a place inside it, words and a hint", () => {
    const pieces = fc.constantFrom(
      ..."params.a stages.a.state stages.a.outputs.b == != < && || ! not and or ( ) 'x' 1 -1 true = $ . [".split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join(" ")),
      fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (written) => {
        const got = parseCondition(written);
        if (got.ok) return;
        expect(got.at).toBeGreaterThanOrEqual(0);
        expect(got.at).toBeLessThanOrEqual(written.length);
        expect(got.message).not.toBe("");
        expect(got.hint).not.toBe("");
      }),
      { numRuns: 2000 },
    );
  });

  it("is judged, whatever outputs and states there are, and its negation is the opposite", () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("nan", "inf", "1", "0", "false", ...END_STATES),
    );
    const several = (stage: StageKey): readonly StageKey[] =>
      ["m", "n"].includes(stage.charAt(0)) ? [] : [stage, stageKey(`${stage}[x=1]`)];
    fc.assert(
      fc.property(tree, fc.option(text), text, fc.boolean(), (source, output, state, isMatrix) => {
        const membersOf = (stage: StageKey) => ({ members: several(stage), isMatrix });
        const condition = settleCondition(source, { params: {}, matrix: {}, membersOf });
        const view: ConditionView = { output: () => output, state: () => state };
        const opposite: Condition = { is: "not", of: condition };
        expect(holds(opposite, view)).toBe(!holds(condition, view));
        expect(JSON.parse(JSON.stringify(condition))).toEqual(condition);
        expect(holdsAnyway(condition) ?? holds(condition, view)).toBe(holds(condition, view));
      }),
      { numRuns: 1000 },
    );
  });
});
