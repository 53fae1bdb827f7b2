// Invariant I8: a stage starts only when its needs are satisfied, or have ended where its `if` is of the always or
// failure kind; and, if its `if` is an expression, only where that holds. To wait in the queue or for a person is a start
// too. Each round begins its stages anew. Looked at from the events alone, not by the counters that the core keeps.

import type { RunEvent, StageEnd } from "../engine/event.ts";
import { type Run, runName } from "../engine/run.ts";
import { isGuard } from "../engine/shape.ts";
import { type Outputs, satisfies } from "../engine/stage.ts";
import { holds } from "../pipeline/condition-value.ts";
import type { StageKey } from "../pipeline/ids.ts";
import type { StagePlan } from "../pipeline/plan.ts";

/** What is known of the stages that this round has not begun anew. */
interface Past {
  /** `place`: of the event that said so. */
  readonly ends: Map<StageKey, { readonly end: StageEnd; readonly place: number }>;
  readonly outputs: Map<StageKey, Outputs | null>;
  readonly begun: Set<StageKey>;
}

export function startedTooSoon(run: Run, events: readonly RunEvent[]): string[] {
  const plans = new Map(run.plan.stages.map((plan) => [plan.key, plan]));
  const past: Past = { ends: new Map(), outputs: new Map(), begun: new Set() };
  const found: string[] = [];
  for (const [place, event] of events.entries()) {
    remember(past, event, place);
    const isStart =
      event.kind === "stage.queued" ||
      event.kind === "stage.waiting" ||
      event.kind === "attempt.starting";
    if (!isStart || past.begun.has(event.stage)) continue;
    past.begun.add(event.stage);
    const plan = plans.get(event.stage);
    if (plan === undefined) continue;
    for (const what of objections(past, plan, plans)) found.push(`${runName(run)}: ${what}`);
  }
  return found;
}

function remember(past: Past, event: RunEvent, place: number): void {
  if (event.kind === "round.opened") {
    for (const stage of event.stages) {
      past.ends.delete(stage);
      past.outputs.delete(stage);
      past.begun.delete(stage);
    }
  }
  const isEnd = event.kind === "stage.ended" || event.kind === "stage.taken_over";
  if (isEnd) past.ends.set(event.stage, { end: event.end, place });
  const gives =
    event.kind === "stage.taken_over" || (event.kind === "attempt.ended" && event.as !== "fenced");
  if (gives) past.outputs.set(event.stage, event.outputs);
}

function objections(
  past: Past,
  plan: StagePlan,
  plans: ReadonlyMap<StageKey, StagePlan>,
): string[] {
  const tooSoon = plan.needs.filter((need) => {
    const end = past.ends.get(need)?.end;
    if (end === undefined) return true;
    return !isGuard(plan) && !satisfies(end, plans.get(need)?.onFail ?? "fail");
  });
  if (tooSoon.length > 0) return tooSoon.map((need) => `${plan.key} started before ${need} let it`);
  return isAgainstIf(past, plan) ? [`${plan.key} started although its \`if\` does not hold`] : [];
}

/** What had not ended when the last need did, may have been another then: nothing is said by such stages. */
function isAgainstIf(past: Past, { condition, needs }: StagePlan): boolean {
  if (condition === null) return false;
  const judgedAt = Math.max(...needs.map((need) => past.ends.get(need)?.place ?? 0));
  let isSettled = true;
  const ended = (stage: StageKey) => {
    const known = past.ends.get(stage);
    isSettled &&= known !== undefined && known.place <= judgedAt;
    return known;
  };
  const isSo = holds(condition, {
    state: (stage) => ended(stage)?.end.is ?? "pending",
    output: (stage, name) => {
      ended(stage);
      const outputs = past.outputs.get(stage) ?? {};
      return Object.hasOwn(outputs, name) ? (outputs[name] ?? null) : null;
    },
  });
  return isSettled && !isSo;
}
