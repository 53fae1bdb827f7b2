// What readers see of runs: by id, by name and number, the newest, the last that failed; their stages, attempts and
// outputs as the host had them in memory when it committed them.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outputs } from "../../src/engine/stage.ts";
import { pipelineName, type RunId, runId } from "../../src/pipeline/ids.ts";
import { planOf, type Script, stagePlan } from "../engine/simulate.ts";
import { ENVIRONMENT, Home, StoredWorld } from "./stored-world.ts";

const PLAN = planOf([stagePlan("a"), stagePlan("b", { after: ["a"] })]);
const named = (name: string) => planOf([stagePlan("a")], { pipeline: pipelineName(name) });

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

describe("runs", () => {
  const ids = (rows: readonly { id: RunId }[]): RunId[] => rows.map(({ id }) => id);

  it("are found by id, by name and number, the newest first, the unfinished, and the last that failed", () => {
    const scripts: Record<string, Script> = {
      "run-2": { code: 1, takes: 5 },
      "run-4": { code: 1, takes: 5 },
      "run-6": { mute: true },
    };
    const world = new StoredWorld(home, (_, __, run) => scripts[run] ?? { code: 0, takes: 5 });
    const reader = home.reader();
    expect([reader.runs.recent(5, null), reader.runs.lastFailed()]).toEqual([[], null]);
    for (const name of ["p", "p", "q", "q", "p", "q"]) {
      world.trigger(named(name));
      world.play(100);
    }
    const cancelled = world.trigger(named("p"));
    world.cancel(cancelled);
    world.play();
    const { runs } = reader;
    expect(runs.get(runId("run-4"))).toEqual(world.runRow(runId("run-4")));
    expect(runs.get(runId("nobody's"))).toBeNull();
    expect(runs.named("q", 2)).toMatchObject({ id: "run-4", state: "failed" });
    expect(runs.named("p", 3)?.id).toBe("run-5");
    expect([runs.named("q", 9), runs.named("nobody's", 1)]).toEqual([null, null]);
    expect(ids(runs.recent(3, null))).toEqual(["run-7", "run-6", "run-5"]);
    expect(ids(runs.recent(9, "q"))).toEqual(["run-6", "run-4", "run-3"]);
    expect(ids(runs.recent(1, "p"))).toEqual(["run-7"]);
    expect(ids(runs.open())).toEqual(["run-6"]);
    expect(world.runRow(cancelled).state).toBe("cancelled");
    expect(runs.lastFailed()?.id).toBe("run-4");
  });

  it("have failed when they did not end well, but not when somebody cancelled them", () => {
    const world = new StoredWorld(home, (stage) =>
      stage === "bad" ? { code: 1, takes: 5 } : { hang: true },
    );
    const { runs } = home.reader();
    /** How the run ended, and which one is `last:failed` then. */
    const after = (stages: Parameters<typeof planOf>[0], stop = false): unknown[] => {
      const run = world.trigger(planOf(stages, { timeoutMs: 50 }));
      if (stop) world.cancel(run);
      world.play();
      return [runs.get(run)?.state, runs.lastFailed()?.number];
    };
    expect(after([stagePlan("bad")])).toEqual(["failed", 1]);
    expect(after([stagePlan("bad", { onFail: "warn" })])).toEqual(["partial", 2]);
    expect(after([stagePlan("slow")])).toEqual(["timed_out", 3]);
    expect(after([stagePlan("slow")], true)).toEqual(["cancelled", 3]);
    expect(after([stagePlan("bad", { onFail: "ignore" })])).toEqual(["succeeded", 3]);
  });

  it("are counted by how they ended since a time, for each pipeline, the unfinished left out", () => {
    const world = new StoredWorld(home, (_, __, run) =>
      run === "run-5" ? { mute: true } : { code: run === "run-3" ? 1 : 0, takes: 5 },
    );
    world.trigger(named("q"));
    world.play();
    world.up += 1_000;
    const since = world.now().at;
    for (const name of ["p", "p", "q", "q"]) {
      world.trigger(named(name));
      world.play();
    }
    const { overview } = home.reader();
    expect(overview.pipelines()).toEqual([
      { name: "p", lastNumber: 2 },
      { name: "q", lastNumber: 3 },
    ]);
    const byName = (at: number): string[] =>
      overview
        .endedSince(at)
        .map(({ pipeline, state, count }) => `${pipeline} ${state} ${count}`)
        .toSorted();
    expect(byName(since)).toEqual(["p failed 1", "p succeeded 1", "q succeeded 1"]);
    expect(byName(0)).toEqual(["p failed 1", "p succeeded 1", "q succeeded 2"]);
  });
});

describe("stages and attempts", () => {
  it("are what the host had in memory, in the order of the plan and of their starts", () => {
    const retry = { ...stagePlan("x").retry, times: 1, delayMs: 5_000 };
    const plan = planOf([stagePlan("z", { retry }), stagePlan("m", { after: ["z"] })]);
    const world = new StoredWorld(home, () => ({ mute: true }));
    const run = world.trigger(plan);
    const { stages, versions } = home.reader();
    const inMemory = () => [world.stage(run, "z"), world.stage(run, "m")];
    expect(stages.stages(run)).toEqual(inMemory());
    world.claim(run, "z", 4242);
    world.turn([world.exitedWith(run, "z", 143, { cpuMs: 12, peakRssBytes: 4096 })]);
    expect(stages.stages(run)).toEqual(inMemory());
    expect(stages.stages(run)[0]).toMatchObject({
      state: "retrying",
      reason: "exit 143 (SIGTERM?)",
      dueAt: world.now().at + 5_000,
    });
    world.play(5_000);
    expect(stages.stages(run)).toEqual(inMemory());
    expect(stages.attempts(run)).toMatchObject([
      { number: 1, state: "failed", exitCode: 143, signal: "SIGTERM", pid: 4242, cpuMs: 12 },
      { number: 2, state: "starting", exitCode: null, endedAt: null, pid: null },
    ]);
    expect(stages.attempts(run)[0]!.peakRssBytes).toBe(4096);
    expect(versions.plan(world.runRow(run).plan)).toEqual(plan);
    expect(versions.environment(run)).toEqual(ENVIRONMENT);
    expect([
      stages.stages(runId("x")),
      versions.plan("x"),
      versions.environment(runId("x")),
    ]).toEqual([[], null, null]);
  });

  it.each<[string, Outputs]>([
    ["plain ones", { run_id: "4711", f1: "0.83" }],
    ["empty ones", { nothing: "" }],
    ["quotes, backslashes and controls", { text: '"a\\b"\t\u0000\u001b[31m' }],
    ["other alphabets and emoji", { place: "تونس", mark: "🐈‍⬛" }],
    ["half a surrogate pair", { broken: "\ud83d" }],
    ["text that looks like JSON", { json: '{"a":[null,1e999]}', sql: "'); drop table run; --" }],
    ["names that objects have already", { constructor: "c", toString: "t", hasOwnProperty: "h" }],
    ["none at all", {}],
  ])("have the outputs that the command wrote: %s", (_, outputs) => {
    const world = new StoredWorld(home, () => ({ mute: true }));
    const run = world.trigger(PLAN);
    world.turn([world.exitedWith(run, "a", 0, { outputs })]);
    expect(home.reader().stages.stages(run)[0]!.outputs).toEqual(outputs);
    expect(home.reader().stages.stages(run)[1]!.outputs).toBeNull();
    expect(world.restart().runs).toEqual([world.runs.get(run)]);
  });
});
