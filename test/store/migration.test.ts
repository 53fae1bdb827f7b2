// Semantics 5.9: every released database opens. A home that an earlier release left is brought to this schema whole or not
// at all, wherever that is interrupted; nothing in it is lost, and its runs go on as if nothing had happened.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { runId } from "../../src/pipeline/ids.ts";
import { eventOf } from "../../src/store/event-log.ts";
import { violations } from "../../src/store/invariants.ts";
import { SCHEMA_VERSION, migrate, schemaVersion } from "../../src/store/migrate.ts";
import { openForCommands } from "../../src/store/open.ts";
import { openStore } from "../../src/store/reader.ts";
import { Injected, failEach, faults } from "./faults.ts";
import { OLD_RUNS, OldWorld, makeOld } from "./old-home.ts";
import { asIn } from "./as-in.ts";
import { schemaOf } from "./schema-of.ts";
import { ENVIRONMENT, Home } from "./stored-world.ts";

let home: Home;
beforeEach(() => {
  home = new Home();
});
afterEach(() => {
  home.remove();
});

type Rows = Readonly<Record<string, unknown>>[];

const MOVING = Object.keys(OLD_RUNS).filter((run) =>
  ["queued", "running", "cancelling"].includes(OLD_RUNS[run]!),
);

describe("5.9 a home that the first release left", () => {
  it("keeps every row that it had, and each of its runs has its one round", () => {
    const db = makeOld(home);
    const before = home.dump() as Record<string, Rows>;
    const runs = before["run"]!;
    expect(Object.fromEntries(runs.map(({ id, state }) => [id, state]))).toEqual(OLD_RUNS);
    migrate(db);
    const {
      round,
      cache,
      not_kept: notKept,
      run_source: source,
      secret,
      sample,
      ...rest
    } = home.dump();
    const after = asIn(1, rest);
    expect([cache, notKept, source, secret, sample]).toEqual([[], [], [], [], []]);
    const wider = runs.map((run) => ({ ...run, due_at: null, rerun_of: null }));
    expect(after).toEqual({ ...before, run: wider });
    expect(round).toEqual(
      runs.map(({ id, trigger, by, state, started_at, ended_at }) => ({
        run_id: id,
        n: 1,
        trigger,
        by,
        state: ended_at === null ? null : state,
        started_at,
        ended_at,
      })),
    );
    expect(violations(db, false)).toEqual([]);
  });

  it.each([1, 2, 3, 4] as const)(
    "has then the schema of a home that is made today: what was released is never edited (%i)",
    (schema) => {
      const db = makeOld(home, schema);
      migrate(db);
      const today = new Home();
      onTestFinished(() => {
        today.remove();
      });
      const other = today.writer();
      migrate(other);
      expect(schemaOf(db)).toBe(schemaOf(other));
    },
  );

  it("shows its runs, their plans and their events in the words of today", () => {
    migrate(makeOld(home));
    const { runs, rounds, stages, versions, events, metrics, sources } = home.reader();
    const run = runs.get(runId("narrow"))!;
    expect(run).toMatchObject({ state: "running", round: 1, dueAt: null, rerunOf: null });
    expect(rounds.ofRun(run.id)).toMatchObject([{ n: 1, trigger: "manual", by: "ada" }]);
    expect(stages.stages(run.id)).toMatchObject([{ state: "running" }, { state: "queued" }]);
    expect(versions.environment(run.id)).toEqual(ENVIRONMENT);
    expect(sources.ofRun(run.id)).toBeNull();
    expect(metrics.ofRun(run.id)).toMatchObject([{ name: "f1" }, { name: "loss", last: 0.5 }]);
    expect(versions.plan(run.plan)).toMatchObject({
      v: 2,
      maxParallel: 1,
      params: { epochs: 2 },
      retryRun: { times: 0 },
      secrets: [],
      stages: [{ key: "told", slots: {}, cache: null }, { key: "queued" }],
    });
    const [created] = events.since(0, 1, run.id);
    expect(eventOf(created!)).toMatchObject({ kind: "run.created", rerun: null });
  });
});

