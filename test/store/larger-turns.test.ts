// Semantics 5.1 of turns in which more happens than attempts that start and end: a round opens, by hand or by itself, a
// stage is taken over, a person answers, a result is kept, fingerprints of secrets are put. Whichever statement fails,
// nothing of the turn is there, and it can be written again.

import { afterEach, beforeEach, expect, it } from "vitest";
import type { Commit } from "../../src/engine/host/ports.ts";
import type { RunSource } from "../../src/engine/command.ts";
import { pipelineName, runId, stageKey } from "../../src/pipeline/ids.ts";
import { violations } from "../../src/store/invariants.ts";
import type { Db } from "../../src/store/open.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { Injected, failEach, faults } from "./faults.ts";
import { CACHE, approvalStage } from "./sound-rounds.ts";
import { Home, StoredWorld, triggerArgs } from "./stored-world.ts";

const named = (name: string, over = {}) => ({ pipeline: pipelineName(name), ...over });
const SOURCE: RunSource = { commit: "1f3a", branch: "main", dirty: true, patch: "-a\n+b\n" };

let homes: Home[];
beforeEach(() => {
  homes = [];
});
afterEach(() => {
  for (const home of homes) home.remove();
});

/** A home in which all that `fullTurn` needs has happened. */
function prepared(wrap: (db: Db) => Db = (db) => db): StoredWorld {
  const home = new Home();
  homes.push(home);
  const world = new StoredWorld(
    home,
    (stage) => (stage === "bad" ? { code: 1, takes: 10 } : { mute: true }),
    wrap,
  );
  const stages = [stagePlan("bad"), stagePlan("below", { after: ["bad"] })];
  world.trigger(planOf(stages, named("by_hand")), "failed");
  world.play(100);
  const cached = [stagePlan("made", { cache: CACHE }), stagePlan("told", { cache: CACHE })];
  world.trigger(planOf(cached, named("thrifty")), "cached");
  world.kept = ["k-1", "k-2"].map((key) => ({
    pipeline: pipelineName("thrifty"),
    stage: stageKey("made"),
    key,
    outs: "o-1",
    outputs: { model: "m-1" },
    parts: {},
    run: "thrifty#1",
  }));
  world.turn([world.hashedInput(runId("cached"), "told", "k-9")]);
  world.trigger(planOf([approvalStage("gate"), approvalStage("door")], named("careful")), "asking");
  const retryRun = { times: 1, delayMs: 60_000 };
  world.trigger(planOf([stagePlan("told")], named("by_itself", { retryRun })), "between");
  return world;
}

/** A turn in which all of it happens at once: nothing of it is committed yet. */
function fullTurn(world: StoredWorld): Commit {
  const end = { is: "succeeded", endedAt: 0, reason: "taken over from by_hand#1" } as const;
  const taken = [{ stage: stageKey("a"), from: "by_hand#1", end, outputs: { f1: "0.9" } }];
  const rerun = { run: runId("failed"), name: "by_hand#1", state: {}, fresh: [], taken };
  const plan = planOf([stagePlan("a"), stagePlan("b", { after: ["a"] })], named("rerun"));
  const args = triggerArgs(plan, runId("rerun"), { trigger: "rerun", rerun, source: SOURCE });
  const answer = { run: runId("asking"), round: 1, message: null };
  const asked = [
    world.askFor({ kind: "retry", args: { run: runId("failed") } }),
    world.askFor({ kind: "trigger", args }),
    world.askFor({ kind: "answer", args: { ...answer, stage: stageKey("gate"), approved: true } }),
    world.askFor({ kind: "answer", args: { ...answer, stage: stageKey("door"), approved: false } }),
  ];
  const turn = world.rehearse([
    ...asked.map((command) => world.inputOf(command)),
    world.hashedInput(runId("cached"), "made", "k-1"),
    world.exited(runId("cached"), "told", 0),
    world.exited(runId("between"), "told", 1),
  ]);
  const { attempt } = world.of(runId("cached"), "told");
  const print = { name: "TOKEN", length: 20, rolling: "r", hmac: "h" };
  const forms = ["plain", "base64"].map((form) => ({ ...print, form }));
  world.secrets = [{ attempt, rows: forms }];
  const kept = { key: "k-2", outs: "o-2", outputs: null, parts: {}, run: "thrifty#2" };
  world.kept = [{ pipeline: pipelineName("thrifty"), stage: stageKey("made"), ...kept }];
  return world.commitOf(turn);
}

it("5.1 rounds, what is taken over, answers, kept results and fingerprints are written with the turn", () => {
  const world = prepared();
  world.journal.commit(fullTurn(world));
  const { round, stage, cache, secret, run_source: sources, effect } = world.home.dump();
  const ofRun = (rows: unknown[] | undefined, run: string): unknown[] =>
    (rows as { run_id: string }[]).filter((row) => row.run_id === run);
  expect(ofRun(round, "failed")).toMatchObject([{ state: "failed" }, { n: 2, state: null }]);
  expect(ofRun(round, "between")).toMatchObject([
    { state: "failed" },
    { n: 2, trigger: "retry_run" },
  ]);
  expect(ofRun(stage, "failed")).toMatchObject([{ state: "running" }, { state: "pending" }]);
  expect(ofRun(stage, "rerun")).toMatchObject([{ state: "succeeded" }, { state: "running" }]);
  expect(ofRun(stage, "cached")).toMatchObject([{ state: "cached" }, { state: "succeeded" }]);
  expect(ofRun(stage, "asking")).toMatchObject([{ state: "succeeded" }, { state: "rejected" }]);
  expect(cache).toMatchObject([
    { key: "k-1", outs: "o-1", run: "thrifty#1" },
    { key: "k-2", outs: "o-2", run: "thrifty#2", outputs: null },
  ]);
  expect(secret).toHaveLength(2);
  expect(sources).toMatchObject([{ run_id: "rerun", dirty: 1 }]);
  expect((effect as { kind: string }[]).map(({ kind }) => kind)).toContain("keep");
  expect(violations(world.home.writer(), false)).toEqual([]);
});

it("5.1 nothing of such a turn is there when any one of its statements fails, and it can be written again", () => {
  const fault = faults();
  const world = prepared(fault.wrap);
  const commit = fullTurn(world);
  const kinds = new Set(commit.turn.events.map(({ kind }) => kind));
  expect([...kinds]).toEqual(
    expect.arrayContaining(["round.opened", "stage.taken_over", "run.created", "stage.ended"]),
  );
  const before = world.home.dump();
  const failed = failEach(
    fault,
    () => {
      world.journal.commit(commit);
    },
    (error, k) => {
      expect(error).toBeInstanceOf(Injected);
      expect(world.home.dump(), `after statement ${k}`).toEqual(before);
    },
  );
  const { events, effects } = commit.turn;
  expect(failed).toBeGreaterThan(events.length + effects.length + 20);
  const untroubled = prepared();
  untroubled.journal.commit(fullTurn(untroubled));
  expect(world.home.dump()).toEqual(untroubled.home.dump());
  expect(violations(world.home.writer(), false)).toEqual([]);
});
