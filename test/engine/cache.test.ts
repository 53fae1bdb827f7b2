// Semantics 8.2, as far as it is the core's: when files are read, what a result that is kept does, and what is kept.
// What files and keys come to is the host's.

import { describe, expect, it } from "vitest";
import type { HashEffect, KeepEffect } from "../../src/engine/effect.ts";
import { type RunId, stageKey } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { type Files, HASHED, planOf, type Script, stagePlan, World } from "./simulate.ts";

type Over = Parameters<typeof stagePlan>[1];
const CACHE = { deps: ["/project/data"], outs: ["/project/model"] };
const MISS: Files = { miss: true, takes: 50 };
const MUTE: Files = { mute: true };

const cached = (key: string, over: Over = {}): StagePlan =>
  stagePlan(key, { cache: CACHE, ...over });

function begin(
  stages: readonly StagePlan[],
  files: Files,
  over: Partial<Plan> = {},
  scripts: Readonly<Record<string, Script>> = {},
): { world: World; run: RunId } {
  const world = new World((stage) => scripts[stage] ?? { code: 0, takes: 100 });
  world.filesOf = () => files;
  return { world, run: world.trigger(planOf(stages, over)) };
}

const hashes = (world: World): HashEffect[] =>
  world.effects.filter((effect) => effect.kind === "hash");
const keeps = (world: World): KeepEffect[] =>
  world.effects.filter((effect) => effect.kind === "keep");

