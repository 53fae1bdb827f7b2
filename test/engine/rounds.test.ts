// Semantics 2.3, 2.4 and 2.9: rounds that a run opens by itself, and rounds by hand. What repeats, what waits for the
// last round, what is counted anew, and what a round never touches.

import { describe, expect, it } from "vitest";
import type { Event } from "../../src/engine/event.ts";
import { msUntilDue } from "../../src/engine/decide.ts";
import { roundRows } from "../../src/engine/project.ts";
import { isActive, limitOf } from "../../src/engine/run.ts";
import { type RunId } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const OK: Script = { code: 0, takes: 100 };
const BAD: Script = { code: 1, takes: 100 };
const HANG: Script = { hang: true };
const MUTE: Script = { mute: true };
const TWICE = { retryRun: { times: 2, delayMs: 1_000 } } as const;
const ONCE = { retryRun: { times: 1, delayMs: 1_000 } } as const;

/** Scripts by stage, one per attempt; the last one stands for all that follow. */
type Scripts = Readonly<Record<string, readonly Script[]>>;

function begin(
  stages: readonly StagePlan[],
  scripts: Scripts,
  over: Partial<Plan> = {},
): { world: World; run: RunId } {
  const world = new World((stage, number) => {
    const list = scripts[stage] ?? [OK];
    return list[number - 1] ?? list.at(-1)!;
  });
  return { world, run: world.trigger(planOf(stages, over)) };
}

function opened(world: World): Extract<Event, { kind: "round.opened" }>[] {
  return world.log.filter((event) => event.kind === "round.opened");
}

function startsOf(world: World): string[] {
  return world.starts.map((start) => start.stage);
}

const always = (key: string, over: Parameters<typeof stagePlan>[1] = {}): StagePlan =>
  stagePlan(key, { if: "always", ...over });

