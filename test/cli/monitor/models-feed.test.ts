// What the Models screen is fed with, from a real home: versions and aliases as the registry has them, the rule that the
// gate judges by, and rows that are read again only where something has happened to a model.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { masksOfRuns } from "../../../src/cli/masking.ts";
import { type ModelsFeed, modelsFeed } from "../../../src/cli/monitor/models-feed.ts";
import { fingerprintsOf } from "../../../src/engine/host/fingerprint.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import type { Submit } from "../../../src/engine/model-ask.ts";
import { type RunId, attemptId, pipelineName, runId, stageKey } from "../../../src/pipeline/ids.ts";
import type { With } from "../../../src/pipeline/plan.ts";
import { modelTable } from "../../../src/store/model-table.ts";
import type { Interest } from "../../../src/ui/monitor/interest.ts";
import { GATE } from "../../engine/gate.ts";
import { planOf, stagePlan } from "../../engine/simulate.ts";
import { Home, StoredWorld } from "../../store/stored-world.ts";

let home: Home;
let world: StoredWorld;
let table: ReturnType<typeof modelTable>;
beforeEach(() => {
  home = new Home();
  world = new StoredWorld(home, () => ({ mute: true }));
  table = modelTable(home.writer());
});
afterEach(() => {
  home.remove();
});

const LOOKING: Interest = {
  pipeline: null,
  sinceMs: 0,
  run: null,
  stage: null,
  attempt: null,
  log: null,
  models: true,
};

function feedOf(): ModelsFeed {
  const reader = home.reader();
  return modelsFeed({
    paths: homePaths(home.folder),
    reader: () => reader,
    masks: masksOfRuns(reader),
  });
}

const given = (values: Record<string, string>): With =>
  Object.fromEntries(
    Object.entries(values).map(([key, text]) => [
      key,
      { is: "text", text: [{ is: "text", text }] },
    ]),
  );

/** A run of a pipeline that promotes by this. */
function aRun(values: Record<string, string>, token = "t"): RunId {
  const promote = { is: "builtin", uses: "promote", with: given(values) } as const;
  const stages = [
    stagePlan("train"),
    stagePlan("promote", { after: ["train"], uses: "promote", command: promote }),
  ];
  return world.trigger(
    planOf(stages, { pipeline: pipelineName("p"), secrets: ["TOKEN"], maxActiveRuns: 9 }),
    token,
  );
}

function submit(run: RunId, f1: number, changes: Partial<Submit> = {}): void {
  const hash = `${Math.round(f1 * 1000)}`.padEnd(64, "0");
  table.answer(
    {
      act: "submit",
      model: "bert",
      attempt: attemptId(`${run}-${f1}`),
      files: { hash, bytes: 10, files: 1, name: "model.bin" },
      metrics: { loss: 1 - f1, f1 },
      from: {
        runId: run,
        run: "p#1",
        round: 1,
        stage: stageKey("train"),
        attempt: null,
        source: { commit: "3f2a91cdeadbeef", branch: "main", dirty: true, patch: "" },
        params: { epochs: 3 },
        data: {},
      },
      gate: GATE,
      by: "ada",
      gone: [],
      ...changes,
    },
    "host",
    1000 + f1,
  );
  const folder = join(home.folder, "models", hash);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "content"), "weights");
}

const BY_F1 = { from: "train", model: "bert", metric: "f1", goal: "max" };

describe("of the models of a home it tells", () => {
  it("the versions of each, the newest first, with aliases, metrics and where they come from", () => {
    const run = aRun(BY_F1);
    submit(run, 0.9);
    submit(run, 0.95);
    submit(runId("gone"), 0.7);
    const [model] = feedOf().read(LOOKING)!.models;
    expect(model).toMatchObject({ key: "bert", name: "bert" });
    expect(model?.versions.map(({ version, alias }) => [version, alias])).toEqual([
      [3, null],
      [2, "champion"],
      [1, "previous"],
    ]);
    expect(model?.versions[1]).toMatchObject({
      run,
      runName: "p#1",
      runIsThere: true,
      stage: "train",
      by: "ada",
      commit: "3f2a91c dirty",
      params: ["epochs=3"],
      fileName: "model.bin",
      bytes: 10,
      filesAreGone: false,
      said: "v2 promoted: f1 0.95, champion v1 0.9, better by 0.05",
    });
    expect(model?.versions[0]).toMatchObject({ runIsThere: false });
  });

  it("8.5 the metric that the gate judges by, first, and which way it is better", () => {
    submit(aRun({ ...BY_F1, metric: "spread", goal: "min" }), 0.9, {
      metrics: { f1: 0.9, spread: 3, eval_loss: 0.1 },
    });
    const [model] = feedOf().read(LOOKING)!.models;
    expect(model).toMatchObject({ metric: "spread", goals: { spread: "min", eval_loss: "min" } });
    expect(model?.goals).not.toHaveProperty("f1");
    expect(model?.versions[0]?.metrics[0]).toEqual({ name: "spread", value: 3 });
  });

  it("no metric that is judged by where the run that made the newest version is gone", () => {
    submit(runId("gone"), 0.9);
    expect(feedOf().read(LOOKING)?.models[0]).toMatchObject({
      metric: null,
      goals: { loss: "min" },
    });
  });

  it("that the files of a version are gone", () => {
    submit(aRun(BY_F1), 0.9);
    rmSync(join(home.folder, "models"), { recursive: true });
    expect(feedOf().read(LOOKING)?.models[0]?.versions[0]).toMatchObject({ filesAreGone: true });
  });

  it("7.3 no secret, and nothing that a terminal would obey", () => {
    const run = aRun(BY_F1);
    const secret = "hunter2-hunter2";
    world.secrets = [
      {
        attempt: world.of(run, "train").attempt,
        rows: fingerprintsOf({ TOKEN: secret }, world.inherited.secretKey),
      },
    ];
    world.turn([]);
    submit(run, 0.9, {
      metrics: { [`f1 ${secret}`]: 0.9, "\u001b[2J\u202ebad": 1 },
      files: { hash: "a".repeat(64), bytes: 1, files: 1, name: `${secret}\u0007` },
      by: "\u001b]0;title\u0007ada",
    });
    const text = JSON.stringify(feedOf().read(LOOKING));
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\\u001b|\\u0007|\u202e/u);
  });
});

describe("the models are read", () => {
  it("while somebody looks at them, and else not at all", () => {
    submit(aRun(BY_F1), 0.9);
    const feed = feedOf();
    expect(feed.read({ ...LOOKING, models: false })).toBeNull();
    expect(feed.read(LOOKING)?.models).toHaveLength(1);
    expect(
      modelsFeed({
        paths: homePaths(home.folder),
        reader: () => null,
        masks: () => {
          throw new Error("nobody has run");
        },
      }).read(LOOKING),
    ).toEqual({ models: [] });
  });

  it("again only where something happened to them: what did not change stays the same object", () => {
    const run = aRun(BY_F1);
    submit(run, 0.9);
    submit(run, 0.9, { model: "other" });
    const feed = feedOf();
    const before = feed.read(LOOKING)!;
    expect(feed.read(LOOKING)).toBe(before);
    aRun(BY_F1, "another");
    expect(feed.read(LOOKING)).toBe(before);
    table.answer(
      { act: "archive", model: "other", which: { versions: [1] }, force: true },
      "ada",
      9,
    );
    const after = feed.read(LOOKING)!;
    expect(after.models[0]).toBe(before.models[0]);
    expect(after.models[1]?.versions[0]).toMatchObject({ isArchived: true });
  });
});
