// What the code of each run was (semantics 2.7). A run outside of any repository has no row.

import type { RunSource } from "../engine/command.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { Db } from "./open.ts";

// `commit` is a word of SQL's.
const PUT = /* sql */ `
  insert into run_source (run_id, "commit", branch, dirty, patch)
  values (:runId, :commit, :branch, :dirty, :patch)
  on conflict (run_id) do nothing`;
const OF_RUN = /* sql */ `select "commit", branch, dirty, patch from run_source where run_id = ?`;

type Stored = Omit<RunSource, "dirty"> & { readonly dirty: number };

export function sourceTable(db: Db) {
  const put = db.prepare<Stored & { runId: string }>(PUT);
  return {
    put: (run: RunId, { commit, branch, dirty, patch }: RunSource): void => {
      put.run({ runId: run, commit, branch, dirty: Number(dirty), patch });
    },
  };
}

export function sourceFeed(db: Db) {
  const ofRun = db.prepare<[string], Stored>(OF_RUN);
  return {
    ofRun: (run: RunId): RunSource | null => {
      const row = ofRun.get(run);
      return row === undefined ? null : { ...row, dirty: row.dirty !== 0 };
    },
  };
}
