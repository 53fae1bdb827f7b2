// What lies behind each good end of a stage, looked at from the events alone. I4: a stage succeeds at most once per round.
// I10: it does so by an attempt of that round, or without one only by its cache, by carry-over into a rerun, or by a
// person's yes.

import type { RunEvent, StageEnd } from "../engine/event.ts";
import type { Run } from "../engine/run.ts";
import type { StageKey } from "../pipeline/ids.ts";
import type { StagePlan } from "../pipeline/plan.ts";

interface Found {
  readonly invariant: "I4" | "I10";
  readonly what: string;
}

/** What a stage has had since its round began it anew. */
interface Past {
  readonly hasWaited: boolean;
  /** Whether its last attempt did well. */
  readonly hasDoneWell: boolean;
  readonly successes: number;
}

const NOTHING: Past = { hasWaited: false, hasDoneWell: false, successes: 0 };

type EndEvent = Extract<RunEvent, { kind: "stage.ended" | "stage.taken_over" }>;

export function wrongSuccesses(run: Run, events: readonly RunEvent[]): Found[] {
  const plans = new Map(run.plan.stages.map((plan) => [plan.key, plan]));
  const pasts = new Map<StageKey, Past>();
  const found: Found[] = [];
  const add = (stage: StageKey, more: Partial<Past>): Past => {
    const past = { ...(pasts.get(stage) ?? NOTHING), ...more };
    pasts.set(stage, past);
    return past;
  };
  let round = 1;
  let hasBegun = false;
  for (const event of events) {
    if (event.kind === "run.started") hasBegun = true;
    if (event.kind === "round.opened") {
      round = event.round;
      for (const stage of event.stages) pasts.delete(stage);
    }
    if (event.kind === "stage.waiting") add(event.stage, { hasWaited: true });
    if (event.kind === "attempt.ended") add(event.stage, { hasDoneWell: event.as === "succeeded" });
    if (event.kind !== "stage.ended" && event.kind !== "stage.taken_over") continue;
    if (!isGood(event.end)) continue;
    const { stage } = event;
    const before = add(stage, {});
    const { successes } = add(stage, { successes: before.successes + 1 });
    const who = `stage ${stage} of run ${run.id}`;
    if (successes > 1)
      found.push({
        invariant: "I4",
        what: `${who} ended well ${successes} times in round ${round}`,
      });
    const isCarried = run.rerun !== null && !hasBegun;
    const what = objection(event, plans.get(stage), before, isCarried);
    if (what !== null) found.push({ invariant: "I10", what: `${who} ${what}` });
  }
  return found;
}

function isGood(end: StageEnd): boolean {
  return end.is === "succeeded" || end.is === "cached";
}

function objection(
  { kind, end }: EndEvent,
  plan: StagePlan | undefined,
  past: Past,
  isCarried: boolean,
): string | null {
  if (kind === "stage.taken_over") {
    if (isCarried || (end.is === "cached" && plan?.cache !== null)) return null;
    return "was taken over from nowhere";
  }
  if (end.is === "cached") return "is cached, and nothing says of what";
  if (plan?.command.is === "approval")
    return past.hasWaited ? null : "was approved before anybody was asked";
  return past.hasDoneWell ? null : "succeeded without an attempt";
}
