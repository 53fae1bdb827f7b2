// Semantics 8.3, and 3.1 where it speaks of people: stages that wait for a yes or no, and the clock of the run's time
// limit, which stands while nothing else is left to do.

import { describe, expect, it } from "vitest";
import { msUntilDue } from "../../src/engine/decide.ts";
import { limitOf } from "../../src/engine/run.ts";
import { type RunId, stageKey } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan, Template } from "../../src/pipeline/plan.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

type Over = Parameters<typeof stagePlan>[1];

function gate(key: string, over: Over = {}, by: string[] = [], message?: Template): StagePlan {
  const asks = message ?? [{ is: "text", text: "Promote?" }];
  return stagePlan(key, { command: { is: "approval", message: asks, by }, ...over });
}

function begin(
  stages: readonly StagePlan[],
  over: Partial<Plan> = {},
  scripts: Readonly<Record<string, Script>> = {},
): { world: World; run: RunId } {
  const world = new World((stage) => scripts[stage] ?? { code: 0, takes: 100 });
  return { world, run: world.trigger(planOf(stages, over)) };
}

function refusal(world: World): string {
  const [result] = world.results;
  return result?.ok === false ? result.text : "not refused";
}

describe("8.3 approvals", () => {
  it("8.3 an approval has no attempt: it waits, and an approval by a person lets the rest go on", () => {
    const { world, run } = begin([gate("ok"), stagePlan("push", { after: ["ok"] })]);
    expect(world.stage(run, "ok")).toMatchObject({
      state: "waiting",
      reason: "Promote?",
      attempt: 0,
      dueAt: null,
    });
    expect(msUntilDue(world.state, world.now())).toBeNull();
    world.up += 5_000;
    world.answer(run, "ok", true, { by: "eve on pts/1", message: "looks good" });
    expect(world.results).toMatchObject([{ ok: true, run, text: "approved" }]);
    expect(world.stage(run, "ok")).toMatchObject({
      state: "succeeded",
      reason: "approved by eve on pts/1: looks good",
      endedAt: world.zero + 6_000,
    });
    expect(world.stage(run, "push").state).toBe("running");
    expect(world.attempts(run, "ok")).toEqual([]);
  });

  it.each([
    { onFail: "fail", after: "upstream_failed", as: "failed" },
    { onFail: "warn", after: "succeeded", as: "partial" },
    { onFail: "ignore", after: "succeeded", as: "succeeded" },
  ] as const)(
    "8.3 a rejection under on_fail: $onFail makes the run $as",
    ({ onFail, after, as }) => {
      const { world, run } = begin([gate("ok", { onFail }), stagePlan("push", { after: ["ok"] })]);
      world.answer(run, "ok", false);
      world.play();
      expect(world.stage(run, "ok")).toMatchObject({
        state: "rejected",
        reason: "rejected by ada",
      });
      expect(world.stage(run, "push").state).toBe(after);
      expect(world.runRow(run).state).toBe(as);
    },
  );

  it("8.3 what is asked holds outputs; what was not given is shown as nothing, and hinders nobody", () => {
    const message: Template = [
      { is: "text", text: "f1 is " },
      { is: "output", stage: stageKey("train"), name: "f1" },
      { is: "text", text: ", loss " },
      { is: "output", stage: stageKey("train"), name: "loss" },
    ];
    const { world, run } = begin(
      [stagePlan("train"), gate("ok", { after: ["train"] }, [], message)],
      {},
      { train: { code: 0, takes: 10, outputs: { f1: "0.9" } } },
    );
    world.play();
    expect(world.stage(run, "ok").reason).toBe("f1 is 0.9, loss ");
  });

  it("8.3 only who is named may answer, wherever from", () => {
    const { world, run } = begin([gate("ok", {}, ["ada", "eve"]), gate("any")]);
    world.answer(run, "ok", true, { by: "mallory" });
    expect(refusal(world)).toBe("only ada, eve may answer ok of nightly#1, not mallory");
    world.answer(run, "ok", true, { by: "adam" });
    expect(refusal(world)).toContain("only ada, eve");
    expect(world.stage(run, "ok").state).toBe("waiting");
    world.answer(run, "ok", true, { by: "eve from 10.0.0.7" });
    expect(world.stage(run, "ok").state).toBe("succeeded");
    world.answer(run, "any", true, { by: "mallory" });
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("8.3 an answer is for one question: its run, stage and round", () => {
    const { world, run } = begin([
      stagePlan("a"),
      gate("ok", { onFail: "warn" }),
      gate("later", { after: ["a"] }),
    ]);
    world.answer(run, "a", true);
    expect(refusal(world)).toBe("a of nightly#1 does not wait for a person");
    world.answer(run, "nobody", true);
    expect(refusal(world)).toBe("nightly#1 has no stage nobody");
    world.answer(run, "later", true);
    expect(refusal(world)).toBe("later of nightly#1 is pending, it does not wait");
    world.answer(run, "ok", false);
    world.answer(run, "ok", true);
    expect(refusal(world)).toBe("ok of nightly#1 is rejected, it does not wait");
    world.play();
    world.answer(run, "later", true);
    world.answer(run, "later", true);
    expect(refusal(world)).toBe("that run has ended");
    world.retry(run);
    expect(world.stage(run, "ok").state).toBe("waiting");
    world.answer(run, "ok", true, { round: 1 });
    expect(refusal(world)).toBe("ok of nightly#1 is in round 2 now");
    world.answer(run, "ok", true);
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 2 });
  });

  it("8.3 its timeout counts from when it began to wait, not from when the run did", () => {
    const { world, run } = begin([stagePlan("a"), gate("ok", { after: ["a"], timeoutMs: 1_000 })]);
    world.play(100);
    expect(world.stage(run, "ok")).toMatchObject({
      state: "waiting",
      dueAt: world.zero + 2_100,
    });
    world.play();
    expect(world.stage(run, "ok")).toMatchObject({
      state: "timed_out",
      reason: "nobody answered in time",
      endedAt: world.zero + 2_100,
    });
    expect(world.runRow(run).state).toBe("failed");
  });

  it("8.3 an answer that comes in the turn in which its time runs out counts", () => {
    const { world, run } = begin([gate("ok", { timeoutMs: 1_000 })]);
    world.up += 1_000;
    world.answer(run, "ok", true);
    expect(world.stage(run, "ok").state).toBe("succeeded");
  });

  it("2.2 its timeout goes on over a boot by the wall clock", () => {
    const { world, run } = begin([gate("ok", { timeoutMs: 60_000 })]);
    world.reboot(59_000);
    world.turn([]);
    expect(world.stage(run, "ok").state).toBe("waiting");
    world.play();
    expect(world.stage(run, "ok").state).toBe("timed_out");
  });

  it("3.3 a cancel ends what waits at once, of the run or of the stage alone", () => {
    const { world, run } = begin([gate("ok"), gate("other"), stagePlan("b", { after: ["ok"] })]);
    world.cancel(run, "ok");
    expect(world.states(run)).toEqual({
      ok: "cancelled",
      other: "waiting",
      b: "upstream_failed",
    });
    world.cancel(run);
    expect(world.runRow(run).state).toBe("cancelled");
    expect(world.runs.get(run)!.waiting).toEqual([]);
    expect(world.stops).toEqual([]);
  });

  it("3.3 one of the always kind waits in a cancelled run for five minutes", () => {
    const { world, run } = begin([stagePlan("a"), gate("ok", { if: "always", after: ["a"] })]);
    world.cancel(run);
    world.play(1_000);
    expect(world.states(run)).toEqual({ a: "cancelled", ok: "waiting" });
    world.play();
    expect(world.up).toBe(1_000 + 5 * 60_000);
    expect(world.runRow(run).state).toBe("cancelled");
  });

  it("8.3 who waits for a person holds no place and no slot", () => {
    const { world, run } = begin([gate("ok"), stagePlan("a"), stagePlan("b", { after: ["a"] })], {
      maxParallel: 1,
    });
    world.maxRunning = 1;
    world.play();
    expect(world.states(run)).toEqual({ ok: "waiting", a: "succeeded", b: "succeeded" });
  });

  it("8.3 a condition is asked before the person is", () => {
    const no = { is: "value", value: false } as const;
    const { world, run } = begin([gate("ok", { condition: no })]);
    expect(world.stage(run, "ok").state).toBe("skipped");
    expect(world.runRow(run).state).toBe("succeeded");
  });
});

