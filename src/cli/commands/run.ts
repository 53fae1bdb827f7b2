// `dagtop run FILE`: hands a frozen plan to the host, starts a host where none lives, and follows the run to its end.

import type { ChildProcess } from "node:child_process";
import type { TriggerArgs } from "../../engine/command.ts";
import { uuidv7 } from "../../engine/host/uuid.ts";
import { runId } from "../../pipeline/ids.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Command, Parsed } from "../command.ts";
import { dryRun } from "../dry-run.ts";
import { milliseconds } from "../durations.ts";
import { homeFrom } from "../home.ts";
import { hostKeeper } from "../host-keeper.ts";
import { type Ready, loadPipeline } from "../load-pipeline.ts";
import { remark } from "../output.ts";
import { startRun } from "../start-run.ts";
import { again, isMarked } from "../unmarked.ts";

export const run: Command = {
  name: "run",
  takes: "FILE",
  summary: "Run a pipeline file and follow it to its end",
  counts: [1, 1],
  options: {
    param: {
      type: "string",
      short: "p",
      multiple: true,
      value: "NAME=VALUE",
      help: "a parameter of the pipeline; may be given many times",
    },
    detach: { type: "boolean", short: "d", help: "do not follow: the run goes on by itself" },
    inline: {
      type: "boolean",
      help: "run in this very process (CI, containers); refused while a host works here",
    },
    json: { type: "boolean", help: "one line of JSON per event" },
    "dry-run": { type: "boolean", help: "show the plan and run nothing" },
    ascii: { type: "boolean", help: "no other characters than ASCII" },
    "idle-ms": {
      type: "string",
      value: "MS",
      help: "how long a host that this starts stays without work (default: 60000)",
    },
  },
  examples: [
    "dagtop run pipeline.yaml",
    "dagtop run pipeline.yaml -p epochs=10 -p lr=2e-5",
    "dagtop run pipeline.yaml --detach",
  ],
  run: runCommand,
};

async function runCommand(args: Parsed, early: ChildProcess | null): Promise<number> {
  if (args.flag("inline") && isMarked()) return again();
  const paths = homeFrom(args.text("home"), process.env);
  const keeper = hostKeeper(paths, milliseconds(args.text("idle-ms")), early);
  const ready = await readyOrNothing(args, early);
  for (const warning of ready.warnings) remark(warning);
  if (args.flag("dry-run")) return dryRun(ready, args.flag("json"));
  const trigger: TriggerArgs = {
    run: runId(uuidv7(Date.now())),
    plan: ready.plan,
    planHash: ready.planHash,
    trigger: "manual",
    env: ready.env,
    umask: process.umask(),
  };
  const how = {
    detach: args.flag("detach"),
    inline: args.flag("inline"),
    json: args.flag("json"),
    ascii: args.flag("ascii"),
    noColour: args.flag("no-color"),
  };
  if (!how.inline) return startRun(paths, keeper, trigger, how);
  const { inlineHost } = await import("../inline-host.ts");
  const inline = inlineHost(paths, keeper);
  try {
    return await startRun(paths, inline.keeper, trigger, how);
  } finally {
    await inline.leave();
  }
}

/** What is to be run. Where that comes to nothing, so does the host that was started for it. */
async function readyOrNothing(args: Parsed, early: ChildProcess | null): Promise<Ready> {
  const [file = ""] = args.positionals;
  try {
    refuseNames(file);
    return await loadPipeline(file, paramsFrom(args.texts("param")), process.env);
  } catch (error) {
    early?.kill("SIGTERM");
    throw error;
  }
}

/** A name means a pipeline that a host knows: files have a slash or an ending. */
function refuseNames(file: string): void {
  if (file.includes("/") || /\.ya?ml$/.test(file)) return;
  throw new UserError("no-file", `"${file}" is not a pipeline file.`, {
    hint: `A file ends in .yaml or .yml, or has a slash: dagtop run ./${file}`,
  });
}

function paramsFrom(texts: readonly string[]): Record<string, string> {
  const entries = texts.map((text): [string, string] => {
    const at = text.indexOf("=");
    if (at < 1) {
      throw new UserError("bad-params", `-p ${text} gives no value.`, {
        hint: "Write -p NAME=VALUE; an empty text is -p NAME=",
      });
    }
    return [text.slice(0, at), text.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}
