// Semantics 1: when a stage may start, what its end does to those below, and what a run comes to.

import { describe, expect, it } from "vitest";
import type { StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const OK: Script = { code: 0, takes: 100 };
const BAD: Script = { code: 1, takes: 100 };

/** A world in which the named stages do as told and all others succeed after 100 ms. */
function worldOf(scripts: Readonly<Record<string, Script>>): World {
  return new World((stage) => scripts[stage] ?? OK);
}

function statesOf(
  scripts: Readonly<Record<string, Script>>,
  stages: readonly StagePlan[],
): Record<string, string> {
  const world = worldOf(scripts);
  const run = world.trigger(planOf(stages));
  world.play();
  return { ...world.states(run), run: world.runRow(run).state };
}

describe("1.1 needs", () => {
  it("1.1 a stage starts when its needs have succeeded, and not before the last of them", () => {
    const world = worldOf({ slow: { code: 0, takes: 500 } });
    const run = world.trigger(
      planOf([
        stagePlan("quick"),
        stagePlan("slow"),
        stagePlan("both", { after: ["quick", "slow"] }),
      ]),
    );
    world.play();
    expect(world.starts.find((start) => start.stage === "both")?.up).toBe(1_500);
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it.each(["warn", "ignore"] as const)(
    "1.1 a stage that failed with on_fail: %s satisfies those below",
    (onFail) => {
      const states = statesOf({ a: BAD }, [
        stagePlan("a", { onFail }),
        stagePlan("b", { after: ["a"] }),
      ]);
      expect(states).toMatchObject({ a: "failed", b: "succeeded" });
    },
  );

  it("1.1 a crash, a time-out and a cancel satisfy under on_fail: warn too", () => {
    const world = worldOf({
      crashed: { lost: true, takes: 10 },
      late: { hang: true },
      stopped: { hang: true },
    });
    const warn = { onFail: "warn" } as const;
    const run = world.trigger(
      planOf([
        stagePlan("crashed", warn),
        stagePlan("late", { ...warn, timeoutMs: 200 }),
        stagePlan("stopped", warn),
        stagePlan("below", { after: ["crashed", "late", "stopped"] }),
      ]),
    );
    world.cancel(run, "stopped");
    world.play();
    expect(world.states(run)).toEqual({
      crashed: "crashed",
      late: "timed_out",
      stopped: "cancelled",
      below: "succeeded",
    });
  });

  it("1.1 a skipped stage satisfies", () => {
    const states = statesOf({}, [
      stagePlan("a"),
      stagePlan("on-failure", { after: ["a"], if: "failure" }),
      stagePlan("b", { after: ["on-failure"] }),
    ]);
    expect(states).toMatchObject({ "on-failure": "skipped", b: "succeeded", run: "succeeded" });
  });

  it("1.1 upstream_failed satisfies nothing, whatever its own on_fail, and decides no outcome", () => {
    const states = statesOf({ bad: BAD }, [
      stagePlan("bad", { onFail: "ignore" }),
      stagePlan("x", { onFail: "warn", after: ["bad"] }),
    ]);
    expect(states).toMatchObject({ bad: "failed", x: "succeeded", run: "succeeded" });
    const blocked = statesOf({ bad: BAD }, [
      stagePlan("bad"),
      stagePlan("x", { onFail: "warn", after: ["bad"] }),
      stagePlan("y", { after: ["x"] }),
    ]);
    expect(blocked).toEqual({
      bad: "failed",
      x: "upstream_failed",
      y: "upstream_failed",
      run: "failed",
    });
  });

  it("1.1 a stage that its run's cancel stopped satisfies nothing, though its on_fail is ignore", () => {
    const world = worldOf({ work: { hang: true } });
    const run = world.trigger(
      planOf([
        stagePlan("work", { onFail: "ignore" }),
        stagePlan("clean", { after: ["work"], if: "always" }),
        stagePlan("after", { after: ["work", "clean"] }),
      ]),
    );
    world.cancel(run);
    world.play();
    expect(world.states(run)).toEqual({
      work: "cancelled",
      clean: "succeeded",
      after: "upstream_failed",
    });
  });

  it("1.1 a stage that a person stopped by itself satisfies under warn, though its run is cancelled too", () => {
    const world = worldOf({ clean: { hang: true } });
    const run = world.trigger(
      planOf([
        stagePlan("clean", { if: "always", onFail: "warn" }),
        stagePlan("after", { after: ["clean"] }),
      ]),
    );
    world.cancel(run);
    world.cancel(run, "clean");
    world.play();
    expect(world.states(run)).toEqual({ clean: "cancelled", after: "succeeded" });
  });
});

describe("1.2 what follows from a bad end", () => {
  it("1.2 a stage whose need ended unsatisfied is upstream_failed, at once", () => {
    const world = worldOf({ a: BAD, slow: { code: 0, takes: 5_000 } });
    const run = world.trigger(
      planOf([stagePlan("a"), stagePlan("slow"), stagePlan("b", { after: ["slow", "a"] })]),
    );
    world.play(200);
    expect(world.states(run)).toEqual({ a: "failed", slow: "running", b: "upstream_failed" });
  });

  it("1.2 the reason names the stage to blame, not one in between that only followed", () => {
    const world = worldOf({ train: { hang: true } });
    const run = world.trigger(
      planOf([
        stagePlan("train", { timeoutMs: 50 }),
        stagePlan("b", { after: ["train"] }),
        stagePlan("c", { after: ["b"] }),
      ]),
    );
    world.play();
    expect(world.stage(run, "c").reason).toBe("train timed out");
  });

  it("1.2 a skip does not spread", () => {
    const states = statesOf({}, [
      stagePlan("rescue", { if: "failure" }),
      stagePlan("report", { after: ["rescue"] }),
    ]);
    expect(states).toMatchObject({ rescue: "skipped", report: "succeeded", run: "succeeded" });
  });

  it("1.2 a stage of a queued run that was cancelled blocks those below it as soon as the run begins", () => {
    const world = worldOf({ long: { code: 0, takes: 1_000 } });
    world.trigger(planOf([stagePlan("long")]));
    const second = world.trigger(
      planOf([
        stagePlan("a"),
        stagePlan("other"),
        stagePlan("b", { after: ["a"] }),
        stagePlan("c", { after: ["b"] }),
        stagePlan("d", { after: ["other", "a"] }),
      ]),
    );
    world.cancel(second, "a");
    world.play(1_050);
    expect(world.states(second)).toEqual({
      a: "cancelled",
      other: "running",
      b: "upstream_failed",
      c: "upstream_failed",
      d: "upstream_failed",
    });
    world.play();
    expect(world.runRow(second).state).toBe("failed");
  });
});

describe("1.3 guards", () => {
  it("1.3 an always stage starts when its needs have ended, good or bad", () => {
    const states = statesOf({ a: BAD }, [
      stagePlan("a"),
      stagePlan("b", { after: ["a"] }),
      stagePlan("clean", { after: ["a", "b"], if: "always" }),
    ]);
    expect(states).toMatchObject({ b: "upstream_failed", clean: "succeeded", run: "failed" });
  });

  it("1.3 a guard does not start while one of its needs has not ended", () => {
    const world = worldOf({ a: BAD, slow: { code: 0, takes: 900 } });
    world.trigger(
      planOf([
        stagePlan("a"),
        stagePlan("slow"),
        stagePlan("clean", { after: ["a", "slow"], if: "always" }),
      ]),
    );
    world.play();
    expect(world.starts.at(-1)).toMatchObject({ stage: "clean", up: 1_900 });
  });

  it("1.3 a guard without needs waits for every stage that is no guard and is below none", () => {
    const world = worldOf({ a: { code: 0, takes: 1_000 }, other: { code: 0, takes: 5_000 } });
    world.trigger(
      planOf([
        stagePlan("start"),
        stagePlan("a", { after: ["start"] }),
        stagePlan("other", { after: ["start"], if: "always" }),
        stagePlan("below-other", { after: ["other"] }),
        stagePlan("last", { if: "always" }),
      ]),
    );
    world.play();
    expect(world.starts.find((start) => start.stage === "last")?.up).toBe(2_100);
  });

  it("1.3 a guard's end says nothing to an if: failure without needs: it looks at normal stages", () => {
    const states = statesOf({ g: BAD }, [
      stagePlan("a"),
      stagePlan("g", { after: ["a"], if: "always" }),
      stagePlan("rescue", { if: "failure" }),
    ]);
    expect(states).toMatchObject({ g: "failed", rescue: "skipped" });
  });

  it("1.3 a notify guard waits until every stage has ended but its like and what is below them", () => {
    const notify = { uses: "notify", if: "always" } as const;
    const world = worldOf({ guard: { code: 0, takes: 3_000 }, tell: { code: 0, takes: 9_000 } });
    const run = world.trigger(
      planOf([
        stagePlan("a"),
        stagePlan("guard", { if: "always" }),
        stagePlan("below-guard", { after: ["guard"] }),
        stagePlan("tell", { ...notify, after: ["a"] }),
        stagePlan("after-tell", { after: ["tell"] }),
        stagePlan("tell-too", notify),
      ]),
    );
    world.play();
    const ups = Object.fromEntries(world.starts.map((start) => [start.stage, start.up]));
    expect(ups).toMatchObject({
      guard: 1_100,
      tell: 4_200,
      "tell-too": 4_200,
      "after-tell": 13_200,
    });
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it.each([
    { what: "a need that failed", bad: "a" },
    { what: "an ancestor that failed", bad: "root" },
  ])("1.3 if: failure runs after $what", ({ bad }) => {
    const states = statesOf({ [bad]: BAD }, [
      stagePlan("root", { onFail: "warn" }),
      stagePlan("a", { after: ["root"], onFail: "warn" }),
      stagePlan("rescue", { after: ["a"], if: "failure" }),
    ]);
    expect(states).toMatchObject({ rescue: "succeeded", run: "partial" });
  });

  it("1.3 if: failure is skipped when the bad end was elsewhere", () => {
    const states = statesOf({ elsewhere: BAD }, [
      stagePlan("elsewhere"),
      stagePlan("a"),
      stagePlan("rescue", { after: ["a"], if: "failure" }),
    ]);
    expect(states).toMatchObject({ rescue: "skipped", run: "failed" });
  });

  it("1.3 a notify guard with if: failure looks at every stage that it waited for", () => {
    const tell = stagePlan("tell", { uses: "notify", if: "failure" });
    const stages = [stagePlan("a"), stagePlan("guard", { after: ["a"], if: "always" }), tell];
    expect(statesOf({ guard: BAD }, stages)).toMatchObject({ tell: "succeeded" });
    expect(statesOf({}, stages)).toMatchObject({ tell: "skipped" });
  });

  it("1.3 guards alone are enough for a run", () => {
    const states = statesOf({}, [
      stagePlan("a", { if: "always" }),
      stagePlan("f", { if: "failure" }),
      stagePlan("n", { if: "always", uses: "notify" }),
    ]);
    expect(states).toEqual({ a: "succeeded", f: "skipped", n: "succeeded", run: "succeeded" });
  });
});

describe("1.4 outcome of a run", () => {
  it.each([
    { a: "fail", b: "warn", run: "failed", reason: "a: exit 1" },
    { a: "warn", b: "fail", run: "failed", reason: "b: exit 1" },
    { a: "warn", b: "ignore", run: "partial", reason: "a: exit 1" },
    { a: "ignore", b: "ignore", run: "succeeded", reason: null },
  ] as const)("1.4 bad ends with on_fail $a and $b make the run $run", ({ a, b, run, reason }) => {
    const world = worldOf({ a: BAD, b: BAD });
    const id = world.trigger(
      planOf([stagePlan("a", { onFail: a }), stagePlan("b", { onFail: b })]),
    );
    world.play();
    expect(world.runRow(id)).toMatchObject({ state: run, reason });
  });

  it("1.4 a cancel that was asked for decides, though a stage failed before it", () => {
    const world = worldOf({ a: BAD, b: { hang: true } });
    const run = world.trigger(planOf([stagePlan("a"), stagePlan("b")]));
    world.play(200);
    world.cancel(run);
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "cancelled", reason: "cancelled by ada" });
  });

  it("1.4 a time limit that fell due decides in the same way", () => {
    const world = worldOf({ a: BAD, b: { hang: true } });
    const run = world.trigger(planOf([stagePlan("a"), stagePlan("b")], { timeoutMs: 500 }));
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "timed_out", reason: "run timed out" });
  });

  it("1.4 a notification that failed makes a good run partial, never green", () => {
    const states = statesOf({ tell: BAD }, [
      stagePlan("a"),
      stagePlan("tell", { uses: "notify", if: "always" }),
    ]);
    expect(states).toMatchObject({ tell: "failed", run: "partial" });
  });

  it("1.4 a run without stages succeeds, but only when its turn has come", () => {
    const world = worldOf({});
    world.trigger(planOf([stagePlan("a")]));
    const empty = world.trigger(planOf([]));
    expect(world.runRow(empty).state).toBe("queued");
    world.play();
    expect(world.runRow(empty).state).toBe("succeeded");
  });
});

describe("1.5 a cancelled stage", () => {
  it.each([
    { onFail: "fail", run: "failed", below: "upstream_failed" },
    { onFail: "warn", run: "partial", below: "succeeded" },
    { onFail: "ignore", run: "succeeded", below: "succeeded" },
  ] as const)("1.5 with on_fail: $onFail makes the run $run", ({ onFail, run, below }) => {
    const world = worldOf({ a: { hang: true } });
    const id = world.trigger(
      planOf([stagePlan("a", { onFail }), stagePlan("b", { after: ["a"] })]),
    );
    world.cancel(id, "a");
    world.play();
    expect(world.runRow(id).state).toBe(run);
    expect(world.states(id)).toEqual({ a: "cancelled", b: below });
  });

  it("1.5 is a bad end for if: failure", () => {
    const world = worldOf({ a: { hang: true } });
    const run = world.trigger(
      planOf([stagePlan("a"), stagePlan("rescue", { after: ["a"], if: "failure" })]),
    );
    world.cancel(run, "a");
    world.play();
    expect(world.stage(run, "rescue").state).toBe("succeeded");
  });
});
