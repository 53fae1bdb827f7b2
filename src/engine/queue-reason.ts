// Telling why a stage waits in the queue.

import { type Draft, emit } from "./draft.ts";
import type { Run } from "./run.ts";
import type { QueuedFor } from "./stage.ts";

export function tell(draft: Draft, run: Run, index: number, reason: QueuedFor): void {
  const plan = run.shape.stages[index];
  if (plan === undefined) return;
  emit(draft, { kind: "stage.queued", run: run.id, stage: plan.key, for: reason }, index);
}