describe("3.1 the clock of a run's time limit", () => {
  const limited = { timeoutMs: 1_000 };

  it("3.1 stands while nothing but people are waited for, and goes on afterwards", () => {
    const { world, run } = begin(
      [stagePlan("a"), gate("ok", { after: ["a"] }), stagePlan("b", { after: ["ok"] })],
      limited,
      { b: { hang: true } },
    );
    world.play();
    expect(world.up).toBe(1_100);
    expect(limitOf(world.runs.get(run)!)).toBeNull();
    world.up += 3_600_000;
    world.answer(run, "ok", true);
    expect(world.stage(run, "b").state).toBe("running");
    expect(limitOf(world.runs.get(run)!)?.up).toBe(1_000 + 1_000 + 3_600_000);
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "timed_out" });
    expect(world.up).toBe(3_602_000);
  });

  it("3.1 runs while anything else is unfinished: a stage that runs, retries, is queued or has its files read", () => {
    const retry = { ...stagePlan("x").retry, times: 1, delayMs: 5_000 };
    const cache = { deps: ["/d"], outs: [] };
    const cases: [StagePlan, Script][] = [
      [stagePlan("x"), { hang: true }],
      [stagePlan("x", { retry }), { code: 1, takes: 10 }],
      [stagePlan("x", { slots: { gpu: 1 } }), { code: 0, takes: 10 }],
      [stagePlan("x", { cache }), { code: 0, takes: 10 }],
    ];
    for (const [plan, script] of cases) {
      const world = new World(() => script);
      world.filesOf = () => ({ mute: true });
      const run = world.trigger(planOf([gate("ok"), plan], limited));
      world.play();
      expect(world.runRow(run).state).toBe("timed_out");
      expect(world.stage(run, "ok")).toMatchObject({
        state: "cancelled",
        reason: "run timed out",
      });
    }
  });

  it("3.1 several people: it stands until the last of them is not all that is left", () => {
    const { world, run } = begin(
      [
        gate("one"),
        gate("two"),
        stagePlan("x", { after: ["one"] }),
        stagePlan("y", { after: ["two"] }),
      ],
      limited,
      { x: { code: 0, takes: 300 }, y: { code: 0, takes: 300 } },
    );
    world.up += 10_000;
    world.answer(run, "one", true);
    world.play();
    expect(world.stage(run, "x").state).toBe("succeeded");
    expect(world.runs.get(run)!.clock).toMatchObject({ stoodMs: 10_000, since: { up: 11_300 } });
    world.up += 10_000;
    world.answer(run, "two", true);
    world.play();
    expect(world.runRow(run).state).toBe("succeeded");
    const told = world.log.flatMap((event) => (event.kind === "run.clock" ? event.stands : []));
    expect(told).toEqual([true, false, true, false]);
  });

  it("3.1 and 2.2 what it stood over a boot is told by the wall clock", () => {
    const { world, run } = begin([gate("ok"), stagePlan("b", { after: ["ok"] })], limited, {
      b: { code: 0, takes: 500 },
    });
    world.reboot(86_400_000);
    world.turn([]);
    expect(world.stage(run, "ok").state).toBe("waiting");
    world.answer(run, "ok", true);
    expect(world.runs.get(run)!.clock.stoodMs).toBe(86_400_000);
    world.play();
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("3.1 without a time limit nobody is told of it", () => {
    const { world } = begin([gate("ok")]);
    expect(world.log.filter((event) => event.kind === "run.clock")).toEqual([]);
  });

  it("3.1 and 2.3 each round has a clock of its own", () => {
    const { world, run } = begin([gate("ok", { timeoutMs: 5_000 })], {
      ...limited,
      retryRun: { times: 1, delayMs: 100 },
    });
    world.play(5_050);
    expect(world.runs.get(run)!.clock).toEqual({ stoodMs: 0, since: null });
    world.play(1_000);
    expect(world.runs.get(run)!.clock.since?.up).toBe(6_100);
    world.answer(run, "ok", true);
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 2 });
    expect(world.refolded(run)).toEqual(world.runs.get(run));
  });

  it("3.1 a run that is between two rounds has no time limit", () => {
    const { world, run } = begin(
      [stagePlan("a")],
      { ...limited, retryRun: { times: 1, delayMs: 60_000 } },
      { a: { code: 1, takes: 100 } },
    );
    world.play(30_000);
    expect(world.runRow(run)).toMatchObject({ state: "running", reason: "round 2" });
  });
});
