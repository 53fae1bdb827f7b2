// Semantics 9: what must hold in every home does hold in one that only the core and the journal have written, and each
// kind of damage is found under the name of the invariant that it breaks. I9 has no table yet.

import { describe, expect, it, onTestFinished } from "vitest";
import { runId } from "../../src/pipeline/ids.ts";
import { violations } from "../../src/store/invariants.ts";
import { openReader } from "../../src/store/open.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { type Case, PLAN_OF, namesIn, soundHome } from "./damage.ts";
import { STATES } from "./sound-home.ts";
import { Home, StoredWorld } from "./stored-world.ts";

const { home, foundAfter } = soundHome();

/** One more home, for one test. */
function ofThisTest(): Home {
  const one = new Home();
  onTestFinished(() => {
    one.remove();
  });
  return one;
}

describe("a sound home", () => {
  it("has had every kind of end", () => {
    const { runs, rounds, stages } = home().reader();
    const of = Object.keys(STATES).map((name) => runId(name));
    expect(Object.fromEntries(of.map((run) => [run, runs.get(run)?.state]))).toEqual(STATES);
    expect(new Set(of.flatMap((run) => stages.attempts(run)).map(({ state }) => state))).toEqual(
      new Set(["succeeded", "failed", "crashed", "fenced", "cancelled", "starting"]),
    );
    expect(new Set(of.flatMap((run) => stages.stages(run)).map(({ state }) => state))).toEqual(
      new Set(
        "succeeded cached skipped failed upstream_failed crashed cancelled rejected running waiting pending".split(
          " ",
        ),
      ),
    );
    const later = of.flatMap((run) => rounds.ofRun(run)).filter(({ n }) => n > 1);
    expect(later.map(({ runId: run, trigger }) => `${run} ${trigger}`)).toEqual([
      "retried retry",
      "again retry_run",
      "rerun retry",
      "between retry_run",
    ]);
    expect(home().dump()["host"]).toHaveLength(3);
  });

  it("has nothing to complain of, to a reader as to a writer, nor without the indexes", () => {
    expect(violations(home().writer(), false)).toEqual([]);
    const reader = openReader(home().file);
    expect(violations(reader, false)).toEqual([]);
    reader.close();
    expect(foundAfter("")).toEqual([]);
  });

  it("I2 has an attempt that lives while there is work, which after a drain would be damage", () => {
    expect(violations(home().writer(), true)).toMatchObject([
      { invariant: "I2", what: expect.stringMatching(/^attempt attempt-\d+ is starting$/) },
    ]);
  });

  it("I2 has no live attempt after a drain, and one that says it is live is found", () => {
    const drained = ofThisTest();
    const world = new StoredWorld(drained, () => ({ code: 1, takes: 5 }));
    world.trigger(planOf([stagePlan("a")]));
    world.play();
    const db = drained.writer();
    expect(violations(db, true)).toEqual([]);
    db.exec("update attempt set state = 'stopping'");
    expect(violations(db, true)).toMatchObject([
      { invariant: "I2", what: "attempt attempt-1 is stopping" },
      { invariant: "I7" },
    ]);
  });

  it("is what one is that nobody has used yet", () => {
    const empty = ofThisTest();
    const world = new StoredWorld(empty, () => ({ mute: true }));
    expect(world.inherited.runs).toEqual([]);
    expect(violations(empty.writer(), true)).toEqual([]);
  });
});

/** Attempts of one stage of the first run: it failed once and then succeeded. */
const FLAKY = (number: number): string =>
  `run_id = 'succeeded' and stage = 'flaky' and number = ${number}`;
/** One of the stage that failed twice. */
const FAILED = "run_id = 'partial' and stage = 'failing' and number = 1";
const END_OF = (attempt: string): string =>
  `kind = 'attempt.ended' and data ->> '$.attempt' = (select id from attempt where ${attempt})`;
const LAST_OF = (run: string): string =>
  `seq = (select max(seq) from event where run_id = '${run}')`;

/** The first attempt of that stage, made a success too. */
const BOTH_SUCCEEDED = `
  update event set data = json_set(data, '$.as', 'succeeded', '$.exitCode', 0, '$.cause', null)
  where ${END_OF(FLAKY(1))};
  update attempt set state = 'succeeded', exit_code = 0, cause = null where ${FLAKY(1)}`;

/** A row of the attempt table, with other values for some of its columns. */
function oneMore(which: string, over: Readonly<Record<string, string>>): string {
  const columns = "id run_id stage number round state started_at ended_at exit_code".split(" ");
  const values = columns.map((column) => over[column] ?? column);
  return `insert into attempt (${columns.join(", ")}) select ${values.join(", ")} from attempt where ${which}`;
}

