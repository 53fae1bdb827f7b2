// The shape of a pipeline file: one zod schema for the pipeline's own keys, one for a stage's, with their defaults.
//
// A schema checks one value at a time and says what it must be; whatever needs more than one place (names that
// must exist, `run` against `argv`, holes in texts) is checked elsewhere. Messages go on after the name of the
// key ("must be …"); from the second line on they are the hint. Key lists of the file's maps come from the shapes.

import * as z from "zod";
import { durationOf } from "./duration.ts";
import type { RetryPlan, StopSignal } from "./plan.ts";
import { insteadOfCondition } from "./words.ts";

/** A leaf of the file, read by plain code: its value, or what is wrong with it. */
function leaf<T>(read: (value: unknown) => T | Wrong) {
  return z.unknown().transform((value, context): T => {
    const result = read(value);
    if (!(result instanceof Wrong)) return result;
    context.addIssue({ code: "custom", message: result.said });
    return z.NEVER;
  });
}

class Wrong {
  readonly said: string;
  constructor(message: string, hint: string) {
    this.said = `${message}\n${hint}`;
  }
}

const QUOTES = "Put it in quotes if it is meant as a text.";

const text = leaf((value) =>
  typeof value === "string" && value.trim() !== "" ? value : new Wrong("must be a text", QUOTES),
);

const script = leaf((value) => {
  if (typeof value === "string" && value.trim() !== "") return value;
  const hint =
    'One command is a line; several go below "run: |", a line each. A list of words is "argv".';
  return new Wrong("must be a shell command", hint);
});

const path = leaf((value) => {
  if (typeof value !== "string" || value === "") return new Wrong("must be a path", QUOTES);
  if (value.startsWith("~")) {
    return new Wrong(
      "must not begin with ~",
      "~ means nothing here: write the path out, or relative to this file.",
    );
  }
  return value;
});

function oneOf<const T extends string>(
  words: readonly T[],
  help?: (value: string) => string | null,
) {
  const list = words.join(", ");
  return leaf((value) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    const hint = typeof value === "string" ? help?.(value) : null;
    return new Wrong(`must be one of ${list}`, hint ?? `Write one of ${list}.`);
  });
}

function whole(least: number, most: number) {
  return leaf((value) =>
    Number.isInteger(value) && typeof value === "number" && value >= least && value <= most
      ? value
      : new Wrong(`must be a whole number from ${least} to ${most}`, digits(value)),
  );
}

function number(least: number, most: number) {
  return leaf((value) =>
    typeof value === "number" && value >= least && value <= most
      ? value
      : new Wrong(`must be a number from ${least} to ${most}`, digits(value)),
  );
}

function digits(value: unknown): string {
  return typeof value === "number" ? "Choose one in that range." : "Write digits, without quotes.";
}

const duration = leaf((value) => {
  const result = durationOf(value);
  return result.ok ? result.ms : new Wrong(result.message, result.hint);
});

const timeLimit = leaf((value) => {
  const result = durationOf(value);
  if (!result.ok) return new Wrong(result.message, result.hint);
  return result.ms > 0
    ? result.ms
    : new Wrong("must be more than 0", "Leave it out for no time limit.");
});

const SHELLS: Readonly<Record<string, readonly string[]>> = {
  sh: ["/bin/sh", "-e", "-c"],
  bash: ["bash", "-eo", "pipefail", "-c"],
};

const shell = leaf((value): readonly string[] | Wrong => {
  if (Array.isArray(value) && value.length > 0 && value.every(isWord)) return value;
  const known =
    typeof value === "string" && Object.hasOwn(SHELLS, value) ? SHELLS[value] : undefined;
  return (
    known ??
    new Wrong(
      "must be sh, bash or a list of words",
      "For another shell write all of its words: shell: [zsh, -e, -c].",
    )
  );
});

function isWord(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

const exitCodes = leaf((value): readonly number[] | Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const codes = list.filter(
    (code) => typeof code === "number" && Number.isInteger(code) && code >= 1 && code <= 255,
  );
  if (codes.length === list.length) return codes as number[];
  return new Wrong("must be exit codes from 1 to 255", "Write a list of numbers: [75, 137].");
});

const names = leaf((value): readonly string[] | Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.every(isWord)
    ? list
    : new Wrong("must be a name or a list of names", "Write it as [a, b].");
});

const passEnv = leaf((value): readonly string[] | Wrong => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const bad = list.find(
    (name) => typeof name !== "string" || !/^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(name),
  );
  if (bad === undefined) return list as string[];
  const hint =
    "Write names of environment variables; a * may stand at the end: [WANDB_*, HF_TOKEN].";
  return new Wrong("must be a list of names", hint);
});

const python = leaf((value) => {
  if (typeof value !== "string" || value === "") {
    return new Wrong(
      "must be auto or a path",
      'Write "auto" to use .venv or venv beside this file.',
    );
  }
  if (value.startsWith("conda:")) {
    return new Wrong(
      "takes no conda environment in this version of dagtop yet",
      "Write the path of its folder instead.",
    );
  }
  if (value.startsWith("~")) return new Wrong("must not begin with ~", "Write the path out.");
  return value;
});

const backoff = oneOf(["constant", "linear", "exponential"]);
const signal = oneOf<StopSignal>(["HUP", "INT", "QUIT", "TERM", "USR1", "USR2"], (value) =>
  value.startsWith("SIG") ? `Write it without SIG: ${value.slice(3)}.` : null,
);

export const retrySchema = z.object(
  {
    times: whole(0, 1000),
    delay: duration.default(0),
    backoff: backoff.default("constant"),
    factor: number(1, 100).default(2),
    max_delay: duration.optional(),
    jitter: number(0, 1).default(0),
    on_exit: exitCodes.default([]),
    not_on_exit: exitCodes.default([]),
  },
  {
    error:
      "must be a number of extra attempts, or a map\nWrite retry: 2, or retry: {times: 2, delay: 30s}.",
  },
);

export const stopSchema = z.object(
  { signal: signal.default("TERM"), grace: duration.optional(), command: script.optional() },
  { error: "must be a map\nWrite stop: {signal: INT, grace: 30s}." },
);

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

export const stageSchema = z.object({
  description: text.optional(),
  run: script.optional(),
  argv: argv.optional(),
  needs: names.default([]),
  if: oneOf(["success", "always", "failure"], (value) => {
    const ours = insteadOfCondition(value);
    return ours === null ? null : `Write ${ours}.`;
  }).default("success"),
  retry: z
    .preprocess((value) => (typeof value === "number" ? { times: value } : value), retrySchema)
    .transform(retryPlan)
    .optional(),
  timeout: timeLimit.optional(),
  grace: duration.optional(),
  stop: stopSchema.optional(),
  on_fail: oneOf(["fail", "warn", "ignore"]).default("fail"),
  on_crash: oneOf(["fail", "retry"]).default("fail"),
  env: map.optional(),
  cwd: path.optional(),
  shell: shell.optional(),
});

export const pipelineSchema = z.object({
  name: z.unknown().optional(),
  description: text.optional(),
  params: map.optional(),
  env: map.optional(),
  env_file: path.optional(),
  pass_env: passEnv.default([]),
  cwd: path.optional(),
  shell: shell.optional(),
  python: python.optional(),
  timeout: timeLimit.optional(),
  max_parallel: whole(1, 10_000).optional(),
  max_active_runs: whole(1, 10_000).default(1),
  stages: z.unknown().optional(),
});

export type StageFields = z.infer<typeof stageSchema>;
export type PipelineFields = z.infer<typeof pipelineSchema>;
