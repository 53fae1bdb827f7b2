// When a run is expected to end, and how long its stages still take: from what their logs say by now, and from how long
// they took in earlier runs.

import { statSync } from "node:fs";
import { type HomePaths, attemptFolder } from "../../../engine/home-paths.ts";
import type { AttemptRow, RunRow, StageRow } from "../../../engine/rows.ts";
import type { StageKey } from "../../../pipeline/ids.ts";
import type { Plan } from "../../../pipeline/plan.ts";
import {
  type Done,
  type Eta,
  type History,
  type Left,
  type TimedStage,
  leftOf,
} from "../../../ui/eta.ts";
import type { RunView } from "../../../ui/project.ts";
import { etaOf } from "../../../ui/run-eta.ts";
import { type Going, waitOf } from "../../../ui/waiting.ts";

export interface Ends {
  readonly eta: Eta | null;
  readonly left: ReadonlyMap<StageKey, Left>;
}

export const NO_ENDS: Ends = { eta: null, left: new Map() };

interface EndsFacts {
  readonly paths: HomePaths;
  readonly run: RunRow;
  readonly stages: readonly StageRow[];
  readonly attempts: readonly AttemptRow[];
  /** Of the same rows, with what their logs say. */
  readonly view: RunView;
  readonly plan: Plan;
  readonly history: History;
  /** What others that are waited for still take. */
  readonly going: readonly Going[];
}

export function endsOf(facts: EndsFacts, now: number): Ends {
  const { run, stages, plan, history } = facts;
  if (run.state !== "running") return NO_ENDS;
  const timed = timedStages(facts, now);
  const left = new Map<StageKey, Left>();
  for (const stage of timed) {
    const own = leftOf(stage, history, now);
    if (own.is !== "unknown") left.set(stage.key, own);
  }
  // Who waits and nobody knows for how long.
  const isOpen = stages.some(
    ({ state, reason }, place) =>
      state === "queued" &&
      reason?.startsWith("waits for") === true &&
      timed[place]?.dueAt === null,
  );
  const needs = new Map(plan.stages.map((stage) => [stage.key, stage]));
  return { eta: isOpen ? null : etaOf({ run, stages: timed, needs, history }, now), left };
}

function timedStages(
  { paths, stages, attempts, view, going }: EndsFacts,
  now: number,
): TimedStage[] {
  const live = new Map<StageKey, AttemptRow>();
  for (const attempt of attempts) if (attempt.endedAt === null) live.set(attempt.stage, attempt);
  return stages.map(({ key, state, reason, dueAt }, place) => {
    const attempt = live.get(key) ?? null;
    const says = view.stages[place]?.says;
    const share = says?.is === "progress" ? says.fraction : null;
    const wait = state === "queued" ? waitOf(reason ?? "", going) : null;
    return {
      key,
      state,
      dueAt: wait === null ? dueAt : now + wait,
      startedAt: attempt?.startedAt ?? null,
      done: share === null || attempt === null ? null : doneOf(paths, attempt, share),
    };
  });
}

/** The line with the progress is taken for the last one of its log. */
function doneOf(paths: HomePaths, { id }: AttemptRow, share: number): Done | null {
  const at = statSync(`${attemptFolder(paths, id)}/log`, { throwIfNoEntry: false })?.mtimeMs;
  return at === undefined ? null : { share, at };
}
