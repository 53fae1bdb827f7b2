// What the Run screen is fed with, from a real home: rows and what their logs say, what stages use and how long they take.
// Secrets and escape sequences stop here, and what has not changed is the same object.

import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprintsOf } from "../../../src/engine/host/fingerprint.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import { type RunFeed, runFeed } from "../../../src/cli/monitor/run-feed.ts";
import { masksOfRuns } from "../../../src/cli/masking.ts";
import {
  type AttemptId,
  type RunId,
  pipelineName,
  runId,
  stageKey,
} from "../../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../../src/pipeline/plan.ts";
import type { Interest } from "../../../src/ui/monitor/interest.ts";
import type { StageView } from "../../../src/ui/project.ts";
import type { RunPageView } from "../../../src/ui/run/view.ts";
import { planOf, stagePlan } from "../../engine/simulate.ts";
import { Home, StoredWorld, triggerArgs } from "../../store/stored-world.ts";

let home: Home;
let world: StoredWorld;
beforeEach(() => {
  home = new Home();
  world = new StoredWorld(home, () => ({ mute: true }));
});
afterEach(() => {
  home.remove();
});

const AS: Partial<Plan> = { pipeline: pipelineName("p"), folder: "/project" };
const THREE = planOf(
  [stagePlan("a"), stagePlan("b", { after: ["a"] }), stagePlan("c", { after: ["b"] })],
  AS,
);

function feedOf(): RunFeed {
  const reader = home.reader();
  return runFeed({
    paths: homePaths(home.folder),
    reader: () => reader,
    masks: masksOfRuns(reader),
  });
}

function asking(
  run: RunId | null,
  stage: string | null = null,
  attempt: AttemptId | null = null,
): Interest {
  const key = stage === null ? null : stageKey(stage);
  return { pipeline: null, sinceMs: 0, run, stage: key, attempt, log: null, models: false };
}

function pageOf(feed: RunFeed, run: RunId, stage: string | null = null): RunPageView {
  const page = feed.read(asking(run, stage), world.now().at);
  if (page === null) throw new Error(`nothing was read of ${run}`);
  return page;
}

function stageIn({ run }: RunPageView, key: string): StageView {
  const found = run.stages.find((stage) => stage.key === key);
  if (found === undefined) throw new Error(`no stage ${key}`);
  return found;
}

function writeLog(attempt: AttemptId, log: string): void {
  mkdirSync(join(home.folder, "attempts", attempt), { recursive: true });
  writeFileSync(join(home.folder, "attempts", attempt, "log"), log);
}

function logLine(attempt: AttemptId, line: string): void {
  appendFileSync(join(home.folder, "attempts", attempt, "log"), `${line}\n`);
}

/** The stage runs for so long and succeeds. */
function passes(run: RunId, key: string, ms: number): void {
  world.up += ms;
  world.turn([world.exitedWith(run, key, 0, { cpuMs: ms * 2, peakRssBytes: 3e9 })]);
}

function wholeRun(name: string, ms: readonly number[]): RunId {
  const run = world.trigger(THREE, name);
  for (const [place, key] of ["a", "b", "c"].entries()) passes(run, key, ms[place] ?? 0);
  return run;
}

