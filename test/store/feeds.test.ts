// How readers follow a home (semantics 5.11): events behind a cursor, so many at a time, of all runs or of one, and a
// snapshot that is of one moment, from which they can go on without losing anything.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pipelineName, type RunId, runId } from "../../src/pipeline/ids.ts";
import { type EventRow, eventOf } from "../../src/store/event-log.ts";
import type { Reader } from "../../src/store/reader.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { Injected, faults } from "./faults.ts";
import { Home, StoredWorld } from "./stored-world.ts";

const PLAN = planOf([stagePlan("a"), stagePlan("b", { after: ["a"] })]);
const named = (name: string) => planOf([stagePlan("a")], { pipeline: pipelineName(name) });

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

/** All rows behind a cursor, so many at a time. */
function pages(reader: Reader, limit: number, run: RunId | null): EventRow[][] {
  const found: EventRow[][] = [];
  for (let seq = 0; ;) {
    const rows = reader.events.since(seq, limit, run);
    if (rows.length === 0) return found;
    found.push(rows);
    seq = rows.at(-1)!.seq;
  }
}

describe("5.11 the feed of events", () => {
  /** Two runs, the events of which are mixed. */
  const twoRuns = (): StoredWorld => {
    const world = new StoredWorld(home, (stage) => ({ code: 0, takes: stage === "a" ? 10 : 15 }));
    world.turn([
      world.triggerInput(PLAN, runId("run-1")),
      world.triggerInput(named("other"), runId("run-2")),
    ]);
    world.play();
    return world;
  };

  it("gives what happened in its order, whole, from any cursor on", () => {
    const world = twoRuns();
    const reader = home.reader();
    const all = reader.events.since(0, 1000, null);
    expect(all[0]).toMatchObject({ kind: "host.started", runId: null });
    expect(all.slice(1).map((row) => eventOf(row))).toEqual(world.log);
    expect(reader.events.last()).toBe(all.at(-1)!.seq);
    for (const [place, { seq }] of all.entries())
      expect(reader.events.since(seq, 1000, null)).toEqual(all.slice(place + 1));
  });

  it("gives no more at a time than was asked for, and leaves nothing out", () => {
    twoRuns();
    const reader = home.reader();
    const all = reader.events.since(0, 1000, null);
    for (const limit of [1, 3, all.length]) {
      const found = pages(reader, limit, null);
      expect(found.flat()).toEqual(all);
      expect(found.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    }
    expect(reader.events.since(0, 0, null)).toEqual([]);
  });

  it("gives those of one run by the same cursor", () => {
    const world = twoRuns();
    const reader = home.reader();
    for (const run of world.runs.keys()) {
      const own = reader.events.since(0, 1000, null).filter((row) => row.runId === run);
      expect(own.length).toBeGreaterThan(5);
      expect(pages(reader, 2, run).flat()).toEqual(own);
      expect(reader.events.since(own[2]!.seq, 2, run)).toEqual(own.slice(3, 5));
    }
    expect(reader.events.since(0, 10, runId("nobody's"))).toEqual([]);
  });

  it("is empty at the end, and shows what another host writes later", () => {
    const world = twoRuns();
    const reader = home.reader();
    const last = reader.events.last();
    const version = reader.dataVersion();
    expect(reader.events.since(last, 10, null)).toEqual([]);
    expect(reader.dataVersion()).toBe(version);
    world.restart();
    expect(reader.dataVersion()).not.toBe(version);
    expect(reader.events.since(last, 10, null)).toMatchObject([{ kind: "host.started" }]);
  });
});

it("I5 run_seq has no gap and seq only grows, over runs that are mixed, failed commits and other hosts", () => {
  const fault = faults();
  const world = new StoredWorld(home, () => ({ code: 0, takes: 10 }), fault.wrap);
  world.trigger(PLAN);
  world.trigger(named("other"));
  const refused = world.commitOf(world.rehearse([world.exited(runId("run-1"), "a", 0)]));
  fault.after(8, () => {
    throw new Injected();
  });
  expect(() => {
    world.journal.commit(refused);
  }).toThrow(Injected);
  world.play(10);
  world.restart();
  world.play();
  const { event } = home.dump() as { event: { seq: number; run_id: string; run_seq: number }[] };
  expect(event.map(({ seq }) => seq)).toEqual(event.map((_, place) => place + 1));
  for (const run of ["run-1", "run-2"]) {
    const own = event.filter(({ run_id }) => run_id === run);
    expect(own.length).toBeGreaterThan(5);
    expect(own.map(({ run_seq }) => run_seq)).toEqual(own.map((_, place) => place + 1));
  }
});

it("5.11 a snapshot sees one moment, while a host commits in the middle of it", () => {
  const world = new StoredWorld(home, () => ({ code: 0, takes: 10 }));
  const run = world.trigger(PLAN);
  const reader = home.reader();
  const look = () => ({
    seq: reader.events.last(),
    run: reader.runs.get(run),
    stages: reader.stages.stages(run),
    runs: reader.runs.recent(9, null),
  });
  const before = look();
  const seen = reader.snapshot(() => {
    const { seq } = look();
    world.play();
    world.trigger(named("other"));
    return { ...look(), first: seq };
  });
  expect(seen).toEqual({ ...before, first: before.seq });
  const after = look();
  expect(after.seq).toBeGreaterThan(before.seq);
  expect([after.run?.state, after.runs.length]).toEqual(["succeeded", 2]);
  // Nothing is lost between the snapshot and what is read from its cursor on.
  expect(reader.events.since(seen.seq, 1000, null).map(({ seq }) => seq)).toEqual(
    Array.from({ length: after.seq - seen.seq }, (_, place) => seen.seq + 1 + place),
  );
});
