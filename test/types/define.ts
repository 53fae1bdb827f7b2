// What compiles and what does not, held by `tsc -p .`: each line under an @ts-expect-error must be refused, all others
// accepted. What is accepted is also read as a file, by define.test.ts.

import { definePipeline } from "../../src/pipeline/index.ts";

export const accepted = definePipeline({
  name: "nightly",
  description: "All of it",
  "x-team": { any: ["thing"] },
  params: {
    epochs: 3,
    lr: { type: "number", default: 0.1, min: 0, max: 1 },
    mode: { choices: ["full", "smoke"], required: false },
  },
  presets: { smoke: { epochs: 1, mode: "smoke" } },
  env: { OMP_NUM_THREADS: 4, LR: "${{ params.lr }}" },
  env_file: ".env",
  pass_env: ["WANDB_*"],
  secrets: "HF_TOKEN",
  python: "conda:ml",
  shell: ["zsh", "-e", "-c"],
  timeout: "6h",
  max_parallel: 2,
  max_active_runs: 1,
  retry_run: { times: 1, delay: "60s" },
  schedules: [{ name: "weekly", cron: "0 3 * * 0", params: { epochs: 10 }, overlap: "queue_one" }],
  alerts: [{ on: ["late", "failed"], channels: "team" }],
  expect: { finish_within: "1h30m" },
  window: { from: "22:00", to: "06:00", days: ["mon-fri", 6] },
  defaults: { retry: 1, on_fail: "warn", leave_running: ["tensorboard"] },
  stages: {
    data: { run: "python data.py", cache: { deps: ["raw"], outs: ["data.csv"] } },
    train: {
      needs: "data",
      argv: ["python", "train.py", "--lr", "${{ matrix.lr }}", 3],
      matrix: {
        lr: [1e-5, 2e-5],
        opt: ["adam", "sgd"],
        include: [{ lr: 1, opt: "sgd" }],
        exclude: [{ opt: "adam" }],
        max_parallel: 1,
        fail_fast: true,
      },
      retry: { times: 2, delay: "1d2h3m", backoff: "exponential", on_exit: [75] },
      slots: { gpu: 1 },
      stop: { signal: "INT", grace: "500ms" },
      priority: -1,
      "x-note": 1,
    },
    gate: { needs: ["data", "train"], approval: { message: "Promote?", by: "ada" } },
    promote: {
      needs: "gate",
      uses: "promote",
      with: { from: "train", model: "m", metric: "f1", min: 0.8 },
      if: "always",
    },
    tell: { needs: "promote", run: "./tell", if: "stages.promote.state == 'failed'" },
  },
});

/** Values whose types are wider than a literal are as good where a text or a number is wanted. */
export function made(command: string, times: number) {
  return definePipeline({
    name: command,
    schedule: "@daily",
    stages: { only: { run: command, retry: times, if: command } },
  });
}

definePipeline({
  name: "a-need-that-is-not-there",
  stages: {
    data: { run: "x" },
    // @ts-expect-error -- there is no stage "date"
    train: { run: "x", needs: "date" },
  },
});

definePipeline({
  name: "a-need-in-a-list-that-is-not-there",
  stages: {
    data: { run: "x" },
    // @ts-expect-error -- there is no stage "date"
    train: { run: "x", needs: ["data", "date"] },
  },
});

definePipeline({
  name: "a-need-of-itself",
  stages: {
    data: { run: "x" },
    // @ts-expect-error -- a stage can't wait for itself
    train: { run: "x", needs: ["data", "train"] },
  },
});

definePipeline({
  name: "a-need-of-the-only-stage-by-itself",
  stages: {
    // @ts-expect-error -- a stage can't wait for itself
    only: { run: "x", needs: "only" },
  },
});

definePipeline({
  name: "a-duration-without-a-unit",
  // @ts-expect-error -- 90 what?
  timeout: 90,
  stages: { only: { run: "x" } },
});

definePipeline({
  name: "a-duration-with-another-unit",
  stages: {
    // @ts-expect-error -- minutes are "m"
    only: { run: "x", timeout: "90min" },
  },
});

definePipeline({
  name: "a-key-of-another-tool",
  stages: {
    // @ts-expect-error -- it is needs
    only: { run: "x", depends_on: [] },
  },
});

definePipeline({
  name: "a-key-at-the-top-that-is-not-known",
  // @ts-expect-error -- it is max_parallel
  concurrency: 2,
  stages: { only: { run: "x" } },
});

definePipeline({
  name: "two-commands",
  stages: {
    // @ts-expect-error -- either run or argv
    only: { run: "x", argv: ["x"] },
  },
});

definePipeline({
  name: "a-retry-of-a-person",
  stages: {
    // @ts-expect-error -- an approval runs nothing
    only: { approval: "Go on?", retry: 1 },
  },
});

definePipeline({
  name: "no-command",
  stages: {
    // @ts-expect-error -- run, argv, uses or approval
    only: { retry: 1 },
  },
});

definePipeline({
  name: "a-word-that-is-not-known",
  stages: {
    // @ts-expect-error -- fail, warn or ignore
    only: { run: "x", on_fail: "continue" },
  },
});

definePipeline({
  name: "a-preset-of-no-parameter",
  params: { epochs: 3 },
  // @ts-expect-error -- there is no parameter "epoch"
  presets: { smoke: { epoch: 1 } },
  stages: { only: { run: "x" } },
});

// @ts-expect-error -- a pipeline has a name
definePipeline({ stages: { only: { run: "x" } } });

// @ts-expect-error -- and stages
definePipeline({ name: "no-stages" });
