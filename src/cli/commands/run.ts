// `dagtop run`: hands a frozen plan to the host, starts a host where none lives, and follows the run to its end. What is run
// is a file, a pipeline by its name, or a command behind `--`.

import type { ChildProcess } from "node:child_process";
import { UserError } from "../../pipeline/user-error.ts";
import type { Command, Parsed } from "../command.ts";
import { commandPlan } from "../command-plan.ts";
import { dryRun } from "../dry-run.ts";
import { milliseconds } from "../durations.ts";
import { paramsFrom } from "../given.ts";
import { homeFrom } from "../home.ts";
import { hostKeeper } from "../host-keeper.ts";
import { howToRun } from "../how-to-run.ts";
import { loadPipeline } from "../load-pipeline.ts";
import { looking } from "../looking.ts";
import { preflight } from "../preflight.ts";
import { startRun } from "../start-run.ts";
import { triggerArgs } from "../trigger-args.ts";
import { again, isMarked } from "../unmarked.ts";
import { warn } from "../visible-text.ts";
import { isFile } from "../is-file.ts";
import { type ToRun, choiceFrom, fromNewest, isPart, namedReady } from "../what-to-run.ts";

export const run: Command = {
  name: "run",
  takes: "FILE or NAME, or -- COMMAND",
  summary: "Run a pipeline, or any command, and follow it to its end",
  counts: [0, 1],
  takesRest: true,
  options: {
    param: {
      type: "string",
      short: "p",
      multiple: true,
      value: "NAME=VALUE",
      help: "a parameter of the pipeline; may be given many times",
    },
    preset: { type: "string", value: "NAME", help: "a set of values that the file names" },
    from: {
      type: "string",
      multiple: true,
      value: "STAGE",
      help: "this stage and all below it; what comes before is taken over from the newest run that has it",
    },
    only: { type: "string", multiple: true, value: "STAGE", help: "this stage alone" },
    detach: { type: "boolean", short: "d", help: "do not follow: the run goes on by itself" },
    inline: {
      type: "boolean",
      help: "run in this very process (CI, containers); refused while a host works here",
    },
    json: { type: "boolean", help: "one line of JSON per event" },
    "dry-run": { type: "boolean", help: "show the plan and run nothing" },
    ascii: { type: "boolean", help: "no other characters than ASCII" },
    gpu: { type: "string", value: "N", help: "of a command: wait for N GPUs" },
    slots: {
      type: "string",
      multiple: true,
      value: "POOL=N",
      help: "of a command: slots it holds",
    },
    retry: { type: "string", value: "N", help: "of a command: extra attempts" },
    timeout: { type: "string", value: "D", help: "of a command: its time limit, such as 90m" },
    name: { type: "string", value: "NAME", help: "of a command: its name (default: the script's)" },
    "pass-env": {
      type: "string",
      multiple: true,
      value: "NAME",
      help: "of a command: a variable that it gets besides the usual ones; * may stand at its end",
    },
    "idle-ms": {
      type: "string",
      value: "MS",
      help: "how long a host that this starts stays without work (default: 60000)",
    },
  },
  examples: [
    "dagtop run pipeline.yaml",
    "dagtop run pipeline.yaml -p epochs=10 -p lr=2e-5",
    "dagtop run pipeline.yaml --from train",
    "dagtop run nightly --detach",
    "dagtop run --gpu 1 --retry 2 -- python train.py --epochs 10",
  ],
  run: runCommand,
};

async function runCommand(args: Parsed, early: ChildProcess | null): Promise<number> {
  if (args.flag("inline") && isMarked()) return again();
  const paths = homeFrom(args.text("home"), process.env);
  const keeper = hostKeeper(paths, milliseconds(args.text("idle-ms")), early);
  const what = await whatOrNothing(args, early);
  warn(what.ready.warnings);
  if (args.flag("dry-run")) return dryRun(what, args.flag("json"));
  const trigger = await triggerArgs(what);
  const how = howToRun(args);
  const asked = {
    run: trigger.run,
    plan: trigger.plan,
    ask: { kind: "trigger", args: trigger },
  } as const;
  if (!how.inline) return startRun(paths, keeper, asked, how);
  const { inlineHost } = await import("../inline-host.ts");
  const inline = inlineHost(paths, keeper);
  try {
    return await startRun(paths, inline.keeper, asked, how);
  } finally {
    await inline.leave();
  }
}

/** What is to be run. Where that comes to nothing, so does the host that was started for it. */
async function whatOrNothing(args: Parsed, early: ChildProcess | null): Promise<ToRun> {
  try {
    const what = await whatToRun(args);
    if (args.flag("dry-run")) return what;
    const { ready } = what;
    const warnings = [...ready.warnings, ...preflight(ready.plan, process.env)];
    return { ...what, ready: { ...ready, warnings } };
  } catch (error) {
    early?.kill("SIGTERM");
    throw error;
  }
}

const OF_A_COMMAND = ["gpu", "slots", "retry", "timeout", "name", "pass-env"];
const OF_A_PIPELINE = ["param", "preset", "from", "only"];

async function whatToRun(args: Parsed): Promise<ToRun> {
  const [name] = args.positionals;
  const { rest } = args;
  if (rest !== null) {
    if (name !== undefined) throw usage(`Either ${name} or a command behind "--", not both.`);
    refuse(args, OF_A_PIPELINE, "a pipeline file");
    const ready = commandPlan(args, rest, process.cwd(), process.env);
    return { ready, trigger: "manual", rerun: null };
  }
  if (name === undefined) throw usage('"run" needs FILE or NAME, or -- COMMAND.');
  refuse(args, OF_A_COMMAND, "a command behind --");
  const given = {
    params: paramsFrom(args.texts("param")),
    preset: args.text("preset") ?? null,
    env: process.env,
  };
  const choice = choiceFrom(args);
  if (isFile(name) && !isPart(choice)) {
    const ready = await loadPipeline(name, given.params, given.env, given.preset);
    return { ready, trigger: "manual", rerun: null };
  }
  const { reader } = looking(args);
  try {
    const ready = isFile(name)
      ? await loadPipeline(name, given.params, given.env, given.preset)
      : await namedReady(reader, name, given);
    return isPart(choice)
      ? fromNewest(reader, ready, choice)
      : { ready, trigger: "manual", rerun: null };
  } finally {
    reader?.close();
  }
}

function refuse(args: Parsed, options: readonly string[], owner: string): void {
  const given = options.find(
    (name) => args.text(name) !== undefined || args.texts(name).length > 0,
  );
  if (given !== undefined) throw usage(`--${given} is for ${owner}.`);
}

function usage(message: string): UserError {
  return new UserError("usage", message, { hint: "dagtop run --help shows what it takes." });
}
