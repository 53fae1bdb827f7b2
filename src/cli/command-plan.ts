// `dagtop run -- COMMAND`: a pipeline of one stage, made of nothing but the command line. Runs of one name form one pipeline,
// and any number of them may go on (semantics 2.8).

import { existsSync } from "node:fs";
import { basename } from "node:path";
import { capture } from "../pipeline/environment.ts";
import { pipelineName, stageKey } from "../pipeline/ids.ts";
import { NAME, NAME_HINT } from "../pipeline/names.ts";
import type { Plan } from "../pipeline/plan.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { Parsed } from "./command.ts";
import { countFrom, durationFrom, passEnvFrom, slotsFrom } from "./given.ts";
import type { Ready } from "./load-pipeline.ts";
import { hashOfPlan } from "./plan-hash.ts";

/** So many at once as nobody starts. */
const NO_LIMIT = 1_000_000;
const GRACE_MS = 30_000;

/** @throws UserError usage | bad-option | bad-name */
export function commandPlan(
  args: Parsed,
  words: readonly string[],
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Ready {
  const [program] = words;
  if (program === undefined || program === "") {
    const isEmpty = program !== undefined;
    throw new UserError(
      "usage",
      isEmpty
        ? 'The name of the program behind "--" is empty.'
        : 'There is no command behind "--".',
      {
        hint: isEmpty
          ? "A variable that is not set may have stood there: the first word is the program."
          : "dagtop run -- python train.py --epochs 3",
      },
    );
  }
  if (words.length === 1 && /\s/.test(program) && !existsSync(program)) {
    throw new UserError("usage", `"${program}" is one word, and no program has that name.`, {
      hint: `Leave the quotes away: dagtop run -- ${program}\nFor a line of the shell: dagtop run -- sh -c '${program}'`,
    });
  }
  const name = nameFrom(args.text("name"), words);
  const gpus = args.text("gpu");
  const slots = {
    ...slotsFrom(args.texts("slots")),
    ...(gpus === undefined ? {} : { gpu: countFrom(gpus, "--gpu", 1) }),
  };
  const plan: Plan = {
    v: 2,
    pipeline: pipelineName(name),
    description: null,
    file: null,
    folder,
    params: {},
    env: {},
    envFile: null,
    python: null,
    timeoutMs: null,
    maxParallel: null,
    maxActiveRuns: NO_LIMIT,
    retryRun: { times: 0, delayMs: 0 },
    secrets: [],
    groups: [],
    stages: [
      {
        key: stageKey(name),
        description: null,
        needs: [],
        if: "success",
        condition: null,
        ifText: null,
        matrix: null,
        uses: null,
        command: { is: "argv", argv: words.map((text) => [{ is: "text", text }]) },
        cwd: [{ is: "text", text: folder }],
        env: {},
        retry: {
          times: countFrom(args.text("retry") ?? "0", "--retry", 0),
          delayMs: 0,
          backoff: "constant",
          factor: 2,
          maxDelayMs: null,
          jitter: 0,
          onExit: [],
          notOnExit: [],
        },
        timeoutMs: durationFrom(args.text("timeout"), "--timeout"),
        stop: { signal: "TERM", graceMs: GRACE_MS, command: null },
        onFail: "fail",
        onCrash: "fail",
        slots,
        priority: 0,
        cache: null,
        leaveRunning: [],
      },
    ],
  };
  const planHash = hashOfPlan(plan);
  return { plan, planHash, env: capture(env, passEnvFrom(args.texts("pass-env"))), warnings: [] };
}

function nameFrom(given: string | undefined, words: readonly string[]): string {
  if (given === undefined) return defaultName(words);
  if (NAME.test(given)) return given;
  throw new UserError("bad-name", `"${given}" cannot be the name of a pipeline.`, {
    hint: NAME_HINT,
  });
}

/** Programs whose first argument says better what is run: `python train.py` is train. */
const RUNNERS =
  /^(?:python[\d.]*|pypy[\d.]*|node|deno|bun|bash|sh|zsh|Rscript|julia|perl|ruby|torchrun|accelerate|uv|env|nice|time)$/;

function defaultName(words: readonly string[]): string {
  const said = scriptOf(words);
  const base = basename(said).replace(/\.[A-Za-z0-9]{1,4}$/, "");
  const clean = base
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .replace(/-+$/, "")
    .slice(0, 63);
  return NAME.test(clean) ? clean : "command";
}

/** The word that says best what is run. */
function scriptOf(words: readonly string[]): string {
  const place = words.findIndex((word) => !word.includes("=") && !word.startsWith("-"));
  const program = words[place] ?? words[0] ?? "";
  const rest = words.slice(place + 1);
  const [next = ""] = rest;
  if (!RUNNERS.test(basename(program)) && !isRunOfUv(words, program)) return program;
  if (/^-[a-z]*[ce]$/.test(next)) return program; // a program text is no name
  if (next === "-m") return rest[1]?.split(".").at(-1) ?? program;
  return rest.some((word) => !word.startsWith("-")) ? scriptOf(rest) : program;
}

/** `uv run train.py`, `accelerate launch train.py`: the second word is of the runner. */
function isRunOfUv(words: readonly string[], program: string): boolean {
  return words[0] === program && (program === "run" || program === "launch");
}
