// `dagtop run FILE`: hands a frozen plan to the host, starts a host where none lives, and follows the run to its end.

import type { ChildProcess } from "node:child_process";
import type { TriggerArgs } from "../../engine/command.ts";
import { uuidv7 } from "../../engine/host/uuid.ts";
import type { HomePaths } from "../../engine/home-paths.ts";
import { runId } from "../../pipeline/ids.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { type Asked, ask, readyStore } from "../ask.ts";
import type { Command, Parsed } from "../command.ts";
import { accepted } from "../detach.ts";
import { dryRun } from "../dry-run.ts";
import { milliseconds } from "../durations.ts";
import { exitOfRun } from "../exit.ts";
import { type Snapshot, follow, snapshotOf } from "../follow.ts";
import { homeFrom } from "../home.ts";
import { type HostKeeper, hostKeeper } from "../host-keeper.ts";
import { type Ready, loadPipeline } from "../load-pipeline.ts";
import { remark, wantsColour } from "../output.ts";
import { type RunOutput, blockOutput, jsonOutput, linesOutput } from "../run-output.ts";
import { viewerOf } from "../run-view.ts";
import { interrupts } from "../signals.ts";

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
  const [file = ""] = args.positionals;
  refuseNames(file);
  const paths = homeFrom(args.text("home"), process.env);
  const keeper = hostKeeper(paths, milliseconds(args.text("idle-ms")), early);
  const ready = await loadPipeline(file, paramsFrom(args.texts("param")), process.env);
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
  if (!args.flag("inline")) return start(args, paths, keeper, trigger, ready);
  const { inlineHost } = await import("../inline-host.ts");
  const inline = inlineHost(paths, keeper);
  try {
    return await start(args, paths, inline.keeper, trigger, ready);
  } finally {
    await inline.leave();
  }
}

async function start(
  args: Parsed,
  paths: HomePaths,
  keeper: HostKeeper,
  trigger: TriggerArgs,
  ready: Ready,
): Promise<number> {
  const reader = await readyStore(paths, keeper);
  const asked = ask(paths, keeper, { kind: "trigger", args: trigger });
  try {
    if (args.flag("detach")) return await accepted(asked, reader, keeper, args.flag("json"));
    const isBlock = process.stdout.isTTY && !args.flag("json");
    const options = {
      viewer: viewerOf(paths, ready.plan),
      reader,
      plan: ready.plan,
      colour: wantsColour(args.flag("no-color")),
      ascii: args.flag("ascii"),
      inline: args.flag("inline"),
    };
    const output = args.flag("json")
      ? jsonOutput(reader, trigger.run)
      : isBlock
        ? await blockOutput(options)
        : linesOutput(options);
    return await followToEnd(args, paths, keeper, { reader, asked, trigger }, output);
  } finally {
    asked.close();
    reader.close();
  }
}

interface Started {
  readonly reader: Awaited<ReturnType<typeof readyStore>>;
  readonly asked: Asked;
  readonly trigger: TriggerArgs;
}

async function followToEnd(
  args: Parsed,
  paths: HomePaths,
  keeper: HostKeeper,
  { reader, asked, trigger }: Started,
  output: RunOutput,
): Promise<number> {
  const { run: id } = trigger;
  const told = interrupts(() => {
    ask(paths, keeper, { kind: "cancel", args: { run: id, stage: null } }).close();
  }, args.flag("inline"));
  let last: Snapshot | null = null;
  try {
    const followed = { paths, reader, run: id, asked, keeper };
    const ended = await follow(followed, {
      changed: (snapshot) => {
        last = snapshot;
        output.changed(snapshot);
      },
      looked: output.looked,
      signal: told.signal,
    });
    if (ended === null || ended.endedAt === null) return told.code() ?? 0;
    await output.finish(last ?? snapshotOf(reader, id));
    return exitOfRun(ended.state);
  } finally {
    told.release();
    output.leave();
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
