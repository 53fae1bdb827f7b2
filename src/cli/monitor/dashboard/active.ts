// The runs of a home that have not ended, with what their stages do. The rows of a run are read again when something has
// happened in it; what logs say and how long it takes is looked at now and then, seldom where that is dear.

import type { HomePaths } from "../../../engine/home-paths.ts";
import type { Masker } from "../../../engine/host/mask.ts";
import type { RunRow, StageRow } from "../../../engine/rows.ts";
import type { RunId } from "../../../pipeline/ids.ts";
import type { Reader } from "../../../store/reader.ts";
import { maskedRun, maskedStage } from "../../masked-rows.ts";
import type { ActiveRun } from "../../overview.ts";
import { NO_NEWS, type News, newsOf } from "../../status-news.ts";

export interface ActiveRuns {
  /** As they were at the last commit. */
  readonly rows: () => readonly ActiveRun[];
  /** Reads again; to be called within a snapshot. */
  readonly read: () => void;
  readonly news: (now: number) => News;
}

const SHORTEST_REST_MS = 1000;
const LONGEST_REST_MS = 15_000;
/** So many times as long as a look has taken nothing is looked at. */
const REST = 50;

interface Known {
  readonly last: number;
  readonly stages: readonly StageRow[];
}

/** @param clock - milliseconds that only grow */
export function activeRuns(
  reader: Reader,
  paths: HomePaths,
  masks: (run: RunId) => Masker,
  clock: () => number,
): ActiveRuns {
  let known = new Map<RunId, Known>();
  let rows: readonly ActiveRun[] = [];
  let news: News = NO_NEWS;
  let isStale = true;
  let lookedAt = -Infinity;
  let restMs = 0;

  function stagesOf(run: RunRow): Known {
    const last = reader.overview.lastEvent(run.id);
    const before = known.get(run.id);
    if (before?.last === last) return before;
    const mask = masks(run.id);
    const stages = reader.stages.stages(run.id).map((stage) => maskedStage(stage, mask));
    return { last, stages };
  }

  return {
    rows: () => rows,
    read: () => {
      const open = reader.runs.open();
      known = new Map(open.map((run) => [run.id, stagesOf(run)]));
      rows = open.map((run) => ({
        run: maskedRun(run, masks(run.id)),
        stages: known.get(run.id)?.stages ?? [],
      }));
      isStale = true;
    },
    news: (now) => {
      const began = clock();
      // What was committed is wanted soon, but not at any price.
      const rest = isStale ? restMs / 4 : restMs;
      if (began - lookedAt < rest) return news;
      news = rows.length === 0 ? NO_NEWS : newsOf(reader, paths, rows, now);
      isStale = false;
      lookedAt = clock();
      restMs = Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, REST * (lookedAt - began)));
      return news;
    },
  };
}
