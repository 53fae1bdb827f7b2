// Semantics 2.5, 2.6 and 2.8: what a rerun keeps of another run, and what the engine does with it.

import { describe, expect, it } from "vitest";
import type { Rerun } from "../../src/engine/command.ts";
import { type Choice, type RerunFrom, type RerunResult, rerunOf } from "../../src/engine/rerun.ts";
import type { StageRow, StageState } from "../../src/engine/rows.ts";
import { runId, stageKey } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, stagePlan, World } from "./simulate.ts";

const OLD = runId("old");
const HERE = { env: { PATH: "/bin" }, umask: 0o22 };

function row(key: string, state: StageState, over: Partial<StageRow> = {}): StageRow {
  return {
    runId: OLD,
    key: stageKey(key),
    position: 0,
    state,
    reason: null,
    dueAt: null,
    attempt: 1,
    maxAttempts: 1,
    startedAt: 1,
    endedAt: 5,
    outputs: null,
    ...over,
  };
}

function old(plan: Plan, stages: readonly StageRow[], over: Partial<RerunFrom> = {}): RerunFrom {
  return {
    run: OLD,
    name: "nightly#7",
    plan,
    environment: HERE,
    stages,
    state: {},
    ...over,
  };
}

const from = (...keys: string[]): Choice => ({ from: keys, only: [] });
const only = (...keys: string[]): Choice => ({ from: [], only: keys });

function taken(result: RerunResult): Record<string, string> {
  if (!result.ok) throw new Error(result.message);
  return Object.fromEntries(result.rerun.taken.map(({ stage, end }) => [stage, end.is]));
}

function state(result: RerunResult): Record<string, string> {
  if (!result.ok) throw new Error(result.message);
  return result.rerun.state;
}

function message(result: RerunResult): string {
  return result.ok ? "no error" : result.message;
}

//  data ─▶ train ─▶ push      aside ─▶ beyond      clean (always)
const STAGES: StagePlan[] = [
  stagePlan("data"),
  stagePlan("train", { after: ["data"] }),
  stagePlan("push", { after: ["train"] }),
  stagePlan("aside", { onFail: "ignore" }),
  stagePlan("beyond", { after: ["aside"] }),
  stagePlan("clean", { if: "always" }),
];
const PLAN = planOf(STAGES);
const KEYS = STAGES.map(({ key }) => key);
const GOOD = KEYS.map((key) => row(key, "succeeded"));

const but = (states: Readonly<Record<string, StageState>>): StageRow[] =>
  GOOD.map((each) => ({ ...each, state: states[each.key] ?? each.state }));

