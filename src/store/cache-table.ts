// Results of stages that need not be made again while nothing that they come from has changed. They outlive their runs.

import type { CachedResult, NotKept } from "../engine/host/ports.ts";
import type { Db } from "./open.ts";

const PUT = /* sql */ `
  insert into cache (pipeline, stage, key, outs, outputs, parts, run, at)
  values (:pipeline, :stage, :key, :outs, :outputs, :parts, :run, :at)
  on conflict (pipeline, stage, key) do update set outs = excluded.outs, outputs = excluded.outputs,
    parts = excluded.parts, run = excluded.run, at = excluded.at`;
const COLUMNS = /* sql */ `pipeline, stage, key, outs, outputs, parts, run`;
const GET = /* sql */ `
  select ${COLUMNS} from cache where pipeline = ? and stage = ? and key = ?`;
const NEWEST = /* sql */ `
  select ${COLUMNS} from cache where pipeline = ? and stage = ? order by at desc limit 1`;
const PUT_NOT = /* sql */ `
  insert into not_kept (pipeline, stage, cause, run) values (:pipeline, :stage, :cause, :run)
  on conflict (pipeline, stage) do update set cause = excluded.cause, run = excluded.run`;
const CLEAR_NOT = /* sql */ `delete from not_kept where pipeline = ? and stage = ?`;
const GET_NOT = /* sql */ `
  select pipeline, stage, cause, run from not_kept where pipeline = ? and stage = ?`;

type Stored = Omit<CachedResult, "outputs" | "parts"> & {
  readonly outputs: string | null;
  readonly parts: string;
};

export function cacheTable(db: Db) {
  const put = db.prepare<Stored & { at: number }>(PUT);
  const get = db.prepare<[string, string, string], Stored>(GET);
  const newest = db.prepare<[string, string], Stored>(NEWEST);
  const putNot = db.prepare<NotKept>(PUT_NOT);
  const clearNot = db.prepare<[string, string]>(CLEAR_NOT);
  const getNot = db.prepare<[string, string], NotKept>(GET_NOT);
  return {
    put: (result: CachedResult, at: number): void => {
      const outputs = result.outputs === null ? null : JSON.stringify(result.outputs);
      put.run({ ...result, outputs, parts: JSON.stringify(result.parts), at });
      clearNot.run(result.pipeline, result.stage);
    },
    putNotKept: (one: NotKept): void => {
      putNot.run(one);
    },
    get: (pipeline: string, stage: string, key: string): CachedResult | null =>
      resultOf(get.get(pipeline, stage, key)),
    last: (pipeline: string, stage: string) => ({
      result: resultOf(newest.get(pipeline, stage)),
      notKept: getNot.get(pipeline, stage) ?? null,
    }),
  };
}

/** What readers need of it. */
export function keptFeed(db: Db) {
  const getNot = db.prepare<[string, string], NotKept>(GET_NOT);
  const newest = db.prepare<[string, string], Stored>(NEWEST);
  return {
    /** What was kept last of a stage, by whichever run. */
    newest: (pipeline: string, stage: string): CachedResult | null =>
      resultOf(newest.get(pipeline, stage)),
    /** Why nothing was kept the last time; null where something was. */
    notKept: (pipeline: string, stage: string): NotKept | null =>
      getNot.get(pipeline, stage) ?? null,
  };
}

function resultOf(row: Stored | undefined): CachedResult | null {
  if (row === undefined) return null;
  const outputs =
    row.outputs === null ? null : (JSON.parse(row.outputs) as CachedResult["outputs"]);
  return { ...row, outputs, parts: JSON.parse(row.parts) as CachedResult["parts"] };
}
