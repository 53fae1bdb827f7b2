// What the Stage screen is fed with, from a real home: what its plan says, what its tries used and measured, and what is
// never shown. Secrets and escape sequences stop here.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fingerprintsOf } from "../../../src/engine/host/fingerprint.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import { stageFeed, type StageFeed } from "../../../src/cli/monitor/stage-feed.ts";
import { masksOfRuns } from "../../../src/cli/masking.ts";
import { type AttemptId, type RunId, pipelineName, stageKey } from "../../../src/pipeline/ids.ts";
import type { Plan, StagePlan, Template } from "../../../src/pipeline/plan.ts";
import type { Interest } from "../../../src/ui/monitor/interest.ts";
import type { StagePageView } from "../../../src/ui/stage/view.ts";
import { planOf, stagePlan } from "../../engine/simulate.ts";
import { Home, StoredWorld } from "../../store/stored-world.ts";

let home: Home;
let world: StoredWorld;
beforeEach(() => {
  home = new Home();
  world = new StoredWorld(home, () => ({ mute: true }));
});
afterEach(() => {
  home.remove();
});

const text = (words: string): Template => [{ is: "text", text: words }];
const ONE: Partial<Plan> = { pipeline: pipelineName("p"), folder: "/project" };

function feedOf(): StageFeed {
  const reader = home.reader();
  const masks = masksOfRuns(reader);
  return stageFeed({ paths: homePaths(home.folder), reader: () => reader, masks });
}

function asking(run: RunId, stage: string, attempt: AttemptId | null = null): Interest {
  return {
    pipeline: null,
    sinceMs: 0,
    run,
    stage: stageKey(stage),
    attempt,
    log: null,
    models: false,
  };
}

function pageOf(run: RunId, stage: string, feed = feedOf()): StagePageView {
  const page = feed.read(asking(run, stage), world.now().at);
  if (page === null) throw new Error(`nothing was read of ${stage}`);
  return page;
}

function writeLog(attempt: AttemptId, log: string): void {
  mkdirSync(join(home.folder, "attempts", attempt), { recursive: true });
  writeFileSync(join(home.folder, "attempts", attempt, "log"), log);
}

describe("of the plan of a stage it tells", () => {
  const read = (stage: StagePlan, plan: Partial<Plan> = {}): StagePageView =>
    pageOf(world.trigger(planOf([stage], { ...ONE, ...plan })), stage.key);

  it("a script line by line, and all of it for the clipboard", () => {
    const script = "set -e\n\tpython train.py \u001b[31m\n\n";
    const { work, commandText } = read(
      stagePlan("a", { command: { is: "shell", shell: ["sh"], script } }),
    );
    expect(work).toEqual({ is: "script", lines: ["set -e", "  python train.py"], count: 2 });
    expect(commandText).toBe("set -e\n\tpython train.py [31m");
  });

  it("words as a shell would need them", () => {
    const argv = [text("python"), text("a file.py")];
    const { work } = read(stagePlan("a", { command: { is: "argv", argv } }));
    expect(work).toEqual({ is: "argv", text: "python 'a file.py'" });
  });

  it("what a person is asked, of whom, and that nothing is run", () => {
    const message = text("promote\nv8?");
    const page = read(stagePlan("a", { command: { is: "approval", message, by: ["ada"] } }));
    expect(page.work).toEqual({ is: "approval", message: "promote v8?", by: ["ada"] });
    expect(page).toMatchObject({ commandText: "", logPath: null, chosen: null, attempts: [] });
  });

  it("its folder, interpreter, retries, limit, slots and condition in words", () => {
    const retry = { ...stagePlan("a").retry, times: 3, delayMs: 30_000, onExit: [75] };
    const stage = stagePlan("a", {
      retry: { ...retry, backoff: "exponential", maxDelayMs: 600_000 },
      timeoutMs: 14_400_000,
      slots: { gpu: 1 },
      if: "always",
      onFail: "warn",
    });
    expect(read(stage, { python: "/project/.venv/bin" })).toMatchObject({
      cwd: "/project",
      python: ".venv/bin",
      retry: "3 times after 30s, then 2 times as long, at most 10m, on exit 75 only",
      timeoutMs: 14_400_000,
      slots: ["gpu 1"],
      ifText: "always",
      onFail: "warn",
    });
  });

  it("the names of its environment, and never a value", () => {
    const stage = stagePlan("a", { env: { LEVEL: text("the-value") } });
    const page = read(stage, { secrets: ["TOKEN"], env: { MODE: "another-value" } });
    expect(page.environment).toMatchObject({
      set: ["MODE", "LEVEL"],
      passed: [],
      usual: 2,
      secrets: ["TOKEN"],
      by: "ada",
    });
    expect(JSON.stringify(page)).not.toMatch(/the-value|another-value|C\.UTF-8/);
  });
});

