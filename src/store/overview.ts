// What `status` shows: the pipelines of a home with their last runs, and what is going on. Few statements, each by an
// index, so that the time does not grow with the history.

import type { RunState } from "../engine/rows.ts";
import type { Db } from "./open.ts";

const PIPELINES = /* sql */ `select name, last_number as lastNumber from pipeline order by name`;
const ENDED_SINCE = /* sql */ `
  select pipeline, state, count(*) as count from run
  where created_at >= ? and ended_at is not null group by pipeline, state`;

export interface PipelineName {
  readonly name: string;
  readonly lastNumber: number;
}

export interface StateCount {
  readonly pipeline: string;
  readonly state: RunState;
  readonly count: number;
}

export function overviewFeed(db: Db) {
  const pipelines = db.prepare<[], PipelineName>(PIPELINES);
  const ended = db.prepare<[number], StateCount>(ENDED_SINCE);
  return {
    pipelines: (): PipelineName[] => pipelines.all(),
    /** @param since - epoch milliseconds */
    endedSince: (since: number): StateCount[] => ended.all(since),
  };
}
