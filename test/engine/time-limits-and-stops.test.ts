// Semantics 3.1 to 3.3: time limits of attempts and runs, which word wins at an attempt's end, and cancels.

import { describe, expect, it } from "vitest";
import { msUntilDue } from "../../src/engine/decide.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import type { RunId } from "../../src/pipeline/ids.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const HANG: Script = { hang: true };
const MUTE: Script = { mute: true };
const OK: Script = { code: 0, takes: 100 };
const RETRY = { ...stagePlan("x").retry, times: 3 };

function begin(
  stages: readonly StagePlan[],
  scripts: Readonly<Record<string, Script>>,
  over: Partial<Plan> = {},
): { world: World; run: RunId } {
  const world = new World((stage) => scripts[stage] ?? OK);
  return { world, run: world.trigger(planOf(stages, over)) };
}

function endOf(world: World, run: RunId, key: string): { as: string; cause: string | null } | null {
  const status = world.attempts(run, key).at(-1)?.status;
  return status?.is === "ended" ? { as: status.as, cause: status.cause } : null;
}

describe("3.1 time limits", () => {
  it("3.1 a stage's time limit counts per attempt, from its start", () => {
    const stage = stagePlan("a", {
      timeoutMs: 1_000,
      retry: { ...RETRY, times: 1, delayMs: 5_000 },
    });
    const { world, run } = begin([stage], { a: HANG });
    world.play();
    expect(world.starts.map((start) => start.up)).toEqual([1_000, 7_000]);
    expect(world.stage(run, "a")).toMatchObject({
      state: "timed_out",
      reason: "time limit reached",
    });
    expect(world.up).toBe(8_000);
  });

  it("3.1 a run's time limit counts from when it left the queue", () => {
    const { world } = begin([stagePlan("a")], { a: { code: 0, takes: 5_000 }, b: HANG });
    const second = world.trigger(planOf([stagePlan("b")], { timeoutMs: 3_000 }));
    world.play();
    expect(world.runRow(second)).toMatchObject({ state: "timed_out", endedAt: world.zero + 9_000 });
  });

  it("3.1 a run that ran out of time cancels as a cancel does, whatever on_fail says, and stays running meanwhile", () => {
    const warn = { onFail: "warn" } as const;
    const { world, run } = begin(
      [
        stagePlan("a", warn),
        stagePlan("b", { after: ["a"] }),
        stagePlan("clean", { after: ["a"], if: "always" }),
      ],
      { a: { hang: true, stopTakes: 500 } },
      { timeoutMs: 1_000 },
    );
    world.play(1_100);
    expect(world.runRow(run)).toMatchObject({ state: "running", reason: "run timed out" });
    expect(world.states(run)).toEqual({ a: "running", b: "cancelled", clean: "pending" });
    world.play();
    expect(world.states(run)).toEqual({ a: "cancelled", b: "cancelled", clean: "succeeded" });
    expect(world.runRow(run).state).toBe("timed_out");
  });

  it("3.1 a person's first cancel of a run that is out of time is a first one: it kills nothing", () => {
    const { world, run } = begin(
      [stagePlan("a")],
      { a: { hang: true, stopTakes: 9_000 } },
      { timeoutMs: 1_000 },
    );
    world.play(1_500);
    world.cancel(run);
    expect(world.stops.map((stop) => stop.kill)).toEqual([false]);
    expect(world.runRow(run).state).toBe("cancelling");
    world.cancel(run);
    expect(world.stops.map((stop) => stop.kill)).toEqual([false, true]);
    world.play();
    expect(world.runRow(run).state).toBe("cancelled");
  });

  it("3.1 a run whose last stage ended within the limit is in time, though that is seen after it", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE }, { timeoutMs: 1_000 });
    world.up += 1_500;
    world.turn([world.exited(run, "a", 0, world.up - 600)]);
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("3.1 a run whose last stage failed within the limit has failed, and what is below it follows", () => {
    const { world, run } = begin(
      [stagePlan("a"), stagePlan("b", { after: ["a"] })],
      { a: MUTE },
      { timeoutMs: 1_000 },
    );
    world.up += 1_500;
    world.turn([world.exited(run, "a", 1, world.up - 600)]);
    expect(world.states(run)).toEqual({ a: "failed", b: "upstream_failed" });
    expect(world.runRow(run).state).toBe("failed");
  });

  it("3.1 a stage that succeeded after its run's limit, before the host looked, is cancelled with its run", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE }, { timeoutMs: 1_000 });
    world.up += 1_500;
    world.turn([world.exited(run, "a", 0, world.up - 100)]);
    expect(world.states(run)).toEqual({ a: "cancelled" });
    expect(world.runRow(run).state).toBe("timed_out");
    expect(world.stops).toEqual([]);
  });

  it("3.1 a run's limit that ran out while no host ran: what ended meanwhile counts, with a warning", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE }, { timeoutMs: 1_000 });
    world.absent(5_000);
    world.turn([world.exited(run, "a", 0, world.up - 1_000)]);
    expect(world.runRow(run).state).toBe("succeeded");
    expect(endOf(world, run, "a")?.cause).toBe(
      "ended after its run's time limit, while no host ran",
    );
  });

  it("3.1 a run's limit that ran out while no host ran stops what still lives", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE }, { timeoutMs: 1_000 });
    world.absent(5_000);
    world.turn([]);
    expect(world.stops).toHaveLength(1);
    world.turn([world.exited(run, "a", 143)]);
    expect(world.runRow(run).state).toBe("timed_out");
  });

  it("3.1 of two limits that ran out unseen the earlier one names the end", () => {
    const stages = [
      stagePlan("own", { timeoutMs: 500 }),
      stagePlan("of-run", { timeoutMs: 2_000 }),
    ];
    const { world, run } = begin(stages, { own: MUTE, "of-run": MUTE }, { timeoutMs: 1_000 });
    world.up += 3_000;
    world.turn([]);
    world.turn([world.exited(run, "own", 143), world.exited(run, "of-run", 143)]);
    expect(world.states(run)).toEqual({ own: "timed_out", "of-run": "cancelled" });
    expect(world.runRow(run).state).toBe("timed_out");
  });
});

