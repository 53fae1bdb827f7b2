// What outlives the turn that made it without being folded from events: results that are kept (semantics 8.2), what the code
// of a run was (2.7), fingerprints of secrets (7.3).

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunSource } from "../../src/engine/command.ts";
import type { CachedResult } from "../../src/engine/host/ports.ts";
import { attemptId, pipelineName, type RunId, runId, stageKey } from "../../src/pipeline/ids.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { expectAsInMemory } from "./as-in-memory.ts";
import { CACHE } from "./sound-rounds.ts";
import { Home, StoredWorld, triggerArgs } from "./stored-world.ts";

let home: Home;
let world: StoredWorld;
beforeEach(() => {
  home = new Home();
  world = new StoredWorld(home, () => ({ mute: true }));
});
afterEach(() => {
  home.remove();
});

const PLAN = planOf([stagePlan("a")]);
const stage = (run: RunId, key: string) =>
  home
    .reader()
    .stages.stages(run)
    .find((row) => row.key === key);

describe("8.2 a result that is kept", () => {
  const result = (key: string, over: Partial<CachedResult> = {}): CachedResult => ({
    pipeline: pipelineName("nightly"),
    stage: stageKey("made"),
    key,
    outs: "o-1",
    outputs: { model: "m-1" },
    parts: { "its command": "c-1" },
    run: "nightly#1",
    ...over,
  });
  const keep = (...results: CachedResult[]): void => {
    world.kept = results;
    world.drain();
  };

  it("is found by its pipeline, stage and key; a later one of the same takes its place", () => {
    const [first, later] = [result("k-1"), result("k-1", { run: "nightly#2", outputs: null })];
    const [other, elsewhere] = [result("k-2"), result("k-1", { stage: stageKey("other") })];
    keep(first, other, elsewhere);
    const found = (stageName: string, key: string) =>
      world.journal.cached("nightly", stageName, key);
    expect(found("made", "k-1")).toEqual(first);
    keep(later);
    expect([found("made", "k-1"), found("made", "k-2")]).toEqual([later, other]);
    expect([found("other", "k-1"), found("made", "k-3")]).toEqual([elsewhere, null]);
    expect(world.journal.cached("weekly", "made", "k-1")).toBeNull();
    expect(home.dump()["cache"]).toHaveLength(3);
    world.restart();
    expect(found("made", "k-1")).toEqual(later);
  });

  it("makes a stage cached, with its outputs, without an attempt", () => {
    keep(result("k-1"));
    const run = world.trigger(planOf([stagePlan("made", { cache: CACHE })]));
    expect(stage(run, "made")).toMatchObject({ state: "queued", reason: "reading its files" });
    expect(home.dump()["effect"]).toMatchObject([{ kind: "hash", key: `hash:${run}/1/made` }]);
    const of = { run, stage: stageKey("made"), round: 1 };
    world.turn([{ kind: "hashing", ...of, done: 12e9, total: 50e9 }]);
    expect(stage(run, "made")?.reason).toBe("hashing 12 of 50 GB");
    world.turn([world.hashedInput(run, "made", "k-1")]);
    expectAsInMemory(world, run);
    expect(stage(run, "made")).toMatchObject({
      state: "cached",
      reason: "unchanged since nightly#1",
      attempt: 0,
      outputs: { model: "m-1" },
    });
    expect(home.dump()["attempt"]).toEqual([]);
  });

  it("is asked for behind an attempt whose files are known, and the next host has that still to do", () => {
    const run = world.trigger(planOf([stagePlan("told", { cache: CACHE })]));
    world.turn([world.hashedInput(run, "told", "k-1")]);
    expect(world.restart().runs).toEqual([world.runs.get(run)]);
    world.turn([world.exitedWith(run, "told", 0, { outputs: { model: "m-2" } })]);
    const { attempt } = world.of(run, "told");
    world.restart();
    expect(world.journal.openEffects()).toEqual([
      {
        kind: "keep",
        key: `keep:${attempt}`,
        run,
        stage: "told",
        attempt,
        pipeline: "nightly",
        runName: "nightly#1",
        cache: CACHE,
        endedAt: world.zero + world.up,
        folder: "/project",
        hashed: { base: "base of k-1", key: "k-1", parts: {} },
        outputs: { model: "m-2" },
      },
    ]);
  });
});

it("2.7 what the code of a run was is stored once: beside the run, not in the command that brought it", () => {
  const source: RunSource = { commit: "1f3a", branch: "main", dirty: true, patch: "-a\n+b\n" };
  const args = triggerArgs(PLAN, runId("run-1"), { source });
  world.tell({ kind: "trigger", args });
  world.trigger(PLAN, "run-2");
  const { sources } = home.reader();
  expect([sources.ofRun(args.run), sources.ofRun(runId("run-2"))]).toEqual([source, null]);
  const { run_source: rows, command } = home.dump();
  expect(rows).toHaveLength(1);
  expect(command).toHaveLength(2);
  expect(JSON.stringify(command)).not.toContain("patch");
});

describe("7.3 the fingerprints of secrets", () => {
  const print = (form: string, rolling: string) => ({
    name: "TOKEN",
    form,
    length: 20,
    rolling,
    hmac: `h-${rolling}`,
  });

  it("are those of the last start of an attempt; of a run, each once", () => {
    const run = world.trigger(planOf([stagePlan("told"), stagePlan("other")]));
    const [first, second] = ["told", "other"].map((key) => world.of(run, key).attempt);
    const { secrets } = home.reader();
    expect([secrets.any(), secrets.ofRun(run)]).toEqual([false, []]);
    const put = (attempt: typeof first, ...rows: ReturnType<typeof print>[]): void => {
      world.secrets = [{ attempt: attempt!, rows }];
      world.drain();
    };
    put(first, print("plain", "1"), print("base64", "2"));
    put(second, print("plain", "1"));
    put(first, print("plain", "3"));
    expect(secrets.ofAttempt(first!)).toEqual([print("plain", "3")]);
    expect(secrets.ofAttempt(second!)).toEqual([print("plain", "1")]);
    expect(secrets.ofAttempt(attemptId("nobody's"))).toEqual([]);
    const ofRun = secrets.ofRun(run).map(({ rolling }) => rolling);
    expect([secrets.any(), ofRun.toSorted()]).toEqual([true, ["1", "3"]]);
  });

  it("are under a key that the home was given once", () => {
    const key = "07".repeat(32);
    expect([world.inherited.secretKey, world.restart().secretKey]).toEqual([key, key]);
    expect(home.reader().secrets.key()).toBe(key);
  });
});
