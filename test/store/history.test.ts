// How long stages and runs took before, as the store tells it: which of them count, in which order, and by which index.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pipelineName, type RunId } from "../../src/pipeline/ids.ts";
import type { Plan } from "../../src/pipeline/plan.ts";
import { historyFeed } from "../../src/store/history.ts";
import { planOf, type Script, stagePlan } from "../engine/simulate.ts";
import { livedIn } from "./sound-home.ts";
import { Home, StoredWorld } from "./stored-world.ts";

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

const STAGES = [stagePlan("a"), stagePlan("b", { after: ["a"] })];
const ofTwo = (over: Partial<Plan> = {}): Plan =>
  planOf(STAGES, { pipeline: pipelineName("p"), ...over });

/** Runs one after the other, of which each has its own scripts. */
function ran(runs: readonly { readonly plan: Plan; readonly scripts: Record<string, Script> }[]) {
  const scripts = new Map<RunId, Record<string, Script>>();
  const world = new StoredWorld(
    home,
    (stage, _, run) => scripts.get(run)?.[stage] ?? { mute: true },
  );
  for (const [index, one] of runs.entries()) {
    const id = `run-${index + 1}`;
    scripts.set(id as RunId, one.scripts);
    world.trigger(one.plan, id);
    world.play();
  }
  return world;
}

const takes = (a: number, b: number): Record<string, Script> => ({
  a: { code: 0, takes: a },
  b: { code: 0, takes: b },
});

describe("how long stages took", () => {
  it("is told of the last runs of a pipeline in a folder, the newest first", () => {
    ran([
      { plan: ofTwo(), scripts: takes(10, 20) },
      { plan: ofTwo({ folder: "/elsewhere" }), scripts: takes(1, 2) },
      { plan: ofTwo(), scripts: takes(30, 40) },
      { plan: ofTwo({ pipeline: pipelineName("q") }), scripts: takes(3, 4) },
      { plan: ofTwo(), scripts: takes(50, 60) },
    ]);
    const { history } = home.reader();
    expect(history.stageDurations("p", "/project", 2)).toEqual([
      { stage: "a", ms: 50 },
      { stage: "b", ms: 60 },
      { stage: "a", ms: 30 },
      { stage: "b", ms: 40 },
    ]);
    expect(history.stageDurations("p", "/project", 9)).toHaveLength(6);
    expect(history.stageDurations("p", "/elsewhere", 9)).toEqual([
      { stage: "a", ms: 1 },
      { stage: "b", ms: 2 },
    ]);
    expect(history.runDurations("p", "/project", 9)).toEqual([110, 70, 30]);
    expect(history.runDurations("p", "/project", 1)).toEqual([110]);
    expect(history.stageDurations("nobody's", "/project", 9)).toEqual([]);
    expect(history.runDurations("nobody's", "/project", 9)).toEqual([]);
  });

  it("counts stages that did well in runs that did not, and no run that goes on", () => {
    ran([
      { plan: ofTwo(), scripts: { a: { code: 0, takes: 10 }, b: { code: 1, takes: 20 } } },
      { plan: ofTwo(), scripts: { a: { code: 0, takes: 30 } } },
    ]);
    const { history } = home.reader();
    expect(history.stageDurations("p", "/project", 9)).toEqual([{ stage: "a", ms: 10 }]);
    expect(history.runDurations("p", "/project", 9)).toEqual([]);
  });

  it("leaves out what took no time of its own: what was taken over, cached, approved or skipped", () => {
    livedIn(home);
    const { history } = home.reader();
    const told = (pipeline: string) =>
      history.stageDurations(pipeline, "/project", 1).map(({ stage }) => stage);
    // The rerun of `by_hand`, which has `good` from the run before.
    expect(told("by_hand")).toEqual(["flaky", "tidy", "below"]);
    expect(told("thrifty")).not.toContain("made");
    expect(
      history.stageDurations("careful", "/project", 9).map(({ stage }) => stage),
    ).not.toContain("gate");
    expect(told("nightly")).not.toContain("unwell");
  });
});

describe("how long runs took", () => {
  it("is the time of their rounds, without what lay between them", () => {
    livedIn(home);
    const reader = home.reader();
    const [ms] = reader.history.runDurations("by_itself", "/project", 9);
    const run = reader.runs.named("by_itself", 1)!;
    const rounds = reader.rounds.ofRun(run.id);
    expect(rounds).toHaveLength(2);
    expect(ms).toBe(20);
    expect(run.endedAt! - run.startedAt!).toBeGreaterThan(500);
  });

  it("is not told of a rerun that was spared a stage", () => {
    livedIn(home);
    const reader = home.reader();
    expect(reader.runs.named("by_hand", 2)).toMatchObject({
      state: "succeeded",
      rerunOf: "by_hand#1",
    });
    expect(reader.history.runDurations("by_hand", "/project", 9)).toHaveLength(1);
  });
});

it("is found by indexes: no table is gone through from its first row to its last", () => {
  livedIn(home);
  const db = home.writer();
  const asked: string[] = [];
  const prepare = db.prepare.bind(db);
  db.prepare = (sql: string) => {
    asked.push(sql);
    return prepare(sql);
  };
  historyFeed(db);
  expect(asked).toHaveLength(2);
  for (const sql of asked) {
    const steps = prepare<[object], { detail: string }>(`explain query plan ${sql}`)
      .all({ pipeline: "nightly", folder: "/project", mostRuns: 20 })
      .map(({ detail }) => detail);
    expect(steps.filter((step) => /^SCAN (?!recent|r$)/.test(step))).toEqual([]);
    expect(steps).toContainEqual(expect.stringMatching(/^SEARCH (?:r|run) USING .*pipeline=/));
    expect(steps).toContainEqual(expect.stringMatching(/^SEARCH (?:s|stage) USING PRIMARY KEY/));
  }
});
