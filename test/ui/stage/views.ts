// Stages as the Stage screen gets them, whole and valid: one that failed, one that trains, one that was kept, one that asks.

import type { AttemptRow, RunRow, StageRow } from "../../../src/engine/rows.ts";
import { type StageKey, attemptId, pipelineName, stageKey } from "../../../src/pipeline/ids.ts";
import type { StageNeeds } from "../../../src/ui/says.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import { type StageState, openStage } from "../../../src/ui/stage/state.ts";
import type { StagePageView, TryView } from "../../../src/ui/stage/view.ts";
import { GATE } from "../../engine/gate.ts";
import { RUN, T0, approval, attemptRow, stageRow, view as runViewOf } from "../rows.ts";

export interface Pictured {
  readonly view: View;
  readonly state: StageState;
}

interface Given {
  readonly run?: Partial<RunRow>;
  readonly key: string;
  readonly stage: Partial<StageRow>;
  readonly attempts?: readonly AttemptRow[];
  readonly tries?: readonly Partial<TryView>[];
  readonly page?: Partial<StagePageView>;
  readonly needs?: Partial<StageNeeds>;
  readonly lastLine?: string;
  readonly progress?: { fraction: number | null; text: string };
  readonly now: number;
}

const NO_DASHBOARD = { pipelines: [], runs: null, news: [], empty: null };

export function pictured(given: Given): Pictured {
  const { key, now } = given;
  const attempts = given.attempts ?? [];
  const run = runViewOf({
    run: { number: 38, ...given.run },
    stages: [stageRow(key, 0, given.stage)],
    attempts,
    needs: { [key]: given.needs ?? {} },
    extras: {
      [key]: { lastLine: given.lastLine ?? null, progress: given.progress ?? null },
    },
  });
  const page: StagePageView = {
    run: RUN,
    key: stageKey(key),
    runName: run.name,
    name: key,
    description: null,
    work: { is: "script", lines: ["dvc repro"], count: 1 },
    commandText: "dvc repro",
    cwd: "~/pricecheck",
    python: "~/pricecheck/.venv/bin",
    environment: { set: [], passed: [], usual: 11, file: null, secrets: [], by: "ada" },
    needs: [],
    ifText: null,
    retry: "never",
    timeoutMs: null,
    slots: [],
    onFail: "fail",
    attempts: attempts.map((row, place) => ({ ...tryOf(row), ...given.tries?.[place] })),
    outputs: [],
    outs: [],
    chosen: attempts.at(-1)?.id ?? null,
    logPath: attempts.length === 0 ? null : "/home/ada/.local/state/dagtop/attempts/x/log",
    metrics: [],
    use: null,
    gate: null,
    logTail: [],
    ...given.page,
  };
  const seen = {
    run,
    graph: [],
    usage: new Map<StageKey, never>(),
    eta: null,
    left: new Map<StageKey, never>(),
    sparks: [],
    commit: null,
    dirty: false,
    folder: "/home/ada/pricecheck",
    pipeline: pipelineName("spam"),
  };
  const view: View = {
    now,
    machine: "gpu1",
    home: null,
    homePath: "~/.local/state/dagtop",
    host: { is: "none" },
    counts: { running: 0, waiting: 0, pool: null, forYou: 0 },
    readonly: false,
    trouble: null,
    dashboard: NO_DASHBOARD,
    run: seen,
    stage: page,
    log: null,
    models: null,
  };
  return { view, state: openStage(RUN, stageKey(key)) };
}

function tryOf(row: AttemptRow): TryView {
  const { id, number, round, state, exitCode, signal, startedAt, endedAt, cause } = row;
  const took = endedAt === null ? null : endedAt - startedAt;
  const cpuPercent = row.cpuMs === null || took === null ? null : (100 * row.cpuMs) / took;
  const { peakRssBytes } = row;
  const facts = { id, number, round, state, exitCode, signal, startedAt, endedAt, cause };
  return { ...facts, cpuPercent, peakRssBytes, waitedMs: null };
}

const M = 60_000;
const GIB = 1024 ** 3;

