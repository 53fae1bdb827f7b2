// A host that drains, stops all, or stands in a copied home: what begins, what is told to who waits, and what ends it.

import { describe, expect, it } from "vitest";
import { pipelineName, stageKey } from "../../src/pipeline/ids.ts";
import { COPY } from "../../src/engine/pause.ts";
import { World, planOf, stagePlan } from "./simulate.ts";

const HELD = "nothing is started at the moment: the host drains";
const slow = (): World => new World(() => ({ takes: 1_000, code: 0 }));
const drain = (isOn: boolean) => ({ kind: "drain", command: 90, by: "ada", isOn }) as const;

describe("a host that drains", () => {
  it("starts no stage and begins no run, and each is told why; taken back, all goes on", () => {
    const world = slow();
    const first = world.trigger(
      planOf([stagePlan("a"), stagePlan("b", { needs: [stageKey("a")] })]),
    );
    world.turn([drain(true)]);
    const second = world.trigger(planOf([stagePlan("x")], { pipeline: pipelineName("other") }));
    world.play();
    expect(world.states(first)).toEqual({ a: "succeeded", b: "queued" });
    expect(world.stage(first, "b").reason).toBe(HELD);
    expect(world.runRow(second)).toMatchObject({ state: "queued", reason: "the host drains" });
    world.turn([drain(false)]);
    world.play();
    expect([world.runRow(first).state, world.runRow(second).state]).toEqual([
      "succeeded",
      "succeeded",
    ]);
  });

  it("is told once, and answers whoever asks again", () => {
    const world = slow();
    expect(world.turn([drain(true)]).events).toEqual([{ kind: "host.draining", by: "ada" }]);
    const again = world.turn([drain(true)]);
    expect([again.events, again.results]).toEqual([
      [],
      [{ command: 90, ok: true, run: null, text: "nothing new begins" }],
    ]);
    expect(world.turn([drain(false)]).events).toEqual([{ kind: "host.drain_off", by: "ada" }]);
    expect(world.turn([drain(false)]).events).toEqual([]);
  });

  it("5.3 keeps its own reason while a full disk comes and goes", () => {
    const world = slow();
    world.turn([drain(true), { kind: "hold", cause: "the disk is full" }]);
    const run = world.trigger(planOf([stagePlan("a")]));
    world.turn([{ kind: "release" }]);
    expect(world.runRow(run)).toMatchObject({ state: "queued", reason: "the host drains" });
    expect(world.starts).toEqual([]);
  });

  it("holds stages with slots back as well", () => {
    const world = slow();
    world.pools = { gpu: 1 };
    const run = world.trigger(
      planOf([stagePlan("a"), stagePlan("b", { needs: [stageKey("a")], slots: { gpu: 1 } })]),
    );
    world.turn([drain(true)]);
    world.play();
    expect(world.stage(run, "b").reason).toBe(HELD);
  });
});

describe("a host that stops all", () => {
  it("stops each attempt once, without a retry, and keeps what waits", () => {
    const world = slow();
    const run = world.trigger(
      planOf([stagePlan("a"), stagePlan("b"), stagePlan("c", { needs: [stageKey("b")] })]),
    );
    world.turn([{ kind: "stop_all", by: "SIGTERM to the host", kill: false }]);
    expect(world.stops.map(({ stage, kill }) => [stage, kill])).toEqual([
      ["a", false],
      ["b", false],
    ]);
    world.turn([{ kind: "stop_all", by: "SIGTERM to the host", kill: true }]);
    expect(world.stops.slice(2).map(({ stage, kill }) => [stage, kill])).toEqual([
      ["a", true],
      ["b", true],
    ]);
    expect(world.log.filter(({ kind }) => kind === "host.draining")).toHaveLength(1);
    world.play();
    expect(world.states(run)).toMatchObject({ a: "cancelled", b: "cancelled" });
  });
});

describe("5.10 a host in a copied home", () => {
  it("starts nothing until a person has taken it over", () => {
    const world = slow();
    world.state = { ...world.state, isCopy: true };
    const run = world.trigger(planOf([stagePlan("a")]));
    expect(world.runRow(run)).toMatchObject({ state: "queued", reason: COPY });
    const { events } = world.turn([{ kind: "take_over", command: 91, by: "ada" }]);
    expect(events[0]).toEqual({ kind: "host.took_over", by: "ada" });
    world.play();
    expect(world.runRow(run).state).toBe("succeeded");
    const again = world.turn([{ kind: "take_over", command: 92, by: "ada" }]);
    expect(again.events).toEqual([]);
  });
});

it("5.1 what a build does not know is refused, not taken for something else", () => {
  const { results } = slow().turn([{ kind: "unknown", command: 7, text: "too old for that" }]);
  expect(results).toEqual([{ command: 7, ok: false, text: "too old for that" }]);
});