describe("2.5 what a rerun takes over", () => {
  it("2.5 without a stage named, nothing: all of it runs again, with state that starts empty", () => {
    const result = rerunOf(old(PLAN, but({ train: "failed" })), PLAN, HERE, from());
    expect(result).toEqual({
      ok: true,
      rerun: { run: OLD, name: "nightly#7", state: {}, fresh: [], taken: [] },
    });
  });

  it("2.5 --from: all that is not at or below it, guards never", () => {
    const result = rerunOf(old(PLAN, GOOD), PLAN, HERE, from("train"));
    expect(taken(result)).toEqual({ data: "succeeded", aside: "succeeded", beyond: "succeeded" });
    const all = rerunOf(old(PLAN, GOOD), PLAN, HERE, from("data"));
    expect(taken(all)).toEqual({ aside: "succeeded", beyond: "succeeded" });
  });

  it("2.5 --from several: what is below any of them runs", () => {
    const result = rerunOf(old(PLAN, GOOD), PLAN, HERE, from("push", "aside"));
    expect(taken(result)).toEqual({ data: "succeeded", train: "succeeded" });
  });

  it("2.5 outputs are copied, and the reason says whence", () => {
    const rows = [row("data", "succeeded", { outputs: { v: "1" } }), ...GOOD.slice(1)];
    const result = rerunOf(old(PLAN, rows), PLAN, HERE, from("train"));
    expect(result.ok && result.rerun.taken[0]).toEqual({
      stage: "data",
      from: "nightly#7",
      end: { is: "succeeded", endedAt: 5, reason: "taken over from nightly#7" },
      outputs: { v: "1" },
    });
  });

  it.each([
    { was: "succeeded", onFail: "fail", is: "succeeded" },
    { was: "cached", onFail: "fail", is: "cached" },
    { was: "skipped", onFail: "fail", is: "skipped" },
    { was: "failed", onFail: "warn", is: "failed" },
    { was: "timed_out", onFail: "ignore", is: "timed_out" },
    { was: "crashed", onFail: "warn", is: "crashed" },
    { was: "rejected", onFail: "warn", is: "rejected" },
  ] as const)(
    "2.5 an ancestor that was $was under on_fail: $onFail is taken over as that",
    ({ was, onFail, is }) => {
      const plan = planOf([stagePlan("a", { onFail }), stagePlan("b", { after: ["a"] })]);
      const rows = [row("a", was, { reason: "so" }), row("b", "failed")];
      const result = rerunOf(old(plan, rows), plan, HERE, from("b"));
      expect(taken(result)).toEqual({ a: is });
      expect(result.ok && result.rerun.taken[0]?.end.reason).toBe("so; taken over from nightly#7");
    },
  );

  it.each([
    { was: "failed", onFail: "fail" },
    { was: "timed_out", onFail: "fail" },
    { was: "crashed", onFail: "fail" },
    { was: "rejected", onFail: "fail" },
    { was: "cancelled", onFail: "ignore" },
    { was: "upstream_failed", onFail: "ignore" },
    { was: "running", onFail: "fail" },
    { was: "pending", onFail: "fail" },
  ] as const)(
    "2.5 an ancestor that was $was under on_fail: $onFail is an error that says so",
    ({ was, onFail }) => {
      const plan = planOf([stagePlan("a", { onFail }), stagePlan("b", { after: ["a"] })]);
      const rows = [row("a", was), row("b", "pending")];
      expect(message(rerunOf(old(plan, rows), plan, HERE, from("b")))).toBe(
        `a comes before what you chose, and was ${was} there: nothing of nightly#7 can stand for it`,
      );
    },
  );

  it("2.5 what was not satisfied and is no ancestor runs again", () => {
    const rows = but({ aside: "cancelled", beyond: "upstream_failed" });
    const result = rerunOf(old(PLAN, rows), PLAN, HERE, from("push"));
    expect(taken(result)).toEqual({ data: "succeeded", train: "succeeded" });
  });

  it("2.5 what is new in today's plan runs; an ancestor that is new is an error", () => {
    const today = planOf([
      ...STAGES,
      stagePlan("extra"),
      stagePlan("late", { after: ["extra", "data"] }),
    ]);
    expect(taken(rerunOf(old(PLAN, GOOD), today, HERE, from("train")))).not.toHaveProperty("extra");
    expect(message(rerunOf(old(PLAN, GOOD), today, HERE, from("late")))).toBe(
      "extra comes before what you chose, and was not in it: nothing of nightly#7 can stand for it",
    );
  });

  it("2.5 a yes holds for the question that was asked: another one is put again", () => {
    const ask = (text: string): StagePlan =>
      stagePlan("gate", { command: { is: "approval", message: [{ is: "text", text }], by: [] } });
    const plan = (text: string): Plan =>
      planOf([ask(text), stagePlan("push", { after: ["gate"] })]);
    const rows = [row("gate", "succeeded"), row("push", "failed")];
    const before = old(plan("v8?"), rows);
    expect(taken(rerunOf(before, plan("v8?"), HERE, from("push")))).toEqual({ gate: "succeeded" });
    expect(taken(rerunOf(before, plan("v9?"), HERE, from("push")))).toEqual({});
    const refused = old(plan("v8?"), [row("gate", "rejected"), row("push", "upstream_failed")]);
    expect(rerunOf(refused, plan("v8?"), HERE, from("push"))).toMatchObject({ rejected: true });
  });

  it("2.5 nothing goes before the answer to a question that is put anew", () => {
    const ask = (text: string): StagePlan =>
      stagePlan("gate", { command: { is: "approval", message: [{ is: "text", text }], by: [] } });
    const plan = (text: string): Plan =>
      planOf([
        stagePlan("data"),
        ask(text),
        stagePlan("copy", { after: ["gate", "data"] }),
        stagePlan("push", { after: ["copy"] }),
      ]);
    const rows = [row("data", "succeeded"), row("gate", "succeeded"), row("copy", "succeeded")];
    const before = old(plan("v8?"), [...rows, row("push", "failed")]);
    expect(taken(rerunOf(before, plan("v9?"), HERE, from("push")))).toEqual({ data: "succeeded" });
  });

  it("2.5 a stage that is gone is an error that names it", () => {
    expect(rerunOf(old(PLAN, GOOD), PLAN, HERE, from("data", "trian"))).toEqual({
      ok: false,
      unknown: "trian",
      rejected: false,
      message: "nightly has no stage trian",
    });
  });

  it("2.5 a chosen guard may stand anywhere, and one that comes before what is chosen runs with it", () => {
    const plan = planOf([
      stagePlan("a"),
      stagePlan("g", { if: "always", after: ["a"] }),
      stagePlan("h", { after: ["g"] }),
      stagePlan("s", { after: ["h"] }),
    ]);
    const rows = ["a", "g", "h", "s"].map((key) => row(key, "succeeded"));
    expect(taken(rerunOf(old(plan, rows), plan, HERE, from("g")))).toEqual({ a: "succeeded" });
    expect(taken(rerunOf(old(plan, rows), plan, HERE, from("s")))).toEqual({ a: "succeeded" });
  });

  it("2.5 --only: what is below it is skipped, and so is what was not satisfied aside of it", () => {
    const rows = but({ aside: "cancelled", beyond: "upstream_failed" });
    const result = rerunOf(old(PLAN, rows), PLAN, HERE, only("train"));
    expect(taken(result)).toEqual({
      data: "succeeded",
      push: "skipped",
      aside: "skipped",
      beyond: "skipped",
    });
    const left = result.ok ? result.rerun.taken.find(({ stage }) => stage === "push") : undefined;
    expect(left).toMatchObject({ outputs: null, end: { reason: "left out of this rerun" } });
  });

  it("2.5 what such a rerun left out was never run, so a later one takes nothing over of it", () => {
    const left = but({ push: "skipped" }).map((each) =>
      each.key === "push" ? { ...each, reason: "left out of this rerun" } : each,
    );
    const plan = planOf([...STAGES, stagePlan("tell", { after: ["push"] })]);
    expect(message(rerunOf(old(PLAN, left), plan, HERE, from("tell")))).toContain(
      "push comes before what you chose",
    );
  });

  it("2.5 --only of a stage below another that is chosen runs both", () => {
    const result = rerunOf(old(PLAN, GOOD), PLAN, HERE, only("data", "push"));
    expect(taken(result)).toMatchObject({ train: "skipped", aside: "succeeded" });
    expect(taken(result)).not.toHaveProperty("push");
  });

  it("8.1 a matrix is named as in the file: all its members; or one member by its key", () => {
    const group = stageKey("m");
    const members = [1, 2].map((n) => stagePlan(`m[n=${n}]`, { matrix: { group, values: { n } } }));
    const plan = planOf([...members, stagePlan("after", { after: ["m[n=1]", "m[n=2]"] })], {
      groups: [{ key: group, maxParallel: null, failFast: false }],
    });
    const rows = plan.stages.map(({ key }) => row(key, "succeeded"));
    expect(taken(rerunOf(old(plan, rows), plan, HERE, from("m")))).toEqual({});
    expect(taken(rerunOf(old(plan, rows), plan, HERE, from("m[n=2]")))).toEqual({
      "m[n=1]": "succeeded",
    });
    expect(taken(rerunOf(old(plan, rows), plan, HERE, only("m")))).toEqual({ after: "skipped" });
  });
});

