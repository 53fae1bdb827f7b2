// Invariant I8: a stage starts only when its needs are satisfied, or have ended where its `if` is of the always or
// failure kind. Looked at from the events alone, not by the counters that the core keeps.

import type { RunEvent, StageEnd } from "../engine/event.ts";
import { type Run, runName } from "../engine/run.ts";
import { isGuard } from "../engine/shape.ts";
import { satisfies } from "../engine/stage.ts";
import type { StageKey } from "../pipeline/ids.ts";

export function startedTooSoon(run: Run, events: readonly RunEvent[]): string[] {
  const plans = new Map(run.plan.stages.map((plan) => [plan.key, plan]));
  const ends = new Map<StageKey, StageEnd>();
  const found: string[] = [];
  for (const event of events) {
    if (event.kind === "stage.ended") ends.set(event.stage, event.end);
    if (event.kind !== "attempt.starting") continue;
    const plan = plans.get(event.stage);
    for (const need of plan?.needs ?? []) {
      const end = ends.get(need);
      const onFail = plans.get(need)?.onFail ?? "fail";
      const isHeld =
        end !== undefined && ((plan !== undefined && isGuard(plan)) || satisfies(end, onFail));
      if (!isHeld) found.push(`${runName(run)}: ${event.stage} started before ${need} let it`);
    }
  }
  return found;
}
