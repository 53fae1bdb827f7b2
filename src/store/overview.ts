// What `status` and the Dashboard show: the pipelines of a home with their last runs, and what is going on. Each statement
// is answered by an index or by what is open, so that the time does not grow with the history.

import type { RunRow, RunState, StageState } from "../engine/rows.ts";
import type { Outputs } from "../engine/stage.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { Db } from "./open.ts";

const PIPELINES = /* sql */ `select name, last_number as lastNumber from pipeline order by name`;
// The sign keeps SQLite from going through all runs in the order of their pipelines, which saves it a sort.
const ENDED_SINCE = /* sql */ `
  select pipeline, state, count(*) as count from run
  where created_at >= ? and ended_at is not null group by +pipeline, state`;
const RUNS = /* sql */ `
  select id, pipeline, folder, number, state, reason, trigger, by, round, plan,
    created_at as createdAt, started_at as startedAt, ended_at as endedAt, due_at as dueAt,
    rerun_of as rerunOf
  from run where pipeline = ? order by number desc`;
const WAITS = /* sql */ `
  select s.state, s.reason, count(*) as count
  from run r cross join stage s on s.run_id = r.id
  where r.ended_at is null and s.state in ('waiting', 'queued')
  group by s.state, s.reason`;
const LAST_EVENT = /* sql */ `select max(run_seq) as last from event where run_id = ?`;
// Of each metric of each attempt only the last point, found in the index: the points between are never looked at.
const METRICS = /* sql */ `
  with recursive named (attempt, name) as (
    select id, (select min(name) from metric where attempt_id = attempt.id)
    from attempt where run_id = :run
    union all
    select attempt, (select min(m.name) from metric m where m.attempt_id = attempt and m.name > named.name)
    from named where name is not null)
  select m.name, m.value from named cross join metric m on m.id = (
    select max(id) from metric where attempt_id = named.attempt and name = named.name)
  order by m.id`;
const OUTPUTS = /* sql */ `
  select outputs, reason from stage where run_id = ? and outputs is not null and outputs <> '{}'
  order by position desc limit 1`;
const PARAMS = /* sql */ `select json_extract(plan, '$.params') as params from version where hash = ?`;

export interface PipelineName {
  readonly name: string;
  readonly lastNumber: number;
}

export interface StateCount {
  readonly pipeline: string;
  readonly state: RunState;
  readonly count: number;
}

/** Stages of runs that have not ended, which wait for the same. */
export interface WaitCount {
  readonly state: Extract<StageState, "waiting" | "queued">;
  readonly reason: string | null;
  readonly count: number;
}

export interface LastValue {
  readonly name: string;
  readonly value: number;
}

export function overviewFeed(db: Db) {
  // `status` asks for little of this and must be quick, so each statement is prepared when it is first asked for.
  const pipelines = once(() => db.prepare<[], PipelineName>(PIPELINES));
  const ended = once(() => db.prepare<[number], StateCount>(ENDED_SINCE));
  const runs = once(() => db.prepare<[string], RunRow>(RUNS));
  const waits = once(() => db.prepare<[], WaitCount>(WAITS));
  const lastEvent = once(() => db.prepare<[string], { last: number | null }>(LAST_EVENT));
  const metrics = once(() => db.prepare<{ run: string }, LastValue>(METRICS));
  const outputs = once(() =>
    db.prepare<[string], { outputs: string; reason: string | null }>(OUTPUTS),
  );
  const params = once(() => db.prepare<[string], { params: string | null }>(PARAMS));
  return {
    pipelines: (): PipelineName[] => pipelines().all(),
    /** @param since - epoch milliseconds */
    endedSince: (since: number): StateCount[] => ended().all(since),
    /** Of a pipeline the newest first, up to the first that was made before `since`. */
    runsSince: (pipeline: string, since: number, limit: number): RunRow[] => {
      const found: RunRow[] = [];
      for (const row of runs().iterate(pipeline)) {
        if (row.createdAt < since || found.length >= limit) break;
        found.push(row);
      }
      return found;
    },
    /** What stages of runs wait for that have not ended. */
    waits: (): WaitCount[] => waits().all(),
    /** Grows whenever something happens in the run. */
    lastEvent: (run: RunId): number => lastEvent().get(run)?.last ?? 0,
    /** The last value of each metric of a run, whichever attempt has given it. */
    lastMetrics: (run: RunId): ReadonlyMap<string, number> =>
      new Map(
        metrics()
          .all({ run })
          .map(({ name, value }) => [name, value]),
      ),
    /** Of the last stage of the plan that has some; with the words that it has for them, if it has. */
    lastOutputs: (run: RunId): { readonly outputs: Outputs; readonly words: string | null } => {
      const row = outputs().get(run);
      if (row === undefined) return { outputs: {}, words: null };
      return { outputs: JSON.parse(row.outputs) as Outputs, words: row.reason };
    },
    /** The values of the parameters of a plan, by its hash. */
    params: (plan: string): Plan["params"] => {
      const text = params().get(plan)?.params ?? null;
      return text === null ? {} : (JSON.parse(text) as Plan["params"]);
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => (made ??= make());
}
