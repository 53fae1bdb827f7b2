// Results of stages that need not be made again while nothing that they come from has changed. They outlive their runs.

import type { CachedResult } from "../engine/host/ports.ts";
import type { Outputs } from "../engine/stage.ts";
import type { Db } from "./open.ts";

const PUT = /* sql */ `
  insert into cache (pipeline, stage, key, outs, outputs, run, at)
  values (:pipeline, :stage, :key, :outs, :outputs, :run, :at)
  on conflict (pipeline, stage, key) do update set outs = excluded.outs, outputs = excluded.outputs,
    run = excluded.run, at = excluded.at`;
const GET = /* sql */ `
  select pipeline, stage, key, outs, outputs, run from cache
  where pipeline = ? and stage = ? and key = ?`;

type Stored = Omit<CachedResult, "outputs"> & { readonly outputs: string | null };

export function cacheTable(db: Db) {
  const put = db.prepare<Stored & { at: number }>(PUT);
  const get = db.prepare<[string, string, string], Stored>(GET);
  return {
    put: (result: CachedResult, at: number): void => {
      const outputs = result.outputs === null ? null : JSON.stringify(result.outputs);
      put.run({ ...result, outputs, at });
    },
    get: (pipeline: string, stage: string, key: string): CachedResult | null => {
      const row = get.get(pipeline, stage, key);
      if (row === undefined) return null;
      const outputs = row.outputs === null ? null : (JSON.parse(row.outputs) as Outputs);
      return { ...row, outputs };
    },
  };
}