describe("2.3 a round by itself", () => {
  it("2.3 a run that would end failed begins another round after the delay, and succeeds by it", () => {
    const { world, run } = begin([stagePlan("a")], { a: [BAD, OK] }, ONCE);
    world.play(100);
    expect(world.runRow(run)).toMatchObject({ state: "running", round: 2, reason: "round 2" });
    world.play();
    expect(world.starts.map(({ up }) => up)).toEqual([1_000, 2_100]);
    expect(world.runRow(run)).toMatchObject({
      state: "succeeded",
      round: 2,
      startedAt: world.zero + 1_000,
      endedAt: world.zero + 2_200,
    });
    expect(roundRows(world.runs.get(run)!)).toMatchObject([
      {
        n: 1,
        trigger: "manual",
        state: "failed",
        startedAt: world.zero + 1_000,
        endedAt: world.zero + 1_100,
      },
      {
        n: 2,
        trigger: "retry_run",
        by: "dagtop",
        state: "succeeded",
        startedAt: world.zero + 2_100,
      },
    ]);
  });

  it("2.3 a run that succeeded or is partial opens none", () => {
    const { world, run } = begin([stagePlan("a", { onFail: "warn" })], { a: [BAD] }, TWICE);
    world.play();
    expect(world.runRow(run).state).toBe("partial");
    expect(opened(world)).toEqual([]);
  });

  it("2.3 it opens times rounds and no more", () => {
    const { world, run } = begin([stagePlan("a")], { a: [BAD] }, TWICE);
    world.play();
    expect(opened(world).map(({ round }) => round)).toEqual([2, 3]);
    expect(world.runRow(run)).toMatchObject({ state: "failed", reason: "a: exit 1" });
  });

  it("2.3 it is judged when all but guards and what is below them have ended", () => {
    const stages = [
      stagePlan("a"),
      stagePlan("slow"),
      always("clean", { after: ["a"] }),
      stagePlan("after", { after: ["clean"] }),
    ];
    const slow: Script = { code: 0, takes: 900 };
    const { world } = begin(stages, { a: [BAD, OK], slow: [slow] }, ONCE);
    world.play(899);
    expect(opened(world)).toEqual([]);
    world.play(1);
    expect(opened(world).map(({ stages: keys }) => keys)).toEqual([["a", "clean", "after"]]);
  });

  it("2.3 always and failure stages and what is below them wait for the last round", () => {
    const stages = [
      stagePlan("a"),
      always("clean", { after: ["a"] }),
      stagePlan("below", { after: ["clean"] }),
      stagePlan("alarm", { if: "failure", after: ["a"] }),
      always("end"),
    ];
    const { world, run } = begin(stages, { a: [BAD] }, TWICE);
    world.play();
    expect(startsOf(world)).toEqual(["a", "a", "a", "clean", "alarm", "end", "below"]);
    expect(world.runRow(run)).toMatchObject({ state: "failed", round: 3 });
  });

  it("2.3 if: failure looks at the last round: what an earlier one mended is not reported", () => {
    const { world, run } = begin(
      [stagePlan("a"), stagePlan("alarm", { if: "failure" }), always("end")],
      { a: [BAD, OK] },
      ONCE,
    );
    world.play();
    expect(world.states(run)).toEqual({ a: "succeeded", alarm: "skipped", end: "succeeded" });
  });

  it("2.3 it repeats what ended badly with on_fail: fail, what was not reached and all below; nothing else", () => {
    const stages = [
      stagePlan("good"),
      stagePlan("bad"),
      stagePlan("warned", { onFail: "warn" }),
      stagePlan("ignored", { onFail: "ignore" }),
      stagePlan("below", { after: ["bad"] }),
      stagePlan("both", { after: ["good", "below"] }),
      stagePlan("belowWarned", { after: ["warned"] }),
    ];
    const { world } = begin(
      stages,
      { bad: [BAD, OK], warned: [BAD], ignored: [BAD] },
      { ...ONCE, maxParallel: null },
    );
    world.play();
    expect(opened(world).map(({ stages: keys }) => keys)).toEqual([["bad", "below", "both"]]);
  });

  it("2.3 a warned stage below a repeated one is repeated with it", () => {
    const stages = [
      stagePlan("a", { onFail: "ignore" }),
      stagePlan("b"),
      stagePlan("c", { after: ["a", "b"], onFail: "warn" }),
    ];
    const { world, run } = begin(stages, { b: [BAD, OK] }, ONCE);
    world.play();
    expect(opened(world)[0]?.stages).toEqual(["b", "c"]);
    expect(world.states(run)).toEqual({ a: "succeeded", b: "succeeded", c: "succeeded" });
  });

  it("2.3 the bad end of a guard, or of what is below one, opens none", () => {
    const stages = [stagePlan("a"), always("clean"), stagePlan("below", { after: ["clean"] })];
    const { world, run } = begin(stages, { below: [BAD] }, TWICE);
    world.play();
    expect(opened(world)).toEqual([]);
    expect(world.runRow(run).state).toBe("failed");
  });

  it("2.3 the run's time-out opens a round, and what it cancelled is repeated whatever its on_fail", () => {
    const stages = [
      stagePlan("done"),
      stagePlan("a", { onFail: "ignore" }),
      stagePlan("b", { after: ["a"], onFail: "warn" }),
      always("clean"),
    ];
    const { world, run } = begin(stages, { a: [HANG, OK] }, { ...ONCE, timeoutMs: 500 });
    world.play(500);
    expect(opened(world)).toMatchObject([
      { stages: ["a", "b", "clean"], before: { as: "timed_out" } },
    ]);
    world.play();
    expect(startsOf(world)).toEqual(["done", "a", "a", "b", "clean"]);
    expect(world.runRow(run).state).toBe("succeeded");
    expect(roundRows(world.runs.get(run)!).map(({ state }) => state)).toEqual([
      "timed_out",
      "succeeded",
    ]);
  });

  it("2.3 a time-out that comes while only guards are left opens none, and leaves always stages alone", () => {
    const stages = [stagePlan("a"), always("clean")];
    const { world, run } = begin(
      stages,
      { clean: [{ code: 0, takes: 900 }] },
      { ...TWICE, timeoutMs: 500 },
    );
    world.play();
    expect(opened(world)).toEqual([]);
    expect(world.states(run)).toEqual({ a: "succeeded", clean: "succeeded" });
    expect(world.runRow(run).state).toBe("timed_out");
    expect(world.runs.get(run)!.live).toEqual([]);
  });

  it("2.3 a time-out during the guards of the last round opens none though a stage had failed", () => {
    const stages = [stagePlan("a"), always("clean")];
    const slow: Script = { code: 0, takes: 900 };
    const { world, run } = begin(stages, { a: [BAD], clean: [slow] }, { ...ONCE, timeoutMs: 500 });
    world.play();
    expect(opened(world)).toHaveLength(1);
    expect(world.states(run)).toEqual({ a: "failed", clean: "succeeded" });
  });

  it("2.3 what ran out of time, but had ended well before, opens no round: there is nothing to repeat", () => {
    const { world, run } = begin([stagePlan("a")], { a: [MUTE] }, { ...ONCE, timeoutMs: 500 });
    world.up += 600;
    world.turn([]);
    world.turn([world.exited(run, "a", 0, world.up - 200)]);
    world.play();
    expect(opened(world)).toEqual([]);
    expect(world.states(run)).toEqual({ a: "succeeded" });
  });

  it("2.3 timeout and the retry budget are per round", () => {
    const retry = { ...stagePlan("x").retry, times: 1 };
    const { world, run } = begin(
      [stagePlan("a", { retry })],
      { a: [BAD, BAD, { code: 1, takes: 350 }, OK] },
      { ...ONCE, timeoutMs: 500 },
    );
    world.play(1_200);
    expect(limitOf(world.runs.get(run)!)?.up).toBe(2_700);
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 2 });
    expect(world.attempts(run, "a").map(({ number, round }) => [number, round])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
    ]);
  });

  it("2.9 DAGTOP_MAX_ATTEMPTS is the last number that this round can reach", () => {
    const retry = { ...stagePlan("x").retry, times: 1 };
    const { world, run } = begin([stagePlan("a", { retry })], { a: [BAD, BAD, MUTE] }, ONCE);
    expect(world.stage(run, "a").maxAttempts).toBe(2);
    world.play();
    expect(world.stage(run, "a")).toMatchObject({ state: "running", attempt: 3, maxAttempts: 4 });
  });

  it("2.9 a stage that a round left as it was keeps the numbers and times of its own round", () => {
    const { world, run } = begin([stagePlan("a"), stagePlan("b")], { b: [BAD, OK] }, ONCE);
    world.play();
    expect(world.stage(run, "a")).toMatchObject({
      attempt: 1,
      maxAttempts: 1,
      startedAt: world.zero + 1_000,
    });
    expect(world.stage(run, "b")).toMatchObject({
      attempt: 2,
      maxAttempts: 2,
      startedAt: world.zero + 2_100,
    });
  });

  it("2.9 five fenced attempts in a row are counted in this round alone", () => {
    const fenced: Script = { fenced: true };
    const { world, run } = begin(
      [stagePlan("a"), stagePlan("b")],
      { a: [fenced], b: [{ code: 1, takes: 5_000 }] },
      ONCE,
    );
    world.play();
    expect(world.stage(run, "a").reason).toBe("could not start: 5 times in a row");
    expect(world.attempts(run, "a").map(({ round }) => round)).toEqual([
      1, 1, 1, 1, 1, 2, 2, 2, 2, 2,
    ]);
    expect(world.stage(run, "a").attempt).toBe(1);
  });

  it.each([
    {
      what: "crashed with on_crash: fail",
      plan: stagePlan("x", { onFail: "ignore" }),
      script: { lost: true, takes: 50 } as Script,
    },
    {
      what: "cancelled by a person",
      plan: stagePlan("x", { onFail: "ignore" }),
      script: HANG,
    },
    {
      what: "rejected by a person",
      plan: stagePlan("x", {
        onFail: "ignore",
        command: { is: "approval", message: [], by: [] },
      }),
      script: OK,
    },
  ])("2.3 no round follows while a stage is $what, whatever its on_fail", ({ plan, script }) => {
    const { world, run } = begin(
      [stagePlan("a"), plan, always("clean", { after: ["a"] })],
      { a: [BAD], x: [script] },
      TWICE,
    );
    world.play(60);
    if (plan.command.is === "approval") world.answer(run, "x", false);
    else if (script === HANG) world.cancel(run, "x");
    world.play();
    expect(opened(world)).toEqual([]);
    expect(world.runRow(run).state).toBe("failed");
    expect(world.stage(run, "clean").state).toBe("succeeded");
  });

  it("2.3 a crash with on_crash: retry that used its retries is repeated by a round", () => {
    const lost: Script = { lost: true, takes: 50 };
    const { world, run } = begin(
      [stagePlan("a", { onCrash: "retry" })],
      { a: [lost, lost, OK] },
      ONCE,
    );
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 2 });
  });

  it("2.3 a cancelled run opens none, nor one whose time-out a person's cancel followed", () => {
    const slowStop: Script = { hang: true, stopTakes: 200 };
    const { world, run } = begin([stagePlan("a")], { a: [slowStop] }, { ...TWICE, timeoutMs: 500 });
    world.play(600);
    expect(world.runRow(run).reason).toBe("run timed out");
    world.cancel(run);
    world.play();
    expect(opened(world)).toEqual([]);
    expect(world.runRow(run).state).toBe("cancelled");
  });

  it("2.8 between rounds a run counts as active", () => {
    const { world, run } = begin([stagePlan("a")], { a: [BAD, OK] }, ONCE);
    const second = world.trigger(planOf([stagePlan("b")]));
    world.play(600);
    expect(isActive(world.runs.get(run)!)).toBe(true);
    expect(world.runRow(second)).toMatchObject({
      state: "queued",
      reason: "waits for nightly#1, which is still running",
    });
    world.play();
    expect(world.starts.map(({ stage, up }) => [stage, up])).toEqual([
      ["a", 1_000],
      ["a", 2_100],
      ["b", 2_200],
    ]);
  });

  it("2.3 between rounds the run is running, and says when the next begins", () => {
    const { world, run } = begin([stagePlan("a")], { a: [BAD, OK] }, ONCE);
    world.play(300);
    expect(world.runRow(run)).toMatchObject({
      state: "running",
      reason: "round 2",
      dueAt: world.zero + 2_100,
      endedAt: null,
    });
    expect(world.stage(run, "a").state).toBe("pending");
    expect(msUntilDue(world.state, world.now())).toBe(800);
    world.play();
    expect(world.runRow(run)).toMatchObject({ dueAt: null, reason: null });
  });

  it("2.2 a round that is due is begun after a boot by the wall clock", () => {
    const { world, run } = begin([stagePlan("a")], { a: [BAD, OK] }, ONCE);
    world.play(300);
    world.reboot(5_000);
    world.turn([]);
    world.play();
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("2.3 a cancel between rounds ends the run; always stages still run, failure stages do not", () => {
    const stages = [
      stagePlan("a"),
      always("clean", { after: ["a"] }),
      always("end"),
      stagePlan("alarm", { if: "failure", after: ["a"] }),
    ];
    const { world, run } = begin(stages, { a: [BAD] }, TWICE);
    world.play(300);
    world.cancel(run);
    world.play();
    expect(startsOf(world)).toEqual(["a", "clean", "end"]);
    expect(world.states(run)).toEqual({
      a: "cancelled",
      clean: "succeeded",
      end: "succeeded",
      alarm: "cancelled",
    });
    expect(world.runRow(run)).toMatchObject({ state: "cancelled", round: 2 });
    expect(world.runRow(run).startedAt).toBe(world.zero + 1_000);
  });

  it("2.3 a cancel that comes in the same turn as the bad end is no word to a run that has ended", () => {
    const { world, run } = begin([stagePlan("a")], { a: [MUTE] }, TWICE);
    world.turn([world.exited(run, "a", 1), world.cancelInput(run)]);
    expect(world.results).toMatchObject([{ ok: true, text: "cancelling" }]);
    world.play();
    expect(opened(world)).toEqual([]);
    expect(world.runRow(run)).toMatchObject({ state: "cancelled", reason: "cancelled by ada" });
  });

  it("2.3 always stages that waited for a round which a cancel of the same turn forbids run at once", () => {
    const stages = [stagePlan("a"), always("clean", { after: ["a"] }), always("end")];
    const { world, run } = begin(stages, { a: [MUTE] }, TWICE);
    world.turn([world.exited(run, "a", 1), world.cancelInput(run)]);
    expect(world.states(run)).toEqual({ a: "failed", clean: "running", end: "running" });
    world.play();
    expect(world.runRow(run).state).toBe("cancelled");
    expect(world.up).toBe(1_100);
  });

  it("2.3 a run of which nothing is left to do can be cancelled until it begins, queued or between rounds", () => {
    const { world, run } = begin([stagePlan("a")], { a: [BAD] }, ONCE);
    const second = world.trigger(planOf([stagePlan("b")]));
    world.cancel(second, "b");
    world.cancel(second);
    expect(world.runRow(second)).toMatchObject({ state: "cancelled", reason: "cancelled by ada" });
    world.play(300);
    world.cancel(run, "a");
    expect(world.runRow(run).reason).toBe("round 2");
    world.cancel(run);
    expect(world.runRow(run)).toMatchObject({ state: "cancelled", reason: "cancelled by ada" });
  });

  it("2.3 what is cancelled between rounds starts nothing before the round is due", () => {
    const stages = [
      stagePlan("a", { onFail: "fail" }),
      stagePlan("w", { after: ["a"], onFail: "ignore" }),
      stagePlan("below", { after: ["w"] }),
    ];
    const { world, run } = begin(stages, { a: [BAD, OK] }, ONCE);
    world.play(300);
    world.cancel(run, "w");
    expect(world.states(run)).toEqual({ a: "pending", w: "cancelled", below: "pending" });
    world.play();
    expect(world.starts.map(({ stage, up }) => [stage, up])).toEqual([
      ["a", 1_000],
      ["a", 2_100],
      ["below", 2_100],
    ]);
  });

  it("2.3 a stage that became ready in the turn that opened a round does not start before that round", () => {
    const stages = [stagePlan("a"), stagePlan("b")];
    const { world, run } = begin(stages, { a: [MUTE], b: [MUTE] }, { ...ONCE, timeoutMs: 500 });
    world.turn([world.exited(run, "a", 0)]);
    world.up += 600;
    world.turn([{ kind: "fenced", ...world.of(run, "b") }]);
    expect(world.runRow(run).reason).toBe("round 2");
    expect(world.states(run)).toEqual({ a: "succeeded", b: "pending" });
    expect(world.runs.get(run)!.live).toEqual([]);
  });

  it("2.3 a run whose last stage failed in time has failed, though guards wait and that is seen after its limit", () => {
    const stages = [stagePlan("a"), always("clean")];
    const { world, run } = begin(stages, { a: [MUTE] }, { ...ONCE, timeoutMs: 500 });
    world.up += 700;
    world.turn([world.exited(run, "a", 1, world.up - 300)]);
    expect(opened(world)).toMatchObject([{ before: { as: "failed" } }]);
  });

  it("2.3 what is below a guard waits for the last round, though the guard was cancelled and satisfies it", () => {
    const stages = [
      stagePlan("a"),
      always("clean", { onFail: "ignore" }),
      stagePlan("below", { after: ["clean"] }),
    ];
    const { world, run } = begin(stages, { a: [BAD, OK], below: [HANG] }, ONCE);
    world.play(50);
    world.cancel(run, "clean");
    expect(world.states(run)).toMatchObject({ clean: "cancelled", below: "pending" });
    world.play();
    expect(startsOf(world)).toEqual(["a", "a", "clean", "below"]);
    expect(world.runs.get(run)!.live).toHaveLength(1);
  });

  it("2.3 where a guard was cancelled in the last round, what is below it begins when the others have ended", () => {
    const stages = [
      stagePlan("a"),
      always("clean", { onFail: "ignore" }),
      stagePlan("below", { after: ["clean"] }),
    ];
    const { world, run } = begin(stages, {}, ONCE);
    world.cancel(run, "clean");
    world.play();
    expect(world.starts.map(({ stage, up }) => [stage, up])).toEqual([
      ["a", 1_000],
      ["below", 1_100],
    ]);
  });

  it("2.3 what is waited for and ended badly in a turn of its own opens a round as well", () => {
    const approval = { is: "approval", message: [], by: [] } as const;
    const stages = [stagePlan("ok", { command: approval, timeoutMs: 400 })];
    const { world, run } = begin(stages, {}, ONCE);
    world.play(500);
    expect(opened(world)).toMatchObject([{ stages: ["ok"], before: { as: "failed" } }]);
    world.play(1_000);
    expect(world.stage(run, "ok")).toMatchObject({
      state: "waiting",
      dueAt: world.zero + 2_400 + 400,
    });
  });
});

