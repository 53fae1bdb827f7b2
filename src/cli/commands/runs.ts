// `dagtop runs`: the newest runs, one line each.

import type { RunRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { UNKNOWN, duration, elapsed } from "../../ui/format.ts";
import { plainText } from "../../ui/sanitise.ts";
import { RUN_MARKS } from "../../ui/theme.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { LOOKING, looking } from "../looking.ts";
import { say, sayJson } from "../output.ts";
import { type Paint, painted } from "../paint.ts";
import { runShape } from "../shapes.ts";
import { table } from "../table.ts";

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
      reader?.runs.recent(limitFrom(args.text("limit")), args.positionals[0] ?? null) ?? [];
    if (json) sayJson(rows.map(runShape));
    else if (rows.length === 0) say("Nothing has run here yet: dagtop run FILE");
    else for (const line of lines(rows, paint, Date.now())) say(line);
    return EXIT.succeeded;
  },
};

function limitFrom(text: string | undefined): number {
  if (text === undefined) return 20;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UserError("usage", `--limit ${text} is no number of runs.`, {
    hint: "For example --limit 50.",
  });
}

function lines(rows: readonly RunRow[], paint: Paint, now: number): string[] {
  const columns = [
    { title: "RUN" },
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
      painted(RUN_MARKS[run.state], paint),
      run.startedAt === null ? UNKNOWN : `${elapsed(now - run.startedAt)} ago`,
      tookOf(run, now),
      run.trigger,
      plainText(run.reason ?? ""),
    ]),
  );
}

function tookOf({ startedAt, endedAt }: RunRow, now: number): string {
  if (startedAt === null) return UNKNOWN;
  return endedAt === null ? elapsed(now - startedAt) : duration(endedAt - startedAt);
}
