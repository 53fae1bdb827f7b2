// What people ask for, as rows: asking twice is harmless, an answer is given once and stays, and the row remembers what
// was asked and by whom (design 5, semantics 5.1 and 5.7).

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runId } from "../../src/pipeline/ids.ts";
import { commandInbox, commandTable } from "../../src/store/command-table.ts";
import { type Db, openForCommands } from "../../src/store/open.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { ENVIRONMENT, Home, StoredWorld, triggerArgs } from "./stored-world.ts";

const PLAN = planOf([stagePlan("a")]);
const cancelOf = (run: string) =>
  ({ kind: "cancel", args: { run: runId(run), stage: null } }) as const;

let home: Home;
let world: StoredWorld;
let asker: Db;
beforeEach(() => {
  home = new Home();
  world = new StoredWorld(home, () => ({ mute: true }));
  asker = openForCommands(home.file);
});
afterEach(() => {
  asker.close();
  home.remove();
});

interface CommandRow {
  readonly key: string;
  readonly kind: string;
  readonly target: string | null;
  readonly args: string;
  readonly by: string;
  readonly at: number;
  readonly state: string;
  readonly result: string | null;
}
const rows = (): CommandRow[] => home.dump()["command"] as CommandRow[];
const argsOf = (place: number): unknown => JSON.parse(rows()[place]!.args);

describe("asking", () => {
  it("twice with one key is one row, and the first one counts", () => {
    const inbox = commandInbox(asker);
    inbox.add("k", cancelOf("run-1"), "ada", 5);
    inbox.add("k", cancelOf("run-2"), "bob", 6);
    commandInbox(home.writer()).add("k", cancelOf("run-3"), "eve", 7);
    expect(rows()).toMatchObject([
      { key: "k", kind: "cancel", target: "run-1", by: "ada", at: 5, state: "new", result: null },
    ]);
  });

  it("again with the key of what was answered changes nothing of the answer", () => {
    const inbox = commandInbox(asker);
    inbox.add("k", cancelOf("run-1"), "ada", 5);
    commandTable(home.writer()).close(1, false, "that run has ended", null);
    inbox.add("k", cancelOf("run-1"), "ada", 8);
    expect(inbox.stateOf("k")).toEqual({ state: "refused", result: "that run has ended" });
    expect(world.journal.commands()).toEqual([]);
  });

  it("gives the host what was asked, by whom, in the order in which it was asked", () => {
    const inbox = commandInbox(asker);
    const args = triggerArgs(PLAN, runId("run-1"));
    inbox.add("z", { kind: "trigger", args }, "ada from ::1", 9);
    inbox.add("a", cancelOf("run-1"), "root", 3);
    expect(world.journal.commands()).toEqual([
      { id: 1, kind: "trigger", args, by: "ada from ::1" },
      { id: 2, by: "root", ...cancelOf("run-1") },
    ]);
  });

  it("more than a host takes at once keeps the rest for the next turn", () => {
    const inbox = commandInbox(asker);
    asker.transaction(() => {
      for (let n = 1; n <= 1_003; n += 1) inbox.add(`k${n}`, cancelOf("run-1"), "ada", n);
    })();
    const first = world.journal.commands();
    expect(first.map(({ id }) => id)).toEqual(
      Array.from({ length: 1_000 }, (_, place) => place + 1),
    );
    const table = commandTable(asker);
    asker.transaction(() => {
      for (const { id } of first) table.close(id, false, "no", null);
    })();
    expect(world.journal.commands().map(({ id }) => id)).toEqual([1_001, 1_002, 1_003]);
  });
});

describe("an answer", () => {
  it("is there for who asked: nothing known, new, done, refused", () => {
    const inbox = commandInbox(asker);
    expect(inbox.stateOf("key-1")).toBeNull();
    const input = world.triggerInput(PLAN, runId("run-1"));
    expect(inbox.stateOf("key-1")).toEqual({ state: "new" });
    world.turn([input]);
    expect(inbox.stateOf("key-1")).toEqual({ state: "done", result: "nightly#1" });
    world.cancel(runId("nobody's"));
    expect(inbox.stateOf("key-2")).toEqual({ state: "refused", result: "that run has ended" });
    expect(world.journal.commands()).toEqual([]);
  });

  it("is given once: a later one changes nothing", () => {
    world.trigger(PLAN);
    const before = rows();
    commandTable(home.writer()).close(1, false, "something else", "{}");
    expect(rows()).toEqual(before);
  });

  it("5.1 is there only with the run that it is about", () => {
    const input = world.triggerInput(PLAN, runId("run-1"));
    const reader = home.reader();
    const seen = () => [rows()[0]!.state, reader.runs.get(runId("run-1"))?.state ?? null];
    expect(seen()).toEqual(["new", null]);
    world.turn([input]);
    expect(seen()).toEqual(["done", "running"]);
  });
});

describe("what a row keeps of what was asked", () => {
  it("is all but plan and environment of an accepted trigger, which have tables of their own", () => {
    const run = world.trigger(PLAN);
    const { planHash } = triggerArgs(PLAN, run);
    const { umask } = ENVIRONMENT;
    expect(argsOf(0)).toEqual({ run, planHash, trigger: "manual", umask });
    const { versions } = home.reader();
    expect(versions.plan(planHash)).toEqual(PLAN);
    expect(versions.environment(run)).toEqual(ENVIRONMENT);
  });

  it("is one plan for two runs of it", () => {
    world.trigger(PLAN);
    world.trigger(PLAN);
    expect(home.dump()["version"]).toHaveLength(1);
    expect(home.dump()["run_environment"]).toHaveLength(2);
  });

  it("is all of a refused trigger", () => {
    const run = runId("run-1");
    const circle = planOf([stagePlan("a", { after: ["b"] }), stagePlan("b", { after: ["a"] })]);
    world.turn([world.triggerInput(circle, run)]);
    expect(rows()).toMatchObject([{ state: "refused" }]);
    expect(argsOf(0)).toEqual(triggerArgs(circle, run));
  });

  it("is all of a cancel", () => {
    const run = world.trigger(PLAN);
    world.cancel(run, "a");
    expect(rows()[1]).toMatchObject({ kind: "cancel", target: run, state: "done" });
    expect(argsOf(1)).toEqual({ run, stage: "a" });
  });

  it("is all of a cancel, also when its run was asked for in the same turn", () => {
    const run = runId("run-1");
    world.turn([world.triggerInput(PLAN, run), world.cancelInput(run, "a")]);
    expect(rows()).toMatchObject([
      { kind: "trigger", state: "done" },
      { kind: "cancel", state: "done" },
    ]);
    expect(argsOf(1)).toEqual({ run, stage: "a" });
  });
});
