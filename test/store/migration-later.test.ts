// Semantics 5.9: homes that later releases left, of schemas 2 to 4: nothing in them is lost, and their runs go on.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runId } from "../../src/pipeline/ids.ts";
import { violations } from "../../src/store/invariants.ts";
import { migrate } from "../../src/store/migrate.ts";
import { asIn } from "./as-in.ts";
import { MOVING_OF_2, MOVING_OF_3, OldWorld, makeOld } from "./old-home.ts";
import { Home } from "./stored-world.ts";

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

describe("5.9 a home of schema 2", () => {
  it("keeps every row that it had, and has room for what attempts use", () => {
    const db = makeOld(home, 2);
    const before = home.dump();
    expect(Object.values(before).filter((rows) => rows.length === 0)).toEqual([]);
    migrate(db);
    const { sample, ...rest } = home.dump();
    const after = asIn(2, rest);
    expect(sample).toEqual([]);
    expect(after).toEqual(before);
    expect(violations(db, false)).toEqual([]);
  });

  it("shows what it had kept, in the words of today", () => {
    migrate(makeOld(home, 2));
    const { runs, metrics, samples, sources, history } = home.reader();
    const run = runs.get(runId("measured"))!;
    const [live] = home.reader().stages.attempts(run.id);
    expect(live).toMatchObject({ state: "running", pid: 4243 });
    expect(metrics.series(live!.id, 9)).toMatchObject([
      { name: "f1", step: null, value: 0.9 },
      { name: "loss", step: 1, value: 0.5 },
      { name: "loss", step: 2, value: 0.25 },
    ]);
    expect(samples.latestOfRun(run.id)).toEqual([]);
    expect(sources.ofRun(run.id)).toMatchObject({ branch: "main", dirty: true });
    expect(history.runDurations("thrifty", "/project", 9)).toEqual([10, 10]);
  });

  it("goes on with its runs to their ends, and answers what it was asked for", () => {
    const world = new OldWorld(home, 2);
    expect(world.inherited.runs.map(({ id }) => id).toSorted()).toEqual(MOVING_OF_2);
    world.turn(world.journal.commands().map(({ id }) => world.inputOf(id)));
    expect(world.results).toMatchObject([{ ok: true, text: "asked#1" }]);
    const live = world.of(runId("measured"), "told").attempt;
    world.samples = [
      { attemptId: live, at: 1, cpuPercent: 99, rssBytes: 1, gpuPercent: null, gpuBytes: null },
    ];
    for (const run of ["running", "measured", "begun", "asked"])
      world.turn([world.exited(runId(run), "told", 0)]);
    world.play(60_000);
    for (const run of ["measured", "begun", "asked"])
      world.turn([world.exited(runId(run), "next", 0)]);
    world.turn([world.exited(runId("queued"), "told", 0)]);
    world.drain();
    const done = ["running", "measured", "begun", "asked", "queued"];
    expect(done.filter((run) => world.runRow(runId(run)).state !== "succeeded")).toEqual([]);
    expect(home.reader().samples.latestOfRun(runId("measured"))).toHaveLength(1);
    expect(violations(home.writer(), false)).toEqual([]);
  });
});

describe("5.9 a home of schema 3", () => {
  it("keeps every row that it had, and has room for models and messages", () => {
    const db = makeOld(home, 3);
    const before = home.dump();
    expect(Object.values(before).filter((rows) => rows.length === 0)).toEqual([]);
    migrate(db);
    expect(asIn(3, home.dump())).toEqual(before);
    expect(violations(db, false)).toEqual([]);
  });

  it("shows what its attempts have used, and has no models and no messages", () => {
    migrate(makeOld(home, 3));
    const { samples, models, messages } = home.reader();
    expect(samples.latestOfRun(runId("measured"))).toMatchObject([
      { cpuPercent: 42, rssBytes: 223_456_789, gpuPercent: 71, gpuBytes: 9_876_543_210 },
    ]);
    expect([models.names(), messages.recent(9)]).toEqual([[], []]);
  });

  it("goes on with its runs to their ends, and answers what it was asked for", () => {
    const world = new OldWorld(home, 3);
    expect(world.inherited.runs.map(({ id }) => id).toSorted()).toEqual(MOVING_OF_3);
    world.turn(world.journal.commands().map(({ id }) => world.inputOf(id)));
    expect(world.results).toMatchObject([{ ok: true, text: "cancelling" }]);
    for (const run of ["begun", "asked", "measured"])
      world.turn([world.exited(runId(run), "told", 0)]);
    for (const run of ["begun", "asked"]) world.turn([world.exited(runId(run), "next", 0)]);
    world.turn([world.exited(runId("queued"), "told", 0)]);
    world.play(60_000);
    world.drain();
    const ends = ["begun", "asked", "queued", "measured"].map(
      (run) => world.runRow(runId(run)).state,
    );
    expect(ends).toEqual(["succeeded", "succeeded", "succeeded", "cancelled"]);
    expect(violations(home.writer(), false)).toEqual([]);
  });
});

describe("5.9 a home of schema 4", () => {
  it("keeps every row that it had, models and messages among them", () => {
    const db = makeOld(home, 4);
    const before = home.dump();
    expect(Object.values(before).filter((rows) => rows.length === 0)).toEqual([]);
    migrate(db);
    expect(asIn(4, home.dump())).toEqual(before);
    expect(violations(db, false)).toEqual([]);
  });

  it("shows its models, and sends what it had not sent yet", () => {
    const world = new OldWorld(home, 4);
    const { models } = home.reader();
    expect(models.state("bert")).toMatchObject({
      aliases: { champion: 2, previous: 1 },
      versions: [{ version: 1 }, { version: 2 }, { version: 3 }],
    });
    expect(world.journal.waitingMessages().map(({ channel }) => channel)).toEqual(["hook", "file"]);
  });
});
