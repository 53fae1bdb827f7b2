// What the screens say of a promotion before and after it has judged: the champion beside the metrics of a stage, the gate's
// numbers on the stage of the promotion and in the question of an approval before it.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answerDialog } from "../../../src/cli/monitor/actions/prepare-answer.ts";
import { masksOfRuns } from "../../../src/cli/masking.ts";
import { stageFeed } from "../../../src/cli/monitor/stage-feed.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import { type RunId, attemptId, pipelineName, runId, stageKey } from "../../../src/pipeline/ids.ts";
import type { StagePlan, Template, With } from "../../../src/pipeline/plan.ts";
import { modelTable } from "../../../src/store/model-table.ts";
import type { AnswerDialog } from "../../../src/ui/dialogs/dialog.ts";
import { gateLines } from "../../../src/ui/gate-line.ts";
import type { StagePageView } from "../../../src/ui/stage/view.ts";
import { GATE } from "../../engine/gate.ts";
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

function promotion(given: Record<string, string | Template>, key = "promote"): StagePlan {
  const values = Object.entries(given).map(([name, value]) => [
    name,
    { is: "text", text: typeof value === "string" ? text(value) : value },
  ]);
  const command = {
    is: "builtin",
    uses: "promote",
    with: Object.fromEntries(values) as With,
  } as const;
  return stagePlan(key, { after: ["ask"], uses: "promote", command });
}

const BY_F1 = { from: "train", model: "bert", metric: "f1", min: "0.8", better_than: "champion" };
const ASK = stagePlan("ask", {
  after: ["train"],
  command: { is: "approval", message: text("Promote it?"), by: [] },
});

function aRun(...promotions: readonly StagePlan[]): RunId {
  return world.trigger(
    planOf([stagePlan("train"), ASK, ...promotions], { pipeline: pipelineName("p") }),
  );
}

function measured(run: RunId, values: Record<string, number>): void {
  const { attempt } = world.of(run, "train");
  const points = Object.entries(values).map(([name, value]) => ({ name, step: null, value }));
  world.metrics = [{ attempt, points, offset: 1 }];
  world.turn([]);
}

function championOf(model: string, metrics: Record<string, number>, run = "r"): void {
  modelTable(home.writer()).answer(
    {
      act: "submit",
      model,
      attempt: attemptId(run),
      files: { hash: run.padEnd(64, "0"), bytes: 1, files: 1, name: "m" },
      metrics,
      from: {
        runId: runId(run),
        run: "p#1",
        round: 1,
        stage: stageKey("train"),
        attempt: null,
        source: null,
        params: {},
        data: {},
      },
      gate: GATE,
      by: "ada",
      gone: [],
    },
    "host",
    1,
  );
}

function feedOf() {
  const reader = home.reader();
  const feed = stageFeed({
    paths: homePaths(home.folder),
    reader: () => reader,
    masks: masksOfRuns(reader),
  });
  return (run: RunId, stage: string): StagePageView => {
    const asks = { pipeline: null, sinceMs: 0, run, stage: stageKey(stage), attempt: null };
    const page = feed.read({ ...asks, log: null, models: false }, world.now().at);
    if (page === null) throw new Error(`nothing was read of ${stage}`);
    return page;
  };
}

const lineOf = (gate: StagePageView["gate"]): string =>
  gate === null
    ? ""
    : gateLines(gate, 200, false)
        .map((line) => line.map((one) => one.text).join(""))
        .join(" ");

async function asked(run: RunId): Promise<AnswerDialog> {
  const reader = home.reader();
  const context = {
    paths: homePaths(home.folder),
    reader: () => reader,
    masks: masksOfRuns(reader),
  };
  const told = await answerDialog(context, { is: "prepare-answer", run, stage: stageKey("ask") });
  if (told.is !== "dialog" || told.dialog.is !== "answer") throw new Error(told.is);
  return told.dialog;
}

describe("beside the metrics of a stage", () => {
  it("stands the champion's value of the same name, where the run promotes such a model", () => {
    championOf("bert", { f1: 0.812, auc: 0.9 });
    const run = aRun(promotion(BY_F1));
    measured(run, { f1: 0.83, loss: 0.4 });
    const read = feedOf();
    const page = read(run, "train");
    expect(page.metrics.map(({ name, champion }) => [name, champion])).toEqual([
      ["f1", { version: 1, value: 0.812 }],
      ["loss", null],
    ]);
    expect(page.gate).toBeNull();
    expect(read(run, "train")).toBe(page);
    championOf("bert", { f1: 0.9 }, "s");
    expect(read(run, "train").metrics[0]?.champion).toEqual({ version: 2, value: 0.9 });
  });

  it("stands that of the model which the stage makes, before that of another", () => {
    championOf("other", { f1: 0.99 });
    championOf("bert", { f1: 0.81 });
    const run = aRun(
      promotion({ ...BY_F1, model: "other", from: "ask" }, "a"),
      promotion(BY_F1, "b"),
    );
    measured(run, { f1: 0.83 });
    expect(feedOf()(run, "train").metrics[0]?.champion).toEqual({ version: 1, value: 0.81 });
  });

  it("stands nothing where the run promotes nothing, or there is no champion", () => {
    championOf("other", { f1: 0.99 });
    const run = aRun(promotion(BY_F1));
    measured(run, { f1: 0.83 });
    expect(feedOf()(run, "train").metrics[0]?.champion).toBeNull();
  });
});