describe("of the tries of a stage it tells", () => {
  const PLAN = planOf(
    [stagePlan("a", { retry: { ...stagePlan("a").retry, times: 2, delayMs: 30_000 } })],
    ONE,
  );

  function twice(): { run: RunId; first: AttemptId; second: AttemptId } {
    const run = world.trigger(PLAN);
    const first = world.of(run, "a").attempt;
    world.up += 4000;
    world.turn([world.exitedWith(run, "a", 1, { cpuMs: 6000, peakRssBytes: 5e9 })]);
    world.play(31_000);
    return { run, first, second: world.of(run, "a").attempt };
  }

  it("what each used and how long it was waited for", () => {
    const { run, first, second } = twice();
    expect(pageOf(run, "a").attempts).toMatchObject([
      { id: first, number: 1, state: "failed", exitCode: 1, cpuPercent: 150, peakRssBytes: 5e9 },
      { id: second, number: 2, endedAt: null, waitedMs: 30_000 },
    ]);
  });

  it("the samples of the one that runs, as lanes over its time", () => {
    const { run, second } = twice();
    const start = pageOf(run, "a").attempts.at(-1)!.startedAt;
    const sample = (at: number, cpuPercent: number, rssBytes: number) => ({
      attemptId: second,
      at: start + at,
      cpuPercent,
      rssBytes,
      gpuPercent: null,
      gpuBytes: null,
    });
    world.samples = [sample(1000, 50, 1e9), sample(2000, 182, 3e9), sample(4000, 90, 2e9)];
    world.up += 4000;
    world.turn([]);
    const { use, attempts } = pageOf(run, "a");
    expect(use?.rssBytes).toHaveLength(3);
    expect(use).toMatchObject({
      rssBytes: [1e9, 3e9, 2e9],
      gpuPercent: [],
      now: { cpuPercent: 90, rssBytes: 2e9, gpuPercent: null },
    });
    expect(attempts.at(-1)).toMatchObject({ cpuPercent: 90, peakRssBytes: 3e9 });
  });

  it("its metrics with the latest and the best of all points, a loss by its lowest", () => {
    const { run, second } = twice();
    const point = (name: string, value: number) => ({ name, step: null, value });
    const f1 = Array.from({ length: 1000 }, (_, n) => point("f1", n === 501 ? 0.99 : 0.5));
    const points = [...f1, point("evalLoss", 0.4), point("evalLoss", 0.6)];
    world.metrics = [{ attempt: second, points, offset: 1 }];
    world.turn([]);
    const { metrics } = pageOf(run, "a");
    expect(metrics.map(({ name, latest, best }) => ({ name, latest, best }))).toEqual([
      { name: "evalLoss", latest: 0.6, best: { value: 0.4, isMax: false } },
      { name: "f1", latest: 0.5, best: { value: 0.99, isMax: true } },
    ]);
    expect(metrics[1]?.points.length).toBeLessThanOrEqual(200);
  });

  it("the end of the log of the one that is asked for, cleaned", () => {
    const { run, first, second } = twice();
    writeLog(
      first,
      "first\n\u001b[31mred\u001b[0m \u001b]0;title\u0007\n::dagtop progress=0.5\n\n",
    );
    writeLog(second, " 10%\r 20%\r\nsecond\n");
    const feed = feedOf();
    const now = world.now().at;
    expect(feed.read(asking(run, "a"), now)?.logTail).toEqual([" 20%", "second"]);
    const page = feed.read(asking(run, "a", first), now);
    expect(page).toMatchObject({ chosen: first, logTail: ["first", "red"] });
    expect(page?.logPath).toBe(join(home.folder, "attempts", first, "log"));
  });

  it("no more than the end of a log, however large, and never half a line as a whole one", () => {
    const { run, second } = twice();
    writeLog(second, `${"x".repeat(200)}\n`.repeat(5000));
    const { logTail } = pageOf(run, "a");
    expect(logTail).toHaveLength(60);
    expect(new Set(logTail.map(({ length }) => length))).toEqual(new Set([200]));
  });

  it("the same object where nothing has changed, and the same parts where little has", () => {
    const { run, second } = twice();
    writeLog(second, "one\n");
    const feed = feedOf();
    const now = world.now().at;
    const before = feed.read(asking(run, "a"), now);
    expect(feed.read(asking(run, "a"), now)).toBe(before);
    writeLog(second, "one\ntwo\n");
    const after = feed.read(asking(run, "a"), now);
    expect(after?.logTail).toEqual(["one", "two"]);
    expect(after?.attempts).toBe(before?.attempts);
    expect(after?.work).toBe(before?.work);
  });
});