describe("3.2 which source names the end", () => {
  it("3.2 an exit record from before the stop counts as its code says", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE });
    world.up += 100;
    const before = world.exited(run, "a", 0, world.up - 1);
    world.cancel(run, "a");
    world.up += 100;
    world.turn([before]);
    expect(world.stage(run, "a").state).toBe("succeeded");
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("3.2 exit code 0 of a stage that was told to stop is cancelled", () => {
    const { world, run } = begin([stagePlan("a")], { a: { hang: true, onStop: 0 } });
    world.cancel(run, "a");
    world.play();
    expect(endOf(world, run, "a")).toEqual({ as: "cancelled", cause: "cancelled by ada" });
  });

  it("3.2 exit code 0 after the time limit is timed_out", () => {
    const { world, run } = begin([stagePlan("a", { timeoutMs: 50 })], {
      a: { hang: true, onStop: 0 },
    });
    world.play();
    expect(world.stage(run, "a").state).toBe("timed_out");
  });

  it("3.2 a record from after the limit is timed_out, though the host looked only later", () => {
    for (const asked of [false, true]) {
      const { world, run } = begin([stagePlan("a", { timeoutMs: 1_000 })], { a: MUTE });
      world.up += 1_500;
      if (asked) world.turn([]);
      world.turn([world.exited(run, "a", 0, world.up - 100)]);
      expect(world.stage(run, "a").state).toBe("timed_out");
    }
  });

  it("3.2 a record from within the limit counts, though the host asked for a stop before it saw it", () => {
    const { world, run } = begin([stagePlan("a", { timeoutMs: 1_000 })], { a: MUTE });
    world.up += 1_500;
    world.turn([]);
    world.turn([world.exited(run, "a", 0, world.up - 700)]);
    expect(world.stage(run, "a").state).toBe("succeeded");
  });

  it("3.2 a stop that was asked for names the end of an attempt without a record", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE });
    world.cancel(run, "a");
    world.turn([world.lost(run, "a")]);
    expect(endOf(world, run, "a")).toEqual({ as: "cancelled", cause: "cancelled by ada" });
  });

  it("3.2 without record and stop it is crashed", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE });
    world.turn([world.lost(run, "a")]);
    expect(endOf(world, run, "a")).toEqual({ as: "crashed", cause: "exit code unknown" });
  });

  it.each([
    { code: 0, state: "succeeded", cause: "ended after its time limit, while no host ran" },
    { code: 3, state: "failed", cause: "exit 3; ended after its time limit, while no host ran" },
  ])(
    "3.2 a limit that ran out while no host ran stops nobody: code $code is $state, with a warning",
    ({ code, state, cause }) => {
      for (const looked of [false, true]) {
        const { world, run } = begin([stagePlan("a", { timeoutMs: 1_000 })], { a: MUTE });
        world.absent(5_000);
        if (looked) world.turn([]);
        world.turn([world.exited(run, "a", code, world.up - 500)]);
        expect(endOf(world, run, "a")).toEqual({ as: state, cause });
      }
    },
  );

  it("3.2 a limit that ran out while no host ran stops what still lives, now", () => {
    const { world, run } = begin([stagePlan("a", { timeoutMs: 1_000 })], { a: HANG });
    world.absent(5_000);
    world.play();
    expect(world.stops).toHaveLength(1);
    expect(world.stage(run, "a").state).toBe("timed_out");
  });

  it("3.2 of several stops the first names the attempt's end; after one by a person the stage is cancelled, not retried", () => {
    const stage = stagePlan("a", { timeoutMs: 1_000, retry: RETRY });
    const { world, run } = begin([stage], { a: { hang: true, stopTakes: 500 } });
    world.play(1_200);
    world.cancel(run, "a");
    world.play();
    expect(endOf(world, run, "a")).toEqual({ as: "timed_out", cause: "time limit reached" });
    expect(world.stage(run, "a")).toMatchObject({
      state: "cancelled",
      reason: "time limit reached; then cancelled",
    });
    expect(world.starts).toHaveLength(1);
  });

  it("3.2 a stage whose limit ran out before its run was cancelled is cancelled by its run", () => {
    const stages = [
      stagePlan("a", { timeoutMs: 1_000, onFail: "warn" }),
      stagePlan("clean", { after: ["a"], if: "always" }),
      stagePlan("last", { after: ["a", "clean"] }),
    ];
    const { world, run } = begin(stages, { a: { hang: true, stopTakes: 500 } });
    world.play(1_200);
    world.cancel(run);
    world.play();
    expect(world.states(run)).toEqual({
      a: "cancelled",
      clean: "succeeded",
      last: "upstream_failed",
    });
  });

  it("3.2 a report that comes again changes nothing", () => {
    const { world, run } = begin([stagePlan("a"), stagePlan("b", { after: ["a"] })], {
      a: MUTE,
      b: MUTE,
    });
    const report = world.exited(run, "a", 0);
    world.turn([report]);
    const late = { ...world.lost(run, "a") };
    for (const again of [report, late]) expect(world.turn([again]).events).toEqual([]);
    expect(world.states(run)).toEqual({ a: "succeeded", b: "running" });
  });
});