describe("8.2 a stage with a cache", () => {
  it("8.2 is queued while its files are read, and says how far that is", () => {
    const { world, run } = begin([cached("a")], MUTE);
    expect(world.stage(run, "a")).toMatchObject({ state: "queued", reason: "reading its files" });
    expect(hashes(world)).toEqual([
      { kind: "hash", key: `hash:${run}/1/a`, run, stage: "a", round: 1 },
    ]);
    const of = { run, stage: stageKey("a"), round: 1 };
    world.turn([{ kind: "hashing", ...of, done: 12_000_000_000, total: 50_000_000_000 }]);
    expect(world.stage(run, "a")).toMatchObject({ state: "queued", reason: "hashing 12 of 50 GB" });
    expect(world.starts).toEqual([]);
  });

  it("8.2 a result that is kept stands for it, outputs and all, without an attempt", () => {
    const outputs = { f1: "0.9" };
    const same = {
      is: "compare",
      by: "==",
      left: { is: "output", stage: stageKey("a"), name: "f1" },
      right: { is: "value", value: "0.9" },
    } as const;
    const { world, run } = begin([cached("a"), stagePlan("b", { after: ["a"], condition: same })], {
      hit: "nightly#7",
      takes: 50,
      outputs,
    });
    world.play();
    expect(world.stage(run, "a")).toMatchObject({
      state: "cached",
      reason: "unchanged since nightly#7",
      outputs,
      attempt: 0,
      endedAt: world.zero + 1_050,
    });
    expect(world.states(run)).toEqual({ a: "cached", b: "succeeded" });
    expect(world.runRow(run).state).toBe("succeeded");
    expect(keeps(world)).toEqual([]);
  });

  it("8.2 without one it runs, and what a success gave is kept by what its files were before", () => {
    const outputs = { f1: "0.9" };
    const { world, run } = begin([cached("a")], MISS, {}, { a: { code: 0, takes: 100, outputs } });
    world.play();
    expect(world.starts.map(({ up }) => up)).toEqual([1_050]);
    const { attempt } = world.of(run, "a");
    expect(keeps(world)).toEqual([
      {
        kind: "keep",
        key: `keep:${attempt}`,
        run,
        stage: "a",
        attempt,
        pipeline: "nightly",
        runName: "nightly#1",
        cache: CACHE,
        endedAt: world.zero + world.up,
        folder: "/project",
        hashed: HASHED,
        outputs,
      },
    ]);
  });

  it("8.2 nothing is kept of a bad end, nor of a stage without a cache", () => {
    const { world } = begin(
      [cached("a"), stagePlan("b"), cached("c", { retry: { ...stagePlan("x").retry, times: 2 } })],
      MISS,
      {},
      { a: { code: 1, takes: 10 }, c: { lost: true, takes: 10 } },
    );
    world.play();
    expect(keeps(world)).toEqual([]);
  });

  it("8.2 a stage that succeeds at its second try is kept by what was read before the first: it is read once", () => {
    const world = new World((_, number) => ({ code: number === 1 ? 1 : 0, takes: 10 }));
    const retry = { ...stagePlan("x").retry, times: 1 };
    world.trigger(planOf([cached("a", { retry })]));
    world.play();
    expect(hashes(world)).toHaveLength(1);
    expect(keeps(world)).toHaveLength(1);
  });

  it("8.2 and 5.3 files that can't be read are a stage that could not start: failed, without a retry", () => {
    const retry = { ...stagePlan("x").retry, times: 3 };
    const { world, run } = begin([cached("a", { retry }), stagePlan("b", { after: ["a"] })], {
      unread: "/project/data is not there",
      takes: 10,
    });
    world.play();
    expect(world.stage(run, "a")).toMatchObject({
      state: "failed",
      reason: "could not start: /project/data is not there",
      attempt: 0,
    });
    expect(world.stage(run, "b").reason).toBe("a failed");
    expect(world.runRow(run).state).toBe("failed");
  });

  it("8.2 files are read when the needs are satisfied and its `if` holds, not before", () => {
    const no = { is: "value", value: false } as const;
    const { world } = begin(
      [stagePlan("a"), cached("b", { after: ["a"] }), cached("c", { condition: no })],
      MISS,
    );
    expect(hashes(world)).toEqual([]);
    world.play();
    expect(hashes(world).map(({ stage }) => stage)).toEqual(["b"]);
  });

  it("8.2 while its files are read it holds no place, and nothing behind it waits", () => {
    const { world, run } = begin([cached("a"), stagePlan("b")], MISS, { maxParallel: 1 });
    expect(world.states(run)).toEqual({ a: "queued", b: "running" });
    world.play(60);
    expect(world.stage(run, "a").reason).toBe("waits for one of this run's 1 places");
    world.play();
    expect(world.starts.map(({ stage, up }) => [stage, up])).toEqual([
      ["b", 1_000],
      ["a", 1_100],
    ]);
  });

  it("8.2 a hold that comes meanwhile lets the reading end, and then is what it waits for", () => {
    const { world, run } = begin([cached("a")], MUTE);
    world.turn([{ kind: "hold", cause: "the disk is full" }]);
    expect(world.stage(run, "a").reason).toBe("reading its files");
    world.turn([world.filesInput(run, "a", { miss: true, takes: 0 })]);
    expect(world.stage(run, "a").reason).toBe("nothing is started at the moment: the disk is full");
    world.turn([{ kind: "release" }]);
    expect(world.stage(run, "a").state).toBe("running");
  });

  it.each(["run", "stage"] as const)(
    "3.3 a cancel of the %s meanwhile ends it; what is read later changes nothing",
    (what) => {
      const { world, run } = begin([cached("a"), stagePlan("b")], MUTE, {}, { b: { hang: true } });
      const late = [
        world.filesInput(run, "a", { miss: true, takes: 0 }),
        world.filesInput(run, "a", { hit: "nightly#7", takes: 0 }),
        world.filesInput(run, "a", { unread: "gone", takes: 0 }),
      ];
      world.cancel(run, what === "stage" ? "a" : null);
      expect(world.stage(run, "a").state).toBe("cancelled");
      for (const input of late) expect(world.turn([input]).events).toEqual([]);
      world.cancel(run);
      world.play();
      expect(world.starts.map(({ stage }) => stage)).toEqual(["b"]);
      for (const input of late) expect(world.turn([input]).events).toEqual([]);
    },
  );

  it("8.2 what is read twice, as after a host that died, counts once", () => {
    const { world, run } = begin([cached("a")], MUTE);
    const miss = world.filesInput(run, "a", { miss: true, takes: 0 });
    const hit = world.filesInput(run, "a", { hit: "nightly#7", takes: 0 });
    world.turn([miss, miss]);
    expect(world.stage(run, "a").state).toBe("running");
    expect(world.turn([hit, miss]).events).toEqual([]);
  });

  it("8.2 another host knows from the log that files are being read, and takes the answer", () => {
    const { world, run } = begin([cached("a"), stagePlan("b")], MUTE);
    world.play();
    const of = { run, stage: stageKey("a"), round: 1 };
    world.turn([{ kind: "hashing", ...of, done: 1, total: 9 }]);
    world.absent(10_000);
    world.state = { ...world.state, runs: new Map([[run, world.refolded(run)!]]) };
    expect(world.stage(run, "a").reason).toBe("hashing 1 of 9 B");
    world.turn([world.filesInput(run, "a", { miss: true, takes: 0 })]);
    world.play();
    expect(world.runRow(run).state).toBe("succeeded");
    expect(keeps(world)).toMatchObject([{ hashed: HASHED }]);
  });

  it("2.4 a round reads the files again, under a key of its own; what was read for the one before counts no more", () => {
    const { world, run } = begin([cached("a")], MISS, {}, { a: { code: 1, takes: 10 } });
    world.play();
    const old = world.filesInput(run, "a", { hit: "nightly#7", takes: 0 });
    world.filesOf = () => MUTE;
    world.retry(run);
    expect(hashes(world).map(({ key }) => key)).toEqual([`hash:${run}/1/a`, `hash:${run}/2/a`]);
    expect(world.turn([old]).events).toEqual([]);
    expect(world.stage(run, "a").reason).toBe("reading its files");
    world.turn([world.filesInput(run, "a", { hit: "nightly#8", takes: 0 })]);
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 2 });
    expect(world.stage(run, "a")).toMatchObject({ state: "cached", outputs: null });
  });

  it("8.2 a stage with slots has its files read first, and waits for slots then", () => {
    const { world, run } = begin(
      [stagePlan("a", { slots: { gpu: 1 } }), cached("b", { slots: { gpu: 1 } })],
      MISS,
    );
    world.pools = { gpu: 1 };
    world.turn([]);
    expect(world.stage(run, "b").reason).toBe("reading its files");
    world.play(60);
    expect(world.stage(run, "b").reason).toBe("waits for a slot of gpu: held by nightly#1 a");
    world.play();
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("8.2 a matrix of cached members is cached throughout", () => {
    const members = [1, 2, 3].map((lr) =>
      cached(`m[lr=${lr}]`, { matrix: { group: stageKey("m"), values: { lr } } }),
    );
    const { world, run } = begin(
      members,
      { hit: "nightly#7", takes: 0 },
      { groups: [{ key: stageKey("m"), maxParallel: 1, failFast: true }] },
    );
    world.play();
    expect(new Set(Object.values(world.states(run)))).toEqual(new Set(["cached"]));
    expect(world.starts).toEqual([]);
  });
});
