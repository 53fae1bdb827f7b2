// Semantics 2.1 and 2.2: which ends are tried again, how often, and when.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chance, waitAfter } from "../../src/engine/backoff.ts";
import { isBefore, isDue, msUntil, plus } from "../../src/engine/instant.ts";
import type { RetryPlan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const NEVER = stagePlan("x").retry;
const BAD: Script = { code: 1, takes: 100 };

/** The states of the attempts of one stage that does as told, and its own state at the end. */
function triesOf(over: Partial<StagePlan>, script: (number: number) => Script): string[] {
  const world = new World((_, number) => script(number));
  const run = world.trigger(planOf([stagePlan("a", over)]));
  world.play();
  return [
    ...world
      .attempts(run, "a")
      .map(({ status }) => (status.is === "ended" ? status.as : status.is)),
    world.stage(run, "a").state,
  ];
}

const retry = (over: Partial<RetryPlan>): RetryPlan => ({ ...NEVER, ...over });

describe("2.1 retries", () => {
  it("2.1 retry: 2 means two extra attempts", () => {
    expect(triesOf({ retry: retry({ times: 2 }) }, () => BAD)).toEqual([
      "failed",
      "failed",
      "failed",
      "failed",
    ]);
  });

  it("2.1 no retry is left to make after a success", () => {
    const script = (number: number): Script => (number === 2 ? { code: 0, takes: 1 } : BAD);
    expect(triesOf({ retry: retry({ times: 5 }) }, script)).toEqual([
      "failed",
      "succeeded",
      "succeeded",
    ]);
  });

  it("2.1 a time-out is retried, whatever on_exit says", () => {
    const over = { retry: retry({ times: 1, onExit: [75] }), timeoutMs: 50 };
    expect(triesOf(over, () => ({ hang: true }))).toEqual(["timed_out", "timed_out", "timed_out"]);
  });

  it("2.1 on_exit and not_on_exit choose among exit codes", () => {
    const chosen = retry({ times: 3, onExit: [75, 76] });
    const script = (number: number): Script => ({ code: number === 1 ? 75 : 2, takes: 1 });
    expect(triesOf({ retry: chosen }, script)).toEqual(["failed", "failed", "failed"]);
    const spared = retry({ times: 3, notOnExit: [2] });
    expect(triesOf({ retry: spared }, script)).toEqual(["failed", "failed", "failed"]);
    const neither = retry({ times: 1, onExit: [2], notOnExit: [2] });
    expect(triesOf({ retry: neither }, () => ({ code: 2, takes: 1 }))).toEqual([
      "failed",
      "failed",
    ]);
  });

  it("2.1 what could not start has no code for on_exit to look at, and uses a try", () => {
    const over = { retry: retry({ times: 1, onExit: [75] }) };
    expect(triesOf(over, () => ({ refused: "no such folder" }))).toEqual([
      "failed",
      "failed",
      "failed",
    ]);
  });

  it("2.1 a crash is not retried by retry alone", () => {
    expect(triesOf({ retry: retry({ times: 3 }) }, () => ({ lost: true, takes: 1 }))).toEqual([
      "crashed",
      "crashed",
    ]);
  });

  it("2.1 on_crash: retry is worth one retry where retry is 0, for a crash only", () => {
    const over = { onCrash: "retry" } as const;
    expect(triesOf(over, () => ({ lost: true, takes: 1 }))).toEqual([
      "crashed",
      "crashed",
      "crashed",
    ]);
    expect(triesOf(over, () => BAD)).toEqual(["failed", "failed"]);
    const thenFails = (number: number): Script => (number === 1 ? { lost: true, takes: 1 } : BAD);
    expect(triesOf(over, thenFails)).toEqual(["crashed", "failed", "failed"]);
  });

  it("2.1 crashes and failures draw on one budget", () => {
    const over = { onCrash: "retry", retry: retry({ times: 2 }) } as const;
    const mixed = (number: number): Script => (number === 2 ? { lost: true, takes: 1 } : BAD);
    expect(triesOf(over, mixed)).toEqual(["failed", "crashed", "failed", "failed"]);
  });

  it("2.1 a stage that is cancelled while it waits for its retry gets no other try", () => {
    const world = new World(() => BAD);
    const run = world.trigger(
      planOf([stagePlan("a", { retry: retry({ times: 3, delayMs: 60_000 }) })]),
    );
    world.play(1_000);
    expect(world.stage(run, "a")).toMatchObject({
      state: "retrying",
      reason: "exit 1",
      dueAt: world.zero + 61_100,
    });
    world.cancel(run, "a");
    world.play();
    expect(world.stage(run, "a")).toMatchObject({ state: "cancelled", attempt: 1 });
    expect(world.starts).toHaveLength(1);
  });

  it("2.1 a stage that is cancelled while it runs is not retried", () => {
    const world = new World(() => ({ hang: true }));
    const run = world.trigger(
      planOf([stagePlan("a", { retry: retry({ times: 3 }), onCrash: "retry" })]),
    );
    world.cancel(run, "a");
    world.play();
    expect(world.stage(run, "a")).toMatchObject({ state: "cancelled", attempt: 1, maxAttempts: 4 });
  });

  it("2.1 a retry keeps nothing of what an attempt before it gave", () => {
    const world = new World(() => ({ mute: true }));
    const run = world.trigger(planOf([stagePlan("a", { retry: retry({ times: 1 }) })]));
    const first = world.exited(run, "a", 1);
    if (first.kind !== "exited") throw new Error("no exit");
    world.turn([{ ...first, remains: { ...first.remains, outputs: { model: "half" } } }]);
    world.turn([]);
    world.turn([world.exited(run, "a", 0)]);
    expect(world.stage(run, "a")).toMatchObject({ state: "succeeded", outputs: null });
  });

  it("2.1 a retry that finds no free place is queued behind those that waited before", () => {
    const world = new World((stage, number) =>
      stage === "a" && number === 1 ? { code: 1, takes: 10 } : { code: 0, takes: 500 },
    );
    world.maxRunning = 1;
    const run = world.trigger(
      planOf([
        stagePlan("a", { retry: retry({ times: 1, delayMs: 50 }) }),
        stagePlan("b"),
        stagePlan("c"),
      ]),
    );
    world.play(100);
    expect(world.stage(run, "a")).toMatchObject({
      state: "queued",
      reason: "waits for one of this host's 1 places",
    });
    world.play();
    expect(world.starts.map((start) => start.stage)).toEqual(["a", "b", "c", "a"]);
  });
});

describe("2.1 delays", () => {
  it.each([
    { backoff: "constant", waits: [1_000, 1_000, 1_000] },
    { backoff: "linear", waits: [1_000, 2_000, 3_000] },
    { backoff: "exponential", waits: [1_000, 3_000, 9_000] },
  ] as const)("2.1 $backoff waits grow as told", ({ backoff, waits }) => {
    const plan = retry({ times: 3, delayMs: 1_000, backoff, factor: 3 });
    const world = new World(() => ({ code: 1, takes: 0 }));
    world.trigger(planOf([stagePlan("a", { retry: plan })]));
    world.play();
    const ups = world.starts.map((start) => start.up);
    expect(ups.slice(1).map((up, i) => up - (ups[i] ?? 0))).toEqual(waits);
  });

  it("2.1 no wait exceeds max_delay, and chance only shortens", () => {
    const times = fc.integer({ min: 1, max: 2_000 });
    const jitters = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(times, fc.nat(100_000), jitters, (n, delayMs, jitter) => {
        const plan = retry({ delayMs, backoff: "exponential", maxDelayMs: 60_000, jitter });
        const wait = waitAfter(n, plan, `seed ${n}`);
        expect(Number.isInteger(wait) && wait >= 0 && wait <= 60_000).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("2.1 a delay of nothing stays nothing, however often it doubles", () => {
    expect(waitAfter(5_000, retry({ delayMs: 0, backoff: "exponential" }), "seed")).toBe(0);
  });

  it("2.1 jitter comes from a seed: the same seed waits the same, others spread over the whole range", () => {
    const plan = retry({ delayMs: 1_000, jitter: 1 });
    expect(waitAfter(1, plan, "run/a/1")).toBe(waitAfter(1, plan, "run/a/1"));
    const seeds = Array.from({ length: 1_000 }, (_, i) => chance(`run-${i}/a/1`));
    for (const tenth of Array.from({ length: 10 }, (_, i) => i / 10)) {
      expect(seeds.filter((seed) => seed >= tenth && seed < tenth + 0.1).length).toBeGreaterThan(
        60,
      );
    }
  });
});

describe("2.2 due times", () => {
  const noon = { at: 1_000_000, up: 5_000, boot: "one" };

  it("2.2 in the same boot the uptime decides, whatever the wall clock did", () => {
    const due = plus(noon, 1_000);
    expect(isDue(due, { at: 9_999_999, up: 5_999, boot: "one" })).toBe(false);
    expect(isDue(due, { at: 0, up: 6_000, boot: "one" })).toBe(true);
    expect(msUntil(due, { at: 0, up: 5_400, boot: "one" })).toBe(600);
  });

  it("2.2 in another boot the wall clock decides", () => {
    const due = plus(noon, 1_000);
    expect(isDue(due, { at: 1_000_999, up: 999_999, boot: "two" })).toBe(false);
    expect(isDue(due, { at: 1_001_000, up: 1, boot: "two" })).toBe(true);
    expect(isBefore(noon, { at: 999_999, up: 9_999, boot: "two" })).toBe(false);
  });

  it("2.2 a wait for a retry outlives a reboot by the wall clock", () => {
    const world = new World((_, number) => ({ code: number === 1 ? 1 : 0, takes: 100 }));
    const run = world.trigger(
      planOf([stagePlan("a", { retry: retry({ times: 1, delayMs: 60_000 }) })]),
    );
    world.play(1_000);
    world.reboot(20_000);
    world.play();
    expect(world.stage(run, "a").state).toBe("succeeded");
    expect(world.zero + (world.starts.at(-1)?.up ?? 0)).toBe(1_700_000_061_100);
  });
});
