// What a whole run came to (semantics 1.4): never green when it is not.

import type { RunEnd } from "./outcome-words.ts";
import type { Run } from "./run.ts";
import { endedBadly, ruleOf } from "./stage.ts";

export interface Outcome {
  readonly as: RunEnd;
  /** The first stage to blame and its cause, or who stopped the run. */
  readonly reason: string | null;
}

export function outcomeOf(run: Run): Outcome {
  if (run.status.is === "stopping") {
    const { why, byPerson } = run.status;
    if (!byPerson) return { as: "timed_out", reason: "run timed out" };
    return { as: "cancelled", reason: why.is === "timeout" ? null : `cancelled by ${why.by}` };
  }
  return outcomeOfStages(run);
}

// One pass over what may be thousands of stages, nearly all of them good.
function outcomeOfStages(run: Run): Outcome {
  let warned: string | null = null;
  let index = 0;
  for (const chunk of run.stages.chunks) {
    for (const { status } of chunk.items) {
      const plan = run.shape.stages[index];
      index += 1;
      if (plan === undefined || !endedBadly(status)) continue;
      const reason = `${plan.key}: ${"reason" in status ? status.reason : status.is}`;
      const rule = ruleOf(status, plan.onFail);
      if (rule === "fail") return { as: "failed", reason };
      if (rule === "warn") warned ??= reason;
    }
  }
  return warned === null ? { as: "succeeded", reason: null } : { as: "partial", reason: warned };
}
