// Runs as pictures of the Run screen are taken of: one that trains, one that failed, one in which everything waits, one with
// a matrix, one with many stages.

import type { AttemptRow, StageRow } from "../../../src/engine/rows.ts";
import { type StageKey, pipelineName, stageKey } from "../../../src/pipeline/ids.ts";
import type { RunState } from "../../../src/ui/run/state.ts";
import type { Usage } from "../../../src/ui/run/view.ts";
import { T0, approval, attemptRow, facts, keys, stageRow } from "../rows.ts";
import { type Pictured, pictured } from "./pages.ts";

export const M = 60_000;
const GIB = 1024 ** 3;

export function done(
  key: string,
  position: number,
  from: number,
  to: number,
  more: Partial<StageRow> = {},
): StageRow {
  return stageRow(key, position, {
    state: "succeeded",
    startedAt: T0 + from * M,
    endedAt: T0 + to * M,
    attempt: 1,
    ...more,
  });
}

export const ended = (stage: string, from: number, to: number): AttemptRow =>
  attemptRow(stage, 1, {
    state: "succeeded",
    startedAt: T0 + from * M,
    endedAt: T0 + to * M,
    exitCode: 0,
  });

export function usage(
  values: Readonly<Record<string, readonly [number, number, number?, number?]>>,
): ReadonlyMap<StageKey, Usage> {
  return new Map(
    Object.entries(values).map(([key, [cpuPercent, memory, gpuPercent, gpu]]) => [
      stageKey(key),
      {
        cpuPercent,
        rssBytes: memory * GIB,
        gpuPercent: gpuPercent ?? null,
        gpuBytes: gpu === undefined ? null : gpu * GIB,
      },
    ]),
  );
}

/** The night's run: the second try of train goes on. */
export function training(state: Partial<RunState> = {}): Pictured {
  return pictured({
    now: T0 + 41 * M,
    state,
    facts: facts({
      run: { number: 42, trigger: "schedule", by: "nightly", pipeline: pipelineName("pricecheck") },
      stages: [
        done("data", 0, 0, 12, { maxAttempts: 3, outputs: { stages: "5", changed: "3" } }),
        done("match", 1, 12, 16),
        done("analyze", 2, 12, 18),
        done("metadata", 3, 18, 18.1),
        stageRow("train", 4, {
          state: "running",
          attempt: 2,
          maxAttempts: 2,
          startedAt: T0 + 13 * M,
        }),
        stageRow("promote", 5, { maxAttempts: 2 }),
        stageRow("notify", 6),
      ],
      attempts: [
        ended("data", 0, 12),
        ended("match", 12, 16),
        ended("analyze", 12, 18),
        ended("metadata", 18, 18.1),
        attemptRow("train", 1, {
          state: "failed",
          startedAt: T0 + 13 * M,
          endedAt: T0 + 16 * M,
          exitCode: 1,
          cause: "CUDA out of memory",
        }),
        attemptRow("train", 2, { startedAt: T0 + 17 * M }),
      ],
      needs: {
        match: { needs: keys("data") },
        analyze: { needs: keys("data") },
        metadata: { needs: keys("match", "analyze") },
        train: { needs: keys("metadata") },
        promote: { needs: keys("train") },
        notify: { needs: keys("promote"), if: "always" },
      },
      extras: {
        train: {
          lastLine: "31%|███       | 957/3068 [08:03<37:30,  1.9it/s]",
          progress: { fraction: 0.31, text: "epoch 3/10  1.9 it/s  ~37m" },
        },
      },
    }),
    page: {
      usage: usage({
        data: [182, 2.1],
        match: [98, 0.9],
        analyze: [101, 1.4],
        metadata: [44, 0.2],
        train: [110, 6.2, 83, 21],
      }),
      eta: { p50: T0 + 78 * M, p95: T0 + 101 * M },
      left: new Map([[stageKey("train"), { is: "known", p50: 37 * M, p95: 60 * M }]]),
      sparks: [
        { name: "f1", points: [0.42, 0.55, 0.67, 0.74, 0.78, 0.83, 0.8113], latest: 0.8113 },
        { name: "loss", points: [1.9, 1.2, 0.9, 0.7, 0.55, 0.44, 0.4211], latest: 0.4211 },
      ],
      commit: "3f2a91c",
      dirty: true,
    },
    log: [
      [
        T0 + 40 * M + 7000,
        "{'loss': 0.4211, 'grad_norm': 3.1, 'learning_rate': 1.4e-05, 'epoch': 2.96}",
      ],
      [T0 + 40 * M + 31_000, "{'eval_loss': 0.4187, 'eval_f1': 0.8113, 'epoch': 3.0}"],
      [T0 + 40 * M + 31_000, "\u001b[33mSaving model checkpoint\u001b[39m to state/checkpoint-957"],
    ],
  });
}