describe("2.6 state folders of a rerun", () => {
  const failed = but({ train: "failed", push: "upstream_failed" });

  it("2.6 a stage that had not succeeded goes on in its own, one that had starts empty", () => {
    expect(state(rerunOf(old(PLAN, failed), PLAN, HERE, from("train")))).toEqual({
      train: OLD,
      push: OLD,
    });
    expect(state(rerunOf(old(PLAN, GOOD), PLAN, HERE, from("train")))).toEqual({});
    expect(state(rerunOf(old(PLAN, but({ train: "cached" })), PLAN, HERE, from("train")))).toEqual(
      {},
    );
  });

  it("2.6 so does one that runs again without being chosen", () => {
    const rows = but({ aside: "cancelled", clean: "failed" });
    expect(state(rerunOf(old(PLAN, rows), PLAN, HERE, from("train")))).toEqual({
      aside: OLD,
      clean: OLD,
    });
  });

  it("2.6 in the folder of the run that made it, over several reruns", () => {
    const first = runId("first");
    const again = old(PLAN, failed, { state: { [stageKey("train")]: first } });
    expect(state(rerunOf(again, PLAN, HERE, from("train")))).toEqual({ train: first, push: OLD });
  });

  const change = (over: Partial<StagePlan>): Plan =>
    planOf(STAGES.map((stage) => (stage.key === "train" ? { ...stage, ...over } : stage)));

  it.each([
    {
      what: "command",
      plan: change({ command: { is: "shell", shell: ["/bin/sh", "-c"], script: "false" } }),
      environment: HERE,
    },
    {
      what: "environment in the file",
      plan: change({ env: { A: [{ is: "text", text: "1" }] } }),
      environment: HERE,
    },
    { what: "pipeline's environment", plan: { ...PLAN, env: { A: "1" } }, environment: HERE },
    { what: "parameters", plan: { ...PLAN, params: { epochs: 2 } }, environment: HERE },
    { what: "interpreter", plan: { ...PLAN, python: "/venv/bin" }, environment: HERE },
    {
      what: "folder",
      plan: change({ cwd: [{ is: "text", text: "/elsewhere" }] }),
      environment: HERE,
    },
    {
      what: "caller's environment",
      plan: PLAN,
      environment: { ...HERE, env: { PATH: "/usr/bin" } },
    },
  ])("2.6 it starts empty where the $what is another", ({ plan, environment }) => {
    expect(state(rerunOf(old(PLAN, failed), plan, environment, from("train")))).not.toHaveProperty(
      "train",
    );
  });

  it("2.6 the order in which variables stand makes no difference, nor does what a stage is not about", () => {
    const before = { ...PLAN, env: { A: "1", B: "2" } };
    const today = { ...PLAN, env: { B: "2", A: "1" }, timeoutMs: 5, maxParallel: 1 };
    expect(state(rerunOf(old(before, failed), today, HERE, from("train")))).toHaveProperty("train");
  });
});

