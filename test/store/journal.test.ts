// Semantics 5.1: one turn of the host is one transaction. Events, rows, closed commands, effects, plans, environments and
// metrics are there together or not at all, whichever statement fails, however full the disk is, and wherever in the
// transaction the host is killed.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type Commit, DiskFull, LostLease } from "../../src/engine/host/ports.ts";
import { pipelineName, runId } from "../../src/pipeline/ids.ts";
import type { Plan } from "../../src/pipeline/plan.ts";
import { violations } from "../../src/store/invariants.ts";
import type { Db } from "../../src/store/open.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { Injected, failEach, faults, thrownBy } from "./faults.ts";
import { ENVIRONMENT, Home, StoredWorld } from "./stored-world.ts";

const MUTE = () => ({ mute: true }) as const;
const CHAIN = planOf([stagePlan("a"), stagePlan("b", { after: ["a"] })]);
const OTHER = planOf([stagePlan("x"), stagePlan("y")], { pipeline: pipelineName("other") });

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

/** A turn in which everything happens that a turn can write: nothing of it is committed yet. */
function fullTurn(world: StoredWorld, plan: Plan = OTHER): Commit {
  const run = world.trigger(CHAIN);
  const { attempt } = world.of(run, "a");
  world.metrics = [{ attempt, points: [{ name: "loss", step: 1, value: 0.5 }], offset: 24 }];
  const turn = world.rehearse([
    world.exitedWith(run, "a", 0, { outputs: { model: "m-1" } }),
    world.triggerInput(plan, runId("run-2")),
    world.cancelInput(runId("nobody's")),
  ]);
  return world.commitOf(turn);
}

/** The home as it is where nothing ever failed. */
function untroubled(plan: Plan = OTHER): Record<string, unknown[]> {
  const twin = new Home();
  onTestFinished(() => {
    twin.remove();
  });
  const world = new StoredWorld(twin, MUTE);
  world.journal.commit(fullTurn(world, plan));
  return twin.dump();
}