/** The third and last try failed; it was Friday, and now it is Sunday. */
export function failed(): Pictured {
  const at = (n: number): Partial<AttemptRow> => ({
    state: "failed",
    startedAt: T0 + n * 33_000,
    endedAt: T0 + n * 33_000 + 3000,
    exitCode: 255,
    cause: "exit 255",
    cpuMs: 1230,
    peakRssBytes: 0.2 * GIB,
  });
  return pictured({
    run: { state: "failed", endedAt: T0 + 70_000 },
    key: "data",
    stage: {
      state: "failed",
      reason: "dvc lock held by pid 8121 (ada), `dvc pull`, since 01:58",
      attempt: 3,
      maxAttempts: 3,
      startedAt: T0,
      endedAt: T0 + 69_000,
    },
    attempts: [0, 1, 2].map((n) => attemptRow("data", n + 1, at(n))),
    tries: [{}, { waitedMs: 30_000 }, { waitedMs: 30_000 }],
    page: {
      environment: {
        set: ["DVC_NO_ANALYTICS"],
        passed: ["WANDB_MODE", "WANDB_PROJECT"],
        usual: 11,
        file: null,
        secrets: ["SLACK_WEBHOOK"],
        by: "ada, pts/3",
      },
      retry: "2 times after 30s",
      timeoutMs: 4 * 60 * M,
      logTail: [
        "Running stage 'scrape':",
        "> python scrape.py --out data/raw",
        "ERROR: failed to reproduce 'scrape': '/data/raw' is busy, it is being",
        "blocked by: (PID 8121): /usr/bin/dvc pull",
        "If there are no processes with such PIDs, you can manually remove `.dvc/tmp/rwlock`",
      ],
    },
    now: T0 + 2 * 24 * 60 * M,
  });
}

/** The second try trains, with metrics, and a GPU. */
export function training(): Pictured {
  const now = T0 + 41 * M;
  const second = T0 + 13 * M;
  const samples = Array.from({ length: 60 }, (_, n) => n);
  return pictured({
    run: { number: 42 },
    key: "train",
    stage: { state: "running", attempt: 2, maxAttempts: 2, startedAt: T0 + 9 * M },
    attempts: [
      attemptRow("train", 1, {
        state: "failed",
        startedAt: T0 + 9 * M,
        endedAt: T0 + 12 * M,
        exitCode: 1,
        cause: "exit 1",
        cpuMs: 4 * M,
        peakRssBytes: 6.4 * GIB,
      }),
      attemptRow("train", 2, { startedAt: second }),
    ],
    tries: [{}, { waitedMs: M, cpuPercent: 182, peakRssBytes: 6.2 * GIB }],
    progress: { fraction: 0.31, text: "epoch 3/10, 1.9 it/s" },
    page: {
      work: {
        is: "script",
        lines: [
          "set -e",
          'python train.py --epochs "$DAGTOP_PARAM_EPOCHS" --batch-size 16 --out "$DAGTOP_STATE_DIR"',
        ],
        count: 2,
      },
      commandText: "set -e\npython train.py",
      environment: {
        set: ["MLFLOW_TRACKING_URI", "TOKENIZERS_PARALLELISM"],
        passed: ["WANDB_MODE"],
        usual: 13,
        file: ".env",
        secrets: ["HF_TOKEN", "SLACK_WEBHOOK"],
        by: "ada",
      },
      needs: ["metadata"],
      retry: "once after 60s",
      timeoutMs: 4 * 60 * M,
      slots: ["gpu 1"],
      metrics: [
        {
          name: "f1",
          points: [0.42, 0.55, 0.67, 0.74, 0.78, 0.83, 0.8113],
          latest: 0.8113,
          best: { value: 0.8311, isMax: true },
          champion: { version: 7, value: 0.812 },
        },
        {
          name: "loss",
          points: [1.9, 1.2, 0.9, 0.7, 0.55, 0.44, 0.4211],
          latest: 0.4211,
          best: { value: 0.4211, isMax: false },
          champion: { version: 7, value: 0.409 },
        },
        {
          name: "learning_rate",
          points: [2e-5, 1.8e-5, 1.4e-5],
          latest: 1.4e-5,
          best: { value: 2e-5, isMax: true },
          champion: null,
        },
      ],
      use: {
        cpuPercent: samples.map((n) => (n === 7 ? null : 120 + 60 * Math.sin(n / 5))),
        rssBytes: samples.map((n) => Math.min(6.2, 1 + n / 4) * GIB),
        gpuPercent: samples.map((n) => (n < 6 ? 0 : 83)),
        gpuBytes: samples.map((n) => (n < 6 ? 0 : 21 * GIB)),
        now: { cpuPercent: 182, rssBytes: 6.2 * GIB, gpuPercent: 83, gpuBytes: 21 * GIB },
      },
      logTail: [
        "{'loss': 0.4211, 'grad_norm': 3.1, 'learning_rate': 1.4e-05, 'epoch': 2.96}",
        "{'eval_loss': 0.4187, 'eval_f1': 0.8113, 'epoch': 3.0}",
        "Saving model checkpoint to state/checkpoint-957",
      ],
    },
    now,
  });
}