describe("damage is found", () => {
  it.each<Case>([
    [
      "I1 an attempt has two ends",
      `insert into event (run_id, run_seq, epoch, at, kind, v, data)
       select run_id, (select max(run_seq) + 1 from event where run_id = 'partial'), 3, at, kind, v, data
       from event where ${END_OF(FAILED)}`,
      ["I1"],
      /^attempt attempt-\d+ has 2 ends$/,
    ],
    [
      "I3 a stage has two live attempts",
      oneMore("state = 'starting'", { id: "'another'", number: "2" }),
      ["I3", "I7"],
      /^stage told of run running has 2 live attempts$/,
    ],
    [
      "I4 a stage succeeded twice in a round",
      BOTH_SUCCEEDED,
      ["I4"],
      /^stage flaky of run succeeded succeeded 2 times in round 1$/,
    ],
    [
      "I5 run_seq has a gap",
      `update event set run_seq = run_seq + 1 where ${LAST_OF("partial")}`,
      ["I5"],
      /^run partial has \d+ events numbered to \d+$/,
    ],
    [
      "I5 run_seq does not begin with 1",
      "update event set run_seq = 0 where run_id = 'partial' and run_seq = 1",
      ["I5"],
      /^run partial has/,
    ],
    [
      "I5 an event of a run is gone",
      `delete from event where ${END_OF(FAILED)}`,
      ["I5", "I7"],
      /^run partial has/,
    ],
    [
      "I6 an epoch has fallen",
      "update event set epoch = 1 where seq = (select max(seq) from event)",
      ["I6"],
      /^event \d+ has epoch 1 after 3$/,
    ],
    [
      "I8 a stage started before what it needs had ended",
      `update version set plan = json_set(plan, '$.stages[2].needs', json_array('told', 'twin'))
       where ${PLAN_OF("succeeded")}`,
      ["I8"],
      /^nightly#1: flaky started before twin let it$/,
    ],
    [
      "I8 a stage started although what it needs had failed",
      `update version set plan = json_set(plan, '$.stages[0].onFail', 'fail')
       where ${PLAN_OF("partial")}`,
      ["I8"],
      /^nightly#2: next started before failing let it$/,
    ],
    [
      "I10 an attempt succeeded with another code than 0",
      `update event set data = json_set(data, '$.exitCode', 7) where ${END_OF(FLAKY(2))};
       update attempt set exit_code = 7 where ${FLAKY(2)}`,
      ["I10"],
      /^attempt attempt-\d+ succeeded with exit code 7$/,
    ],
    [
      "I10 an attempt succeeded without an exit record",
      `update event set data = json_set(data, '$.exitCode', null) where ${END_OF(FLAKY(2))};
       update attempt set exit_code = null where ${FLAKY(2)}`,
      ["I10"],
      /succeeded with exit code none$/,
    ],
    [
      "I10 a stage succeeded without an attempt that did",
      `update event set data = json_set(data, '$.as', 'failed') where ${END_OF(FLAKY(2))};
       update attempt set state = 'failed' where ${FLAKY(2)}`,
      ["I10"],
      /^stage flaky of run succeeded succeeded without an attempt$/,
    ],
  ])("%s", (name, damage, names, what) => {
    const found = foundAfter(damage);
    expect(namesIn(found)).toEqual(names);
    const [invariant] = name.split(" ");
    expect(found.find((each) => each.invariant === invariant)?.what).toMatch(what);
  });

  it.each<[string, string]>([
    ["the state of a run", "update run set state = 'failed' where id = 'succeeded'"],
    ["the end of a run", "update run set ended_at = ended_at + 1 where id = 'succeeded'"],
    ["why a run is queued", "update run set reason = null where id = 'queued'"],
    ["the state of a stage", "update stage set state = 'failed' where key = 'late'"],
    ["what a stage gave", "update stage set outputs = '{}' where outputs is not null"],
    ["a stage that is gone", "delete from stage where key = 'unwell'"],
    ["the code of an attempt", `update attempt set exit_code = 4 where ${FAILED}`],
    ["the pid of an attempt", "update attempt set pid = 1 where pid = 4242"],
    ["an attempt that is gone", `delete from attempt where ${FAILED}`],
    ["an attempt too many", oneMore(FAILED, { id: "'another'" })],
    ["a run that never began", "delete from event where kind = 'run.created' and run_seq = 1"],
    ["when a round begins by itself", "update run set due_at = due_at + 1 where id = 'between'"],
    ["what a run does over", "update run set rerun_of = null where id = 'rerun'"],
    ["how a round ended", "update round set state = 'succeeded' where run_id = 'again' and n = 1"],
    ["what began a round", "update round set trigger = 'retry' where run_id = 'again' and n = 2"],
    ["a round that is gone", "delete from round where run_id = 'retried' and n = 2"],
    [
      "a round too many",
      "insert into round (run_id, n, trigger, by) values ('maker', 2, 'retry', 'ada')",
    ],
    ["a plan that is gone", `delete from version where ${PLAN_OF("failed")}`],
  ])("I7 in what the rows say: %s", (_, damage) => {
    expect(namesIn(foundAfter(damage))).toContain("I7");
  });

  it.each<[string, string]>([
    ["a run whose row is gone", "delete from run where id = 'partial'"],
    [
      "a stage of a run that never was",
      `insert into stage (run_id, position, key, state, attempt, max_attempts)
       values ('nobody''s', 0, 'a', 'pending', 0, 1)`,
    ],
    [
      "a round of a run that never was",
      "insert into round (run_id, n, trigger, by) values ('nobody''s', 1, 'manual', 'ada')",
    ],
    ["an attempt of a run that never was", oneMore(FAILED, { id: "'x'", run_id: "'nobody''s'" })],
    [
      "a last number below that of the last run",
      "update pipeline set last_number = 1 where name = 'nightly'",
    ],
  ])("I7 in rows that no run accounts for: %s", (_, damage) => {
    expect(namesIn(foundAfter(damage))).toEqual(["I7"]);
  });

  it("I7 in events that do not fit their plan, without keeping back what else is wrong", () => {
    const found = foundAfter(
      `update event set data = json_set(data, '$.stage', 'nobody''s') where ${LAST_OF("running")};
       update stage set reason = 'damaged' where key = 'late'`,
    );
    expect(namesIn(found)).toEqual(["I7"]);
    expect(found.map(({ what }) => what)).toEqual([
      expect.stringContaining("run running"),
      expect.stringContaining("run succeeded"),
    ]);
  });

  it("I7 in every run, each under its name", () => {
    const found = foundAfter("update stage set reason = 'damaged'");
    expect(found.map(({ what }) => what).toSorted()).toEqual(
      Object.keys(STATES)
        .map((name) => `run ${name}: its rows are not what its events say`)
        .toSorted(),
    );
  });
});