describe("5.1 one turn is one transaction", () => {
  it("writes all that the turn says: events, rows, answers, effects, plan, environment, metrics", () => {
    const world = new StoredWorld(home, MUTE);
    const commit = fullTurn(world);
    const before = home.dump();
    world.journal.commit(commit);
    const after = home.dump();
    const added = (table: string): unknown[] => after[table]!.slice(before[table]!.length);
    expect(added("event")).toHaveLength(commit.turn.events.length);
    expect(added("run")).toMatchObject([{ id: "run-2", pipeline: "other", state: "running" }]);
    expect(after["pipeline"]).toEqual([
      { name: "nightly", last_number: 1 },
      { name: "other", last_number: 1 },
    ]);
    expect(after["stage"]).toMatchObject([
      { run_id: "run-1", key: "a", state: "succeeded", outputs: '{"model":"m-1"}' },
      { run_id: "run-1", key: "b", state: "running" },
      { run_id: "run-2", key: "x", state: "running" },
      { run_id: "run-2", key: "y", state: "running" },
    ]);
    expect(after["command"]).toMatchObject([
      { kind: "trigger", state: "done", result: "nightly#1" },
      { kind: "trigger", state: "done", result: "other#1" },
      { kind: "cancel", state: "refused", result: "that run has ended" },
    ]);
    // What was started first has been performed; what this turn asks for has not.
    expect(before["effect"]).toMatchObject([{ key: "start:attempt-1" }]);
    expect(after["effect"]).toMatchObject(
      commit.turn.effects.map(({ key, kind }) => ({ key, kind, epoch: 1 })),
    );
    expect(added("version")).toHaveLength(1);
    expect(world.journal.environment(runId("run-2"))).toEqual(ENVIRONMENT);
    expect(after["metric"]).toMatchObject([{ attempt_id: "attempt-1", name: "loss", value: 0.5 }]);
    expect(world.journal.metricOffset(world.of(runId("run-1"), "a").attempt)).toBe(24);
    expect(violations(home.writer(), false)).toEqual([]);
  });

  it("leaves nothing of a turn when any one of its statements fails, and can write it again", () => {
    const fault = faults();
    const world = new StoredWorld(home, MUTE, fault.wrap);
    const commit = fullTurn(world);
    const before = home.dump();
    const failed = failEach(
      fault,
      () => {
        world.journal.commit(commit);
      },
      (error, k) => {
        expect(error).toBeInstanceOf(Injected);
        expect(home.dump(), `after statement ${k}`).toEqual(before);
      },
    );
    expect(failed).toBeGreaterThan(commit.turn.events.length + commit.turn.effects.length);
    expect(home.dump()).toEqual(untroubled());
    expect(violations(home.writer(), false)).toEqual([]);
  });

  it("says DiskFull when there is no room, loses nothing, and goes on once there is", () => {
    // Long enough that the pages which are there already are too few.
    const big = { ...OTHER, description: "d".repeat(60_000) };
    let host: Db | null = null;
    const world = new StoredWorld(home, MUTE, (db) => (host = db));
    const db = host as unknown as Db;
    const commit = fullTurn(world, big);
    const before = home.dump();
    let room = db.pragma("page_count", { simple: true }) as number;
    const first = room;
    for (;;) {
      db.pragma(`max_page_count = ${room}`);
      const error = thrownBy(() => {
        world.journal.commit(commit);
      });
      if (error === null) break;
      expect(error).toBeInstanceOf(DiskFull);
      expect(error.cause).toMatchObject({ code: "SQLITE_FULL" });
      expect(home.dump(), `with room for ${room} pages`).toEqual(before);
      expect(world.journal.commands()).toHaveLength(2);
      room += 1;
    }
    expect(room - first).toBeGreaterThan(10);
    expect(home.dump()).toEqual(untroubled(big));
    expect(violations(home.writer(), false)).toEqual([]);
  });

  it("loses no answerless command and keeps no half of a turn, wherever a host is killed in it", async () => {
    new StoredWorld(home, MUTE).triggerInput(CHAIN, runId("run-1"));
    const killed: number[] = [];
    for (let k = 1, isOver = false; !isOver; k += 4) {
      const some = await Promise.all([k, k + 1, k + 2, k + 3].map((each) => commitKilledAt(each)));
      for (const { at, file, signal } of some) {
        const found = home.dump(file);
        if (signal !== "SIGKILL") isOver = true;
        else killed.push(at);
        expect(found["command"], `killed at ${at}`).toMatchObject([
          { state: signal === "SIGKILL" ? "new" : "done" },
        ]);
        const count = signal === "SIGKILL" ? 0 : 1;
        for (const table of ["run", "version", "run_environment", "pipeline", "effect", "attempt"])
          expect(found[table], `${table}, killed at ${at}`).toHaveLength(count);
        expect(violations(home.writer(file), false)).toEqual([]);
      }
    }
    expect(killed.length).toBeGreaterThan(10);
  });
});

describe("5.5 a host whose home another one has taken over", () => {
  it("writes nothing any more", () => {
    const world = new StoredWorld(home, MUTE);
    const commit = fullTurn(world);
    const old = world.journal;
    world.restart();
    const before = home.dump();
    expect(() => {
      old.commit(commit);
    }).toThrow(LostLease);
    expect(() => old.leave(world.now().at, "asked to")).toThrow(LostLease);
    expect(home.dump()).toEqual(before);
    world.journal.commit(commit);
    expect(home.dump()["run"]).toHaveLength(2);
  });
});

interface Committed {
  readonly at: number;
  readonly file: string;
  readonly signal: NodeJS.Signals | null;
}

/** Another host, in a process of its own, takes a copy of the home and is killed after the k-th statement of its turn. */
function commitKilledAt(at: number): Promise<Committed> {
  const file = home.copy(`killed-${at}.db`);
  const script = join(import.meta.dirname, "killed-host.ts");
  const child = spawn(process.execPath, [script, file, String(at), "turn"], { stdio: "inherit" });
  return new Promise((resolve) => {
    child.once("exit", (_, signal) => {
      resolve({ at, file, signal });
    });
  });
}
