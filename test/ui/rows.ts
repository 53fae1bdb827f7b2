// Rows of an invented run, whole and valid, in which a test changes only what it is about.

import type { AttemptRow, RunRow, StageRow } from "../../src/engine/rows.ts";
import { type StageKey, attemptId, pipelineName, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { MatrixMember } from "../../src/pipeline/plan.ts";
import { type RunFacts, type RunView, runView } from "../../src/ui/project.ts";
import type { StageExtras, StageNeeds } from "../../src/ui/says.ts";

/** 02:00:00 on a winter's day in Tunis (UTC+1). */
export const T0 = Date.UTC(2026, 0, 15, 1, 0, 0);
export const RUN = runId("0198c0de-0000-7000-8000-000000000001");

export function runRow(changes: Partial<RunRow> = {}): RunRow {
  return {
    id: RUN,
    pipeline: pipelineName("spam"),
    folder: "/home/ada/spam",
    number: 3,
    state: "running",
    reason: null,
    trigger: "manual",
    by: "ada",
    round: 1,
    plan: "9f86d081",
    createdAt: T0,
    startedAt: T0,
    endedAt: null,
    dueAt: null,
    rerunOf: null,
    ...changes,
  };
}

export function stageRow(key: string, position: number, changes: Partial<StageRow> = {}): StageRow {
  return {
    runId: RUN,
    key: stageKey(key),
    position,
    state: "pending",
    reason: null,
    dueAt: null,
    attempt: 0,
    maxAttempts: 1,
    startedAt: null,
    endedAt: null,
    outputs: null,
    ...changes,
  };
}

export function attemptRow(
  stage: string,
  number: number,
  changes: Partial<AttemptRow> = {},
): AttemptRow {
  return {
    id: attemptId(`${stage}-${number}`),
    runId: RUN,
    stage: stageKey(stage),
    number,
    round: 1,
    state: "running",
    startedAt: T0,
    endedAt: null,
    exitCode: null,
    signal: null,
    cause: null,
    pid: null,
    cpuMs: null,
    peakRssBytes: null,
    ...changes,
  };
}

interface Given {
  readonly run?: Partial<RunRow>;
  readonly stages?: readonly StageRow[];
  readonly attempts?: readonly AttemptRow[];
  /** What is not given of a stage's plan is that of a plain command without needs. */
  readonly needs?: Readonly<Record<string, Partial<StageNeeds>>>;
  readonly extras?: Readonly<Record<string, StageExtras>>;
  readonly note?: string;
}

export function facts(given: Given): RunFacts {
  return {
    run: runRow(given.run),
    stages: given.stages ?? [],
    attempts: given.attempts ?? [],
    needs: byKey(needsOf(given.needs ?? {})),
    extras: byKey(given.extras ?? {}),
    note: given.note ?? null,
  };
}

function needsOf(given: NonNullable<Given["needs"]>): Record<string, StageNeeds> {
  const plain: StageNeeds = {
    needs: [],
    if: "success",
    matrix: null,
    command: { is: "shell", shell: ["sh"], script: "true" },
  };
  return Object.fromEntries(
    Object.entries(given).map(([key, changes]) => [key, { ...plain, ...changes }]),
  );
}

/** Keys as a plan has them. */
export function keys(...names: readonly string[]): StageKey[] {
  return names.map((name) => stageKey(name));
}

/** What a plan says of a member of a matrix. */
export function member(group: string, values: MatrixMember["values"]): Partial<StageNeeds> {
  return { matrix: { group: stageKey(group), values } };
}

/** What a plan says of a stage that waits for a person. */
export function approval(...by: readonly string[]): Partial<StageNeeds> {
  return { command: { is: "approval", message: [], by } };
}

export function view(given: Given): RunView {
  return runView(facts(given), null);
}

function byKey<Value>(record: Readonly<Record<string, Value>>) {
  return new Map(Object.entries(record).map(([key, value]) => [stageKey(key), value]));
}

/** The run that the drawings show: train failed once and waits for its second try. */
export function spamRun(): RunFacts {
  return facts({
    note: "flaky=on (the first try of train fails on purpose)",
    stages: [
      stageRow("data", 0, {
        state: "succeeded",
        startedAt: T0,
        endedAt: T0 + 1240,
        attempt: 1,
        outputs: { mails: "6046", spam: "1896" },
      }),
      stageRow("check", 1, {
        state: "succeeded",
        startedAt: T0 + 1300,
        endedAt: T0 + 1620,
        attempt: 1,
      }),
      stageRow("features", 2, {
        state: "succeeded",
        startedAt: T0 + 1700,
        endedAt: T0 + 3600,
        attempt: 1,
      }),
      stageRow("train", 3, {
        state: "retrying",
        reason: "exit 75 in epoch 2 of 5",
        startedAt: T0 + 3700,
        dueAt: T0 + 11_000,
        attempt: 1,
        maxAttempts: 2,
      }),
      stageRow("evaluate", 4),
    ],
    attempts: [
      attemptRow("data", 1, { state: "succeeded", endedAt: T0 + 1240, exitCode: 0 }),
      attemptRow("train", 1, {
        state: "failed",
        startedAt: T0 + 3700,
        endedAt: T0 + 8000,
        exitCode: 75,
        cause: "exit 75 in epoch 2 of 5",
      }),
    ],
    needs: {
      data: { needs: [], if: "success" },
      evaluate: { needs: [stageKey("train")], if: "success" },
    },
  });
}

/** A stage that needed its second try. */
export const trained = (changed: Parameters<typeof stageRow>[2] = {}) =>
  stageRow("train", 0, {
    state: "succeeded",
    startedAt: T0,
    endedAt: T0 + 9000,
    attempt: 2,
    maxAttempts: 2,
    ...changed,
  });

export const twoTries = [
  attemptRow("train", 1, {
    state: "failed",
    endedAt: T0 + 4000,
    exitCode: 75,
    cause: "exit 75 in epoch 2 of 5",
  }),
  attemptRow("train", 2, {
    state: "succeeded",
    startedAt: T0 + 7000,
    endedAt: T0 + 9000,
    exitCode: 0,
  }),
];
