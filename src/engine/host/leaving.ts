// What goes on without a host that leaves, and what a host that drains does not wait for.

import type { EngineState } from "../draft.ts";
import { stageAt } from "../run.ts";
import { liveAttempt } from "../stage.ts";

/** Live attempts of all runs. */
export function liveIn({ runs }: Pick<EngineState, "runs">): number {
  return [...runs.values()].reduce((sum, { live }) => sum + live.length, 0);
}

/** Live attempts that are watched and whose end can't be seen: of another container. */
export function foreign({ runs, isCopy }: EngineState, namespace: string): number {
  if (isCopy) return 0;
  return [...runs.values()]
    .flatMap((run) => run.live.map((index) => liveAttempt(stageAt(run, index))))
    .filter((attempt) => attempt !== null && attempt.pidNamespace !== namespace).length;
}
