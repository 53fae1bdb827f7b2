// `dagtop trigger NAME`: a run of a pipeline that is known here, asked for and left to itself. A name stands for the file of
// its newest run, which is read again.

import type { Command } from "../command.ts";
import { milliseconds } from "../durations.ts";
import { paramsFrom } from "../given.ts";
import { homeFrom } from "../home.ts";
import { hostKeeper } from "../host-keeper.ts";
import { howToRun } from "../how-to-run.ts";
import { looking } from "../looking.ts";
import { preflight } from "../preflight.ts";
import { startRun } from "../start-run.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { triggerArgs } from "../trigger-args.ts";
import { warn } from "../visible-text.ts";
import { namedReady } from "../what-to-run.ts";

export const trigger: Command = {
  name: "trigger",
  takes: "NAME",
  summary: "Start a run of a pipeline that has run here, and do not follow it",
  counts: [1, 1],
  options: {
    param: {
      type: "string",
      short: "p",
      multiple: true,
      value: "NAME=VALUE",
      help: "a parameter of the pipeline; may be given many times",
    },
    preset: { type: "string", value: "NAME", help: "a set of values that the file names" },
    json: { type: "boolean", help: "JSON for programs" },
  },
  examples: ["dagtop trigger nightly", "dagtop trigger nightly -p epochs=1"],
  run: async (args) => {
    const { reader } = looking(args);
    const given = {
      params: paramsFrom(args.texts("param")),
      preset: args.text("preset") ?? null,
      env: process.env,
    };
    const [name = ""] = args.positionals;
    const ready = await namedReady(reader, name, given);
    reader?.close();
    const { pipeline, file } = ready.plan;
    if (pipeline !== name) {
      throw new UserError(
        "other-pipeline",
        `${file ?? "Its file"} is the pipeline ${pipeline} now.`,
        {
          hint: `dagtop run ${file ?? "FILE"} runs that one.`,
        },
      );
    }
    warn(ready.warnings);
    warn(preflight(ready.plan, process.env));
    const asked = await triggerArgs({ ready, trigger: "manual", rerun: null });
    const paths = homeFrom(args.text("home"), process.env);
    const { run, plan } = asked;
    const ask = { kind: "trigger", args: asked } as const;
    const how = { ...howToRun(args), detach: true };
    return startRun(paths, hostKeeper(paths, milliseconds(undefined)), { run, plan, ask }, how);
  },
};
