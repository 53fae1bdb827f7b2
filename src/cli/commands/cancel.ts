// `dagtop cancel RUN [STAGE]`: asks for a run or a stage to be stopped. Said again while it is being stopped, it kills.

import type { RunRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import { stageKey } from "../../pipeline/ids.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Reader } from "../../store/reader.ts";
import { plainText } from "../../ui/sanitise.ts";
import { answered } from "../answered.ts";
import { ask } from "../ask.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { hostKeeper } from "../host-keeper.ts";
import { looking } from "../looking.ts";
import { say, sayJson } from "../output.ts";

export const cancel: Command = {
  name: "cancel",
  takes: "RUN [STAGE]",
  summary: "Stop a run, or one stage of it; a second time kills what is left",
  counts: [1, 2],
  options: { json: { type: "boolean", help: "JSON for programs" } },
  examples: ["dagtop cancel last", "dagtop cancel spam#3 train"],
  run: async (args) => {
    const { paths, reader, json } = looking(args);
    const [name = "", stage] = args.positionals;
    const run = runningOf(reader, name) ?? findRun(reader, name);
    const keeper = hostKeeper(paths, null);
    const asked = ask(paths, keeper, {
      kind: "cancel",
      args: { run: run.id, stage: stage === undefined ? null : stageKey(stage) },
    });
    if (reader === null) return EXIT.notFound;
    const result = await answered(asked, reader, keeper, (why) => refused(why, runName(run)));
    const what = stage === undefined ? runName(run) : `${stage} of ${runName(run)}`;
    if (json) sayJson({ run: runName(run), stage: stage ?? null, result });
    else say(`${plainText(what)}: ${plainText(result)}`);
    return EXIT.succeeded;
  },
};

/** By a pipeline's name alone the run is meant that runs, not one that waits behind it. */
function runningOf(reader: Reader | null, pipeline: string): RunRow | null {
  const open = reader?.runs.open().filter((run) => run.pipeline === pipeline) ?? [];
  return open.find((run) => run.state !== "queued") ?? open[0] ?? null;
}

function refused(why: string, run: string): UserError {
  const isGone = /has no stage/.test(why);
  return new UserError("refused", `Nothing to cancel: ${plainText(why)}.`, {
    hint: `dagtop show ${plainText(run)}`,
    exit: isGone ? 4 : 2,
  });
}
