// The beginning of an attempt: its event, and the effect by which the host starts it once the event is committed.

import type { RunId } from "../pipeline/ids.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import { stageAt } from "./run.ts";
import { nextNumber } from "./stage.ts";

export function start(draft: Draft, id: RunId, index: number): void {
  const run = runOf(draft, id);
  const plan = run.shape.stages[index];
  if (plan === undefined) return;
  const attempt = draft.context.mint();
  const { now, pidNamespace } = draft.context;
  const number = nextNumber(stageAt(run, index));
  const stage = plan.key;
  const { round } = run;
  const of = { run: id, stage, attempt };
  emit(draft, { kind: "attempt.starting", ...of, number, round, now, pidNamespace }, index);
  draft.effects.push({ kind: "start", key: `start:${attempt}`, ...of });
}
