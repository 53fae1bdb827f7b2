// `dagtop logs RUN [STAGE]`: what stages have printed. Of a stage the last try, of a run all stages with their names in
// front. Everything passes the sanitiser, except with --raw; secrets are hidden in all of it.

import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptRow, StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { plainText } from "../../ui/sanitise.ts";
import type { Command, Parsed } from "../command.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { NO_HOST, hostState } from "../host-process.ts";
import { type Snapshot, snapshotOf } from "../follow.ts";
import { type LogPrinter, logPrinter } from "../log-printer.ts";
import { LOOKING, type Looking, looking } from "../looking.ts";
import { liveMask } from "../masking.ts";
import { readerHasGone, remark } from "../output.ts";
import { interrupts } from "../signals.ts";
import { stagesNamed } from "../stage-names.ts";

export const logs: Command = {
  name: "logs",
  takes: "RUN [STAGE]",
  summary: "Print what the stages of a run have printed",
  counts: [1, 2],
  options: {
    ...LOOKING,
    follow: { type: "boolean", short: "f", help: "go on until the stage, or the run, is over" },
    attempt: { type: "string", value: "N", help: "this try of the stage (default: the last)" },
    raw: {
      type: "boolean",
      help: "the bytes as they are, escape sequences too; only secrets are hidden",
    },
  },
  examples: [
    "dagtop logs last train",
    "dagtop logs spam#3 train --attempt 1",
    "dagtop logs last -f",
  ],
  run: async (args) => {
    const look = looking(args);
    const { reader } = look;
    const run = findRun(reader, args.positionals[0] ?? "");
    if (reader === null) return EXIT.notFound;
    const wanted = wantedFrom(args, snapshotOf(reader, run.id));
    const printer = logPrinter(look.paths, {
      json: look.json,
      raw: args.flag("raw"),
      colour: look.paint.colour,
      names: wanted.stages === null || wanted.stages.length > 1,
      mask: liveMask(reader, run.id),
    });
    if (args.flag("follow")) return followLogs(look, run.id, wanted, printer);
    const snapshot = snapshotOf(reader, run.id);
    const attempts = chosen(snapshot, wanted);
    tellOfOthers(snapshot, wanted, attempts);
    for (const attempt of attempts) printer.print(attempt, true);
    return EXIT.succeeded;
  },
};

interface Wanted {
  /** One stage, or the members of a matrix; null for all. */
  readonly stages: readonly string[] | null;
  readonly number: number | null;
}

function wantedFrom(args: Parsed, { run, stages }: Snapshot): Wanted {
  const [, stage = null] = args.positionals;
  const text = args.text("attempt");
  if (text !== undefined && !/^[1-9]\d{0,5}$/.test(text)) {
    throw new UserError("usage", `--attempt ${text} is no number of a try.`, {
      hint: "Tries count from 1.",
    });
  }
  const number = text === undefined ? null : Number(text);
  if (number !== null && stage === null) {
    throw new UserError("usage", "--attempt needs a stage.", {
      hint: `dagtop logs ${runName(run)} STAGE --attempt ${number}`,
    });
  }
  if (stage === null) return { stages: null, number };
  return { stages: stagesNamed(stages, stage, runName(run)).map(({ key }) => key), number };
}

function isWanted({ stages }: Wanted): (attempt: { readonly stage: string }) => boolean {
  return ({ stage }) => stages === null || stages.includes(stage);
}

/** Of each stage the wanted try, in the order in which they began. @throws UserError no-attempt */
function chosen({ attempts }: Snapshot, wanted: Wanted): AttemptRow[] {
  const own = attempts.filter(isWanted(wanted));
  if (wanted.number !== null) {
    const found = own.filter(({ number, state }) => number === wanted.number && state !== "fenced");
    if (found.length > 0) return found;
    const name = plainText(wanted.stages?.join(", ") ?? "");
    throw new UserError("no-attempt", `${name} has no try ${wanted.number}.`, {
      hint: `It has ${own.length === 1 ? "1 try" : `${own.length} tries`}.`,
      exit: 4,
    });
  }
  if (wanted.stages === null) return own;
  return wanted.stages.flatMap((stage) => own.findLast((attempt) => attempt.stage === stage) ?? []);
}

function tellOfOthers(
  { stages, attempts }: Snapshot,
  wanted: Wanted,
  shown: readonly AttemptRow[],
): void {
  const [one] = shown;
  const [stage, ...others] = wanted.stages ?? [];
  if (stage === undefined || others.length > 0 || wanted.number !== null) return;
  const count = attempts.filter((attempt) => attempt.stage === stage).length;
  const row = stages.find(({ key }) => key === stage);
  if (one === undefined) remark(`${plainText(stage)} has no log: ${nothingBut(row)}.`);
  else if (one.cause?.startsWith("could not start") === true)
    remark(`${plainText(stage)} has printed nothing: ${plainText(one.cause)}`);
  else if (count > 1) remark(`try ${one.number} of ${count}; --attempt shows another`);
}

/** Why a stage without an attempt has printed nothing. */
function nothingBut(row: StageRow | undefined): string {
  if (row === undefined || row.endedAt === null) return "it has not started";
  const why = row.reason === null ? "" : `, ${plainText(row.reason)}`;
  return `it is ${row.state.replace("_", " ")}${why}`;
}

const PAUSE_MS = 200;

async function followLogs(
  { reader }: Looking,
  run: Snapshot["run"]["id"],
  wanted: Wanted,
  printer: LogPrinter,
): Promise<number> {
  if (reader === null) return EXIT.notFound;
  const before = snapshotOf(reader, run).run;
  if (before.state === "queued")
    remark(`${plainText(runName(before))} is queued: ${plainText(before.reason ?? "")}`);
  else if (before.endedAt === null && hostState(reader.hosts.last()).is === "gone") remark(NO_HOST);
  const controller = new AbortController();
  const told = interrupts(() => {
    controller.abort();
  }, false);
  const signal = AbortSignal.any([controller.signal, told.signal]);
  while (!signal.aborted) {
    // Rows first: what a stage wrote before its end was in the log before its end was in the rows.
    const snapshot = snapshotOf(reader, run);
    const isOver = over(snapshot, wanted);
    for (const attempt of chosen(snapshot, wanted))
      printer.print(attempt, attempt.endedAt !== null);
    if (isOver || readerHasGone()) {
      told.release();
      return EXIT.succeeded;
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
  told.release();
  return told.code() ?? EXIT.cancelled;
}

function over({ run, stages, attempts }: Snapshot, wanted: Wanted): boolean {
  if (run.endedAt !== null) return true;
  if (wanted.stages === null) return false;
  const { number } = wanted;
  const isEnded = (stage: string): boolean =>
    number === null
      ? stages.some(({ key, endedAt }) => key === stage && endedAt !== null)
      : attempts.some(
          (one) => one.stage === stage && one.number === number && one.endedAt !== null,
        );
  return wanted.stages.every(isEnded);
}