describe("8.5 of the gate of a promotion are told", () => {
  it("the number as far as it is known, the floor, the champion, and what would come of it", () => {
    const run = aRun(promotion(BY_F1));
    expect(lineOf(feedOf()(run, "promote").gate)).toBe("f1 – · floor 0.8 · no champion yet");
    championOf("bert", { f1: 0.812 });
    measured(run, { f1: 0.834 });
    world.turn([world.exitedWith(run, "train", 0, {})]);
    // The champion's files are not there in this home: who is better takes its place all the same.
    expect(lineOf(feedOf()(run, "promote").gate)).toBe(
      "f1 0.834 · floor 0.8 · champion v1 0.812 → passes",
    );
  });

  it("an output of that name before a metric, as the promotion itself takes it", () => {
    const run = aRun(promotion(BY_F1));
    measured(run, { f1: 0.834 });
    world.turn([world.exitedWith(run, "train", 0, { outputs: { f1: "0.7" } })]);
    expect(lineOf(feedOf()(run, "promote").gate)).toBe(
      "f1 0.7 · floor 0.8 · no champion yet → refused",
    );
  });

  it("a floor that another stage gives, once it is known", () => {
    const min: Template = [{ is: "output", stage: stageKey("train"), name: "floor" }];
    const run = aRun(promotion({ ...BY_F1, min }));
    measured(run, { f1: 0.834 });
    expect(lineOf(feedOf()(run, "promote").gate)).toBe("f1 0.834 · no champion yet → passes");
    world.turn([world.exitedWith(run, "train", 0, { outputs: { floor: "0.9" } })]);
    expect(lineOf(feedOf()(run, "promote").gate)).toBe(
      "f1 0.834 · floor 0.9 · no champion yet → refused",
    );
  });

  it.each([
    ["v2 promoted: f1 0.834, champion v1 0.812, better by 0.022", " · champion v1 0.812"],
    ["v1 promoted: f1 0.834, the first champion", ""],
    ["champion v1 kept: f1 0.834 is not better than 0.9", " · champion v1 0.9"],
    ["champion v1 kept: f1 0.834 is as good as 0.834", " · champion v1 0.834"],
    ["refused: f1 0.834 is below 0.9 (champion v1 9.5e-7)", " · champion v1 9.5e-7"],
    ["v1 is champion already", ""],
  ])("once it has judged, the champion of that moment by its words: %s", (said, beside) => {
    const run = aRun(promotion(BY_F1));
    measured(run, { f1: 0.834 });
    world.turn([world.exitedWith(run, "train", 0, {})]);
    world.answer(run, "ask", true);
    world.turn([world.exitedWith(run, "promote", 0, { said: { text: said, onFail: null } })]);
    championOf("bert", { f1: 0.999 });
    expect(lineOf(feedOf()(run, "promote").gate)).toBe(`f1 0.834 · floor 0.8${beside}`);
  });

  it("nothing where its rules make no sense: the promotion says that itself", () => {
    const run = aRun(promotion({ ...BY_F1, min: "high" }));
    expect(feedOf()(run, "promote").gate).toBeNull();
  });
});

describe("8.3 the question of an approval", () => {
  it("comes with the numbers of the gates that wait behind it", async () => {
    championOf("bert", { f1: 0.812 });
    const run = aRun(promotion(BY_F1), promotion({ ...BY_F1, model: "tiny" }, "second"));
    measured(run, { f1: 0.834 });
    world.turn([world.exitedWith(run, "train", 0, {})]);
    const { gates } = await asked(run);
    expect(gates.map(({ model }) => model)).toEqual(["bert", "tiny"]);
    expect(gates.map(lineOf)).toEqual([
      "f1 0.834 · floor 0.8 · champion v1 0.812 → passes",
      "f1 0.834 · floor 0.8 · no champion yet → passes",
    ]);
  });

  it("comes without where the run promotes nothing", async () => {
    const run = aRun();
    world.turn([world.exitedWith(run, "train", 0, {})]);
    expect((await asked(run)).gates).toEqual([]);
  });
});
