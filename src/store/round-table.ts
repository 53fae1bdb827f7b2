// The rounds of each run, folded from its events.

import type { RoundRow } from "../engine/rows.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Db } from "./open.ts";

const PUT = /* sql */ `
  insert into round (run_id, n, trigger, by, state, started_at, ended_at)
  values (:runId, :n, :trigger, :by, :state, :startedAt, :endedAt)
  on conflict (run_id, n) do update set state = excluded.state, started_at = excluded.started_at,
    ended_at = excluded.ended_at`;
const OF_RUN = /* sql */ `
  select run_id as runId, n, trigger, by, state, started_at as startedAt, ended_at as endedAt
  from round where run_id = ? order by n`;

export function roundTable(db: Db) {
  const put = db.prepare<RoundRow>(PUT);
  return {
    put: (row: RoundRow): void => {
      put.run(row);
    },
  };
}

export function roundFeed(db: Db) {
  const ofRun = db.prepare<[string], RoundRow>(OF_RUN);
  return { ofRun: (run: RunId): RoundRow[] => ofRun.all(run) };
}
