// `dagtop status`: one screen of what this home does: its host, its pipelines with their last runs, what waits and why.
//
// People put it into prompts and loops, so it starts quickly: nothing is imported here but what reads and prints.

import { hostname, homedir } from "node:os";
import { durationOf } from "../../pipeline/duration.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { hostState } from "../host-process.ts";
import { LOOKING, looking } from "../looking.ts";
import { say, sayJson } from "../output.ts";
import { type Overview, overviewOf } from "../overview.ts";
import { isoTime, runShape } from "../shapes.ts";
import { statusPage } from "../status-page.ts";
import { terminalColumns } from "../terminal-line.ts";

export const status: Command = {
  name: "status",
  takes: "[PIPELINE]",
  summary: "Show the host, the pipelines and what is going on",
  counts: [0, 1],
  options: {
    ...LOOKING,
    since: { type: "string", value: "TIME", help: "count the successes of so long (default: 7d)" },
  },
  examples: ["dagtop status", "dagtop status spam --since 24h", "dagtop status --json"],
  run: async (args) => {
    const { paths, reader, json, paint } = looking(args);
    const since = sinceFrom(args.text("since"));
    const name = args.positionals[0] ?? null;
    const overview = overviewOf(reader, name, Date.now() - since.ms);
    const host = hostState(reader?.hosts.last() ?? null);
    if (json) sayJson(shape(paths.home, host, overview));
    else {
      const page = {
        ...overview,
        host,
        machine: hostname(),
        home: shortHome(paths.home),
        since: since.text,
        fit: { paint, columns: terminalColumns() },
      };
      for (const line of statusPage(page, Date.now())) say(line);
    }
    return EXIT.succeeded;
  },
};

const WEEK = "7d";

function sinceFrom(text = WEEK): { readonly text: string; readonly ms: number } {
  const found = durationOf(text);
  if (found.ok) return { text, ms: found.ms };
  throw new UserError("usage", `--since ${text} ${found.message}.`, { hint: found.hint });
}

function shape(home: string, host: ReturnType<typeof hostState>, overview: Overview) {
  return {
    home,
    host:
      host.is === "gone"
        ? null
        : {
            pid: host.row.pid,
            epoch: host.row.epoch,
            since: isoTime(host.row.since),
            state: host.is,
          },
    pipelines: overview.pipelines.map(({ name, last, succeeded, ended }) => ({
      name,
      state: last?.state ?? null,
      last_run: last === null ? null : runShape(last),
      next_tick: null,
      paused: false,
      succeeded,
      ended,
    })),
    active: overview.active.map(({ run }) => runShape(run)),
    waiting: overview.waiting.map(({ run, stage, reason }) => ({ run, stage, reason })),
  };
}

/** "~/.local/state/dagtop" */
function shortHome(home: string): string {
  const own = `${homedir()}/`;
  return home.startsWith(own) ? `~/${home.slice(own.length)}` : home;
}
