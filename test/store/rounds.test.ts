// Rows of what comes after a first pass: rounds by hand and by themselves, reruns, answers of people. What readers see is
// what the host had in memory, and what the next host folds from the events.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Rerun } from "../../src/engine/command.ts";
import { type RunId, runId, stageKey } from "../../src/pipeline/ids.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { approvalStage } from "./sound-rounds.ts";
import { expectAsInMemory } from "./as-in-memory.ts";
import { Home, StoredWorld, triggerArgs } from "./stored-world.ts";

let home: Home;
let world: StoredWorld;
beforeEach(() => {
  home = new Home();
  // Ends well, but for the first attempt of `bad`.
  world = new StoredWorld(home, (stage, number) =>
    stage === "told"
      ? { mute: true }
      : { code: stage === "bad" && number === 1 ? 3 : 0, takes: 10 },
  );
});
afterEach(() => {
  home.remove();
});

const RETRY = { ...stagePlan("x").retry, times: 1, delayMs: 0 };
const PLAN = planOf([
  stagePlan("good", { retry: RETRY }),
  stagePlan("bad", { after: ["good"] }),
  stagePlan("below", { after: ["bad"], retry: RETRY }),
]);

const isAsInMemory = (run: RunId): void => {
  expectAsInMemory(world, run);
};

const stage = (run: RunId, key: string) =>
  home
    .reader()
    .stages.stages(run)
    .find((row) => row.key === key);

describe("2.4 a round by hand", () => {
  it("opens an ended run again: its row, a round, all of its stages", () => {
    const run = world.trigger(PLAN);
    world.play();
    isAsInMemory(run);
    const before = home.dump();
    expect(before["run"]).toMatchObject([{ state: "failed", round: 1 }]);
    expect(stage(run, "below")).toMatchObject({ state: "upstream_failed", maxAttempts: 2 });
    world.up += 5_000;
    expect(world.tell({ kind: "retry", args: { run } }, "bob")).toBe("round 2");
    isAsInMemory(run);
    const after = home.dump();
    const [created] = before["run"] as { started_at: number; created_at: number }[];
    expect(after["run"]).toMatchObject([
      { state: "running", reason: null, round: 2, ended_at: null, started_at: created!.started_at },
    ]);
    expect(after["round"]).toMatchObject([
      { n: 1, trigger: "manual", by: "ada", state: "failed" },
      {
        n: 2,
        trigger: "retry",
        by: "bob",
        state: null,
        started_at: world.now().at,
        ended_at: null,
      },
    ]);
    // What succeeded stands as it stood; what failed has begun anew, what is below it waits.
    expect(home.reader().stages.stages(run)).toMatchObject([
      { key: "good", state: "succeeded", attempt: 1, maxAttempts: 2 },
      { key: "bad", state: "running", attempt: 2, maxAttempts: 2, startedAt: world.now().at },
      { key: "below", state: "pending", reason: null, endedAt: null, attempt: 0, maxAttempts: 2 },
    ]);
    expect(after["attempt"]).toHaveLength(3);
    expect(home.reader().runs.open()).toHaveLength(1);
  });

  it("goes on with the numbers of attempts and of events, and ends the run anew", () => {
    const run = world.trigger(PLAN);
    world.play();
    world.tell({ kind: "retry", args: { run } });
    world.play();
    isAsInMemory(run);
    const { runs, rounds, stages, events } = home.reader();
    expect(runs.get(run)).toMatchObject({ state: "succeeded", reason: null, round: 2 });
    expect(rounds.ofRun(run).map(({ state }) => state)).toEqual(["failed", "succeeded"]);
    expect(
      stages
        .attempts(run)
        .map((one) => `${one.stage} ${one.number} round ${one.round} ${one.state}`),
    ).toEqual([
      "good 1 round 1 succeeded",
      "bad 1 round 1 failed",
      "bad 2 round 2 succeeded",
      "below 1 round 2 succeeded",
    ]);
    const all = events.since(0, 1000, run);
    expect(all.filter(({ kind }) => kind === "run.ended")).toHaveLength(2);
    expect(world.journal.ended(run)).toEqual(world.runs.get(run));
  });

  it("is opened by a host that has never seen the run", () => {
    const run = world.trigger(PLAN);
    world.play();
    world.restart();
    expect(world.inherited.runs).toEqual([]);
    expect(world.tell({ kind: "retry", args: { run } })).toBe("round 2");
    isAsInMemory(run);
    const open = world.restart();
    expect(open.runs).toEqual([world.runs.get(run)]);
  });

  it("is refused with words, and the command's row has them", () => {
    const run = world.trigger(planOf([stagePlan("good")]));
    const [going, gone] = [run, runId("nobody's")];
    expect(world.journal.ended(going)).toBeNull();
    expect(world.tell({ kind: "retry", args: { run: going } })).toBe("nightly#1 has not ended");
    expect(world.tell({ kind: "retry", args: { run: gone } })).toBe("there is no such run");
    world.play();
    expect(world.tell({ kind: "retry", args: { run } })).toBe("nightly#1 succeeded");
    const retries = home.dump()["command"]!.slice(1);
    expect(retries).toMatchObject(
      [going, gone, run].map((target) => ({ kind: "retry", target, state: "refused" })),
    );
    expect(home.dump()["round"]).toHaveLength(1);
  });
});

