import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sourceText } from "../../src/pipeline/condition-text.ts";
import type { SourceCondition } from "../../src/pipeline/condition.ts";
import { parseCondition } from "../../src/pipeline/condition-parser.ts";
import { stageKey } from "../../src/pipeline/ids.ts";

const value: fc.Arbitrary<SourceCondition> = fc.record({
  is: fc.constant("value" as const),
  value: fc.oneof(
    fc.constantFrom(null, true, false, "it's", 'say "hi"', "a\\"),
    fc.integer({ min: -50, max: 50 }),
    fc.string({ unit: "grapheme-ascii", maxLength: 8 }),
  ),
});
const stage = fc.constantFrom(stageKey("data"), stageKey("train-2"));
const name = fc.constantFrom("lr", "n_1");
const named: fc.Arbitrary<SourceCondition> = fc.oneof(
  fc.record({ is: fc.constantFrom("param" as const, "matrix" as const), name }),
  fc.record({ is: fc.constant("output" as const), stage, name }),
);
const operand = fc.oneof(value, named);
const by = fc.constantFrom("==" as const, "!=" as const, "<" as const, ">=" as const);

const { condition } = fc.letrec<{ condition: SourceCondition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ is: fc.constant("compare" as const), by, left: operand, right: operand }),
    named,
    fc.record({ is: fc.constant("not" as const), of: tie("condition") }),
    fc.record({
      is: fc.constantFrom("and" as const, "or" as const),
      left: tie("condition"),
      right: tie("condition"),
    }),
  ),
}));

describe("a condition as a text", () => {
  it("is one that a file may have, and means the same there", () => {
    fc.assert(
      fc.property(condition, (one) => {
        const text = sourceText(one);
        fc.pre(text.length <= 2000);
        const read = parseCondition(text);
        expect({ text, ...read }).toEqual({ text, ok: true, condition: one });
      }),
    );
  });

  it("has no parentheses that it can do without", () => {
    for (const text of [
      "params.a == 1 && params.b != 'x' || !params.c",
      "params.a && (params.b || params.c)",
      "!(params.a == 1) && stages.train.state == 'failed'",
    ]) {
      const read = parseCondition(text);
      expect(read.ok ? sourceText(read.condition) : read.message).toBe(text);
    }
  });
});
