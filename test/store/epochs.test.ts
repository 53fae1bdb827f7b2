// What a new host finds (semantics 5.2, 5.4, 5.5, 5.7): runs folded from their events as they were in memory, the effects
// that are still to be performed, the offsets up to which files were read; and when a host may leave.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Effect } from "../../src/engine/effect.ts";
import { pipelineName, type RunId, runId } from "../../src/pipeline/ids.ts";
import { violations } from "../../src/store/invariants.ts";
import { planOf, type Script, stagePlan } from "../engine/simulate.ts";
import { ENVIRONMENT, Home, StoredWorld, factsAt } from "./stored-world.ts";

const MUTE = (): Script => ({ mute: true });
const named = (name: string) => ({ pipeline: pipelineName(name) });

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

const keysOf = (effects: readonly Effect[]): string[] => effects.map(({ key }) => key);

describe("5.5 a host that enters a home", () => {
  it("takes the next epoch, and all that it writes carries it", () => {
    const world = new StoredWorld(home, MUTE);
    const epochs = [world.inherited.epoch, world.restart().epoch, world.restart().epoch];
    expect(epochs).toEqual([1, 2, 3]);
    world.trigger(planOf([stagePlan("a")]));
    const { host, event } = home.dump();
    expect(host).toMatchObject([{ epoch: 1 }, { epoch: 2 }, { epoch: 3, pid: 321, left_at: null }]);
    expect(event).toMatchObject([
      { epoch: 1, kind: "host.started", run_id: null, run_seq: null },
      { epoch: 2, kind: "host.started" },
      { epoch: 3, kind: "host.started", data: '{"pid":321,"version":"0.1.0"}' },
      { epoch: 3, kind: "run.created", run_seq: 1 },
      { epoch: 3, kind: "run.started", run_seq: 2 },
      { epoch: 3, kind: "attempt.starting", run_seq: 3 },
    ]);
  });

  it("is told the id that the home was given when it was made", () => {
    const world = new StoredWorld(home, MUTE);
    expect(world.inherited.homeId).toBe("home-1");
    expect(world.journal.enter(factsAt(1, "another")).homeId).toBe("home-1");
    expect(world.restart().homeId).toBe("home-1");
  });

  it("finds an empty home empty", () => {
    const { runs, numbers } = new StoredWorld(home, MUTE).inherited;
    expect(runs).toEqual([]);
    expect(numbers).toEqual(new Map());
  });

  it("5.1 has the unfinished runs, folded from their events, exactly as the last one had them in memory", () => {
    const script = (stage: string): Script =>
      stage === "bad" ? { code: 3, takes: 10 } : { mute: true };
    const world = new StoredWorld(home, script);
    const retry = { ...stagePlan("x").retry, times: 2, delayMs: 60_000 };
    const retrying = world.trigger(planOf([stagePlan("bad", { retry })], named("retrying")));
    const stopping = world.trigger(
      planOf([stagePlan("a"), stagePlan("last", { if: "always" })], named("stopping")),
    );
    const waiting = world.trigger(planOf([stagePlan("b")], named("stopping")));
    const ended = world.trigger(planOf([stagePlan("c")], named("ended")));
    world.play(100);
    world.claim(stopping, "a", 4242);
    world.cancel(stopping);
    world.turn([world.exitedWith(ended, "c", 0, { outputs: { f1: "0.9" }, cpuMs: 12 })]);
    const before = world.state;
    const states = [retrying, stopping, waiting, ended].map((run) => world.runRow(run).state);
    expect(states).toEqual(["running", "cancelling", "queued", "succeeded"]);
    const { runs, numbers } = world.restart();
    expect(runs.map(({ id }) => id)).toEqual([retrying, stopping, waiting]);
    expect(new Map(runs.map((run) => [run.id, run]))).toEqual(before.runs);
    expect(numbers).toEqual(
      new Map([
        ["retrying", 1],
        ["stopping", 2],
        ["ended", 1],
      ]),
    );
  });

  it("2.8 goes on with the numbers of runs, and I5 with those of events", () => {
    const world = new StoredWorld(home, () => ({ code: 0, takes: 5 }));
    const plan = planOf([stagePlan("a"), stagePlan("b", { after: ["a"] })]);
    world.trigger(plan);
    world.play();
    world.trigger(plan);
    world.restart();
    world.play();
    world.restart();
    const third = world.trigger(plan);
    expect(world.runRow(third).number).toBe(3);
    expect(violations(home.writer(), false)).toEqual([]);
  });

  it("has the environment with which a run was asked for, and none for a run that there is not", () => {
    const world = new StoredWorld(home, MUTE);
    const run = world.trigger(planOf([stagePlan("a")]));
    world.restart();
    expect(world.journal.environment(run)).toEqual(ENVIRONMENT);
    expect(world.journal.environment(runId("nobody's"))).toEqual({ env: {}, umask: 0o022 });
  });
});