describe("3.3 cancel of a run", () => {
  it("3.3 everything but always stages and what is below them is cancelled at once; running ones are stopped", () => {
    const stages = [
      stagePlan("running"),
      stagePlan("retrying", { retry: { ...RETRY, delayMs: 60_000 } }),
      stagePlan("taken"),
      stagePlan("queued"),
      stagePlan("pending", { after: ["running"] }),
      stagePlan("rescue", { after: ["pending"], if: "failure" }),
      stagePlan("clean", { after: ["pending"], if: "always" }),
      stagePlan("after-clean", { after: ["clean"], if: "failure" }),
    ];
    const slow: Script = { hang: true, stopTakes: 1_000 };
    const scripts = { running: slow, retrying: { code: 1, takes: 10 }, taken: slow, queued: slow };
    const { world, run } = begin(stages, scripts, { maxParallel: 2 });
    world.play(100);
    world.cancel(run);
    expect(world.states(run)).toEqual({
      running: "running",
      retrying: "cancelled",
      taken: "running",
      queued: "cancelled",
      pending: "cancelled",
      rescue: "cancelled",
      clean: "queued",
      "after-clean": "pending",
    });
    expect(world.stops.map((stop) => stop.stage)).toEqual(["running", "taken"]);
    world.play();
    expect(world.states(run)).toMatchObject({ clean: "succeeded", "after-clean": "succeeded" });
    expect(world.runRow(run)).toMatchObject({ state: "cancelled", reason: "cancelled by ada" });
  });

  it("3.3 a queued stage of a cancelled run never starts", () => {
    const { world, run } = begin(
      [stagePlan("a"), stagePlan("b")],
      { a: HANG, b: HANG },
      { maxParallel: 1 },
    );
    expect(world.stage(run, "b").reason).toBe("waits for one of this run's 1 places");
    world.cancel(run);
    world.play();
    expect(world.starts.map((start) => start.stage)).toEqual(["a"]);
    expect(world.states(run)).toEqual({ a: "cancelled", b: "cancelled" });
  });

  it("3.3 an always stage goes on when its run is cancelled, but is not retried", () => {
    const clean = stagePlan("clean", { if: "always", retry: RETRY });
    const { world, run } = begin([clean], { clean: { code: 1, takes: 1_000 } });
    world.cancel(run);
    expect(world.stops).toEqual([]);
    world.play();
    expect(world.stage(run, "clean")).toMatchObject({ state: "failed", attempt: 1 });
  });

  it("3.3 an always stage that waited for its retry makes it, and no other", () => {
    const clean = stagePlan("clean", { if: "always", retry: { ...RETRY, delayMs: 1_000 } });
    const { world, run } = begin([clean], { clean: { code: 1, takes: 100 } });
    world.play(500);
    world.cancel(run);
    world.play();
    expect(world.stage(run, "clean")).toMatchObject({ state: "failed", attempt: 2 });
  });

  it("3.3 always stages have five minutes together, from when nothing else is left", () => {
    const stages = [
      stagePlan("work"),
      stagePlan("first", { after: ["work"], if: "always" }),
      stagePlan("second", { after: ["first"] }),
      stagePlan("third", { after: ["second"] }),
    ];
    const { world, run } = begin(stages, {
      work: { hang: true, stopTakes: 10_000 },
      first: { code: 0, takes: 200_000 },
      second: { hang: true, stopTakes: 20_000 },
    });
    world.cancel(run);
    world.play(310_000);
    expect(world.stops.map((stop) => stop.stage)).toEqual(["work", "second"]);
    expect(world.up).toBe(311_000);
    expect(msUntilDue(world.state, world.now())).toBeNull();
    world.play();
    expect(world.states(run)).toEqual({
      work: "cancelled",
      first: "succeeded",
      second: "timed_out",
      third: "cancelled",
    });
    expect(world.runRow(run)).toMatchObject({ state: "cancelled", endedAt: world.zero + 331_000 });
  });

  it("3.3 a second cancel skips the grace and drops always stages", () => {
    const stages = [
      stagePlan("work"),
      stagePlan("clean", { if: "always" }),
      stagePlan("last", { after: ["clean"] }),
      stagePlan("going", { after: ["start"], if: "always" }),
    ];
    const { world, run } = begin([stagePlan("start"), ...stages], {
      work: { hang: true, stopTakes: 30_000 },
      going: HANG,
    });
    world.play(200);
    world.cancel(run);
    expect(world.stops.map((stop) => [stop.stage, stop.kill])).toEqual([["work", false]]);
    world.cancel(run);
    expect(world.stops.slice(1).map((stop) => [stop.stage, stop.kill])).toEqual([
      ["work", true],
      ["going", true],
    ]);
    world.play();
    expect(world.states(run)).toEqual({
      start: "succeeded",
      work: "cancelled",
      clean: "cancelled",
      last: "cancelled",
      going: "cancelled",
    });
    expect(world.up).toBeLessThan(2_000);
  });

  it("3.3 a third cancel does no more than the second", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE });
    for (const text of ["cancelling", "killing what is left", "killing what is left"]) {
      world.cancel(run);
      expect(world.results).toMatchObject([{ ok: true, text }]);
    }
    expect(new Set(world.stops.map((stop) => stop.key)).size).toBe(2);
  });

  it("3.3 cancel of one stage stops that stage alone; a second one kills it", () => {
    const { world, run } = begin([stagePlan("a"), stagePlan("b")], {
      a: { hang: true, stopTakes: 9_000 },
    });
    world.cancel(run, "a");
    world.cancel(run, "a");
    expect(world.stops.map((stop) => [stop.stage, stop.kill])).toEqual([
      ["a", false],
      ["a", true],
    ]);
    world.play();
    expect(world.states(run)).toEqual({ a: "cancelled", b: "succeeded" });
  });

  it("3.3 a pending stage that is cancelled ends at once, and what needs it follows", () => {
    const stages = [
      stagePlan("a"),
      stagePlan("b", { after: ["a"] }),
      stagePlan("c", { after: ["b"] }),
    ];
    const { world, run } = begin(stages, { a: HANG });
    world.cancel(run, "b");
    expect(world.states(run)).toEqual({ a: "running", b: "cancelled", c: "upstream_failed" });
  });

  it("3.3 a run that is cancelled while queued runs nothing, its always stages included, and lets the next one wait on", () => {
    const { world } = begin([stagePlan("a")], { a: { code: 0, takes: 1_000 } });
    const stages = [stagePlan("b"), stagePlan("clean", { if: "always" })];
    const second = world.trigger(planOf(stages));
    const third = world.trigger(planOf([stagePlan("c")]));
    world.cancel(second);
    expect(world.runRow(second)).toMatchObject({ state: "cancelled", startedAt: null });
    expect(world.states(second)).toEqual({ b: "cancelled", clean: "cancelled" });
    expect(world.runRow(third)).toMatchObject({
      state: "queued",
      reason: "waits for nightly#1, which is still running",
    });
    world.play();
    expect(world.starts.map((start) => start.stage)).toEqual(["a", "c"]);
  });

  it("3.3 a cancel of what has ended is refused with words", () => {
    const { world, run } = begin([stagePlan("a"), stagePlan("b")], { b: HANG });
    world.play(200);
    world.cancel(run, "a");
    expect(world.results).toMatchObject([{ ok: false, text: "a of nightly#1 has ended" }]);
    world.cancel(run, "nobody");
    expect(world.results).toMatchObject([{ ok: false, text: "nightly#1 has no stage nobody" }]);
    world.cancel(run, "b");
    world.play();
    world.cancel(run);
    expect(world.results).toMatchObject([{ ok: false, text: "that run has ended" }]);
  });

  it("3.3 a cancel that comes with the last stage's end comes too late", () => {
    const { world, run } = begin([stagePlan("a")], { a: MUTE });
    world.turn([world.exited(run, "a", 0), world.cancelInput(run)]);
    expect(world.results).toMatchObject([{ ok: false }]);
    expect(world.runRow(run).state).toBe("succeeded");
  });
});
