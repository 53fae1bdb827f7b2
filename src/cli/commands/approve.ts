// `dagtop approve RUN [STAGE]` and `dagtop reject RUN [STAGE]`: a person's answer to a stage that waits for one.

import type { RunRow, StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Reader } from "../../store/reader.ts";
import { plainText } from "../../ui/sanitise.ts";
import { answered } from "../answered.ts";
import { ask } from "../ask.ts";
import type { Command, Parsed } from "../command.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { hostKeeper } from "../host-keeper.ts";
import { looking } from "../looking.ts";
import { say, sayJson } from "../output.ts";

const OPTIONS = {
  message: { type: "string", short: "m", value: "TEXT", help: "why; it is kept with the answer" },
  json: { type: "boolean", help: "JSON for programs" },
} as const;

export const approve: Command = {
  name: "approve",
  takes: "RUN [STAGE]",
  summary: "Say yes to a stage that waits for a person",
  counts: [1, 2],
  options: OPTIONS,
  examples: ["dagtop approve last", 'dagtop approve nightly#42 gate -m "f1 looks right"'],
  run: (args) => give(args, true),
};

export const reject: Command = {
  name: "reject",
  takes: "RUN [STAGE]",
  summary: "Say no to a stage that waits for a person",
  counts: [1, 2],
  options: OPTIONS,
  examples: ["dagtop reject last", 'dagtop reject nightly#42 gate -m "too few rows"'],
  run: (args) => give(args, false),
};

async function give(args: Parsed, approved: boolean): Promise<number> {
  const { paths, reader, json } = looking(args);
  const [name = "", key] = args.positionals;
  const run = waitingOf(reader, name) ?? findRun(reader, name);
  if (reader === null) return EXIT.notFound;
  const elsewhere = allWaiting(reader).map((one) => plainText(runName(one)));
  const stage = stageToAnswer(run, reader.stages.stages(run.id), key, elsewhere);
  const keeper = hostKeeper(paths, null);
  const text = args.text("message")?.trim() ?? "";
  const message = text === "" ? null : text;
  const asked = ask(paths, keeper, {
    kind: "answer",
    args: { run: run.id, stage: stage.key, round: run.round, approved, message },
  });
  const result = await answered(asked, reader, keeper, (why) => refused(why, runName(run)));
  if (json) sayJson({ run: runName(run), stage: stage.key, result });
  else say(`${plainText(stage.key)} of ${plainText(runName(run))}: ${plainText(result)}`);
  return EXIT.succeeded;
}

/**
 * By a pipeline's name alone the run of it is meant that waits for a person, by `last` the newest run if it has begun: a
 * question that stands elsewhere, and was perhaps forgotten, is not answered by chance.
 *
 * @throws UserError many-wait
 */
function waitingOf(reader: Reader | null, name: string): RunRow | null {
  if (reader === null || name.includes("#")) return null;
  const waits = allWaiting(reader);
  if (name === "last") {
    const begun = reader.runs.recent(20, null).find((run) => run.state !== "queued");
    return waits.find((run) => run.id === begun?.id) ?? null;
  }
  const [one, ...others] = waits.filter((run) => run.pipeline === name);
  if (others.length === 0) return one ?? null;
  const names = [one, ...others].flatMap((run) => (run === undefined ? [] : [runName(run)]));
  throw new UserError("many-wait", `More than one run of ${plainText(name)} waits for a person.`, {
    hint: `Name one of ${names.map((each) => plainText(each)).join(", ")}.`,
  });
}

function allWaiting(reader: Reader): RunRow[] {
  return reader.runs
    .open()
    .filter((run) => reader.stages.stages(run.id).some(({ state }) => state === "waiting"));
}

function stageToAnswer(
  run: RunRow,
  stages: readonly StageRow[],
  key: string | undefined,
  elsewhere: readonly string[],
): StageRow {
  const named = stages.find((stage) => stage.key === key);
  if (named !== undefined) return named;
  const waiting = stages.filter(({ state }) => state === "waiting");
  const [first, ...others] = waiting;
  if (key === undefined && first !== undefined && others.length === 0) return first;
  const name = plainText(runName(run));
  const hint =
    waiting.length === 0
      ? `dagtop show ${name}`
      : `Name one of ${waiting.map((stage) => plainText(stage.key)).join(", ")}.`;
  if (key !== undefined)
    throw new UserError("no-stage", `${name} has no stage ${plainText(key)}.`, { hint, exit: 4 });
  const message = waiting.length === 0 ? "No stage" : "More than one stage";
  const where =
    waiting.length > 0 || elsewhere.length === 0 ? "" : `${elsewhere.join(", ")} waits.\n`;
  throw new UserError("no-stage", `${message} of ${name} waits for a person.`, {
    hint: `${where}${hint}`,
  });
}

function refused(why: string, run: string): UserError {
  return new UserError("refused", `Not answered: ${plainText(why)}.`, {
    hint: `dagtop show ${plainText(run)}`,
  });
}