describe("of a run the screen sees", () => {
  it("nothing where none is asked for, or there is none of that id", () => {
    const feed = feedOf();
    expect(feed.read(asking(null), 0)).toBeNull();
    expect(feed.read(asking(runId("nobody's")), 0)).toBeNull();
  });

  it("its stages, pipeline and folder, and the graph of its plan", () => {
    const fit = (lr: string): StagePlan =>
      stagePlan(`fit[lr=${lr}]`, {
        after: ["a"],
        matrix: { group: stageKey("fit"), values: { lr } },
        retry: { ...stagePlan("x").retry, times: 2 },
      });
    const plan = planOf([stagePlan("a"), fit("1"), fit("2"), stagePlan("z", { if: "always" })], AS);
    const page = pageOf(feedOf(), world.trigger(plan));
    expect(page).toMatchObject({ pipeline: "p", folder: "/project", commit: null, dirty: false });
    expect(page.run.stages.map(({ key }) => key)).toEqual(page.graph.map(({ key }) => key));
    expect(page.graph).toMatchObject([
      { name: "a", group: null, needs: [], dashed: false, tries: 1 },
      { name: "fit 1", group: "fit", groupName: "fit", needs: ["a"], tries: 3 },
      { name: "fit 2", group: "fit" },
      { name: "z", dashed: true },
    ]);
  });

  it("the commit of its code, and whether there was more than that", () => {
    const source = { commit: "3f2a91c0d4", branch: "main", dirty: true, patch: "+ x" };
    const args = triggerArgs(THREE, runId("sourced"), { source });
    world.tell({ kind: "trigger", args });
    expect(pageOf(feedOf(), args.run)).toMatchObject({ commit: "3f2a91c", dirty: true });
  });

  it("how far the log of a live attempt says it is, as the log grows", () => {
    const run = world.trigger(THREE);
    const { attempt } = world.of(run, "a");
    writeLog(attempt, "begins\n");
    const feed = feedOf();
    expect(stageIn(pageOf(feed, run), "a").says).toEqual({ is: "text", text: "begins" });
    logLine(attempt, "::dagtop progress=0.4 epoch 2 of 5");
    expect(stageIn(pageOf(feed, run), "a").says).toMatchObject({ is: "progress", fraction: 0.4 });
  });

  it("by what it is waited for in a queue, and about how long", () => {
    const earlier = wholeRun("before", [10_000, 0, 0]);
    expect(pageOf(feedOf(), earlier).run.state).toBe("succeeded");
    const first = world.trigger(THREE, "first");
    const second = world.trigger(THREE, "second");
    const { run } = pageOf(feedOf(), second);
    expect(run.state).toBe("queued");
    expect(run.reason).toMatch(/^waits for p#2\b.*, about 10s$/u);
    expect(first).not.toBe(second);
  });
});

describe("of what stages use the screen sees", () => {
  it("the newest sample of a live attempt, else the mean and the most of the last that ended", () => {
    const run = world.trigger(THREE);
    const feed = feedOf();
    expect(pageOf(feed, run).usage.size).toBe(0);
    passes(run, "a", 10_000);
    const { attempt } = world.of(run, "b");
    const sample = { attemptId: attempt, cpuPercent: 90, rssBytes: 1, gpuPercent: 50, gpuBytes: 2 };
    world.samples = [
      { ...sample, at: world.now().at },
      { ...sample, at: world.now().at + 1, cpuPercent: 110 },
    ];
    world.up += 2000;
    world.turn([]);
    const { usage } = pageOf(feed, run);
    expect([...usage]).toEqual([
      ["a", { cpuPercent: 200, rssBytes: 3e9, gpuPercent: null, gpuBytes: null }],
      ["b", { cpuPercent: 110, rssBytes: 1, gpuPercent: 50, gpuBytes: 2 }],
    ]);
  });
});

describe("of when a run ends the screen sees", () => {
  it("what is expected from how long its stages took before", () => {
    for (const n of [1, 2, 3]) wholeRun(`before ${n}`, [10_000, 20_000, 30_000]);
    const run = world.trigger(THREE, "now");
    world.up += 4000;
    const page = pageOf(feedOf(), run);
    expect(page.eta).toEqual({ p50: world.now().at + 56_000, p95: null });
    expect([...page.left]).toEqual([["a", { is: "known", p50: 6000, p95: null }]]);
  });

  it("nothing of a run that is over, or of which nothing is known", () => {
    const first = world.trigger(THREE, "first");
    expect(pageOf(feedOf(), first)).toMatchObject({ eta: null });
    for (const key of ["a", "b", "c"]) passes(first, key, 1000);
    const page = pageOf(feedOf(), first);
    expect(page.eta).toBeNull();
    expect(page.left.size).toBe(0);
  });
});

describe("of metrics the screen sees", () => {
  it("the course of those of the selected stage, those that say how well it does first", () => {
    const run = world.trigger(THREE);
    const { attempt } = world.of(run, "a");
    const point = (name: string, step: number, value: number) => ({ name, step, value });
    world.metrics = [
      {
        attempt,
        points: [point("learning_rate", 1, 2e-5), point("loss", 1, 0.5), point("loss", 2, 0.25)],
        offset: 9,
      },
    ];
    world.turn([]);
    const feed = feedOf();
    expect(pageOf(feed, run, "a").sparks).toEqual([
      { name: "loss", points: [0.5, 0.25], latest: 0.25 },
      { name: "learning_rate", points: [2e-5], latest: 2e-5 },
    ]);
    expect(pageOf(feed, run, "b").sparks).toEqual([]);
  });
});

describe("what is fed to the Run screen", () => {
  it("is the same object until something has changed", () => {
    const run = world.trigger(THREE);
    writeLog(world.of(run, "a").attempt, "begins\n");
    const feed = feedOf();
    const first = pageOf(feed, run);
    expect(pageOf(feed, run)).toBe(first);
    passes(run, "a", 1000);
    const second = pageOf(feed, run);
    expect(second).not.toBe(first);
    expect(second.graph).toBe(first.graph);
    expect(stageIn(second, "c")).toBe(stageIn(first, "c"));
    expect(pageOf(feed, run)).toBe(second);
  });

  it("does not change for a run that is over while others go on", () => {
    const over = wholeRun("over", [1000, 1000, 1000]);
    const feed = feedOf();
    pageOf(feed, over);
    world.up += 2000;
    const first = pageOf(feed, over);
    const other = world.trigger(THREE, "other");
    passes(other, "a", 5000);
    expect(pageOf(feed, over)).toBe(first);
  });

  it("has the same graph for all runs of the same plan", () => {
    const feed = feedOf();
    const first = pageOf(feed, wholeRun("first", [1, 1, 1]));
    expect(pageOf(feed, wholeRun("second", [1, 1, 1])).graph).toBe(first.graph);
  });

  it("7.3 has no secret in it, and no escape sequence", () => {
    const secret = "correct-horse-battery-staple";
    const run = world.trigger(planOf([stagePlan("a")], { ...AS, secrets: ["TOKEN"] }));
    const { attempt } = world.of(run, "a");
    world.secrets = [
      { attempt, rows: fingerprintsOf({ TOKEN: secret }, world.inherited.secretKey) },
    ];
    world.metrics = [{ attempt, points: [{ name: `m ${secret}`, step: 1, value: 1 }], offset: 3 }];
    world.turn([]);
    writeLog(attempt, `\u001b[31mpassword ${secret}\u001b]0;x\u0007\n`);
    const page = pageOf(feedOf(), run, "a");
    expect(stageIn(page, "a").says).toMatchObject({ text: expect.stringContaining("password") });
    const all = JSON.stringify(page);
    expect(all).not.toContain(secret);
    expect(all).not.toContain("\\u001b");
  });

  it("has the last words of every log in the end, however many there are, and those of failures at once", () => {
    const stages = Array.from({ length: 150 }, (_, n) => stagePlan(`s${n}`));
    world.maxRunning = 200;
    const run = world.trigger(planOf(stages, { ...AS, maxParallel: 200 }));
    for (const { key } of stages) {
      writeLog(world.of(run, key).attempt, `words of ${key}\n`);
      world.turn([world.exited(run, key, key === "s0" ? 1 : 0)]);
    }
    const feed = feedOf();
    const told = (page: RunPageView): number =>
      page.run.stages.filter(({ lastLine }) => lastLine !== "").length;
    const first = pageOf(feed, run);
    expect(stageIn(first, "s0").lastLine).toBe("words of s0");
    expect(told(first)).toBe(100);
    expect(told(pageOf(feed, run))).toBe(150);
  });
});