/** The same pipeline on another night: data failed for good, all below it never began, notify ran. */
export function failed(state: Partial<RunState> = {}): Pictured {
  const at = (number: number): AttemptRow =>
    attemptRow("data", number, {
      state: "failed",
      startedAt: T0 + number * 33_000,
      endedAt: T0 + number * 33_000 + 3000,
      exitCode: 255,
      cause: "dvc lock held by pid 8121 (ada)",
    });
  const upstream = (key: string, position: number): StageRow =>
    stageRow(key, position, {
      state: "upstream_failed",
      endedAt: T0 + 102_000,
      reason: "data failed",
    });
  return pictured({
    now: T0 + 3 * M,
    state,
    facts: facts({
      run: {
        number: 38,
        trigger: "schedule",
        by: "nightly",
        pipeline: pipelineName("pricecheck"),
        state: "failed",
        reason: "data failed",
        endedAt: T0 + 104_000,
      },
      stages: [
        stageRow("data", 0, {
          state: "failed",
          reason: "dvc lock held by pid 8121 (ada), `dvc pull`, since 01:58",
          attempt: 3,
          maxAttempts: 3,
          startedAt: T0 + 33_000,
          endedAt: T0 + 102_000,
        }),
        upstream("match", 1),
        upstream("analyze", 2),
        upstream("metadata", 3),
        upstream("train", 4),
        upstream("promote", 5),
        done("notify", 6, 1.7, 1.73),
      ],
      attempts: [at(1), at(2), at(3), ended("notify", 1.7, 1.73)],
      needs: {
        match: { needs: keys("data") },
        analyze: { needs: keys("data") },
        metadata: { needs: keys("match", "analyze") },
        train: { needs: keys("metadata") },
        promote: { needs: keys("train") },
        notify: { needs: keys("promote"), if: "always" },
      },
      extras: {
        data: { lastLine: "blocked by: (PID 8121): /usr/bin/dvc pull", progress: null },
      },
    }),
    page: { usage: usage({ data: [43, 0.2], notify: [12, 0.1] }), commit: "77ab01e" },
    log: [
      [T0 + 100_000, "Running stage 'scrape':"],
      [
        T0 + 101_000,
        "\u001b[31mERROR\u001b[39m: failed to reproduce 'scrape': '/data/raw' is busy, it is being",
      ],
      [T0 + 101_000, "blocked by: (PID 8121): /usr/bin/dvc pull"],
    ],
  });
}

/** A second round in which everything waits for something, and says for what. */
export function held(state: Partial<RunState> = {}): Pictured {
  const cause = "OSError: [Errno 28] No space left on device";
  return pictured({
    now: T0 + 30 * M,
    state,
    facts: facts({
      run: { number: 12, round: 2, by: "ada, ssh from 10.0.0.7" },
      note: "epochs=3 lr=2e-5",
      stages: [
        done("data", 0, 0, 12),
        stageRow("clean", 1, {
          state: "retrying",
          attempt: 2,
          maxAttempts: 4,
          startedAt: T0 + 20 * M,
          dueAt: T0 + 30 * M + 12_000,
        }),
        stageRow("train", 2, {
          state: "queued",
          reason: "waits for gpu: held by bert#41 train, about 40m",
        }),
        stageRow("check", 3, { state: "cached", startedAt: T0, endedAt: T0 + 1000 }),
        stageRow("report", 4, {
          state: "skipped",
          endedAt: T0 + 2000,
          reason: "its if: params.report",
        }),
        stageRow("sign", 5, {
          state: "waiting",
          reason: "publish v8? f1 .83, champion .81",
          dueAt: T0 + 50 * M,
        }),
      ],
      attempts: [
        ended("data", 0, 12),
        attemptRow("clean", 1, {
          state: "crashed",
          startedAt: T0 + 3 * M,
          endedAt: T0 + 4 * M,
          cause: "no exit record",
        }),
        attemptRow("clean", 2, {
          round: 2,
          state: "failed",
          startedAt: T0 + 20 * M,
          endedAt: T0 + 29 * M,
          exitCode: 1,
          cause,
        }),
      ],
      needs: {
        clean: { needs: keys("data") },
        train: { needs: keys("data") },
        check: { needs: keys("data") },
        report: { needs: keys("check") },
        sign: { ...approval("ada", "bo"), needs: keys("check") },
      },
      extras: { clean: { lastLine: cause, progress: null } },
    }),
    page: { commit: "77ab01e", usage: usage({ data: [100, 1], clean: [40, 0.3] }) },
  });
}
