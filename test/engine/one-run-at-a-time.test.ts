// Semantics 2.8: one run of a pipeline at a time, numbers that are given once, and the places of runs and hosts.

import { describe, expect, it } from "vitest";
import { pipelineName, runId } from "../../src/pipeline/ids.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const SLOW: Script = { code: 0, takes: 1_000 };
const slowWorld = (): World => new World(() => SLOW);
const ONE = [stagePlan("a")];

describe("2.8 runs of one pipeline", () => {
  it("2.8 the next run starts when the first has ended, its always stages included", () => {
    const world = slowWorld();
    world.trigger(planOf([stagePlan("a"), stagePlan("clean", { if: "always" })]));
    const second = world.trigger(planOf(ONE));
    expect(world.runRow(second)).toMatchObject({
      state: "queued",
      reason: "waits for nightly#1, which is still running",
    });
    world.play();
    expect(world.starts.map((start) => start.up)).toEqual([1_000, 2_000, 3_000]);
    expect(world.runRow(second)).toMatchObject({
      state: "succeeded",
      startedAt: world.zero + 3_000,
    });
  });

  it("2.8 a run that is cancelling still counts as active", () => {
    const world = new World(() => ({ hang: true, stopTakes: 5_000 }));
    const first = world.trigger(planOf(ONE));
    const second = world.trigger(planOf(ONE));
    world.cancel(first);
    expect(world.runRow(second).state).toBe("queued");
    world.play(6_000);
    expect(world.runRow(second).state).toBe("running");
  });

  it("2.8 runs are counted per name and folder", () => {
    const world = slowWorld();
    const runs = [
      planOf(ONE),
      planOf(ONE, { folder: "/elsewhere" }),
      planOf(ONE, { pipeline: pipelineName("other") }),
      planOf(ONE, { folder: "/elsewhere" }),
    ].map((plan, i) => world.trigger(plan, `run-${i}`));
    expect(runs.map((run) => world.runRow(run).state)).toEqual([
      "running",
      "running",
      "running",
      "queued",
    ]);
    expect(world.runRow(runs[3]!).reason).toBe("waits for nightly#2, which is still running");
  });

  it("2.8 max_active_runs: 2 lets two run", () => {
    const world = slowWorld();
    const plan = planOf(ONE, { maxActiveRuns: 2 });
    const runs = [1, 2, 3].map(() => world.trigger(plan));
    expect(runs.map((run) => world.runRow(run).state)).toEqual(["running", "running", "queued"]);
  });

  it("2.8 queued runs begin in the order in which they were asked for: a wider limit overtakes nobody", () => {
    const world = slowWorld();
    world.trigger(planOf(ONE));
    const second = world.trigger(planOf(ONE));
    const third = world.trigger(planOf(ONE, { maxActiveRuns: 2 }));
    expect(world.runRow(third).state).toBe("queued");
    world.play();
    const begun = [second, third].map((run) => world.starts.find((start) => start.run === run)?.up);
    expect(begun).toEqual([2_000, 2_000]);
  });

  it("2.8 a queued run names whom it waits for now, not whom it waited for once", () => {
    const world = slowWorld();
    for (let i = 0; i < 3; i += 1) world.trigger(planOf(ONE));
    const last = world.trigger(planOf(ONE));
    world.play(1_500);
    expect(world.runRow(last).reason).toBe("waits for nightly#2, which is still running");
  });

  it("2.8 numbers count per name in a home and are never given twice", () => {
    const world = slowWorld();
    const first = world.trigger(planOf(ONE));
    const elsewhere = world.trigger(planOf(ONE, { folder: "/elsewhere" }));
    const other = world.trigger(planOf(ONE, { pipeline: pipelineName("other") }));
    world.play();
    const later = world.trigger(planOf(ONE));
    expect([first, elsewhere, other, later].map((run) => world.runRow(run).number)).toEqual([
      1, 2, 1, 3,
    ]);
  });

  it("2.8 who asks twice for the same run gets it once", () => {
    const world = slowWorld();
    const run = world.trigger(planOf(ONE));
    const turn = world.turn([world.triggerInput(planOf(ONE), run)]);
    expect(turn.events).toEqual([]);
    expect(turn.results).toMatchObject([{ ok: true, run, text: "nightly#1" }]);
    expect(world.runRow(world.trigger(planOf(ONE))).number).toBe(2);
  });

  it.each([
    { what: "a need that is not there", stages: [stagePlan("a", { after: ["ghost"] })] },
    {
      what: "a need that stands later",
      stages: [stagePlan("a", { after: ["b"] }), stagePlan("b")],
    },
    { what: "the same key twice", stages: [stagePlan("a"), stagePlan("a")] },
  ])("2.8 a plan with $what is refused with words and takes no number", ({ stages }) => {
    const world = slowWorld();
    world.turn([world.triggerInput(planOf(stages), runId("bad"))]);
    expect(world.results).toMatchObject([{ ok: false }]);
    expect(world.runRow(world.trigger(planOf(ONE))).number).toBe(1);
  });
});