describe("5.9 a host that finds such a home", () => {
  it("goes on with its runs to their ends", () => {
    const world = new OldWorld(home);
    expect(world.inherited.runs.map(({ id }) => id).toSorted()).toEqual(MOVING.toSorted());
    expect(world.inherited.homeId).toBe("home-1");
    // The start goes with the host that asked for it; what was to be stopped still is.
    expect(world.performed).toEqual(["stop:old-attempt-16"]);
    for (const [run, stage] of [
      ["running", "told"],
      ["narrow", "told"],
      ["stopping", "slow"],
      ["begun", "told"],
    ] as const)
      world.turn([world.exited(runId(run), stage, 0)]);
    world.play(60_000);
    for (const [run, stage, code] of [
      ["narrow", "queued", 0],
      ["queued", "told", 3],
      ["stopping", "tidy", 0],
      ["retrying", "failing", 0],
    ] as const)
      world.turn([world.exited(runId(run), stage, code)]);
    world.drain();
    expect(MOVING.map((run) => [run, world.runRow(runId(run)).state])).toEqual([
      ["running", "succeeded"],
      ["queued", "failed"],
      ["retrying", "succeeded"],
      ["stopping", "cancelled"],
      ["narrow", "succeeded"],
      ["begun", "succeeded"],
    ]);
    expect(violations(home.writer(), true)).toEqual([]);
  });

  it("2.4 repeats what went wrong in a run that the first release ended, on the plan of that time", () => {
    const world = new OldWorld(home);
    const before = home.reader().stages.attempts(runId("failed"));
    expect(world.tell({ kind: "retry", args: { run: runId("failed") } })).toBe("round 2");
    expect(world.tell({ kind: "retry", args: { run: runId("partial") } })).toBe("round 2");
    world.turn([world.exited(runId("failed"), "lost", 0)]);
    for (const stage of ["refused", "below"]) world.turn([world.exited(runId("failed"), stage, 0)]);
    const { runs, rounds, stages } = home.reader();
    expect(runs.get(runId("failed"))).toMatchObject({ state: "succeeded", round: 2 });
    expect(rounds.ofRun(runId("failed"))).toMatchObject([
      { n: 1, trigger: "manual", state: "failed" },
      { n: 2, trigger: "retry", state: "succeeded" },
    ]);
    expect(stages.attempts(runId("failed"))).toEqual(expect.arrayContaining(before));
    expect(violations(home.writer(), false)).toEqual([]);
  });

  it("W4 answers what the first release was asked for and had not answered", () => {
    const world = new OldWorld(home);
    const unanswered = world.journal.commands();
    expect(unanswered.map(({ kind }) => kind)).toEqual(["trigger", "cancel"]);
    world.turn(unanswered.map(({ id }) => world.inputOf(id)));
    expect(world.results).toMatchObject([
      { ok: true, text: "asked#1" },
      { ok: true, text: "cancelling" },
    ]);
    expect(world.journal.commands()).toEqual([]);
    expect(world.runRow(runId("running")).state).toBe("cancelling");
    expect(home.reader().versions.plan(world.runRow(runId("asked")).plan)).toMatchObject({ v: 2 });
    world.turn([world.exited(runId("asked"), "told", 0)]);
    expect(world.runRow(runId("asked")).state).toBe("succeeded");
    expect(violations(home.writer(), false)).toEqual([]);
  });
});

describe.each([
  [1, 7],
  [2, 1],
  [3, 5],
  [4, 5],
] as const)("5.9 a migration from schema %i that is interrupted", (schema, least) => {
  it("leaves the old schema whole when any one of its statements fails, and can be done again", () => {
    const fault = faults();
    const db = fault.wrap(makeOld(home, schema));
    const before = [home.dump(), schemaVersion(db)];
    const failed = failEach(
      fault,
      () => {
        migrate(db);
      },
      (error, k) => {
        expect(error).toBeInstanceOf(Injected);
        expect([home.dump(), schemaVersion(db)], `after statement ${k}`).toEqual(before);
        expect(openStore(home.file)).toBeNull();
      },
    );
    expect(failed).toBeGreaterThan(least);
    expect(schemaVersion(db)).toBe(SCHEMA_VERSION);
    expect(violations(db, false)).toEqual([]);
  });

  it("leaves the old schema whole or has brought the new one, wherever its host is killed", async () => {
    makeOld(home, schema);
    const before = home.dump();
    const killed: number[] = [];
    for (let k = 1, isOver = false; !isOver; k += 4) {
      const some = await Promise.all(
        [k, k + 1, k + 2, k + 3].map((each) => migrationKilledAt(each)),
      );
      for (const { at, file, signal } of some) {
        const isKilled = signal === "SIGKILL";
        if (isKilled) killed.push(at);
        else isOver = true;
        const found = home.dump(file);
        expect(isKilled ? found : before, `killed at ${at}`).toEqual(before);
        const db = home.writer(file);
        expect(schemaVersion(db), `killed at ${at}`).toBe(isKilled ? schema : SCHEMA_VERSION);
        migrate(db);
        expect(violations(db, false)).toEqual([]);
      }
    }
    expect(killed.length).toBeGreaterThan(least);
  });
});

describe("5.7 who meets such a home before a host does", () => {
  it("has nothing to read in it, and changes nothing by looking", () => {
    makeOld(home);
    const before = home.dump();
    expect(openStore(home.file)).toBeNull();
    expect(home.dump()).toEqual(before);
  });

  it("sees all of it as soon as a host has brought it up to date, by a connection that was there before", () => {
    const asking = openForCommands((makeOld(home), home.file));
    const waiting = asking.prepare("select count(*) as runs from run");
    expect(waiting.get()).toEqual({ runs: 12 });
    migrate(home.writer());
    expect(waiting.get()).toEqual({ runs: 12 });
    expect(home.reader().rounds.ofRun(runId("failed"))).toHaveLength(1);
    asking.close();
  });
});

interface Killed {
  readonly at: number;
  readonly file: string;
  readonly signal: NodeJS.Signals | null;
}

/** A host in a process of its own brings a copy of the home up to date, and is killed after the k-th statement of that. */
function migrationKilledAt(at: number): Promise<Killed> {
  const file = home.copy(`killed-${at}.db`);
  const script = join(import.meta.dirname, "killed-host.ts");
  const child = spawn(process.execPath, [script, file, String(at), "migration"], {
    stdio: "inherit",
  });
  return new Promise((resolve) => {
    child.once("exit", (_, signal) => {
      resolve({ at, file, signal });
    });
  });
}
