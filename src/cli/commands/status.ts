// `dagtop status`: one screen of what this home does: its host, its pipelines with their last runs, what waits and why.
//
// People put it into prompts and loops, so it starts quickly: nothing is imported here but what reads and prints, and
// what looks at logs and history only where something runs.

import { hostname, homedir } from "node:os";
import type { HomePaths } from "../../engine/home-paths.ts";
import { COPY } from "../../engine/pause.ts";
import { runName } from "../../engine/run.ts";
import { durationOf } from "../../pipeline/duration.ts";
import type { RunId } from "../../pipeline/ids.ts";
import { UserError } from "../../pipeline/user-error.ts";
import type { Reader } from "../../store/reader.ts";
import type { Eta } from "../../ui/eta.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { hasDrained, hostState, isCopied } from "../host-process.ts";
import { LOOKING, looking } from "../looking.ts";
import { say, sayJson } from "../output.ts";
import { type Overview, type Waiting, overviewOf } from "../overview.ts";
import { isoTime, runShape } from "../shapes.ts";
import type { News } from "../status-news.ts";
import { statusPage } from "../status-page.ts";
import { lineText, terminalColumns } from "../terminal-line.ts";

export const status: Command = {
  name: "status",
  takes: "[PIPELINE]",
  summary: "Show the host, the pipelines and what is going on",
  counts: [0, 1],
  options: {
    ...LOOKING,
    since: { type: "string", value: "TIME", help: "count the successes of so long (default: 7d)" },
    line: { type: "boolean", help: "one line, for prompts and the status line of tmux" },
  },
  examples: [
    "dagtop status",
    "dagtop status spam --since 24h",
    "dagtop status --line",
    "dagtop status --json",
  ],
  run: async (args) => {
    const { paths, reader, json, paint } = looking(args);
    const isLine = args.flag("line");
    if (isLine && json)
      throw new UserError("usage", "--line and --json can't both be given.", {
        hint: "--line is for people, --json for programs.",
      });
    const since = sinceFrom(args.text("since"));
    const name = args.positionals[0] ?? null;
    const now = Date.now();
    const overview = overviewOf(reader, name, now - since.ms);
    const news = await newsOf(reader, paths, overview, now);
    const columns = terminalColumns();
    const fit = { paint, columns };
    if (isLine) {
      const { statusLine } = await import("../status-line.ts");
      const telling = { now, ascii: paint.ascii, form: "brief" as const, news };
      say(lineText(statusLine(overview, telling), fit));
      return EXIT.succeeded;
    }
    const row = reader?.hosts.last() ?? null;
    const host = hostState(row);
    const isCopy = isCopied(paths.home, reader?.meta.place() ?? null);
    if (json) sayJson(shape(paths.home, host, isCopy, overview, news));
    else {
      const page = {
        ...overview,
        news,
        host,
        hasDrained: hasDrained(row),
        isCopy,
        machine: hostname(),
        home: shortHome(paths.home),
        since: since.text,
        fit,
        rows: columns === null ? null : process.stdout.rows,
      };
      for (const line of statusPage(page, now)) say(line);
    }
    return EXIT.succeeded;
  },
};

async function newsOf(
  reader: Reader | null,
  paths: HomePaths,
  { active }: Overview,
  now: number,
): Promise<News> {
  if (reader === null || active.length === 0) return { runs: new Map(), going: [] };
  const news = await import("../status-news.ts");
  return news.newsOf(reader, paths, active, now);
}

const WEEK = "7d";

function sinceFrom(text = WEEK): { readonly text: string; readonly ms: number } {
  const found = durationOf(text);
  if (found.ok) return { text, ms: found.ms };
  throw new UserError("usage", `--since ${text} ${found.message}.`, { hint: found.hint });
}

function shape(
  home: string,
  host: ReturnType<typeof hostState>,
  isCopy: boolean,
  overview: Overview,
  { runs }: News,
) {
  const etaOf = (id: RunId): Eta | null => runs.get(id)?.eta ?? null;
  return {
    home,
    copied: isCopy,
    host:
      host.is === "gone"
        ? null
        : {
            pid: host.row.pid,
            epoch: host.row.epoch,
            since: isoTime(host.row.since),
            state: host.is,
            draining_by: host.row.drainingBy,
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
    active: overview.active.map(({ run }) => ({
      ...runShape(run),
      eta: isoTime(etaOf(run.id)?.p50 ?? null),
      eta_p95: isoTime(etaOf(run.id)?.p95 ?? null),
    })),
    waiting: [...(isCopy ? setAside(overview) : []), ...overview.waiting].map(
      ({ run, stage, reason }) => ({ run, stage, reason }),
    ),
  };
}

/** What ran when this home was copied: it is nobody's before a person says so. */
function setAside({ active }: Overview): Waiting[] {
  return active.flatMap(({ run, stages }) =>
    stages
      .filter(({ state }) => state === "running")
      .map(({ key }) => ({ run: runName(run), stage: key, reason: COPY })),
  );
}

/** "~/.local/state/dagtop" */
function shortHome(home: string): string {
  const own = `${homedir()}/`;
  return home.startsWith(own) ? `~/${home.slice(own.length)}` : home;
}
