// What the processes of attempts used, and the course of their metrics, as they are kept and found again: by attempt, by
// run, and thinned for a line that is only so wide.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SampleRow } from "../../src/engine/rows.ts";
import { type AttemptId, attemptId, type RunId, runId } from "../../src/pipeline/ids.ts";
import { sampleFeed } from "../../src/store/sample-table.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { Injected, faults, thrownBy } from "./faults.ts";
import { Home, StoredWorld } from "./stored-world.ts";

const PLAN = planOf([stagePlan("a"), stagePlan("b")]);

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

const row = (attempt: AttemptId, at: number, over: Partial<SampleRow> = {}): SampleRow => ({
  attemptId: attempt,
  at,
  cpuPercent: 182.5,
  rssBytes: 12_000_000_000,
  gpuPercent: null,
  gpuBytes: null,
  ...over,
});

/** A run whose two attempts go on. */
function running(): { world: StoredWorld; run: RunId; a: AttemptId; b: AttemptId } {
  const world = new StoredWorld(home, () => ({ mute: true }));
  const run = world.trigger(PLAN);
  return { world, run, a: world.of(run, "a").attempt, b: world.of(run, "b").attempt };
}

describe("samples", () => {
  it("are found by their attempt, the oldest first, with what was not known", () => {
    const { world, a, b } = running();
    const rows = [
      row(a, 3000),
      row(a, 6000, { cpuPercent: null, gpuPercent: 61, gpuBytes: 5e9 }),
      row(a, 9000, { cpuPercent: 0, rssBytes: 0 }),
    ];
    world.samples = [rows[1]!, row(b, 4000), rows[0]!];
    world.turn([]);
    world.samples = [rows[2]!];
    world.turn([]);
    const { samples } = home.reader();
    expect(samples.ofAttempt(a)).toEqual(rows);
    expect(samples.ofAttempt(b)).toEqual([row(b, 4000)]);
    expect(samples.ofAttempt(attemptId("nobody's"))).toEqual([]);
  });

  it("are told of a run by the newest of each of its attempts", () => {
    const { world, run, a, b } = running();
    const other = world.trigger(planOf([stagePlan("a")]), "other");
    const { samples } = home.reader();
    expect(samples.latestOfRun(run)).toEqual([]);
    world.samples = [row(a, 1000), row(a, 2000), row(b, 1500)];
    world.samples.push(row(attemptId("other's"), 9000));
    world.turn([]);
    expect(samples.latestOfRun(run)).toEqual([row(a, 2000), row(b, 1500)]);
    expect(samples.latestOfRun(other)).toEqual([]);
    expect(samples.latestOfRun(runId("nobody's"))).toEqual([]);
  });

  it("of one moment are one: a clock that was set back stops nobody", () => {
    const { world, a } = running();
    world.samples = [row(a, 1000, { rssBytes: 1 })];
    world.turn([]);
    world.samples = [row(a, 1000, { rssBytes: 2 })];
    world.turn([]);
    expect(home.reader().samples.ofAttempt(a)).toEqual([row(a, 1000, { rssBytes: 2 })]);
  });

  it("are committed with their turn or not at all, and change no event and no run", () => {
    const fault = faults();
    const world = new StoredWorld(home, () => ({ mute: true }), fault.wrap);
    const run = world.trigger(PLAN);
    const a = world.of(run, "a").attempt;
    world.drain();
    world.performed = [];
    world.samples = [row(a, 1000), row(a, 2000)];
    const { sample: none, ...before } = home.dump();
    expect(none).toEqual([]);
    const commit = world.commitOf(world.rehearse([]));
    fault.after(3, () => {
      throw new Injected();
    });
    expect(thrownBy(() => world.journal.commit(commit))).toBeInstanceOf(Injected);
    fault.never();
    expect(home.dump()).toEqual({ ...before, sample: [] });
    world.journal.commit(commit);
    const { sample, ...after } = home.dump();
    expect(sample).toHaveLength(2);
    expect(after).toEqual(before);
  });

  it("are found by their key alone, however many there are", () => {
    const { world } = running();
    world.drain();
    const db = home.writer();
    const asked: string[] = [];
    const prepare = db.prepare.bind(db);
    db.prepare = (sql: string) => {
      asked.push(sql);
      return prepare(sql);
    };
    sampleFeed(db);
    expect(asked).toHaveLength(2);
    for (const sql of asked) {
      const steps = prepare<[string], { detail: string }>(`explain query plan ${sql}`)
        .all("x")
        .map(({ detail }) => detail);
      expect(steps.filter((step) => step.startsWith("SCAN"))).toEqual([]);
      expect(steps).toContainEqual(expect.stringMatching(/^SEARCH s USING PRIMARY KEY/));
    }
  });
});

describe("the course of a metric", () => {
  const series = (counts: Readonly<Record<string, number>>, most: number) => {
    const { world, a } = running();
    const points = Object.entries(counts).flatMap(([name, count]) =>
      Array.from({ length: count }, (_, n) => ({ name, step: n, value: n / 2 })),
    );
    // As a training writes them: all names by turns.
    points.sort((left, right) => left.step - right.step);
    const half = Math.floor(points.length / 2);
    world.metrics = [{ attempt: a, points: points.slice(0, half), offset: 1 }];
    world.turn([]);
    world.metrics = [{ attempt: a, points: points.slice(half), offset: 2 }];
    world.turn([]);
    return home.reader().metrics.series(a, most);
  };
  const steps = (found: ReturnType<typeof series>, name: string) =>
    found.filter((point) => point.name === name).map(({ step }) => step);

  it("is whole where it is short, name by name, the oldest point first", () => {
    const found = series({ loss: 3, f1: 2 }, 3);
    expect(found.map(({ name, step, value }) => [name, step, value])).toEqual([
      ["f1", 0, 0],
      ["f1", 1, 0.5],
      ["loss", 0, 0],
      ["loss", 1, 0.5],
      ["loss", 2, 1],
    ]);
    expect(found.every(({ at }) => at > 0)).toBe(true);
  });

  it("is thinned evenly, and always has its last point", () => {
    for (const [count, most] of [
      [100, 10],
      [101, 10],
      [109, 10],
      [7, 3],
      [5, 2],
    ] as const) {
      const found = steps(series({ loss: count, f1: 1 }, most), "loss");
      expect(found.length).toBeLessThanOrEqual(most);
      expect(found.length).toBeGreaterThan(most / 2);
      expect([found[0], found.at(-1)]).toEqual([0, count - 1]);
      const gaps = found.slice(1, -1).map((step, place) => step! - found[place]!);
      expect(new Set(gaps).size).toBeLessThanOrEqual(1);
      home.remove();
      home = new Home();
    }
  });

  it("keeps the points that it gave while it grows, so that a line drawn of it does not flicker", () => {
    const { world, a } = running();
    const { metrics } = home.reader();
    let before: (number | null)[] = [];
    let changes = 0;
    for (let step = 0; step < 300; step += 1) {
      world.metrics = [{ attempt: a, points: [{ name: "loss", step, value: 0 }], offset: step }];
      world.turn([]);
      const now = metrics.series(a, 16).map((point) => point.step);
      if (before.slice(0, -1).some((each) => !now.includes(each))) changes += 1;
      before = now;
    }
    expect(changes).toBeLessThanOrEqual(5);
  });

  it("is nothing for an attempt without metrics", () => {
    const { a } = running();
    expect(home.reader().metrics.series(a, 10)).toEqual([]);
  });
});
