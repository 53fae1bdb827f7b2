// Semantics 9 of stages: I4, I8 and I10 follow rounds, conditions, results that are kept or taken over, and what people
// say. Each is found where it does not hold, in copies of one sound home.

import { describe, expect, it } from "vitest";
import { runId } from "../../src/pipeline/ids.ts";
import { type Case, PLAN_OF, namesIn, soundHome } from "./damage.ts";

const { home, foundAfter } = soundHome();

/** Whether `gate` has failed, which it has not. */
const SUCH_AN_IF = JSON.stringify({
  is: "compare",
  by: "==",
  left: { is: "state", stages: ["gate"] },
  right: { is: "value", value: "failed" },
});

describe("damage is found", () => {
  it.each<Case>([
    [
      "I8 a stage of a later round started before what it needs had ended in that round",
      `update version set plan = json_set(plan, '$.stages[3].needs', json_array('flaky', 'tidy'))
       where ${PLAN_OF("retried")}`,
      ["I8"],
      /^by_hand#\d: below started before tidy let it$/,
    ],
    [
      "I8 a stage started although what was taken over for it does not let it",
      `update event set data = json_set(data, '$.end.is', 'failed')
       where kind = 'stage.taken_over' and run_id = 'rerun';
       update stage set state = 'failed' where run_id = 'rerun' and key = 'good'`,
      ["I8"],
      /^by_hand#2: flaky started before good let it$/,
    ],
    [
      "I8 a stage asked for its cached result before what it needs had ended",
      `update version set plan = json_set(plan, '$.stages[2].needs', json_array('first', 'aside'))
       where ${PLAN_OF("cached")}`,
      ["I8"],
      /^thrifty#\d: made started before aside let it$/,
    ],
    [
      "I8 a person was asked before what the stage needs had ended",
      `update version set plan = json_set(plan, '$.stages[2].needs', json_array('built', 'aside'))
       where ${PLAN_OF("approved")}`,
      ["I8"],
      /^careful#\d: gate started before aside let it$/,
    ],
    [
      "I8 a stage started against its `if`",
      `update version set plan = json_set(plan, '$.stages[3].condition', json('${SUCH_AN_IF}'))
       where ${PLAN_OF("approved")}`,
      ["I8"],
      /^careful#1: push started although its `if` does not hold$/,
    ],
    [
      "I4 a stage ended well twice in a round",
      `update event set data = json_replace(data, '$.stages', json_array('flaky', 'below'))
       where kind = 'round.opened' and run_id = 'retried'`,
      ["I4", "I7"],
      /^stage tidy of run retried ended well 2 times in round 2$/,
    ],
    [
      "I10 a stage was approved that had asked nobody",
      `update event set kind = 'stage.queued',
         data = '{"stage":"gate","for":{"is":"hold","cause":"none"}}'
       where kind = 'stage.waiting' and run_id = 'approved'`,
      ["I10"],
      /^stage gate of run approved was approved before anybody was asked$/,
    ],
    [
      "I10 a stage was taken over by a run that is no rerun",
      `update event set data = json_set(data, '$.rerun', null)
       where kind = 'run.created' and run_id = 'rerun';
       update run set rerun_of = null where id = 'rerun'`,
      ["I10"],
      /^stage good of run rerun was taken over from nowhere$/,
    ],
    [
      "I10 a stage is cached that has no cache",
      `update version set plan = json_set(plan, '$.stages[2].cache', null)
       where ${PLAN_OF("cached")}`,
      ["I10"],
      /^stage made of run cached was taken over from nowhere$/,
    ],
    [
      "I10 a stage is cached that was given no result",
      `update event set kind = 'stage.ended' where kind = 'stage.taken_over' and run_id = 'cached';
       update stage set outputs = null where run_id = 'cached' and key = 'made'`,
      ["I10"],
      /^stage made of run cached is cached, and nothing says of what$/,
    ],
  ])("%s", (name, damage, names, what) => {
    const found = foundAfter(damage);
    expect(namesIn(found)).toEqual(names);
    const [invariant] = name.split(" ");
    expect(found.find((each) => each.invariant === invariant)?.what).toMatch(what);
  });
});

describe("nothing is said", () => {
  it("I4 of a success in each of two rounds, but of two in one", () => {
    const tidy = home().reader().stages.attempts(runId("retried"));
    expect(tidy.filter(({ stage }) => stage === "tidy")).toMatchObject([
      { number: 1, round: 1, state: "succeeded" },
      { number: 2, round: 2, state: "succeeded" },
    ]);
    expect(foundAfter("")).toEqual([]);
    const ofOneRound = `
      update event set data = json_set(data, '$.round', 1)
      where kind = 'attempt.starting' and run_id = 'retried' and data ->> '$.stage' = 'tidy';
      update attempt set round = 1 where run_id = 'retried' and stage = 'tidy'`;
    expect(namesIn(foundAfter(ofOneRound))).toContain("I4");
  });

  it("I8 of an `if` that asks for a stage which had not ended yet when it was judged", () => {
    const condition = { is: "state", stages: ["aside"] };
    const asked = { is: "compare", by: "==", left: condition, right: { is: "value", value: "no" } };
    const damage = `update version set plan = json_set(plan, '$.stages[2].condition',
      json('${JSON.stringify(asked)}')) where ${PLAN_OF("approved")}`;
    expect(foundAfter(damage)).toEqual([]);
  });
});
