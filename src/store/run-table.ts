// The row of each run, folded from its events, and the numbers that runs of a pipeline have had.

import type { RunId } from "../pipeline/ids.ts";
import type { RunRow } from "../engine/rows.ts";
import type { Db } from "./open.ts";

const COLUMNS = /* sql */ `
  id, pipeline, folder, number, state, reason, trigger, by, round, plan,
  created_at as createdAt, started_at as startedAt, ended_at as endedAt, due_at as dueAt,
  rerun_of as rerunOf`;
const PUT = /* sql */ `
  insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan,
    created_at, started_at, ended_at, due_at, rerun_of)
  values (:id, :pipeline, :folder, :number, :state, :reason, :trigger, :by, :round, :plan,
    :createdAt, :startedAt, :endedAt, :dueAt, :rerunOf)
  on conflict (id) do update set state = excluded.state, reason = excluded.reason,
    round = excluded.round, started_at = excluded.started_at, ended_at = excluded.ended_at,
    due_at = excluded.due_at`;
const GET = /* sql */ `select ${COLUMNS} from run where id = ?`;
const NAMED = /* sql */ `select ${COLUMNS} from run where pipeline = ? and number = ?`;
const OPEN = /* sql */ `select ${COLUMNS} from run where ended_at is null order by created_at, id`;
const RECENT = /* sql */ `select ${COLUMNS} from run order by created_at desc, id desc limit ?`;
const RECENT_OF = /* sql */ `
  select ${COLUMNS} from run where pipeline = ? order by number desc limit ?`;
// One pipeline: its runs under one name that were made in one folder.
const ENDED_OF = /* sql */ `
  select ${COLUMNS} from run
  where pipeline = ? and number < ? and folder = ? and ended_at is not null
  order by number desc limit ?`;
const LAST_FAILED = /* sql */ `
  select ${COLUMNS} from run where state in ('failed', 'timed_out', 'partial')
  order by created_at desc, id desc limit 1`;
const PUT_NUMBER = /* sql */ `
  insert into pipeline (name, last_number) values (:name, :number)
  on conflict (name) do update set last_number = excluded.last_number`;
const NUMBERS = /* sql */ `select name, last_number as number from pipeline`;

export function runTable(db: Db) {
  const put = db.prepare<RunRow>(PUT);
  const putNumber = db.prepare<{ name: string; number: number }>(PUT_NUMBER);
  const numbers = db.prepare<[], { name: string; number: number }>(NUMBERS);
  return {
    put: (row: RunRow): void => {
      put.run(row);
    },
    putNumber: (name: string, number: number): void => {
      putNumber.run({ name, number });
    },
    numbers: (): Map<string, number> => new Map(numbers.all().map((row) => [row.name, row.number])),
  };
}

export function runFeed(db: Db) {
  const get = db.prepare<[string], RunRow>(GET);
  const named = db.prepare<[string, number], RunRow>(NAMED);
  const open = db.prepare<[], RunRow>(OPEN);
  const recent = db.prepare<[number], RunRow>(RECENT);
  const recentOf = db.prepare<[string, number], RunRow>(RECENT_OF);
  const endedOf = db.prepare<[string, number, string, number], RunRow>(ENDED_OF);
  const lastFailed = db.prepare<[], RunRow>(LAST_FAILED);
  return {
    get: (id: RunId): RunRow | null => get.get(id) ?? null,
    named: (pipeline: string, number: number): RunRow | null => named.get(pipeline, number) ?? null,
    open: (): RunRow[] => open.all(),
    recent: (limit: number, pipeline: string | null): RunRow[] =>
      pipeline === null ? recent.all(limit) : recentOf.all(pipeline, limit),
    /** Runs of a pipeline of this folder that have ended and whose number is below: the newest first. */
    endedOf: (
      { pipeline, folder }: { readonly pipeline: string; readonly folder: string },
      below: number,
      limit: number,
    ): RunRow[] => endedOf.all(pipeline, below, folder, limit),
    lastFailed: (): RunRow | null => lastFailed.get() ?? null,
  };
}
