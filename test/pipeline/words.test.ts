// Durations, near names and words of other tools, by table.

import { describe, expect, it } from "vitest";
import { durationOf } from "../../src/pipeline/duration.ts";
import { didYouMean, nearest } from "../../src/pipeline/nearest.ts";
import { pipelineSchema, stageSchema } from "../../src/pipeline/schema.ts";
import {
  insteadInStage,
  insteadOf,
  insteadOfCondition,
  NOT_YET,
} from "../../src/pipeline/words.ts";
import { problemsOf } from "./reading.ts";

describe("a duration", () => {
  it.each([
    ["30s", 30_000],
    ["90m", 5_400_000],
    ["1h30m", 5_400_000],
    ["250ms", 250],
    ["2d", 172_800_000],
    ["1.5s", 1500],
    ["1d2h3m4s5ms", 93_784_005],
    [0, 0],
    ["0", 0],
    ["365d", 31_536_000_000],
  ])("%s is %d ms", (text, ms) => {
    expect(durationOf(text)).toEqual({ ok: true, ms });
  });

  it.each([
    30,
    "30",
    1.5,
    "",
    "s",
    "30 s",
    "-5s",
    "1m1h",
    "1s1s",
    "5sec",
    "366d",
    null,
    true,
    "1e3s",
  ])("%s is refused with a hint", (value) => {
    const result = durationOf(value);
    expect(result.ok ? "" : result.hint).not.toBe("");
  });

  it("without a unit asks for one", () => {
    const result = durationOf(45);
    expect(result.ok ? "" : result.hint).toContain("45s");
  });
});

describe("the nearest name", () => {
  it.each([
    ["tiemout", "timeout"],
    ["retrys", "retry"],
    ["Needs", "needs"],
    ["max_paralel", "max_parallel"],
  ])("of %s is %s", (typed, meant) => {
    expect(nearest(typed, ["run", "needs", "retry", "timeout", "max_parallel"])).toBe(meant);
  });

  it.each(["colour", "x", "somethingelse", "a".repeat(100)])("of %s is none", (typed) => {
    expect(nearest(typed, ["run", "needs", "retry", "timeout"])).toBeNull();
    expect(didYouMean(typed, ["run", "needs"])).toBe("");
  });
});

describe("a word of another tool", () => {
  const asked = (
    "depends_on depends command cmd dag timeout_sec timeout_minutes timeout-minutes " +
    "continue-on-error continue_on_error retries max_retries retry_delay environment " +
    "working_directory working-directory dependencies script entrypoint on always() success() failure()"
  ).split(" ");

  it.each(asked)("%s is refused in a stage with ours in the hint", async (word) => {
    const problems = await problemsOf(`name: n\nstages:\n  a: { run: x, "${word}": x }\n`);
    expect(problems).toMatchObject([{ code: "unknown-key", hint: insteadOf(word) }]);
    expect(problems[0]?.hint).toMatch(/^(Use|Remove)/);
  });

  it.each(["steps", "jobs", "tasks"])("%s in a stage are lines of its script", async (word) => {
    const problems = await problemsOf(`name: n\nstages:\n  a: { run: x, ${word}: [{ run: y }] }\n`);
    expect(problems).toMatchObject([{ code: "unknown-key", hint: insteadInStage(word) }]);
    expect(problems[0]?.hint).toMatch(/^Use "run: \|" with a line for each/);
    // That the stage has no command is said by the same hint.
    expect(await problemsOf(`name: n\nstages: { a: { ${word}: [x] } }\n`)).toHaveLength(1);
  });

  it("for stages does not hide what is wrong inside it", async () => {
    const problems = await problemsOf(
      "name: n\njobs:\n  a: { runs-on: x, run: y }\n  b: { run: y, needs: c }\n",
    );
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [2, 'unknown key "jobs"'],
      [3, 'unknown key "runs-on"'],
      [4, 'there is no stage "c"'],
    ]);
  });

  it("is never one of ours", () => {
    const ours = [...Object.keys(stageSchema.shape), ...Object.keys(pipelineSchema.shape)];
    expect(ours.filter((word) => insteadOf(word) !== null || NOT_YET.has(word))).toEqual([]);
  });

  it("may stand as a condition", () => {
    expect(insteadOfCondition("always()")).toBe("if: always");
    expect(insteadOfCondition("${{ failure() }}")).toBe("if: failure");
    expect(insteadOfCondition("success()")).toBe("if: success");
    expect(insteadOfCondition("sometimes")).toBeNull();
  });
});

describe("a key of a later version", () => {
  it.each([...NOT_YET])("%s is an error of a kind of its own", async (key) => {
    const stage = await problemsOf(`name: n\nstages:\n  a: { run: x, ${key}: x }\n`);
    const top = await problemsOf(`name: n\n${key}: x\nstages:\n  a: { run: x }\n`);
    expect([...stage, ...top].map(({ code }) => code)).toEqual(["not-yet", "not-yet"]);
  });
});
