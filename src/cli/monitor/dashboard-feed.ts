// What the Dashboard sees: every pipeline with its last runs, and the runs of the one that has the cursor. Rows are read
// when something was committed; what has ended is read once. What says the same stays the same object.
//
//   rows of one moment ──▶ strips, totals, runs ─┬─▶ DashboardView
//   logs and history of what goes on, now and then ┘

import type { HomePaths } from "../../engine/home-paths.ts";
import type { Masker } from "../../engine/host/mask.ts";
import type { RunId } from "../../pipeline/ids.ts";
import type { Reader } from "../../store/reader.ts";
import type { DashboardView } from "../../ui/dashboard/view.ts";
import type { Interest } from "../../ui/monitor/interest.ts";
import { activeRuns } from "./dashboard/active.ts";
import { pipelinesOf } from "./dashboard/pipelines.ts";
import { runsOf } from "./dashboard/runs.ts";
import { emptyHome } from "./found-here.ts";
import { newsFeed } from "./news.ts";

export interface DashboardContext {
  readonly paths: HomePaths;
  readonly reader: () => Reader | null;
  readonly masks: (run: RunId) => Masker;
}

export interface DashboardFeed {
  /** The same object where nothing has changed. */
  readonly read: (interest: Interest, now: number) => DashboardView;
}

const NOTHING: Pick<DashboardView, "pipelines" | "runs" | "news"> = {
  pipelines: [],
  runs: null,
  news: [],
};

export function dashboardFeed(context: DashboardContext): DashboardFeed {
  const empty = emptyHome(process.cwd(), context.paths);
  let open: { readonly of: Reader; readonly feed: DashboardFeed } | null = null;
  let last: DashboardView | null = null;

  function read(interest: Interest, now: number): DashboardView {
    const reader = context.reader();
    if (reader === null) open = null;
    else if (open?.of !== reader) open = { of: reader, feed: feedOf(reader, context) };
    const view = open?.feed.read(interest, now) ?? { ...NOTHING, empty: null };
    if (view.pipelines.length > 0) return view;
    const found = empty();
    return last?.empty === found ? last : { ...NOTHING, empty: found };
  }

  return {
    read: (interest, now) => {
      last = read(interest, now);
      return last;
    },
  };
}

function feedOf(reader: Reader, { paths, masks }: DashboardContext): DashboardFeed {
  const active = activeRuns(reader, paths, masks, () => performance.now());
  const pipelines = pipelinesOf(reader, masks);
  const runs = runsOf(reader, masks);
  const happened = newsFeed(reader, masks);
  let version = -1;
  let view: DashboardView = { ...NOTHING, empty: null };

  return {
    read: (interest, now) => {
      const current = reader.dataVersion();
      const isNew = current !== version;
      const next = reader.snapshot((): DashboardView => {
        if (isNew) active.read();
        const news = active.news(now);
        const all = pipelines.read(active.rows(), news, isNew, now);
        return {
          pipelines: all,
          // Where no pipeline is asked for, other screens are looked at: this one is to be as it was.
          runs:
            interest.pipeline === null
              ? view.runs
              : runs.read(interest.pipeline, interest.sinceMs, active.rows(), news, isNew, now),
          news: isNew ? happened.read() : view.news,
          empty: null,
        };
      });
      version = current;
      const isSame =
        next.pipelines === view.pipelines && next.runs === view.runs && next.news === view.news;
      if (!isSame) view = next;
      return view;
    },
  };
}
