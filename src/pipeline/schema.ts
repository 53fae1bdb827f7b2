// The shape of a pipeline file: one zod schema for the pipeline's own keys, one for a stage's, with their defaults.
//
// A schema checks one value at a time and says what it must be; whatever needs more than one place (names that
// must exist, `run` against `argv`, holes in texts) is checked elsewhere. Messages go on after the name of the
// key ("must be …"); from the second line on they are the hint. Key lists of the file's maps come from the shapes.

import * as z from "zod";
import type { RetryPlan } from "./plan.ts";
import * as is from "./schema-leaves.ts";

export const retrySchema = z.object(
  {
    times: is.whole(0, 1000),
    delay: is.duration.default(0),
    backoff: is.backoff.default("constant"),
    factor: is.number(1, 100).default(2),
    max_delay: is.duration.optional(),
    jitter: is.number(0, 1).default(0),
    on_exit: is.exitCodes.default([]),
    not_on_exit: is.exitCodes.default([]),
  },
  {
    error:
      "must be a number of extra attempts, or a map\nWrite retry: 2, or retry: {times: 2, delay: 30s}.",
  },
);

export const stopSchema = z.object(
  {
    signal: is.signal.default("TERM"),
    grace: is.duration.optional(),
    command: is.script.optional(),
  },
  { error: "must be a map\nWrite stop: {signal: INT, grace: 30s}." },
);

export const retryRunSchema = z.object(
  { times: is.whole(0, 100), delay: is.duration.default(0) },
  {
    error:
      "must be a number of extra rounds, or a map\nWrite retry_run: 1, or retry_run: {times: 1, delay: 60s}.",
  },
);

export const approvalSchema = z.object(
  {
    message: is.text,
    timeout: is.timeLimit.optional(),
    by: is.names.default([]),
  },
  {
    error:
      'must be a text, or a map\nWrite what the person is asked: approval: "Promote it?", or {message, timeout, by}.',
  },
);

export const cacheSchema = z.object(
  { deps: z.unknown().optional(), outs: z.unknown().optional() },
  {
    error:
      "must be a map\nWrite cache: {deps: [data.csv], outs: [model.bin]}: what the stage reads and what it makes.",
  },
);

/** Beside these a matrix holds its axes. */
export const matrixSchema = z.object({
  include: z.unknown().optional(),
  exclude: z.unknown().optional(),
  max_parallel: is.whole(1, 10_000).optional(),
  fail_fast: is.trueOrFalse.optional(),
});

function retryPlan(retry: z.infer<typeof retrySchema>): RetryPlan {
  return {
    times: retry.times,
    delayMs: retry.delay,
    backoff: retry.backoff,
    factor: retry.factor,
    maxDelayMs: retry.max_delay ?? null,
    jitter: retry.jitter,
    onExit: retry.on_exit,
    notOnExit: retry.not_on_exit,
  };
}

export const NO_RETRY: RetryPlan = retryPlan(retrySchema.parse({ times: 0 }));

const argv = z
  .array(z.unknown(), {
    error: "must be a list\nWrite argv: [program, argument], or use run for a shell command.",
  })
  .min(1, { error: "must name a program\nWrite argv: [program, argument]." });

const map = z.record(z.string(), z.unknown(), {
  error: "must be a map\nWrite NAME: value, each on its line, indented.",
});

const timesOr = (value: unknown): unknown => (typeof value === "number" ? { times: value } : value);

const MOST_SLOTS = 10_000;
const MOST_PRIORITY = 1_000_000;

/** What `defaults` may give to all stages. */
export const defaultsSchema = z.object(
  {
    retry: z.preprocess(timesOr, retrySchema).transform(retryPlan).optional(),
    timeout: is.timeLimit.optional(),
    grace: is.duration.optional(),
    stop: stopSchema.optional(),
    on_fail: is.oneOf(["fail", "warn", "ignore"]).optional(),
    on_crash: is.oneOf(["fail", "retry"]).optional(),
    env: map.optional(),
    cwd: is.path.optional(),
    shell: is.shell.optional(),
    slots: is.counts(1, MOST_SLOTS).optional(),
    priority: is.whole(-MOST_PRIORITY, MOST_PRIORITY).optional(),
    leave_running: is.leaveRunning.optional(),
  },
  { error: "must be a map\nWrite what holds for all stages: defaults: {retry: 1, timeout: 2h}." },
);

export const stageSchema = z.object({
  description: is.text.optional(),
  run: is.script.optional(),
  argv: argv.optional(),
  uses: is.oneOf(["dvc", "promote", "notify"]).optional(),
  with: map.optional(),
  approval: z
    .preprocess((value) => (typeof value === "string" ? { message: value } : value), approvalSchema)
    .optional(),
  needs: is.names.default([]),
  if: z.unknown().optional(),
  matrix: z.unknown().optional(),
  cache: cacheSchema.optional(),
  track: is.oneOf(["mlflow"]).optional(),
  ...defaultsSchema.shape,
});

export const pipelineSchema = z.object({
  name: z.unknown().optional(),
  description: is.text.optional(),
  params: map.optional(),
  presets: map.optional(),
  env: map.optional(),
  env_file: is.path.optional(),
  pass_env: is.passEnv.default([]),
  secrets: is.secrets.default([]),
  cwd: is.path.optional(),
  shell: is.shell.optional(),
  python: is.python.optional(),
  timeout: is.timeLimit.optional(),
  max_parallel: is.whole(1, 10_000).optional(),
  max_active_runs: is.whole(1, 10_000).default(1),
  retry_run: z.preprocess(timesOr, retryRunSchema).optional(),
  schedule: z.unknown().optional(),
  schedules: z.unknown().optional(),
  alerts: z.unknown().optional(),
  expect: z.unknown().optional(),
  window: z.unknown().optional(),
  defaults: z.unknown().optional(),
  stages: z.unknown().optional(),
});

export type StageFields = z.infer<typeof stageSchema>;
export type DefaultsFields = z.infer<typeof defaultsSchema>;
export type PipelineFields = z.infer<typeof pipelineSchema>;