/** Succeeded, with outputs and files that are kept. */
export function kept(): Pictured {
  return pictured({
    run: { state: "succeeded", endedAt: T0 + 9 * M },
    key: "features",
    stage: {
      state: "succeeded",
      attempt: 1,
      startedAt: T0,
      endedAt: T0 + 4 * M,
      outputs: { rows: "6046" },
    },
    attempts: [
      attemptRow("features", 1, {
        state: "succeeded",
        endedAt: T0 + 4 * M,
        exitCode: 0,
        cpuMs: 4 * M,
        peakRssBytes: 0.9 * GIB,
      }),
    ],
    page: {
      work: { is: "argv", text: "python features.py --in data/clean.parquet" },
      commandText: "python features.py --in data/clean.parquet",
      description: "Builds the features that train and evaluate share",
      needs: ["data", "check"],
      outputs: [
        { name: "rows", value: "6046" },
        { name: "columns", value: "118" },
        { name: "schema", value: "sha256:0f3c9e" },
      ],
      outs: [
        { path: "data/features.parquet", is: "file", bytes: 0.41 * GIB, hash: "9f86d081884c" },
        { path: "data/index", is: "folder", bytes: null, hash: "2c26b46b68ff" },
        { path: "reports/features.html", is: "missing", bytes: null, hash: null },
      ],
      use: {
        cpuPercent: [90, 99, 98, 97],
        rssBytes: [0.1, 0.5, 0.9, 0.9].map((size) => size * GIB),
        gpuPercent: [],
        gpuBytes: [],
        now: { cpuPercent: 97, rssBytes: 0.9 * GIB, gpuPercent: null, gpuBytes: null },
      },
      logTail: [
        "reading data/clean.parquet",
        "118 columns, 6046 rows",
        "wrote data/features.parquet",
      ],
    },
    now: T0 + 10 * M,
  });
}

const PROMOTION = {
  work: {
    is: "script",
    lines: ["uses: promote", "from: train", "model: bert_fake_review_detector", "metric: f1"],
    count: 4,
  },
  commandText: "uses: promote",
  needs: ["train"],
  onFail: "warn",
} as const;

/** A promotion that is still to come: the gate would say no. */
export function promoting(): Pictured {
  return pictured({
    run: { number: 42 },
    key: "promote",
    stage: { state: "pending", reason: null },
    page: {
      ...PROMOTION,
      gate: {
        model: "bert_fake_review_detector",
        gate: { ...GATE, tolerance: 0.002 },
        value: 0.774,
        champion: { version: 7, value: 0.812, filesAreGone: false },
        isOver: false,
      },
    },
    now: T0 + 20 * M,
  });
}

/** A promotion that went well: its numbers are those of that moment. */
export function promoted(): Pictured {
  return pictured({
    run: { number: 43, state: "succeeded", endedAt: T0 + 9 * M },
    key: "promote",
    stage: {
      state: "succeeded",
      attempt: 1,
      startedAt: T0,
      endedAt: T0 + 1000,
      reason: "v8 promoted: f1 0.834, champion v7 0.812, better by 0.022",
      outputs: { version: "8", champion: "8", outcome: "promoted" },
    },
    attempts: [attemptRow("promote", 1, { state: "succeeded", endedAt: T0 + 1000, exitCode: 0 })],
    page: {
      ...PROMOTION,
      outputs: [
        { name: "version", value: "8" },
        { name: "champion", value: "8" },
        { name: "outcome", value: "promoted" },
      ],
      gate: {
        model: "bert_fake_review_detector",
        gate: GATE,
        value: 0.834,
        champion: { version: 7, value: 0.812, filesAreGone: false },
        isOver: true,
      },
      logTail: ["train: f1 0.834", "kept 7 files, 437000000 bytes, 9f86d081884c"],
    },
    now: T0 + 10 * M,
  });
}

/** Waits for a person. */
export function asking(): Pictured {
  const message = "promote v8 of bert_fake_review_detector? f1 .834, the champion v7 has .812";
  return pictured({
    run: { number: 9 },
    key: "promote",
    stage: { state: "waiting", reason: message, startedAt: T0, dueAt: T0 + 60 * M },
    needs: approval("ada", "grace"),
    page: {
      work: { is: "approval", message, by: ["ada", "grace"] },
      commandText: "",
      python: null,
      needs: ["train"],
      timeoutMs: 60 * M,
    },
    now: T0 + 20 * M,
  });
}

export const anAttempt = (stage: string, number: number) => attemptId(`${stage}-${number}`);
