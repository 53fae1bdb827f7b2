// `dagtop diff`: what differs between two runs, and nothing else; by the pure comparison, and by the program in a real home.

import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join, resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffPage } from "../../src/cli/diff-page.ts";
import { type RunSide, diffRuns, isSame } from "../../src/cli/diff-runs.ts";
import { lineChanges } from "../../src/cli/line-diff.ts";
import { pipelineName, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import type { RunRow, StageRow } from "../../src/engine/rows.ts";
import { sourceTable } from "../../src/store/source-table.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { Home, StoredWorld } from "../store/stored-world.ts";

const PLAIN = { colour: false, ascii: false };

const ROW: RunRow = {
  id: runId("run-1"),
  pipeline: pipelineName("spam"),
  folder: "/project",
  number: 3,
  state: "succeeded",
  reason: null,
  trigger: "manual",
  by: "ada",
  round: 1,
  plan: "hash",
  createdAt: 0,
  startedAt: 0,
  endedAt: 1,
  dueAt: null,
  rerunOf: null,
};

function stageRow(key: string, ms: number, outputs: Record<string, string> | null): StageRow {
  return {
    runId: ROW.id,
    key: stageKey(key),
    position: 0,
    state: "succeeded",
    reason: null,
    dueAt: null,
    attempt: 1,
    maxAttempts: 1,
    startedAt: 1000,
    endedAt: 1000 + ms,
    outputs,
  };
}

function side(number: number, over: Partial<RunSide> = {}): RunSide {
  return {
    run: { ...ROW, number },
    plan: planOf([stagePlan("a")]),
    source: { commit: "1f3a", branch: "main", dirty: false, patch: null },
    environment: { env: { PATH: "/bin" }, umask: 0o022 },
    stages: [stageRow("a", 5000, { f1: "0.5" })],
    metrics: [],
    ...over,
  };
}

const withPlan = (stages: readonly StagePlan[], over: Partial<Plan> = {}) =>
  side(4, { plan: planOf(stages, over) });
const page = (before: RunSide, after: RunSide) =>
  diffPage(diffRuns(before, after), PLAIN).join("\n");
const shell = (script: string): Partial<StagePlan> => ({
  command: { is: "shell", shell: ["bash", "-c"], script },
});

describe("two runs in which nothing differs", () => {
  it("are said to be so, and have empty sections", () => {
    const found = diffRuns(side(3), side(4));
    expect(isSame(found)).toBe(true);
    expect(diffPage(found, PLAIN)).toEqual([
      "spam#3 → spam#4",
      " Nothing that is known of them differs.",
    ]);
    expect(diffPage(found, { colour: false, ascii: true })[0]).toBe("spam#3 -> spam#4");
  });

  it("are those of which nothing was kept, too", () => {
    const none = { plan: null, source: null, environment: null, stages: [], metrics: [] };
    expect(isSame(diffRuns(side(3, none), side(4, none)))).toBe(true);
  });
});

describe("the definition", () => {
  it("has stages that came and went, and of the others each field as the file names it", () => {
    const before = side(3, {
      plan: planOf([
        stagePlan("old"),
        stagePlan("train", {
          ...shell("set -x\npython train.py --lr 1\necho done\n"),
          env: { myVar: [{ is: "text", text: "1" }] },
          timeoutMs: 60_000,
          slots: { gpuA: 1 },
        }),
      ]),
    });
    const after = withPlan(
      [
        stagePlan("train", {
          ...shell("set -x\npython train.py --lr 2\necho done\n"),
          after: ["new"],
          env: {},
          timeoutMs: 90_000,
          slots: { gpuA: 2 },
          onFail: "warn",
          condition: { is: "state", stages: [stageKey("new")] },
          ifText: "stages.new.state",
        }),
        stagePlan("new"),
      ],
      { timeoutMs: 1500, maxParallel: 2 },
    );
    const { definition } = diffRuns(before, after);
    expect(definition).toMatchObject({
      pipeline: [
        { name: "timeout", before: null, after: "1.5s" },
        { name: "max_parallel", before: null, after: "2" },
      ],
      added: ["new"],
      removed: ["old"],
      changed: [
        {
          stage: "train",
          command: [
            { is: "removed", line: "python train.py --lr 1" },
            { is: "added", line: "python train.py --lr 2" },
          ],
        },
      ],
    });
    const fields = definition.changed[0]?.fields ?? [];
    expect(Object.fromEntries(fields.map((one) => [one.name, [one.before, one.after]]))).toEqual({
      needs: ["", "new"],
      if: ["success", "stages.new.state"],
      "env.myVar": ["1", null],
      timeout: ["1m", "1m30s"],
      "slots.gpuA": ["1", "2"],
      on_fail: ["fail", "warn"],
    });
    const lines = page(before, after);
    for (const part of [
      "definition",
      "- stage old",
      "+ stage new",
      "stage train",
      "timeout: 1m → 1m30s",
      "- env.myVar: 1",
      "- python train.py --lr 1",
    ])
      expect(lines).toContain(part);
  });

  it("has an if as the file has it: parameters differ in a place of their own", () => {
    const value = (is: boolean) =>
      ({ condition: { is: "value", value: is }, ifText: "params.push" }) as const;
    const before = side(3, { plan: planOf([stagePlan("a", value(false))]) });
    const after = side(4, { plan: planOf([stagePlan("a", value(true))]) });
    expect(diffRuns(before, after).definition.changed).toEqual([]);
  });

  it("has a command that became one of another kind", () => {
    const argv = [
      [{ is: "text", text: "ls" }],
      [{ is: "output", stage: stageKey("a"), name: "x" }],
    ] as const;
    const { definition } = diffRuns(
      withPlan([stagePlan("a", shell("ls"))]),
      withPlan([stagePlan("a", { command: { is: "argv", argv } })]),
    );
    expect(definition.changed[0]?.fields.map(({ name }) => name)).toEqual(["kind", "shell"]);
    expect(definition.changed[0]?.command).toEqual([
      { is: "added", line: "${{ stages.a.outputs.x }}" },
    ]);
  });

  it("tells every difference of two plans: no field is left out", () => {
    const stage = stagePlan("a");
    const changed: Partial<StagePlan>[] = [
      { description: "x" },
      { if: "always" },
      { uses: "dvc" },
      { cwd: [{ is: "text", text: "/elsewhere" }] },
      { retry: { ...stage.retry, times: 5 } },
      { retry: { ...stage.retry, onExit: [75] } },
      { stop: { ...stage.stop, command: "docker stop x" } },
      { onCrash: "retry" },
      { priority: 3 },
      { cache: { deps: ["/a"], outs: [] } },
      { leaveRunning: ["tensorboard"] },
      { leaveRunning: "all" },
      { matrix: { group: stageKey("a"), values: { lr: 0.1 } } },
    ];
    for (const over of changed) {
      const found = diffRuns(withPlan([stage]), withPlan([stagePlan("a", over)]));
      expect(found.definition.changed.flatMap(({ fields }) => fields)).not.toEqual([]);
    }
    const pipeline: Partial<Plan>[] = [
      { folder: "/b" },
      { file: null },
      { env: { A: "1" } },
      { python: "/venv/bin" },
      { maxActiveRuns: 3 },
      { retryRun: { times: 1, delayMs: 0 } },
      { secrets: ["TOKEN"] },
      { groups: [{ key: stageKey("a"), maxParallel: 2, failFast: true }] },
    ];
    for (const over of pipeline) {
      expect(diffRuns(withPlan([stage]), withPlan([stage], over)).definition.pipeline).not.toEqual(
        [],
      );
    }
  });
});

describe("what surrounded them", () => {
  it("has params, git and the environment by name, with what came and what went", () => {
    const found = diffRuns(
      side(3, { plan: planOf([stagePlan("a")], { params: { n: 1, gone: true } }) }),
      side(4, {
        plan: planOf([stagePlan("a")], { params: { n: 2 } }),
        source: { commit: "2e4b", branch: null, dirty: true, patch: "-a\n+b\n" },
        environment: { env: { PATH: "/bin", CUDA_HOME: "/cuda" }, umask: 0o077 },
      }),
    );
    expect(found.params).toEqual([
      { name: "n", before: "1", after: "2" },
      { name: "gone", before: "true", after: null },
    ]);
    expect(found.git.map(({ name }) => name)).toEqual(["commit", "branch", "dirty", "patch"]);
    expect(found.environment).toEqual([
      { name: "umask", before: "0022", after: "0077" },
      { name: "CUDA_HOME", before: null, after: "/cuda" },
    ]);
    const lines = diffPage(found, PLAIN);
    expect(lines).toContain("  n: 1 → 2");
    expect(lines).toContain("  - branch: main");
    expect(lines).toContain("    + +b");
  });

  it("shows nothing that could take over a terminal", () => {
    const evil = "\u001b[2J\u202ex\r";
    const found = diffRuns(
      side(3),
      side(4, {
        environment: { env: { [`A${evil}`]: evil, PATH: evil }, umask: 0o022 },
        source: { commit: evil, branch: evil, dirty: true, patch: evil },
        stages: [stageRow(evil, 90_000, { [evil]: evil })],
        plan: planOf([stagePlan("a", shell(evil)), stagePlan(evil)]),
        metrics: [metric(evil, evil, 1)],
      }),
    );
    for (const line of diffPage(found, PLAIN)) expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

function metric(stage: string, name: string, last: number, attempt = 1) {
  return { stage, attempt, name, points: 1, lowest: last, highest: last, last };
}

describe("what came of them", () => {
  it("has the last values of metrics with their difference, of the last try", () => {
    const before = side(3, { metrics: [metric("a", "f1", 0.1), metric("a", "f1", 0.5, 2)] });
    const after = side(4, { metrics: [metric("a", "f1", 0.75), metric("a", "loss", 2)] });
    expect(diffRuns(before, after).metrics).toEqual([
      { stage: "a", name: "f1", before: 0.5, after: 0.75 },
      { stage: "a", name: "loss", before: null, after: 2 },
    ]);
    expect(page(before, after)).toMatch(/a +f1 +0\.5 +0\.75 +\+0\.25\n.*a +loss +– +2 +–/);
    expect(page(after, before)).toMatch(/f1 +0\.75 +0\.5 +-0\.25/);
  });

  it("has outputs, and durations where they are worth a word", () => {
    const stages = [stageRow("a", 5900, { f1: "0.6", new: "" }), stageRow("b", 60_000, null)];
    const found = diffRuns(
      side(3, { stages: [stageRow("a", 5000, { f1: "0.5" }), stageRow("b", 90_000, null)] }),
      side(4, { stages }),
    );
    expect(found.outputs).toEqual([
      { stage: "a", name: "f1", before: "0.5", after: "0.6" },
      { stage: "a", name: "new", before: null, after: "" },
    ]);
    expect(found.durations).toEqual([
      { stage: "b", name: "duration_ms", before: 90_000, after: 60_000 },
    ]);
    expect(diffPage(found, PLAIN).at(-1)).toMatch(/b +1m +1m +-30s$/);
  });
});

describe("how they ended", () => {
  it("has the states of both runs and of the stages that both have", () => {
    const [a, b] = [stageRow("a", 1, null), stageRow("b", 1, null)];
    const before = side(3, { stages: [a, b] });
    const after = side(4, {
      run: { ...ROW, number: 4, state: "failed" },
      stages: [{ ...a, state: "failed" }, stageRow("new", 1, null)],
    });
    expect(diffRuns(before, after).states).toEqual([
      { stage: null, before: "succeeded", after: "failed" },
      { stage: "a", before: "succeeded", after: "failed" },
    ]);
    expect(page(before, after)).toContain(
      "states\n  the run: succeeded → failed\n  a: succeeded → failed",
    );
  });
});

describe("lines", () => {
  it("differ by a shortest way, and going that way leads from one text to the other", () => {
    const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = lineChanges(before, after);
        const gone = found.filter(({ is }) => is === "removed").map(({ line }) => line);
        const come = found.filter(({ is }) => is === "added").map(({ line }) => line);
        const kept = longest(before, after);
        expect([gone.length, come.length]).toEqual([before.length - kept, after.length - kept]);
        expect(isWithin(gone, before) && isWithin(come, after)).toBe(true);
      }),
    );
  });

  it("of two huge texts are told without a search", () => {
    const lines = (word: string) => Array.from({ length: 20_000 }, (_, at) => `${word}${at}`);
    expect(lineChanges(lines("a"), lines("b"))).toHaveLength(40_000);
  });
});

function longest([first, ...rest]: readonly string[], other: readonly string[]): number {
  if (first === undefined || other.length === 0) return 0;
  const at = other.indexOf(first);
  const without = longest(rest, other);
  return at < 0 ? without : Math.max(without, 1 + longest(rest, other.slice(at + 1)));
}

function isWithin(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const line of whole) if (line === part[at]) at += 1;
  return at === part.length;
}

const PROGRAM = resolve(import.meta.dirname, "../../bin/dagtop.ts");

describe("dagtop diff", () => {
  it("finds both runs by their names and tells what differs, also as JSON; an unknown one is exit 4", () => {
    const home = new Home();
    const world = new StoredWorld(home, () => ({ code: 0, takes: 10 }));
    const first = world.trigger(planOf([stagePlan("a")], { params: { n: 1 } }));
    world.play();
    const second = world.trigger(planOf([stagePlan("a")], { params: { n: 2 } }));
    world.play();
    const sources = sourceTable(home.writer());
    sources.put(first, { commit: "1f3a", branch: "main", dirty: false, patch: null });
    sources.put(second, { commit: "2e4b", branch: "main", dirty: false, patch: null });
    chmodSync(home.folder, 0o700);
    const dagtop = (...args: string[]) =>
      spawnSync(process.execPath, [PROGRAM, "diff", ...args, "--home", home.folder], {
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1", XDG_CACHE_HOME: join(home.folder, "cache") },
      });
    const { stdout, status } = dagtop("nightly#1", "last");
    expect(status).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "nightly#1 → nightly#2",
      "",
      "params",
      "  n: 1 → 2",
      "",
      "git",
      "  commit: 1f3a → 2e4b",
      "",
    ]);
    expect(JSON.parse(dagtop("nightly#1", "nightly#2", "--json").stdout)).toEqual({
      runs: ["nightly#1", "nightly#2"],
      definition: { pipeline: [], added: [], removed: [], changed: [] },
      params: [{ name: "n", before: "1", after: "2" }],
      git: [{ name: "commit", before: "1f3a", after: "2e4b" }],
      environment: [],
      metrics: [],
      outputs: [],
      durations: [],
      states: [],
    });
    expect(dagtop("last", "last").stdout).toContain("Nothing that is known of them differs.");
    expect(dagtop("last", "nightly#9")).toMatchObject({ status: 4 });
    expect(dagtop("last")).toMatchObject({ status: 2 });
    home.remove();
  });
});
