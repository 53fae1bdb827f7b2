// Semantics 8.1: what holds for the members of one matrix together: max_parallel, fail_fast, and `needs` on all of
// them.

import { describe, expect, it } from "vitest";
import { type RunId, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { GroupPlan, Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, type Script, stagePlan, World } from "./simulate.ts";

const BAD: Script = { code: 1, takes: 100 };
const HANG: Script = { hang: true };

function member(value: number, over: Parameters<typeof stagePlan>[1] = {}): StagePlan {
  const matrix = { group: stageKey("train"), values: { lr: value } };
  return stagePlan(`train[lr=${value}]`, { matrix, ...over });
}

function group(over: Partial<GroupPlan> = {}): Partial<Plan> {
  return { groups: [{ key: stageKey("train"), maxParallel: null, failFast: false, ...over }] };
}

function begin(
  stages: readonly StagePlan[],
  scripts: Readonly<Record<string, Script>>,
  over: Partial<Plan>,
): { world: World; run: RunId } {
  const world = new World((stage) => scripts[stage] ?? { code: 0, takes: 1_000 });
  return { world, run: world.trigger(planOf(stages, over)) };
}

describe("8.1 max_parallel of a matrix", () => {
  it("8.1 bounds its members and nobody else, in their order, and the reason names it", () => {
    const stages = [member(1), member(2), member(3), stagePlan("other")];
    const { world, run } = begin(stages, {}, group({ maxParallel: 1 }));
    expect(world.states(run)).toMatchObject({ "train[lr=2]": "queued", other: "running" });
    expect(world.stage(run, "train[lr=2]").reason).toBe("waits for one of 1 places of train");
    world.play();
    expect(world.starts.map(({ stage, up }) => [stage, up])).toEqual([
      ["train[lr=1]", 1_000],
      ["other", 1_000],
      ["train[lr=2]", 2_000],
      ["train[lr=3]", 3_000],
    ]);
  });

  it("8.1 counts per run, and who waits for it keeps nobody from a pool", () => {
    const slots = { gpu: 1 };
    const stages = [member(1, { slots }), member(2, { slots })];
    const { world, run } = begin(stages, {}, { ...group({ maxParallel: 1 }), maxActiveRuns: 2 });
    world.pools = { gpu: 2 };
    world.turn([]);
    const second = world.trigger(
      planOf(stages, { ...group({ maxParallel: 1 }), maxActiveRuns: 2 }),
    );
    expect(world.states(run)).toEqual({ "train[lr=1]": "running", "train[lr=2]": "queued" });
    expect(world.states(second)).toEqual({ "train[lr=1]": "running", "train[lr=2]": "queued" });
  });
});

describe("8.1 fail_fast", () => {
  const stages = (over: Parameters<typeof stagePlan>[1] = {}): StagePlan[] => [
    member(1, over),
    member(2, over),
    member(3, { ...over, after: ["slow"] }),
    stagePlan("after", { after: ["train[lr=1]", "train[lr=2]", "train[lr=3]"] }),
  ];
  const all = (over: Parameters<typeof stagePlan>[1] = {}): StagePlan[] => [
    stagePlan("slow"),
    ...stages(over),
  ];

  it("8.1 without it the others go on", () => {
    const { world, run } = begin(all(), { "train[lr=1]": BAD }, group());
    world.play();
    expect(world.states(run)).toMatchObject({
      "train[lr=2]": "succeeded",
      "train[lr=3]": "succeeded",
      after: "upstream_failed",
    });
  });

  it("8.1 with it a bad end stops the members that run and cancels those that have not begun", () => {
    const { world, run } = begin(
      all(),
      { "train[lr=1]": BAD, "train[lr=2]": HANG },
      group({ failFast: true }),
    );
    world.play();
    expect(world.stops).toHaveLength(1);
    for (const key of ["train[lr=2]", "train[lr=3]"]) {
      expect(world.stage(run, key)).toMatchObject({
        state: "cancelled",
        reason: "train[lr=1] ended badly (fail_fast)",
      });
    }
    expect(world.stage(run, "train[lr=3]").endedAt).toBe(world.zero + 1_100);
    expect(world.stage(run, "after").reason).toBe("train[lr=1] failed");
    expect(world.stage(run, "slow").state).toBe("succeeded");
    expect(world.runRow(run)).toMatchObject({
      state: "failed",
      reason: "train[lr=1]: exit 1",
    });
  });

  it("8.1 a member that a person cancels did not fail: the others go on", () => {
    const { world, run } = begin([member(1), member(2)], {}, group({ failFast: true }));
    world.cancel(run, "train[lr=1]");
    world.play();
    expect(world.states(run)).toEqual({
      "train[lr=1]": "cancelled",
      "train[lr=2]": "succeeded",
    });
  });

  it("3.3 a cancel of a matrix by its name stops all members that have not ended", () => {
    const { world, run } = begin(
      [member(1), member(2), member(3, { after: ["train[lr=1]"] })],
      { "train[lr=1]": { code: 0, takes: 100 } },
      group(),
    );
    world.play(500);
    world.cancel(run, "train");
    expect(world.results).toMatchObject([{ ok: true, text: "stopping" }]);
    world.play();
    expect(world.states(run)).toEqual({
      "train[lr=1]": "succeeded",
      "train[lr=2]": "cancelled",
      "train[lr=3]": "cancelled",
    });
    world.cancel(run, "trian");
    expect(world.results).toMatchObject([{ ok: false }]);
  });

  it("8.1 it acts after the retries of the member, not before", () => {
    const retry = { ...stagePlan("x").retry, times: 1, delayMs: 100 };
    const { world } = begin(
      all({ retry }),
      { "train[lr=1]": BAD, "train[lr=2]": HANG },
      group({ failFast: true }),
    );
    world.play(200);
    expect(world.stops).toEqual([]);
    world.play(100);
    expect(world.stops).toHaveLength(1);
  });

  it("8.1 a member that is stopped by it is not retried, and one whose record came first counts as it says", () => {
    const retry = { ...stagePlan("x").retry, times: 3 };
    const { world, run } = begin(
      [member(1), member(2, { retry }), member(3, { retry })],
      { "train[lr=1]": BAD, "train[lr=2]": { mute: true }, "train[lr=3]": { mute: true } },
      group({ failFast: true }),
    );
    world.play(120);
    world.turn([
      world.exited(run, "train[lr=2]", 0, world.up - 30),
      world.exited(run, "train[lr=3]", 1, world.up),
    ]);
    expect(world.states(run)).toMatchObject({
      "train[lr=2]": "succeeded",
      "train[lr=3]": "cancelled",
    });
  });

  it("8.1 members stop once however many end badly, also those between two tries", () => {
    const retry = { ...stagePlan("x").retry, times: 1, delayMs: 60_000 };
    const { world, run } = begin(
      [member(1), member(2, { retry }), member(3)],
      { "train[lr=1]": { code: 1, takes: 200 }, "train[lr=2]": BAD, "train[lr=3]": HANG },
      group({ failFast: true }),
    );
    world.play();
    expect(world.states(run)).toEqual({
      "train[lr=1]": "failed",
      "train[lr=2]": "cancelled",
      "train[lr=3]": "cancelled",
    });
    expect(world.stops).toHaveLength(1);
    expect(world.up).toBe(1_200);
  });

  it("8.1 and 2.3 what it cancelled was cancelled by no person: a round repeats it", () => {
    let tries = 0;
    const world = new World((stage) => {
      if (stage === "train[lr=1]" && (tries += 1) === 1) return BAD;
      return { code: 0, takes: 1_000 };
    });
    const run = world.trigger(
      planOf([member(1), member(2)], {
        ...group({ failFast: true }),
        retryRun: { times: 1, delayMs: 0 },
      }),
    );
    world.play();
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", round: 2 });
  });

  it("8.1 and 2.5 a member that a rerun takes over with its bad end stops nobody", () => {
    const warn = { onFail: "warn" } as const;
    const world = new World(() => ({ code: 0, takes: 100 }));
    const run = world.rerun(planOf([member(1, warn), member(2, warn)], group({ failFast: true })), {
      run: runId("old"),
      name: "nightly#7",
      state: {},
      fresh: [],
      taken: [
        {
          stage: stageKey("train[lr=1]"),
          from: "nightly#7",
          end: { is: "failed", endedAt: 5, reason: "exit 1; taken over from nightly#7" },
          outputs: null,
        },
      ],
    });
    world.play();
    expect(world.states(run)).toEqual({ "train[lr=1]": "failed", "train[lr=2]": "succeeded" });
    expect(world.runRow(run).state).toBe("partial");
  });
});