it("2.3 a round by itself: the run goes on, and says which round comes when", () => {
  const run = world.trigger({ ...PLAN, retryRun: { times: 1, delayMs: 60_000 } });
  world.play(100);
  isAsInMemory(run);
  const dueAt = home.reader().runs.get(run)!.dueAt!;
  expect(home.reader().runs.get(run)).toMatchObject({ state: "running", reason: "round 2" });
  const [first, second] = home.reader().rounds.ofRun(run);
  expect(first).toMatchObject({ n: 1, trigger: "manual", state: "failed" });
  expect(dueAt - first!.endedAt!).toBe(60_000);
  expect(second).toMatchObject({ n: 2, trigger: "retry_run", by: "dagtop", startedAt: null });
  // The next host has it still to begin.
  expect(world.restart().runs).toEqual([world.runs.get(run)]);
  world.play();
  isAsInMemory(run);
  expect(home.reader().runs.get(run)).toMatchObject({ state: "succeeded", dueAt: null });
  expect(home.reader().rounds.ofRun(run)[1]).toMatchObject({
    state: "succeeded",
    startedAt: dueAt,
  });
});

it("2.5 a rerun: whom it does over, and what it took over with its outputs", () => {
  const old = world.trigger(PLAN);
  world.play();
  const end = { is: "succeeded", endedAt: 1, reason: "taken over from nightly#1" } as const;
  const outputs = { f1: "0.91" };
  const taken = [{ stage: stageKey("good"), from: "nightly#1", end, outputs }];
  const rerun: Rerun = { run: old, name: "nightly#1", state: { bad: old }, fresh: [], taken };
  const args = triggerArgs(PLAN, runId("again"), { trigger: "rerun", rerun });
  expect(world.tell({ kind: "trigger", args })).toBe("nightly#2");
  isAsInMemory(args.run);
  expect(home.reader().runs.get(args.run)).toMatchObject({
    trigger: "rerun",
    rerunOf: "nightly#1",
    state: "running",
  });
  expect(home.reader().rounds.ofRun(args.run)).toMatchObject([{ n: 1, trigger: "rerun" }]);
  expect(stage(args.run, "good")).toMatchObject({
    state: "succeeded",
    reason: "taken over from nightly#1",
    attempt: 0,
    outputs,
    endedAt: world.now().at,
  });
  expect(world.restart().runs).toEqual([world.runs.get(args.run)]);
  world.play();
  isAsInMemory(args.run);
  // What was taken over is in its events; its command keeps no second copy.
  const { command } = home.dump() as { command: { args: string }[] };
  expect(command.map((one) => "rerun" in JSON.parse(one.args))).toEqual([false, false]);
});

it("8.3 a person's answer: until when who is asked what, and then who said so", () => {
  const gate = approvalStage("gate", { after: ["good"], timeoutMs: 60_000 });
  const run = world.trigger(planOf([stagePlan("good"), gate], { timeoutMs: 90_000 }));
  world.play(100);
  isAsInMemory(run);
  const [, waiting] = world.log.filter(
    ({ kind }) => kind === "stage.waiting" || kind === "run.clock",
  );
  expect(waiting).toMatchObject({ kind: "run.clock", stands: true });
  expect(stage(run, "gate")).toMatchObject({
    state: "waiting",
    reason: "Promote it?",
    dueAt: world.now().at - 90 + 60_000,
    attempt: 0,
    startedAt: null,
  });
  expect(world.restart().runs).toEqual([world.runs.get(run)]);
  const args = { run, stage: stageKey("gate"), round: 1, approved: true, message: "good enough" };
  expect(world.tell({ kind: "answer", args }, "bob")).toBe("approved");
  isAsInMemory(run);
  expect(stage(run, "gate")).toMatchObject({
    state: "succeeded",
    reason: "approved by bob: good enough",
    dueAt: null,
  });
  expect(home.dump()["attempt"]).toHaveLength(1);
  expect(world.tell({ kind: "answer", args }, "eve")).toBe("that run has ended");
  const answers = home.dump()["command"] as { kind: string; by: string; state: string }[];
  expect(answers.filter(({ kind }) => kind === "answer")).toMatchObject([
    { by: "bob", state: "done" },
    { by: "eve", state: "refused" },
  ]);
});
