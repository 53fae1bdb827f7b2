// `dagtop runs`: the newest runs, one line each.

import type { RunRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { UNKNOWN, duration, elapsed, roundText } from "../../ui/format.ts";
import { part } from "../../ui/line.ts";
import { oneLine, plainText } from "../../ui/sanitise.ts";
import { RUN_MARKS, glyphOf } from "../../ui/theme.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { LOOKING, looking } from "../looking.ts";
import { maskedRun } from "../masked-rows.ts";
import { maskOfRun } from "../masking.ts";
import { say, sayJson } from "../output.ts";
import { runShape } from "../shapes.ts";
import { table } from "../table.ts";
import { type Fit, terminalColumns } from "../terminal-line.ts";

export const runs: Command = {
  name: "runs",
  takes: "[PIPELINE]",
  summary: "List runs, the newest first",
  counts: [0, 1],
  options: {
    ...LOOKING,
    limit: { type: "string", short: "n", value: "N", help: "so many at most (default: 20)" },
  },
  examples: ["dagtop runs", "dagtop runs spam --limit 100", "dagtop runs --json"],
  run: async (args) => {
    const { reader, json, paint } = looking(args);
    const rows =
      reader?.runs
        .recent(limitFrom(args.text("limit")), args.positionals[0] ?? null)
        .map((run) => maskedRun(run, maskOfRun(reader, run.id))) ?? [];
    if (json) sayJson(rows.map(runShape));
    else if (rows.length === 0) say(nothing(args.positionals[0]));
    else
      for (const line of lines(rows, { paint, columns: terminalColumns() }, Date.now())) say(line);
    return EXIT.succeeded;
  },
};

function nothing(pipeline: string | undefined): string {
  return pipeline === undefined
    ? "Nothing has run here yet: dagtop run FILE"
    : `No run of ${plainText(pipeline)} is in this home: dagtop runs lists all.`;
}

function limitFrom(text: string | undefined): number {
  if (text === undefined) return 20;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UserError("usage", `--limit ${text} is no number of runs.`, {
    hint: "For example --limit 50.",
  });
}

function lines(rows: readonly RunRow[], fit: Fit, now: number): string[] {
  const columns = [
    { title: "RUN", name: true },
    { title: "STATE" },
    { title: "STARTED" },
    { title: "TOOK", right: true },
    { title: "TRIGGER" },
    { title: "REASON" },
  ];
  return table(
    columns,
    rows.map((run) => [
      plainText(runName(run)),
      stateOf(run, fit),
      run.startedAt === null ? UNKNOWN : `${elapsed(now - run.startedAt)} ago`,
      tookOf(run, now),
      run.trigger,
      run.dueAt === null ? oneLine(run.reason ?? "") : roundText(run.round, run.dueAt, now),
    ]),
    fit,
  );
}

function stateOf({ state }: RunRow, { paint }: Fit) {
  const mark = RUN_MARKS[state];
  return part(`${glyphOf(mark, paint.ascii)} ${mark.word}`, mark.meaning);
}

function tookOf({ startedAt, endedAt }: RunRow, now: number): string {
  if (startedAt === null) return UNKNOWN;
  return endedAt === null ? elapsed(now - startedAt) : duration(endedAt - startedAt);
}
