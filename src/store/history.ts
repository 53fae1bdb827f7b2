// How long things took before: what an expectation of the end of a run is made from. Only what an attempt did counts:
// a stage that was cached, taken over from another run or approved by a person took no time that says anything.
//
// One pipeline is its runs under one name that were made in one folder. The newest are found by (pipeline, number), their
// stages and rounds by their keys, so a long history costs nothing.

import type { StageKey } from "../pipeline/ids.ts";
import type { Db } from "./open.ts";

const STAGES = /* sql */ `
  with recent as (
    select id, number from run
    where pipeline = :pipeline and folder = :folder and ended_at is not null
    order by number desc limit :mostRuns)
  select s.key as stage, s.ended_at - s.started_at as ms
  from recent r cross join stage s on s.run_id = r.id
  where s.state = 'succeeded' and s.started_at is not null and s.ended_at >= s.started_at
  order by r.number desc, s.position`;
// Rounds count, not what lies between them: that may be a night. A rerun that was spared a stage is shorter than others.
const RUNS = /* sql */ `
  select (select sum(ended_at - started_at) from round where run_id = r.id) as ms
  from run r
  where pipeline = :pipeline and folder = :folder and state = 'succeeded' and started_at is not null
    and not (rerun_of is not null and exists (
      select 1 from stage where run_id = r.id and state = 'succeeded' and started_at is null))
  order by number desc limit :mostRuns`;

export interface StageDuration {
  readonly stage: StageKey;
  readonly ms: number;
}

interface Asked {
  readonly pipeline: string;
  readonly folder: string;
  readonly mostRuns: number;
}

export function historyFeed(db: Db) {
  const stages = db.prepare<Asked, StageDuration>(STAGES);
  const runs = db.prepare<Asked, { readonly ms: number }>(RUNS);
  return {
    /** Of the stages that succeeded in the last runs that ended, however these did; the newest run first. */
    stageDurations: (pipeline: string, folder: string, mostRuns: number): StageDuration[] =>
      stages.all({ pipeline, folder, mostRuns }),
    /** Of the last runs that succeeded, in milliseconds; the newest first. */
    runDurations: (pipeline: string, folder: string, mostRuns: number): number[] =>
      runs.all({ pipeline, folder, mostRuns }).map(({ ms }) => ms),
  };
}
