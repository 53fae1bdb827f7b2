// Slots, pools, priorities and a matrix's max_parallel: who starts, who waits, and for whom. Slots are held by live
// attempts and counted over all runs of a host.

import { describe, expect, it } from "vitest";
import type { RunId } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { pipelineName, stageKey } from "../../src/pipeline/ids.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

type Scripts = Readonly<Record<string, Script>>;
const MUTE: Script = { mute: true };

const gpu = (key: string, wanted = 1, over: Partial<StagePlan> = {}): StagePlan =>
  stagePlan(key, { slots: { gpu: wanted }, ...over });

function worldOf(pools: Record<string, number>, scripts: Scripts = {}): World {
  const world = new World((stage) => scripts[stage] ?? { code: 0, takes: 1_000 });
  world.pools = pools;
  return world;
}

function trigger(world: World, name: string, stages: StagePlan[], over: Partial<Plan> = {}): RunId {
  return world.trigger(planOf(stages, { pipeline: pipelineName(name), ...over }), name);
}

function running(world: World, run: RunId): string[] {
  return Object.entries(world.states(run))
    .filter(([, state]) => state === "running")
    .map(([key]) => key);
}

describe("slots", () => {
  it("a live attempt holds its slots, and the reason of who waits names the pool and the holder", () => {
    const world = worldOf({ gpu: 1 });
    const run = trigger(world, "spam", [gpu("a"), gpu("b")]);
    expect(running(world, run)).toEqual(["a"]);
    expect(world.stage(run, "b")).toMatchObject({
      state: "queued",
      reason: "waits for a slot of gpu: held by spam#1 a",
    });
    world.play();
    expect(world.starts.map(({ stage, up }) => [stage, up])).toEqual([
      ["a", 1_000],
      ["b", 2_000],
    ]);
  });

  it("slots are counted over all runs of the host", () => {
    const world = worldOf({ gpu: 2 });
    const first = trigger(world, "spam", [gpu("a"), gpu("b")]);
    const second = trigger(world, "bert", [gpu("train")]);
    expect(running(world, first)).toEqual(["a", "b"]);
    expect(world.stage(second, "train").reason).toBe(
      "waits for a slot of gpu: held by spam#1 a, spam#1 b",
    );
    world.turn([world.exited(first, "a", 0)]);
    expect(running(world, second)).toEqual(["train"]);
  });

  it("slots are held while an attempt is being stopped, and given back between tries", () => {
    const retry = { ...stagePlan("x").retry, times: 1, delayMs: 5_000 };
    const world = worldOf({ gpu: 1 }, { a: MUTE });
    const run = trigger(world, "spam", [gpu("a", 1, { retry }), gpu("b")]);
    world.cancel(run, "a");
    expect(world.states(run)).toEqual({ a: "running", b: "queued" });
    const other = worldOf({ gpu: 1 }, { a: { code: 1, takes: 100 } });
    const again = trigger(other, "spam", [gpu("a", 1, { retry }), gpu("b")]);
    other.play(100);
    expect(other.states(again)).toEqual({ a: "retrying", b: "running" });
  });

  it("a stage that wants two is not starved by stages that want one: nobody overtakes it at its pool", () => {
    const world = worldOf({ gpu: 2 }, { a: MUTE });
    const run = trigger(world, "spam", [gpu("a"), gpu("two", 2), gpu("c"), gpu("d")]);
    expect(running(world, run)).toEqual(["a"]);
    expect(world.stage(run, "two").reason).toBe("waits for 2 slots of gpu: held by spam#1 a");
    expect(world.stage(run, "c").reason).toBe(
      "waits for a slot of gpu: held by spam#1 a; before it spam#1 two",
    );
    world.play();
    world.turn([world.exited(run, "a", 0)]);
    expect(running(world, run)).toEqual(["two"]);
    world.play();
    expect(world.starts.map(({ stage }) => stage)).toEqual(["a", "two", "c", "d"]);
  });

  it("who needs nothing of a pool goes past those that wait for it", () => {
    const world = worldOf({ gpu: 1, disk: 1 });
    const run = trigger(world, "spam", [
      gpu("a"),
      gpu("b"),
      stagePlan("plain"),
      stagePlan("io", { slots: { disk: 1 } }),
    ]);
    expect(running(world, run)).toEqual(["a", "plain", "io"]);
  });

  it("a stage that wants of two pools waits for both, and keeps its place at both", () => {
    const world = worldOf({ gpu: 1, disk: 1 }, { a: MUTE });
    const run = trigger(world, "spam", [
      gpu("a"),
      stagePlan("both", { slots: { gpu: 1, disk: 1 } }),
      stagePlan("io", { slots: { disk: 1 } }),
    ]);
    expect(running(world, run)).toEqual(["a"]);
    expect(world.stage(run, "io").reason).toBe("waits for a slot of disk: before it spam#1 both");
    world.turn([world.exited(run, "a", 0)]);
    expect(running(world, run)).toEqual(["both"]);
  });

  it("a pool that is missing or too small is said at once, and keeps nobody else from anything", () => {
    const world = worldOf({ gpu: 2, disk: 1 });
    const run = trigger(world, "spam", [
      stagePlan("none", { slots: { tpu: 1 } }),
      stagePlan("much", { slots: { disk: 1, gpu: 3 } }),
      stagePlan("more", { slots: { gpu: 3, disk: 1 } }),
      gpu("a", 2),
      stagePlan("io", { slots: { disk: 1 } }),
    ]);
    expect(running(world, run)).toEqual(["a", "io"]);
    expect(world.stage(run, "none").reason).toBe(
      "wants 1 of the pool tpu, of which this host has none",
    );
    expect(world.stage(run, "more").reason).toBe(
      "wants 3 of the pool gpu, of which this host has 2",
    );
    expect(world.stage(run, "much").reason).toBe(
      "wants 3 of the pool gpu, of which this host has 2",
    );
  });

  it("settings that change count from the next turn: a pool that grew lets the next one start", () => {
    const world = worldOf({ gpu: 0 }, { a: MUTE, b: MUTE, c: MUTE });
    const run = trigger(world, "spam", [gpu("a"), gpu("b"), gpu("c")]);
    expect(world.stage(run, "a").reason).toBe(
      "wants 1 of the pool gpu, of which this host has none",
    );
    world.pools = { gpu: 2 };
    world.turn([]);
    expect(running(world, run)).toEqual(["a", "b"]);
    world.pools = { gpu: 1 };
    world.turn([world.exited(run, "a", 0)]);
    expect(running(world, run)).toEqual(["b"]);
    expect(world.stage(run, "c").reason).toBe("waits for a slot of gpu: held by spam#1 b");
    world.turn([world.exited(run, "b", 0)]);
    expect(running(world, run)).toEqual(["c"]);
  });

  it("a reason is told once, and again when the first of its holders is another", () => {
    const world = worldOf({ gpu: 1 }, { a: MUTE, b: MUTE });
    const run = trigger(world, "spam", [gpu("a"), gpu("b"), gpu("c")]);
    const told = (): number =>
      world.log.filter((event) => event.kind === "stage.queued" && event.stage === "c").length;
    expect(told()).toBe(1);
    world.turn([]);
    world.turn([
      { kind: "claimed", ...world.of(run, "a"), claim: { pid: 1, startTime: 1, up: 1 } },
    ]);
    expect(told()).toBe(1);
    world.turn([world.exited(run, "a", 0)]);
    expect(told()).toBe(2);
    expect(world.stage(run, "c").reason).toBe("waits for a slot of gpu: held by spam#1 b");
  });

  it("far back in a line only who stands next is named, so that a long line is not told anew at each turn", () => {
    const world = worldOf({ gpu: 1 });
    const keys = Array.from({ length: 100 }, (_, i) => `s${i}`);
    const run = trigger(
      world,
      "spam",
      keys.map((key) => gpu(key)),
    );
    expect(world.stage(run, "s50").reason).toBe("waits for a slot of gpu: before it spam#1 s49");
    world.play();
    expect(world.starts.map(({ stage }) => stage)).toEqual(keys);
    const told = world.log.filter((event) => event.kind === "stage.queued");
    expect(told.length).toBeLessThan(10 * keys.length);
  });

  it("5.3 a hold comes before slots, and a release lets them decide again", () => {
    const world = worldOf({ gpu: 1 });
    world.turn([{ kind: "hold", cause: "the disk is full" }]);
    const run = trigger(world, "spam", [gpu("a"), gpu("b")]);
    expect(world.stage(run, "b").reason).toBe("nothing is started at the moment: the disk is full");
    world.turn([{ kind: "release" }]);
    expect(world.states(run)).toEqual({ a: "running", b: "queued" });
    expect(world.stage(run, "b").reason).toBe("waits for a slot of gpu: held by spam#1 a");
  });

  it("max_running and max_parallel bound stages with slots too, and keep nobody from a pool", () => {
    const world = worldOf({ gpu: 4 });
    world.maxRunning = 3;
    const first = trigger(world, "spam", [gpu("a"), gpu("b")], { maxParallel: 1 });
    const second = trigger(world, "bert", [gpu("x"), gpu("y"), gpu("z"), gpu("w")]);
    expect(running(world, first)).toEqual(["a"]);
    expect(running(world, second)).toEqual(["x", "y"]);
    expect(world.stage(first, "b").reason).toBe("waits for one of this run's 1 places");
    for (const key of ["z", "w"])
      expect(world.stage(second, key).reason).toBe("waits for one of this host's 3 places");
  });

  it("who waits for slots and then for its run's place as well keeps nobody from the pool", () => {
    const world = worldOf({ gpu: 2 }, { a: MUTE, plain: MUTE });
    const holder = trigger(world, "holds", [gpu("a")]);
    const second = trigger(world, "spam", [gpu("two", 2), stagePlan("plain")], { maxParallel: 1 });
    const third = trigger(world, "bert", [gpu("x")]);
    expect([running(world, holder), running(world, second)]).toEqual([["a"], ["plain"]]);
    expect(world.stage(second, "two").reason).toBe("waits for one of this run's 1 places");
    expect(running(world, third)).toEqual(["x"]);
  });

  it("a cancel of who waits for slots lets those behind go", () => {
    const world = worldOf({ gpu: 2 }, { a: MUTE });
    const run = trigger(world, "spam", [gpu("a"), gpu("two", 2), gpu("c")]);
    world.cancel(run, "two");
    expect(running(world, run)).toEqual(["a", "c"]);
  });

  it("a stage without slots waits in the same line as ever beside runs that have some", () => {
    const world = worldOf({ gpu: 1 });
    world.maxRunning = 2;
    trigger(world, "spam", [gpu("a"), gpu("b")]);
    const plain = trigger(
      world,
      "bert",
      ["p", "q", "r"].map((key) => stagePlan(key)),
    );
    expect(running(world, plain)).toEqual(["p"]);
    world.play();
    const inOrder = world.starts.filter(({ run }) => run === plain).map(({ stage }) => stage);
    expect(inOrder).toEqual(["p", "q", "r"]);
  });

  it("who came back after a try stands behind those that were ready before it came back", () => {
    const retry = { ...stagePlan("x").retry, times: 1 };
    const io = (key: string, over: Partial<StagePlan> = {}): StagePlan =>
      stagePlan(key, { slots: { disk: 1 }, ...over });
    const world = worldOf({ gpu: 1, disk: 1 }, { g: MUTE, first: MUTE, a: MUTE, b: MUTE, c: MUTE });
    const run = trigger(world, "spam", [
      gpu("g"),
      gpu("waits"),
      io("first"),
      io("a", { retry }),
      io("b"),
      io("c"),
    ]);
    world.turn([world.exited(run, "first", 0)]);
    expect(running(world, run)).toEqual(["g", "a"]);
    world.turn([world.exited(run, "a", 1)]);
    world.turn([]);
    expect(running(world, run)).toEqual(["g", "b"]);
    world.turn([world.exited(run, "b", 0)]);
    expect(running(world, run)).toEqual(["g", "c"]);
  });
});