describe("2.4 a round by hand", () => {
  const ended = (
    stages: readonly StagePlan[],
    scripts: Scripts,
    over: Partial<Plan> = {},
  ): { world: World; run: RunId } => {
    const it = begin(stages, scripts, over);
    it.world.play();
    return it;
  };

  it("2.4 repeats what ended badly under fail and warn, what was not reached and all below, on the frozen plan", () => {
    const stages = [
      stagePlan("good"),
      stagePlan("bad"),
      stagePlan("warned", { onFail: "warn" }),
      stagePlan("ignored", { onFail: "ignore" }),
      stagePlan("below", { after: ["bad"] }),
      stagePlan("belowWarned", { after: ["warned"] }),
      stagePlan("belowIgnored", { after: ["ignored", "good"] }),
    ];
    const { world, run } = ended(stages, { bad: [BAD, OK], warned: [BAD, OK], ignored: [BAD] });
    world.retry(run, "eve");
    expect(world.results).toMatchObject([{ ok: true, run, text: "round 2" }]);
    expect(opened(world)).toMatchObject([
      {
        round: 2,
        trigger: "retry",
        by: "eve",
        stages: ["bad", "warned", "below", "belowWarned"],
        due: null,
      },
    ]);
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 2, reason: null });
    expect(world.stage(run, "ignored").state).toBe("failed");
  });

  it("2.4 ignored, skipped and cached stages are repeated when they are below one that is", () => {
    const no = { is: "value", value: false } as const;
    const stages = [
      stagePlan("bad"),
      stagePlan("ignored", { after: ["bad"], onFail: "ignore" }),
      stagePlan("skipped", { after: ["bad"], condition: no }),
      stagePlan("cached", { after: ["bad"], cache: { deps: ["/d"], outs: [] } }),
      stagePlan("aside", { condition: no }),
    ];
    const { world, run } = ended(stages, { bad: [BAD, OK] });
    world.filesOf = () => ({ hit: "nightly#7", takes: 0 });
    world.retry(run);
    expect(opened(world)[0]?.stages).toEqual(["bad", "ignored", "skipped", "cached"]);
    world.play();
    expect(world.states(run)).toEqual({
      bad: "succeeded",
      ignored: "succeeded",
      skipped: "skipped",
      cached: "cached",
      aside: "skipped",
    });
  });

  it("2.4 always and failure stages start over, and what is below them", () => {
    const stages = [
      stagePlan("a"),
      always("clean", { after: ["a"] }),
      stagePlan("below", { after: ["clean"] }),
      stagePlan("alarm", { if: "failure" }),
    ];
    const { world, run } = ended(stages, { a: [BAD, OK] });
    world.retry(run);
    world.play();
    expect(startsOf(world)).toEqual(["a", "clean", "alarm", "below", "a", "clean", "below"]);
    expect(world.states(run)["alarm"]).toBe("skipped");
  });

  it("2.4 a guard that failed is reason enough for a round", () => {
    const { world, run } = ended([stagePlan("a"), always("clean")], { clean: [BAD, OK] });
    world.retry(run);
    world.play();
    expect(startsOf(world)).toEqual(["a", "clean", "clean"]);
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("2.4 a run that was cancelled goes on with what the cancel ended, whatever its on_fail", () => {
    const stages = [stagePlan("a"), stagePlan("b", { after: ["a"], onFail: "ignore" })];
    const { world, run } = begin(stages, { b: [HANG, OK] });
    world.play(200);
    world.cancel(run);
    world.play();
    world.retry(run);
    world.play();
    expect(startsOf(world)).toEqual(["a", "b", "b"]);
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("2.4 a run that was cancelled while queued starts in its second round, and says since when", () => {
    const { world } = begin([stagePlan("a")], {});
    const second = world.trigger(planOf([stagePlan("b")]));
    world.cancel(second);
    world.play();
    world.retry(second);
    world.play();
    expect(world.runRow(second)).toMatchObject({
      state: "succeeded",
      round: 2,
      startedAt: world.zero + 1_100,
    });
  });

  it("2.4 it waits queued under max_active_runs, and a cancel there runs nothing", () => {
    const { world, run } = ended([stagePlan("a"), always("clean")], { a: [BAD], b: [HANG] });
    const other = world.trigger(planOf([stagePlan("b")]));
    world.retry(run);
    expect(world.runRow(run)).toMatchObject({
      state: "queued",
      reason: "waits for nightly#2, which is still running",
      round: 2,
      endedAt: null,
      startedAt: world.zero + 1_000,
    });
    const before = world.starts.length;
    world.cancel(run);
    expect(world.runRow(run)).toMatchObject({ state: "cancelled", reason: "cancelled by ada" });
    expect(world.starts.length).toBe(before);
    world.cancel(other);
  });

  it("2.3 times counts from the last round by hand", () => {
    const { world, run } = ended([stagePlan("a")], { a: [BAD] }, ONCE);
    expect(world.runRow(run).round).toBe(2);
    world.retry(run);
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "failed", round: 4 });
    expect(roundRows(world.runs.get(run)!).map(({ trigger }) => trigger)).toEqual([
      "manual",
      "retry_run",
      "retry",
      "retry_run",
    ]);
  });

  it("2.4 numbers of attempts go on, and each round has its own budget", () => {
    const retry = { ...stagePlan("x").retry, times: 1 };
    const { world, run } = ended([stagePlan("a", { retry })], { a: [BAD] });
    world.retry(run);
    expect(world.stage(run, "a").maxAttempts).toBe(4);
    world.play();
    expect(world.attempts(run, "a").map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it("2.4 outputs of what is repeated are forgotten, those of what stands are kept", () => {
    const stages = [stagePlan("a"), stagePlan("b", { after: ["a"], onFail: "warn" })];
    const give = (text: string, code: number): Script => ({
      code,
      takes: 100,
      outputs: { v: text },
    });
    const { world, run } = ended(stages, { a: [give("1", 0)], b: [give("2", 1), MUTE] });
    expect(world.stage(run, "b").outputs).toEqual({ v: "2" });
    world.retry(run);
    expect(world.stage(run, "a").outputs).toEqual({ v: "1" });
    expect(world.stage(run, "b").outputs).toBeNull();
  });

  it("2.4 the log tells it all: the run folded again is the run", () => {
    const { world, run } = ended([stagePlan("a"), always("c")], { a: [BAD, BAD, BAD, OK] }, ONCE);
    world.retry(run);
    world.play();
    expect(world.refolded(run)).toEqual(world.runs.get(run));
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 4 });
  });

  it("2.4 refuses a run that goes on, one that succeeded, one without anything to repeat, and none", () => {
    const { world, run } = begin([stagePlan("a")], {});
    const refusal = (): string => {
      const [result] = world.results;
      return result?.ok === false ? result.text : "not refused";
    };
    world.retry(run);
    expect(refusal()).toBe("nightly#1 has not ended");
    world.play();
    world.retry(run);
    expect(refusal()).toBe("nightly#1 succeeded");
    const cancelled = world.trigger(planOf([stagePlan("a"), always("c")]));
    world.play(150);
    world.cancel(cancelled);
    world.play();
    expect(world.runRow(cancelled).state).toBe("cancelled");
    world.retry(cancelled);
    expect(refusal()).toBe("nothing of nightly#2 ended badly");
    world.retry("nobody" as RunId);
    expect(refusal()).toBe("there is no such run");
    expect(opened(world)).toEqual([]);
  });

  it("2.4 asked twice in one turn, it is one round", () => {
    const { world, run } = ended([stagePlan("a")], { a: [BAD, OK] });
    world.turn([world.retryInput(run), world.retryInput(run)]);
    expect(world.results.map(({ ok }) => ok)).toEqual([true, false]);
    expect(opened(world)).toHaveLength(1);
  });
});
