// Semantics 1.2: what an `if` expression asks, when it is judged, and what its answer does to others. What expressions
// mean is tested with the pipeline's language; here is what the engine does with them.

import { describe, expect, it } from "vitest";
import type { Condition } from "../../src/pipeline/condition.ts";
import { type RunId, stageKey } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const BAD: Script = { code: 1, takes: 100 };

const value = (of: string | number | boolean | null): Condition => ({ is: "value", value: of });
const output = (stage: string, name: string): Condition => ({
  is: "output",
  stage: stageKey(stage),
  name,
});
const state = (...stages: string[]): Condition => ({ is: "state", stages: stages.map(stageKey) });
const equal = (left: Condition, right: Condition): Condition => ({
  is: "compare",
  by: "==",
  left,
  right,
});

const gives = (outputs: Record<string, string>): Script => ({ code: 0, takes: 100, outputs });

function played(
  stages: readonly StagePlan[],
  scripts: Readonly<Record<string, Script>> = {},
  over: Partial<Plan> = {},
): { world: World; run: RunId; states: Record<string, string> } {
  const world = new World((stage) => scripts[stage] ?? { code: 0, takes: 100 });
  const run = world.trigger(planOf(stages, over));
  world.play();
  return { world, run, states: world.states(run) };
}

describe("1.2 conditions", () => {
  it("1.2 one that is false skips the stage, says so, and starts no attempt", () => {
    const ifText = "params.push";
    const { world, run, states } = played([stagePlan("a", { condition: value(false), ifText })]);
    expect(states).toEqual({ a: "skipped" });
    expect(world.stage(run, "a").reason).toBe("its `if` does not hold: params.push");
    expect(world.starts).toEqual([]);
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("1.2 a skip does not spread: it satisfies like a success", () => {
    const stages = [
      stagePlan("a", { condition: value(false) }),
      stagePlan("b", { after: ["a"] }),
      stagePlan("c", { after: ["b"] }),
    ];
    expect(played(stages).states).toEqual({ a: "skipped", b: "succeeded", c: "succeeded" });
  });

  it("1.2 an expression that reads no state is judged when the needs are satisfied: before that, upstream_failed", () => {
    const stages = [
      stagePlan("a"),
      stagePlan("yes", { after: ["a"], condition: value(true) }),
      stagePlan("no", { after: ["a"], condition: value(false) }),
    ];
    expect(played(stages, { a: BAD }).states).toEqual({
      a: "failed",
      yes: "upstream_failed",
      no: "upstream_failed",
    });
    expect(played(stages).states).toEqual({ a: "succeeded", yes: "succeeded", no: "skipped" });
  });

  it("1.2 one that reads a state is judged when the needs have ended, whatever became of them", () => {
    const wasFailed = equal(state("a"), value("failed"));
    const stages = [
      stagePlan("a"),
      stagePlan("alarm", { if: "always", after: ["a"], condition: wasFailed }),
      stagePlan("below", { after: ["alarm"] }),
    ];
    expect(played(stages, { a: BAD }).states).toEqual({
      a: "failed",
      alarm: "succeeded",
      below: "succeeded",
    });
    expect(played(stages).states).toEqual({
      a: "succeeded",
      alarm: "skipped",
      below: "succeeded",
    });
  });

  it("1.2 one that reads a state can see each end that a stage can have", () => {
    const stages = [
      stagePlan("no", { condition: value(false) }),
      stagePlan("a"),
      stagePlan("b", { after: ["a"] }),
      ...["no", "a", "b"].map((key) =>
        stagePlan(`saw-${key}`, {
          if: "always",
          after: [key],
          condition: equal(
            state(key),
            value({ no: "skipped", a: "failed", b: "upstream_failed" }[key]!),
          ),
        }),
      ),
    ];
    expect(played(stages, { a: BAD }).states).toMatchObject({
      "saw-no": "succeeded",
      "saw-a": "succeeded",
      "saw-b": "succeeded",
    });
  });

  it("1.2 an output of a stage decides; one that it did not give is null", () => {
    const stages = [
      stagePlan("a"),
      stagePlan("go", { after: ["a"], condition: equal(output("a", "go"), value("yes")) }),
      stagePlan("none", { after: ["a"], condition: equal(output("a", "none"), value(null)) }),
      stagePlan("own", { after: ["a"], condition: output("a", "toString") }),
    ];
    const { states } = played(stages, { a: gives({ go: "yes" }) });
    expect(states).toEqual({ a: "succeeded", go: "succeeded", none: "succeeded", own: "skipped" });
    expect(played(stages, { a: gives({ go: "no" }) }).states["go"]).toBe("skipped");
  });

  it("1.2 a skipped stage has given nothing, and a failed one what its last attempt gave", () => {
    const stages = [
      stagePlan("s", { condition: value(false) }),
      stagePlan("f", { onFail: "ignore" }),
      stagePlan("afterS", { after: ["s"], condition: equal(output("s", "v"), value(null)) }),
      stagePlan("afterF", { after: ["f"], condition: equal(output("f", "v"), value("1")) }),
    ];
    const { states } = played(stages, { f: { code: 1, takes: 10, outputs: { v: "1" } } });
    expect(states).toMatchObject({ afterS: "succeeded", afterF: "succeeded" });
  });

  it("8.1 outputs of a matrix are a JSON list in its order, null where a member has none", () => {
    const members = ["m1", "m2", "m3"];
    const all: Condition = { is: "outputs", stages: members.map(stageKey), name: "f1" };
    const stages = [
      ...members.map((key) => stagePlan(key)),
      stagePlan("pick", { after: members, condition: equal(all, value('["0.9",null,"0.7"]')) }),
    ];
    const { states } = played(stages, {
      m1: { code: 0, takes: 300, outputs: { f1: "0.9" } },
      m3: gives({ f1: "0.7" }),
    });
    expect(states["pick"]).toBe("succeeded");
  });

  it("8.1 the state of a matrix is that of the first member that ended badly, else of its last", () => {
    const members = ["m1", "m2", "m3"];
    const after = (word: string): StagePlan =>
      stagePlan(`was-${word}`, {
        if: "always",
        after: members,
        condition: equal(state(...members), value(word)),
      });
    const stages = [
      ...members.map((key) => stagePlan(key, { onFail: "ignore" })),
      ...["failed", "crashed", "succeeded"].map(after),
    ];
    const lost: Script = { lost: true, takes: 50 };
    expect(played(stages, { m2: BAD, m3: lost }).states).toMatchObject({
      "was-failed": "succeeded",
      "was-crashed": "skipped",
    });
    expect(played(stages).states["was-succeeded"]).toBe("succeeded");
  });

  it("1.3 one of the always kind without needs waits until all that is no guard has ended", () => {
    const stages = [
      stagePlan("report", { if: "always", condition: value(true) }),
      stagePlan("a"),
      stagePlan("b", { after: ["a"] }),
    ];
    expect(played(stages).world.starts.map(({ stage }) => stage)).toEqual(["a", "b", "report"]);
  });

  it("3.3 one of the always kind is judged in a cancelled run too, one of the other kind is cancelled", () => {
    const world = new World(() => ({ hang: true }));
    const run = world.trigger(
      planOf([
        stagePlan("a"),
        stagePlan("other", { after: ["a"], condition: value(true) }),
        stagePlan("clean", {
          if: "always",
          after: ["a"],
          condition: equal(state("a"), value("cancelled")),
        }),
      ]),
    );
    world.cancel(run);
    world.play(10);
    expect(world.states(run)).toEqual({ a: "cancelled", other: "cancelled", clean: "running" });
  });

  it("1.2 a round judges it anew by what the round gave", () => {
    const world = new World((stage, number) => {
      if (stage !== "a") return { code: 0, takes: 10 };
      return { code: number === 1 ? 1 : 0, takes: 10, outputs: { v: String(number) } };
    });
    const stages = [
      stagePlan("a", { onFail: "warn" }),
      stagePlan("second", { after: ["a"], condition: equal(output("a", "v"), value("2")) }),
    ];
    const run = world.trigger(planOf(stages));
    world.play();
    expect(world.states(run)).toEqual({ a: "failed", second: "skipped" });
    world.retry(run);
    world.play();
    expect(world.states(run)).toEqual({ a: "succeeded", second: "succeeded" });
  });
});
