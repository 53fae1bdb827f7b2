// Frozen plans, once per hash, and the environment that each run was asked for with.

import type { RunId } from "../pipeline/ids.ts";
import { planFrom } from "../pipeline/plan-form.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { RunEnvironment } from "../engine/command.ts";
import type { Db } from "./open.ts";

const PUT = /* sql */ `
  insert into version (hash, pipeline, plan, at) values (:hash, :pipeline, :plan, :at)
  on conflict (hash) do nothing`;
const GET = /* sql */ `select plan from version where hash = ?`;
const PUT_ENV = /* sql */ `
  insert into run_environment (run_id, env, umask) values (:runId, :env, :umask)
  on conflict (run_id) do nothing`;
const GET_ENV = /* sql */ `select env, umask from run_environment where run_id = ?`;

export function versionTable(db: Db) {
  const put = db.prepare<{ hash: string; pipeline: string; plan: string; at: number }>(PUT);
  const putEnv = db.prepare<{ runId: string; env: string; umask: number }>(PUT_ENV);
  return {
    put: (hash: string, plan: Plan, at: number): void => {
      put.run({ hash, pipeline: plan.pipeline, plan: JSON.stringify(plan), at });
    },
    putEnvironment: (run: RunId, { env, umask }: RunEnvironment): void => {
      putEnv.run({ runId: run, env: JSON.stringify(env), umask });
    },
  };
}

export function versionFeed(db: Db) {
  const get = db.prepare<[string], { plan: string }>(GET);
  const getEnv = db.prepare<[string], { env: string; umask: number }>(GET_ENV);
  return {
    plan: (hash: string): Plan | null => {
      const row = get.get(hash);
      return row === undefined ? null : planFrom(JSON.parse(row.plan));
    },
    environment: (run: RunId): RunEnvironment | null => {
      const row = getEnv.get(run);
      return row === undefined ? null : { env: JSON.parse(row.env), umask: row.umask };
    },
  };
}