describe("of what a stage gave it tells", () => {
  it("its outputs in one line each, without what a terminal would obey", () => {
    world = new StoredWorld(home, () => ({
      code: 0,
      takes: 10,
      outputs: { f1: "0.81", note: "two\nlines\u001b[2J" },
    }));
    const run = world.trigger(planOf([stagePlan("a")], ONE));
    world.play();
    expect(pageOf(run, "a").outputs).toEqual([
      { name: "f1", value: "0.81" },
      { name: "note", value: "two lines" },
    ]);
  });

  it("8.2 the files of its cache with their size, and the hash of those that this run kept", () => {
    const out = join(home.folder, "out.bin");
    writeFileSync(out, "12345");
    const outs = [out, join(home.folder, "gone"), home.folder];
    const stage = stagePlan("a", { cache: { deps: [], outs } });
    const run = world.trigger(planOf([stage], { ...ONE, folder: home.folder }));
    world.kept = [
      {
        pipeline: pipelineName("p"),
        stage: stageKey("a"),
        key: "k",
        outs: "o",
        outputs: null,
        parts: { "out.bin": "9f86d081884c" },
        run: "p#1",
      },
    ];
    world.turn([]);
    expect(pageOf(run, "a").outs).toEqual([
      { path: "out.bin", is: "file", bytes: 5, hash: "9f86d081884c" },
      { path: "gone", is: "missing", bytes: null, hash: null },
      { path: home.folder, is: "folder", bytes: null, hash: null },
    ]);
    world.cancel(run);
    const next = world.trigger(planOf([stage], { ...ONE, folder: home.folder }), "next");
    expect(pageOf(next, "a").outs[0]).toMatchObject({ hash: null });
  });

  it("7.3 no secret: neither in its command, nor in outputs, causes or its log", () => {
    const secret = "hunter2-hunter2";
    const script = `curl -H ${secret}`;
    const stage = stagePlan("a", { command: { is: "shell", shell: ["sh"], script } });
    const run = world.trigger(planOf([stage], { ...ONE, secrets: ["TOKEN"] }));
    const { attempt } = world.of(run, "a");
    world.secrets = [
      { attempt, rows: fingerprintsOf({ TOKEN: secret }, world.inherited.secretKey) },
    ];
    world.turn([]);
    world.turn([world.exitedWith(run, "a", 0, { outputs: { token: secret } })]);
    writeLog(attempt, `using ${secret}\nhun\u001b[0mter2-hunter2\n`);
    const page = pageOf(run, "a");
    expect(JSON.stringify(page)).not.toContain("hunter2-hunter2");
    expect(page.commandText).toBe("curl -H ***TOKEN***");
    expect(page.logTail).toEqual(["using ***TOKEN***", "***TOKEN***"]);
    expect(page.outputs).toEqual([{ name: "token", value: "***TOKEN***" }]);
  });
});

it("is nothing where no stage is asked for, or there is none of that name", () => {
  const run = world.trigger(planOf([stagePlan("a")], ONE));
  const feed = feedOf();
  expect(feed.read({ ...asking(run, "a"), stage: null }, 0)).toBeNull();
  expect(feed.read(asking(run, "b"), 0)).toBeNull();
  expect(feed.read(asking("no-run" as RunId, "a"), 0)).toBeNull();
});