describe("2.5 a rerun in the engine", () => {
  const ended = { is: "succeeded", endedAt: 5, reason: "taken over from nightly#7" } as const;
  const rerun = (over: Partial<Rerun> = {}): Rerun => ({
    run: OLD,
    name: "nightly#7",
    state: {},
    fresh: [],
    taken: [{ stage: stageKey("data"), from: "nightly#7", end: ended, outputs: { v: "1" } }],
    ...over,
  });
  const slow = (): World => new World(() => ({ code: 0, takes: 100 }));

  it("2.5 what is taken over has no attempt, ends as the run is made, and the rest runs", () => {
    const world = slow();
    const run = world.rerun(PLAN, rerun());
    expect(world.runRow(run)).toMatchObject({ trigger: "rerun", rerunOf: "nightly#7" });
    expect(world.stage(run, "data")).toMatchObject({
      state: "succeeded",
      reason: "taken over from nightly#7",
      outputs: { v: "1" },
      attempt: 0,
      endedAt: world.zero + 1_000,
    });
    world.play();
    expect(world.starts.map(({ stage }) => stage)).toEqual([
      "train",
      "aside",
      "push",
      "beyond",
      "clean",
    ]);
    expect(world.runRow(run).state).toBe("succeeded");
    expect(world.refolded(run)).toEqual(world.runs.get(run));
  });

  it("1.4 a warning that is taken over makes the run partial, and if: failure sees it", () => {
    const world = slow();
    const plan = planOf([
      stagePlan("data", { onFail: "warn" }),
      stagePlan("train", { after: ["data"] }),
      stagePlan("alarm", { if: "failure", after: ["data"] }),
    ]);
    const end = { is: "failed", endedAt: 5, reason: "exit 1; taken over from nightly#7" } as const;
    const run = world.rerun(
      plan,
      rerun({ taken: [{ stage: stageKey("data"), from: "nightly#7", end, outputs: null }] }),
    );
    world.play();
    expect(world.states(run)).toEqual({ data: "failed", train: "succeeded", alarm: "succeeded" });
    expect(world.runRow(run)).toMatchObject({
      state: "partial",
      reason: "data: exit 1; taken over from nightly#7",
    });
  });

  it("2.5 where only guards are left to run they do, and the run ends", () => {
    const world = slow();
    const plan = planOf([stagePlan("a"), stagePlan("clean", { if: "always" })]);
    const of = { from: "nightly#7", end: ended, outputs: null };
    const run = world.rerun(plan, rerun({ taken: [{ stage: stageKey("a"), ...of }] }));
    world.play();
    expect(world.starts.map(({ stage }) => stage)).toEqual(["clean"]);
    expect(world.runRow(run).state).toBe("succeeded");
    const all = world.rerun(
      planOf([stagePlan("a")]),
      rerun({ taken: [{ stage: stageKey("a"), ...of }] }),
    );
    expect(world.runRow(all).state).toBe("succeeded");
  });

  it("2.8 while it waits queued, what is taken over starts nothing", () => {
    const world = slow();
    world.trigger(PLAN);
    const run = world.rerun(PLAN, rerun());
    expect(world.states(run)).toMatchObject({ data: "succeeded", train: "pending" });
    world.cancel(run);
    expect(world.runRow(run).state).toBe("cancelled");
    expect(world.stage(run, "data").state).toBe("succeeded");
  });

  it("2.5 a stage that the plan does not have is not taken over", () => {
    const world = slow();
    const gone = { stage: stageKey("gone"), from: "nightly#7", end: ended, outputs: null };
    const run = world.rerun(planOf([stagePlan("a")]), rerun({ taken: [gone] }));
    world.play();
    expect(world.runRow(run).state).toBe("succeeded");
  });

  it("2.4 a round by hand leaves what was taken over, and repeats the rest", () => {
    let tries = 0;
    const world = new World((stage) => ({
      code: stage === "train" && (tries += 1) === 1 ? 1 : 0,
      takes: 100,
    }));
    const run = world.rerun(planOf(STAGES.slice(0, 3)), rerun());
    world.play();
    world.retry(run);
    world.play();
    expect(world.starts.map(({ stage }) => stage)).toEqual(["train", "train", "push"]);
    expect(world.stage(run, "data").outputs).toEqual({ v: "1" });
    expect(world.runRow(run)).toMatchObject({ state: "succeeded", rerunOf: "nightly#7" });
  });

  describe("2.6 a lineage has one live run", () => {
    const wide = planOf(STAGES, { maxActiveRuns: 5 });
    const withState = (): Rerun => rerun({ state: { [stageKey("train")]: OLD } });

    it("2.6 two runs that go on in the same state folder wait for each other, whatever max_active_runs says", () => {
      const world = slow();
      const first = world.rerun(wide, withState());
      const second = world.rerun(wide, withState());
      const free = world.rerun(wide, rerun());
      expect(world.runRow(second)).toMatchObject({
        state: "queued",
        reason: "waits for nightly#1, which has the same state folders",
      });
      expect([world.runRow(first).state, world.runRow(free).state]).toEqual(["running", "running"]);
      world.play();
      expect(world.runRow(second).state).toBe("succeeded");
      const begun = world.log.flatMap((event) =>
        event.kind === "run.started" && event.run === second ? event.now.at : [],
      );
      expect(begun).toEqual([world.runRow(first).endedAt]);
    });

    it("2.6 a round by hand of the run that made the folder waits for the rerun that goes on in it", () => {
      const world = new World((stage) => ({ code: stage === "train" ? 1 : 0, takes: 100 }));
      const origin = world.trigger(wide);
      world.play();
      const again = world.rerun(
        wide,
        rerun({ run: origin, state: { [stageKey("train")]: origin } }),
      );
      world.retry(origin);
      expect(world.runRow(origin)).toMatchObject({
        state: "queued",
        reason: "waits for nightly#2, which has the same state folders",
      });
      world.play();
      expect(world.runRow(again).state).toBe("failed");
      expect(world.runRow(origin)).toMatchObject({ state: "failed", round: 2 });
    });
  });
});