describe("places", () => {
  it("max_running bounds the live attempts of a host, over all its runs, oldest run first", () => {
    const world = slowWorld();
    world.maxRunning = 2;
    const first = world.trigger(planOf([stagePlan("a"), stagePlan("b"), stagePlan("c")]));
    const second = world.trigger(planOf(ONE, { folder: "/elsewhere" }));
    expect(world.stage(first, "c").reason).toBe("waits for one of this host's 2 places");
    expect(world.stage(second, "a").state).toBe("queued");
    world.play();
    expect(world.starts.map((start) => start.stage)).toEqual(["a", "b", "c", "a"]);
  });

  it("max_parallel bounds one run and no other", () => {
    const world = slowWorld();
    const first = world.trigger(planOf([stagePlan("a"), stagePlan("b")], { maxParallel: 1 }));
    const second = world.trigger(planOf(ONE, { folder: "/elsewhere" }));
    expect(world.stage(first, "b")).toMatchObject({
      state: "queued",
      reason: "waits for one of this run's 1 places",
    });
    expect(world.stage(second, "a").state).toBe("running");
  });

  it("8.4 stages that notify take no place from those that work, and have eight of their own", () => {
    const world = slowWorld();
    world.maxRunning = 1;
    const tells = Array.from({ length: 9 }, (_, at) => stagePlan(`tell${at}`, { uses: "notify" }));
    const run = world.trigger(planOf([...tells, stagePlan("a"), stagePlan("b")]));
    const states = Object.values(world.states(run));
    expect(states.filter((state) => state === "running")).toHaveLength(9);
    expect(world.stage(run, "tell8").state).toBe("queued");
    expect(world.stage(run, "a").state).toBe("running");
    expect(world.stage(run, "b").reason).toBe("waits for one of this host's 1 places");
  });

  it("a queued stage that was cancelled is passed over", () => {
    const world = slowWorld();
    world.maxRunning = 1;
    const run = world.trigger(
      planOf([stagePlan("a"), stagePlan("b"), stagePlan("c"), stagePlan("d")]),
    );
    world.cancel(run, "b");
    world.cancel(run, "d");
    world.play();
    expect(world.starts.map((start) => start.stage)).toEqual(["a", "c"]);
  });

  it("a queue of hundreds starts in the order in which its stages became ready", () => {
    const world = slowWorld();
    world.maxRunning = 3;
    const keys = Array.from({ length: 300 }, (_, i) => `s${i}`);
    world.trigger(planOf(keys.map((key) => stagePlan(key))));
    world.play();
    expect(world.starts.map((start) => start.stage)).toEqual(keys);
  });

  it("5.3 a hold starts nothing and is the reason that everything waits for; a release takes it back", () => {
    const world = slowWorld();
    world.maxRunning = 1;
    world.turn([{ kind: "hold", cause: "the disk is full" }]);
    expect(world.turn([{ kind: "hold", cause: "the disk is full" }]).events).toEqual([]);
    const run = world.trigger(planOf([stagePlan("a"), stagePlan("b")]));
    expect(world.stage(run, "a").reason).toBe("nothing is started at the moment: the disk is full");
    world.turn([{ kind: "release" }]);
    expect(world.states(run)).toEqual({ a: "running", b: "queued" });
    expect(world.stage(run, "b").reason).toBe("waits for one of this host's 1 places");
    world.turn([{ kind: "hold", cause: "no processes left" }]);
    expect(world.stage(run, "b").reason).toBe(
      "nothing is started at the moment: no processes left",
    );
  });
});
