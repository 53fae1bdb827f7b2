// What a right file means: every default, every short form, and what is allowed beside the known keys.

import { describe, expect, it } from "vitest";
import { definitionOf, problemsOf, warningsOf } from "./reading.ts";

describe("a pipeline file", () => {
  it("has these defaults where it says nothing", async () => {
    expect(await definitionOf("name: nightly\nstages:\n  data: { run: ./data.sh }\n")).toEqual({
      name: "nightly",
      description: null,
      params: {},
      env: {},
      envFile: null,
      passEnv: [],
      cwd: null,
      shell: null,
      python: null,
      timeoutMs: null,
      maxParallel: null,
      maxActiveRuns: 1,
      presets: {},
      retryRun: { times: 0, delayMs: 0 },
      secrets: [],
      schedules: [],
      alerts: [],
      expect: null,
      window: null,
      stages: [
        {
          key: "data",
          description: null,
          needs: [],
          if: "success",
          condition: null,
          matrix: null,
          command: { is: "shell", script: "./data.sh" },
          shell: null,
          cwd: null,
          env: {},
          retry: {
            times: 0,
            delayMs: 0,
            backoff: "constant",
            factor: 2,
            maxDelayMs: null,
            jitter: 0,
            onExit: [],
            notOnExit: [],
          },
          timeoutMs: null,
          stop: { signal: "TERM", graceMs: 30_000, command: null },
          onFail: "fail",
          onCrash: "fail",
          slots: {},
          priority: 0,
          cache: null,
          leaveRunning: [],
          track: null,
        },
      ],
    });
  });

  it("says everything that a stage can say", async () => {
    const definition = await definitionOf(`
name: full
description: All of it
params:
  epochs: { type: integer, default: 3, min: 1, max: 9, description: rounds }
  size: { choices: [small, large], default: small }
  rate: 0.5
  fast: true
  token: { required: true }
  note: { required: false }
env: { RATE: "r=\${{ params.rate }}", THREADS: 4, VERSION: 1.10 }
env_file: secrets.env
pass_env: [WANDB_*, HF_TOKEN]
cwd: work
shell: sh
python: auto
timeout: 6h
max_parallel: 4
max_active_runs: 2
presets: { smoke: { epochs: 1, token: x } }
retry_run: { times: 1, delay: 60s }
secrets: [SLACK_WEBHOOK]
schedules: [{ name: late, cron: "0 2 * * *", timezone: Africa/Tunis, catchup: latest, preset: smoke, params: { epochs: 2 } }]
alerts: [{ on: [late, missed], channels: [team-slack] }, { on: failed, channels: mail }]
expect: { finish_within: 1h }
window: { from: "22:00", to: "06:00", days: [fri-mon] }
defaults: { grace: 5s, env: { A: "\${{ params.rate }}", B: b }, slots: { cpu: 2 }, on_crash: retry }
x-note: [anything]
stages:
  data:
    argv: [python, data.py, "--n=\${{ params.epochs }}", 5]
    x-owner: me
  train:
    description: The long one
    run: python train.py
    needs: data
    if: always
    retry: { times: 2, delay: 30s, backoff: exponential, factor: 3, max_delay: 10m, jitter: 0.5, on_exit: 75, not_on_exit: [2, 3] }
    timeout: 1h30m
    stop: { signal: INT, grace: 1m, command: docker stop x }
    on_fail: warn
    on_crash: retry
    env: { ID: "\${{ stages.data.outputs.run_id }}" }
    cwd: "out/\${{ stages.data.outputs.folder }}"
    shell: [zsh, -e, -c]
  tune:
    argv: [tune, "\${{ matrix.lr }}"]
    matrix: { lr: [1e-5, 2e-5], opt: [adam], exclude: [{ lr: 2e-5 }], include: [{ lr: 1, opt: sgd, more: true }], max_parallel: 2, fail_fast: true }
    needs: train
    if: stages.train.state == 'succeeded' && params.size != 'small'
    slots: { gpu: 1 }
    priority: 10
    cache: { deps: [data.csv, "\${{ matrix.opt }}.cfg"], outs: "m-\${{ matrix.lr }}.bin" }
    leave_running: [tensorboard]
    track: mlflow
  gate:
    needs: tune
    approval: { message: "Promote \${{ stages.tune.outputs.f1 }}?", timeout: 1d, by: [ada] }
  promote: { needs: gate, uses: promote, with: { from: tune, model: m, metric: f1, min: 0.8 } }
`);
    expect(definition).toMatchSnapshot();
  });

  it("takes a number of retries, and grace as a key of the stage", async () => {
    const text = "name: n\nstages:\n  a: { run: x, retry: 2, grace: 250ms }\n";
    const stage = (await definitionOf(text)).stages[0];
    expect(stage?.retry.times).toBe(2);
    expect(stage?.stop.graceMs).toBe(250);
  });

  it("merges anchored maps, whose keys give way to the stage's own", async () => {
    const definition = await definitionOf(`
name: n
x-base: &base { retry: 2, timeout: 5m, env: { A: base } }
x-slow: &slow { timeout: 1h, on_fail: warn }
stages:
  a: { run: x, retry: 1, <<: [*base, *slow] }
`);
    const stage = definition.stages[0];
    expect(stage).toMatchObject({ timeoutMs: 300_000, onFail: "warn", retry: { times: 1 } });
    expect(stage?.env).toEqual({ A: [{ is: "text", text: "base" }] });
  });

  it("keeps no, on, off and 12:30 as the texts they are", async () => {
    const text = "name: n\nenv: { A: no, B: on, C: 12:30, D: 1.10 }\nstages: { a: { run: x } }\n";
    const { env } = await definitionOf(text);
    expect(Object.values(env).map((pieces) => pieces[0])).toEqual(
      ["no", "on", "12:30", "1.10"].map((text) => ({ is: "text", text })),
    );
  });

  it("reads Windows line ends and a byte order mark", async () => {
    const text = "\ufeffname: n\r\nstages:\r\n  a:\r\n    run: |\r\n      one\r\n      two\r\n";
    expect((await definitionOf(text)).stages[0]?.command).toEqual({
      is: "shell",
      script: "one\ntwo\n",
    });
  });

  it("counts lines by Windows line ends too", async () => {
    const problems = await problemsOf("name: n\r\nstages:\r\n  a:\r\n    rum: x\r\n");
    expect(problems).toMatchObject([{ line: 4, column: 5, text: "    rum: x" }]);
  });

  it("tells all problems at once, sorted by line", async () => {
    const problems = await problemsOf(`
name: N
stages:
  a: { run: x, needs: b, timeout: 5 }
  b: { run: x, needs: a, colour: red }
  c: { run: x, needs: gone }
`);
    expect(problems.map(({ line, code }) => [line, code])).toEqual([
      [2, "bad-name"],
      [4, "cycle"],
      [4, "bad-value"],
      [5, "unknown-key"],
      [6, "unknown-need"],
    ]);
  });

  it("warns of a parameter that a script reads and no file declares", async () => {
    const warnings = await warningsOf(
      'name: n\nparams: { epochs: 3 }\nstages:\n  a:\n    run: train "$DAGTOP_PARAM_EPOCHS" $DAGTOP_PARAM_EPOCH\n',
    );
    expect(warnings).toMatchObject([
      { line: 5, column: 40, hint: "Did you mean $DAGTOP_PARAM_EPOCHS?" },
    ]);
  });

  it("says a mistake in an anchored map once, however often it is used", async () => {
    const problems = await problemsOf(
      "name: n\nstages:\n  a: { run: x, env: &e { A-B: x } }\n  b: { run: x, env: *e }\n",
    );
    expect(problems).toHaveLength(1);
  });
});
