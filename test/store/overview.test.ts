// What the Dashboard asks of the store: which runs a range has, the last values of metrics, and by which index each is found.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { attemptId, pipelineName } from "../../src/pipeline/ids.ts";
import { overviewFeed } from "../../src/store/overview.ts";
import type { Db } from "../../src/store/open.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { livedIn } from "./sound-home.ts";
import { Home, StoredWorld } from "./stored-world.ts";

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

const PLAN = planOf([stagePlan("a")], { pipeline: pipelineName("p"), params: { lr: 0.5 } });

describe("the runs of a range", () => {
  it("are the newest of one pipeline, no older than asked for and no more", () => {
    const world = new StoredWorld(home, () => ({ code: 0, takes: 1000 }));
    for (const id of ["run-1", "run-2", "run-3"]) {
      world.trigger(PLAN, id);
      world.play();
    }
    world.trigger(planOf([stagePlan("a")], { pipeline: pipelineName("q") }), "run-4");
    world.play();
    const { overview, runs } = home.reader();
    const numbers = (since: number, limit: number): number[] =>
      overview.runsSince("p", since, limit).map(({ number }) => number);
    expect(numbers(0, 9)).toEqual([3, 2, 1]);
    expect(numbers(0, 2)).toEqual([3, 2]);
    const { createdAt } = runs.named("p", 2)!;
    expect(numbers(createdAt, 9)).toEqual([3, 2]);
    expect(numbers(createdAt + 1, 9)).toEqual([3]);
    expect(overview.runsSince("nobody's", 0, 9)).toEqual([]);
  });
});

describe("of a run", () => {
  it("each metric has the value that came last, whichever attempt gave it", () => {
    const world = new StoredWorld(home, () => ({ mute: true }));
    const run = world.trigger(PLAN);
    const db = home.writer();
    const point = db.prepare(
      "insert into metric (attempt_id, name, step, value, at) values (?, ?, null, ?, 0)",
    );
    const tried = db.prepare(
      "insert into attempt (id, run_id, stage, number, round, state, started_at) values (?, ?, 'b', ?, 1, 'failed', 0)",
    );
    for (const [number, id] of [attemptId("one"), attemptId("two")].entries())
      tried.run(id, run, number + 7);
    point.run("one", "f1", 0.1);
    point.run("two", "f1", 0.2);
    point.run("one", "loss", 3);
    point.run("two", "f1", 0.3);
    point.run("another's", "auc", 1);
    const { overview } = home.reader();
    expect(Object.fromEntries(overview.lastMetrics(run))).toEqual({ f1: 0.3, loss: 3 });
  });

  it("its outputs are those of the last stage that has some, and its parameters those of its plan", () => {
    const world = new StoredWorld(home, (stage) => ({
      code: 0,
      takes: 10,
      ...(stage === "c" ? {} : { outputs: { from: stage } }),
    }));
    const stages = [stagePlan("a"), stagePlan("b"), stagePlan("c", { after: ["a", "b"] })];
    const run = world.trigger(planOf(stages, { params: { lr: 0.5, name: "x" } }));
    world.play();
    const { overview, runs } = home.reader();
    expect(overview.lastOutputs(run)).toEqual({ outputs: { from: "b" }, words: null });
    expect(overview.params(runs.get(run)!.plan)).toEqual({ lr: 0.5, name: "x" });
    expect(overview.params("no such plan")).toEqual({});
  });

  it("the number of its last event grows with what happens in it", () => {
    const world = new StoredWorld(home, () => ({ code: 0, takes: 10 }));
    const run = world.trigger(PLAN);
    const { overview } = home.reader();
    const before = overview.lastEvent(run);
    world.play();
    expect(overview.lastEvent(run)).toBeGreaterThan(before);
  });
});

/** How SQLite finds what each statement of the feed asks for, in the order in which they are asked. */
function plansOf(db: Db, ask: (feed: ReturnType<typeof overviewFeed>) => void): string[][] {
  const asked: string[] = [];
  const prepare = db.prepare.bind(db);
  db.prepare = (sql: string) => {
    asked.push(sql);
    return prepare(sql);
  };
  ask(overviewFeed(db));
  return asked.map((sql) => {
    const explain = prepare<unknown[], { detail: string }>(`explain query plan ${sql}`);
    const given = sql.includes(":run") ? [{ run: "r" }] : Array(sql.split("?").length - 1).fill(0);
    return explain.all(...given).map(({ detail }) => detail);
  });
}

it("is found by indexes, or among what is open: no table of what was is gone through", () => {
  const id = [...livedIn(home).runs.keys()][0]!;
  const plans = plansOf(home.writer(), (feed) => {
    feed.endedSince(0);
    feed.runsSince("nightly", 0, 9);
    feed.waits();
    feed.lastEvent(id);
    feed.lastMetrics(id);
    feed.lastOutputs(id);
    feed.params("hash");
  });
  expect(plans).toHaveLength(7);
  // `r` by run_open holds the runs that have not ended, and `named` is made by the statement itself.
  const scans = plans.flat().filter((step) => /^SCAN (?!r USING INDEX run_open|named)/u.test(step));
  expect(scans).toEqual([]);
  const [ended, ofRange, waits, , metrics] = plans;
  expect(ended).toContainEqual(expect.stringMatching(/INDEX run_recent \(created_at>/u));
  expect(ofRange).toContainEqual(expect.stringMatching(/\(pipeline=\?\)/u));
  expect(ofRange).not.toContainEqual(expect.stringContaining("TEMP B-TREE"));
  expect(waits).toContainEqual(expect.stringMatching(/run_open/u));
  expect(metrics).toContainEqual(
    expect.stringMatching(/metric_of_attempt \(attempt_id=\? AND name=\?\)/u),
  );
});
