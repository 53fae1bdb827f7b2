// Plans of older forms, brought up to date: what a stored run was made with must mean today what it meant then.
//
// Form 1 knew no conditions, matrices, pools, caches or rounds; what is filled in here asks for none of them.

import type { Plan, StagePlan } from "./plan.ts";

type NewInStage =
  | "condition"
  | "ifText"
  | "matrix"
  | "slots"
  | "priority"
  | "cache"
  | "leaveRunning";
type NewInPlan = "retryRun" | "secrets" | "groups";

type StageOf1 = Omit<StagePlan, NewInStage>;
interface PlanOf1 extends Omit<Plan, "v" | "stages" | NewInPlan> {
  readonly v: 1;
  readonly stages: readonly StageOf1[];
}

/**
 * The plan in today's form; one that has it already comes back as it is.
 *
 * @param stored - what was parsed from a stored plan's JSON
 * @throws RangeError for what is no plan of a known form: only a newer dagtop or a damaged database has such
 */
export function planFrom(stored: unknown): Plan {
  const { v } = (stored ?? {}) as { readonly v?: unknown };
  if (v === 2) return withIfText(stored as Plan);
  if (v === 1) return fromForm1(stored as PlanOf1);
  throw new RangeError(`a plan of the unknown form ${JSON.stringify(v)}`);
}

/** The first plans of form 2 had no `ifText`. */
function withIfText(plan: Plan): Plan {
  if (plan.stages.every(({ ifText }) => ifText !== undefined)) return plan;
  return { ...plan, stages: plan.stages.map((stage) => ({ ...stage, ifText: null })) };
}

function fromForm1(plan: PlanOf1): Plan {
  return {
    ...plan,
    v: 2,
    retryRun: { times: 0, delayMs: 0 },
    secrets: [],
    groups: [],
    stages: plan.stages.map((stage) => ({
      ...stage,
      condition: null,
      ifText: null,
      matrix: null,
      slots: {},
      priority: 0,
      cache: null,
      leaveRunning: [],
    })),
  };
}
