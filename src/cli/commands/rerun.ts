// `dagtop rerun RUN`: a new run with today's definition and the caller's environment (semantics 2.5). With --from or --only
// it keeps what the old run had.

import { UserError } from "../../pipeline/user-error.ts";
import type { Command, Parsed } from "../command.ts";
import { milliseconds } from "../durations.ts";
import { findRun } from "../find-run.ts";
import { paramsFrom } from "../given.ts";
import { homeFrom } from "../home.ts";
import { hostKeeper } from "../host-keeper.ts";
import { FOLLOWING, howToRun } from "../how-to-run.ts";
import { looking } from "../looking.ts";
import { preflight } from "../preflight.ts";
import { runName } from "../../engine/run.ts";
import { rerunSource } from "../rerun-source.ts";
import { startRun } from "../start-run.ts";
import { triggerArgs } from "../trigger-args.ts";
import { warn } from "../visible-text.ts";
import { type ToRun, choiceFrom, isPart, keptOf, rerunReady, withChanges } from "../what-to-run.ts";

export const rerun: Command = {
  name: "rerun",
  takes: "RUN",
  summary: "Run it anew with today's definition; --from and --only keep what came before",
  counts: [1, 1],
  options: {
    from: {
      type: "string",
      multiple: true,
      value: "STAGE",
      help: "this stage and all below it; the rest is taken over where it was satisfied",
    },
    only: { type: "string", multiple: true, value: "STAGE", help: "this stage alone" },
    "same-plan": { type: "boolean", help: "with the definition that the run had" },
    param: {
      type: "string",
      short: "p",
      multiple: true,
      value: "NAME=VALUE",
      help: "another value of a parameter; the others are those of the run",
    },
    preset: { type: "string", value: "NAME", help: "a set of values that the file names" },
    ...FOLLOWING,
  },
  examples: [
    "dagtop rerun last",
    "dagtop rerun nightly#42 --from train",
    "dagtop rerun last -p lr=1e-5",
  ],
  run: async (args) => {
    const what = await whatToRerun(args);
    warn(what.ready.warnings);
    warn(preflight(what.ready.plan, process.env));
    const trigger = await triggerArgs(what);
    const paths = homeFrom(args.text("home"), process.env);
    const keeper = hostKeeper(paths, milliseconds(args.text("idle-ms")));
    const { run, plan } = trigger;
    const ask = { kind: "trigger", args: trigger } as const;
    return startRun(paths, keeper, { run, plan, ask }, howToRun(args));
  },
};

async function whatToRerun(args: Parsed): Promise<ToRun> {
  const { reader } = looking(args);
  try {
    const row = findRun(reader, args.positionals[0] ?? "");
    const choice = choiceFrom(args);
    if (isPart(choice) && row.endedAt === null) {
      throw new UserError(
        "not-ended",
        `${runName(row)} has not ended, so nothing of it can be kept.`,
        {
          hint: `Wait for its end, or dagtop cancel ${runName(row)}`,
        },
      );
    }
    if (reader === null) throw new Error("a run without a store");
    const old = rerunSource(reader, row);
    const params = paramsFrom(args.texts("param"));
    const given = { params, preset: args.text("preset") ?? null, env: process.env };
    const ready = await rerunReady(old, row, args.flag("same-plan"), given);
    const kept = keptOf(old, ready, choice);
    return { ready: withChanges(old, ready), trigger: "rerun", rerun: kept };
  } finally {
    reader?.close();
  }
}
