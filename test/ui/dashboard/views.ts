// A Dashboard as a person has it in the middle of the night: one pipeline trains, one waits for its GPU, one for a person,
// others are over; and homes where nothing has run.

import { pipelineName, runId, stageKey } from "../../../src/pipeline/ids.ts";
import type { RunState } from "../../../src/engine/rows.ts";
import type {
  ActiveView,
  DashboardView,
  EmptyView,
  PipelineView,
  RunLine,
  StripRun,
} from "../../../src/ui/dashboard/view.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import { RUN_MARKS, STAGE_MARKS } from "../../../src/ui/theme.ts";

export const NOW = Date.UTC(2026, 10, 25, 1, 41, 31);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const idOf = (name: string, number: number) => runId(`${name}-${number}`);

const STATES: Readonly<Record<string, RunState>> = {
  v: "succeeded",
  x: "failed",
  p: "partial",
  o: "running",
  c: "cancelled",
};

/** "vvx": one letter a run; "?" waits for a person. */
function strip(letters: string, last: number): StripRun[] {
  return Array.from(letters).map((letter, place, all) => ({
    number: last - all.length + 1 + place,
    state: letter === "?" ? "running" : (STATES[letter] ?? "queued"),
    forYou: letter === "?",
  }));
}

export function active(name: string, number: number, changes: Partial<ActiveView>): ActiveView {
  return {
    id: idOf(name, number),
    number,
    state: "running",
    startedAt: NOW - 41 * MINUTE,
    others: 0,
    says: "",
    brief: "",
    dueAt: null,
    eta: null,
    asks: null,
    ...changes,
  };
}

export function pipeline(
  name: string,
  letters: string,
  last: number,
  changes: Partial<PipelineView> = {},
): PipelineView {
  return {
    id: pipelineName(name),
    name,
    strip: strip(letters, last),
    active: null,
    last: null,
    week: [],
    ...changes,
  };
}

const ended = (
  name: string,
  number: number,
  state: RunState,
  ago: number,
  reason: string | null,
) => ({
  id: idOf(name, number),
  number,
  state,
  endedAt: NOW - ago,
  reason,
});

export function runLine(name: string, number: number, changes: Partial<RunLine> = {}): RunLine {
  return {
    id: idOf(name, number),
    number,
    name: `${name}#${number}`,
    state: "succeeded",
    forYou: false,
    trigger: "schedule",
    by: "nightly",
    createdAt: NOW - DAY,
    startedAt: NOW - DAY,
    endedAt: NOW - DAY + 110 * MINUTE,
    doing: null,
    says: "v7 champion, f1 .812",
    metrics: { f1: 0.812, loss: 0.409 },
    params: { epochs: "3", lr: "2e-5" },
    ...changes,
  };
}

const doing = {
  says: "train 2/2  ep 3/10  f1 .81",
  brief: "train 2/2",
  dueAt: null,
  eta: NOW + 37 * MINUTE,
  asks: null,
};

export const night: DashboardView = {
  pipelines: [
    pipeline("backfill-2024", "xxv", 3, {
      last: ended("backfill-2024", 3, "failed", 2 * DAY, "disk full"),
      week: [
        { state: "succeeded", count: 1 },
        { state: "failed", count: 2 },
      ],
    }),
    pipeline("embeddings", "vvvvvvvvvv", 18, {
      last: ended("embeddings", 18, "succeeded", 6 * HOUR, null),
      week: [{ state: "succeeded", count: 7 }],
    }),
    pipeline("eval-gate", "vvv?", 9, {
      active: active("eval-gate", 9, {
        says: "promote v8? f1 .83, champ .81",
        brief: "promote v8?",
        asks: stageKey("gate"),
      }),
      week: [{ state: "succeeded", count: 3 }],
    }),
    pipeline("pricecheck", "vvvxxvvpvo", 42, {
      active: active("pricecheck", 42, doing),
      last: ended("pricecheck", 41, "partial", DAY, "promote: f1 .774 below .80"),
      week: [
        { state: "succeeded", count: 12 },
        { state: "partial", count: 1 },
        { state: "failed", count: 1 },
      ],
    }),
    pipeline("sweep-7", "o", 1, {
      active: active("sweep-7", 1, {
        state: "queued",
        startedAt: null,
        says: "fit waits for gpu: held by pricecheck#42 train, about 37m",
        brief: "waits for gpu, ~37m",
      }),
    }),
  ],
  runs: {
    pipeline: pipelineName("pricecheck"),
    name: "pricecheck",
    sinceMs: 7 * DAY,
    rows: [
      runLine("pricecheck", 42, {
        state: "running",
        startedAt: NOW - 41 * MINUTE,
        createdAt: NOW - 41 * MINUTE,
        endedAt: null,
        doing,
        says: "",
        metrics: { f1: 0.81 },
      }),
      runLine("pricecheck", 41, {
        state: "partial",
        says: "promote: f1 .774 below .80",
        metrics: { f1: 0.774, loss: 0.48 },
      }),
      runLine("pricecheck", 40, { trigger: "manual", by: "ada" }),
      runLine("pricecheck", 39, { says: "champion v6 kept", metrics: { f1: 0.8 } }),
      runLine("pricecheck", 38, {
        state: "failed",
        says: "data: dvc lock held by pid 8121 (ada)",
        endedAt: NOW - DAY + 12 * MINUTE,
        metrics: {},
      }),
      runLine("pricecheck", 37),
    ],
    isCut: false,
    totals: [
      { state: "succeeded", count: 12 },
      { state: "partial", count: 1 },
      { state: "failed", count: 1 },
      { state: "running", count: 1 },
    ],
    metrics: ["f1", "loss"],
    params: ["epochs", "lr"],
  },
  news: [
    {
      id: 1,
      at: NOW - 41 * MINUTE,
      name: "pricecheck#42",
      items: [[{ mark: null, text: "started" }]],
    },
    {
      id: 2,
      at: NOW - 29 * MINUTE,
      name: "pricecheck#42",
      items: [
        [
          { mark: null, text: "data" },
          { mark: STAGE_MARKS.succeeded, text: "" },
        ],
        [
          { mark: null, text: "train" },
          { mark: RUN_MARKS.failed, text: "CUDA out of memory, next try in 60s" },
        ],
      ],
    },
  ],
  empty: null,
};

const found: EmptyView = {
  folder: "~/pricecheck",
  mode: "0700",
  found: [
    {
      is: "pipeline",
      file: "pipeline.yaml",
      name: "nightly",
      stages: ["data", "train", "push"],
      more: 2,
    },
    { is: "broken", file: "old.yaml", why: "old.yaml:3: tabs are no indentation" },
    { is: "dvc", file: "dvc.yaml", stages: 6 },
    { is: "script", file: "train.py" },
  ],
};

const nothing = { pipelines: [], runs: null, news: [] };
export const emptyHome: DashboardView = { ...nothing, empty: found };
export const bareHome: DashboardView = {
  ...nothing,
  empty: { folder: "/srv", mode: null, found: [] },
};

export function viewOf(dashboard: DashboardView, changes: Partial<View> = {}): View {
  return {
    now: NOW,
    machine: "gpu1",
    home: null,
    homePath: "~/.local/state/dagtop",
    host: { is: "alive", pid: 812, since: NOW - 3 * DAY },
    counts: { running: 3, waiting: 1, pool: "gpu", forYou: 1 },
    readonly: false,
    trouble: null,
    dashboard,
    run: null,
    stage: null,
    log: null,
    models: null,
    ...changes,
  };
}