describe("5.2 an effect", () => {
  const begun = (): { world: StoredWorld; run: RunId } => {
    const world = new StoredWorld(home, MUTE);
    return { world, run: world.trigger(planOf([stagePlan("a")])) };
  };

  it("stays until it was performed, and is gone then", () => {
    const { world } = begun();
    expect(world.journal.openEffects()).toEqual(world.effects);
    expect(keysOf(world.effects)).toEqual(["start:attempt-1"]);
    world.drain();
    expect(world.journal.openEffects()).toEqual([]);
  });

  it("that starts an attempt is dropped with the epoch that committed it; one that stops is kept", () => {
    const { world, run } = begun();
    world.cancel(run);
    // The host is killed before it has stopped anything.
    world.performed = [];
    world.trigger(planOf([stagePlan("b")], named("other")));
    expect(keysOf(world.journal.openEffects())).toEqual(["start:attempt-2", "stop:attempt-1"]);
    world.restart();
    expect(world.journal.openEffects()).toMatchObject([
      { kind: "stop", run, stage: "a", attempt: "attempt-1", kill: false },
    ]);
    world.trigger(planOf([stagePlan("c")], named("third")));
    expect(keysOf(world.journal.openEffects())).toEqual(["start:attempt-3"]);
  });

  it("that is asked for again in the turn which notes that it was performed is still to be performed", () => {
    const { world, run } = begun();
    for (let press = 1; press <= 3; press += 1) world.cancel(run);
    expect(keysOf(world.effects)).toEqual([
      "start:attempt-1",
      "stop:attempt-1",
      "kill:attempt-1",
      "kill:attempt-1",
    ]);
    expect(keysOf(world.journal.openEffects())).toEqual(["kill:attempt-1"]);
  });
});

describe("5.4 metrics", () => {
  it("are written together with the place up to which their file was read", () => {
    const world = new StoredWorld(home, MUTE);
    const run = world.trigger(planOf([stagePlan("train")]));
    const { attempt } = world.of(run, "train");
    expect(world.journal.metricOffset(attempt)).toBe(0);
    const point = (name: string, step: number | null, value: number) => ({ name, step, value });
    world.metrics = [
      { attempt, points: [point("loss", 1, 0.9), point("f1", null, 0.5)], offset: 40 },
    ];
    world.drain();
    expect(world.journal.metricOffset(attempt)).toBe(40);
    world.metrics = [
      { attempt, points: [point("loss", 2, 0.25)], offset: 60 },
      { attempt, points: [point("loss", 3, 0.5)], offset: 80 },
    ];
    world.drain();
    world.restart();
    expect(world.journal.metricOffset(attempt)).toBe(80);
    const of = { stage: "train", attempt: 1 };
    expect(home.reader().metrics.ofRun(run)).toEqual([
      { ...of, name: "f1", points: 1, lowest: 0.5, highest: 0.5, last: 0.5 },
      { ...of, name: "loss", points: 3, lowest: 0.25, highest: 0.9, last: 0.5 },
    ]);
  });
});

describe("5.7 a host without work", () => {
  it("stays, and writes nothing, while there is a command that nobody has answered", () => {
    const world = new StoredWorld(home, MUTE);
    world.askFor({ kind: "cancel", args: { run: runId("run-1"), stage: null } });
    const before = home.dump();
    expect(world.journal.leave(world.now().at, "no work")).toBe(false);
    expect(home.dump()).toEqual(before);
  });

  it("stays, and writes nothing, while there is an effect to perform", () => {
    const world = new StoredWorld(home, MUTE);
    world.trigger(planOf([stagePlan("a")]));
    const before = home.dump();
    expect(world.journal.leave(world.now().at, "no work")).toBe(false);
    expect(home.dump()).toEqual(before);
    expect(home.reader().hosts.last()?.leftAt).toBeNull();
  });

  it("leaves otherwise, and its row and an event say when", () => {
    const world = new StoredWorld(home, MUTE);
    expect(world.journal.leave(777, "no work")).toBe(true);
    expect(home.reader().hosts.last()).toMatchObject({ epoch: 1, pid: 321, leftAt: 777 });
    expect(home.dump()["event"]!.at(-1)).toMatchObject({
      kind: "host.left",
      at: 777,
      data: '{"reason":"no work"}',
    });
    world.restart();
    expect(home.reader().hosts.last()).toMatchObject({ epoch: 2, leftAt: null });
  });

  it("leaves in spite of work when it was asked to", () => {
    const world = new StoredWorld(home, MUTE);
    world.trigger(planOf([stagePlan("a")]));
    world.askFor({ kind: "cancel", args: { run: runId("run-1"), stage: null } });
    expect(world.journal.leave(778, "asked to")).toBe(true);
    expect(home.reader().hosts.last()?.leftAt).toBe(778);
    expect(world.journal.commands()).toHaveLength(1);
  });
});