describe("priority", () => {
  it("higher goes first, then the older run, then who became ready first", () => {
    const world = worldOf({ gpu: 1 });
    const first = trigger(world, "spam", [
      gpu("a"),
      gpu("low", 1, { priority: -1 }),
      gpu("b"),
      gpu("high", 1, { priority: 10 }),
    ]);
    const second = trigger(world, "bert", [gpu("c"), gpu("top", 1, { priority: 20 })]);
    world.play();
    expect(world.starts.map(({ stage }) => stage)).toEqual(["high", "top", "a", "b", "c", "low"]);
    expect([world.runRow(first).state, world.runRow(second).state]).toEqual([
      "succeeded",
      "succeeded",
    ]);
  });

  it("counts where nothing but the host's places are short", () => {
    const world = worldOf({});
    world.maxRunning = 1;
    trigger(world, "spam", [stagePlan("a"), stagePlan("b", { priority: 1 }), stagePlan("c")]);
    world.play();
    expect(world.starts.map(({ stage }) => stage)).toEqual(["b", "a", "c"]);
  });

  it("takes nothing from who runs", () => {
    const world = worldOf({ gpu: 1 }, { a: MUTE });
    const run = trigger(world, "spam", [
      gpu("a"),
      stagePlan("s"),
      gpu("b", 1, { priority: 9, needs: [stageKey("s")] }),
    ]);
    world.play();
    expect(world.states(run)).toEqual({ a: "running", s: "succeeded", b: "queued" });
    expect(world.stops).toEqual([]);
  });
});
