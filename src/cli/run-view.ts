// Turns snapshots of a run into what is drawn of it, with the last words of its logs, in which its secrets are hidden.

import { attemptFolder, type HomePaths } from "../engine/home-paths.ts";
import type { Masker } from "../engine/host/mask.ts";
import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import { type RunView, runView } from "../ui/project.ts";
import type { StageExtras } from "../ui/says.ts";
import type { Snapshot } from "./follow.ts";
import { type Tail, tailOf } from "./log-tail.ts";
import { maskedAttempt, maskedRun, maskedStage } from "./masked-rows.ts";

/** The mask of a run as it is by now. */
export type Masks = (run: RunId) => Masker;

export interface Viewer {
  /** The view of a snapshot; equal parts of the last view are kept. */
  readonly view: (snapshot: Snapshot, masks: Masks) => RunView;
  /** The last view with what logs say by now; null before the first. */
  readonly again: (masks: Masks) => RunView | null;
}

export function viewerOf(paths: HomePaths, plan: Plan): Viewer {
  const needs = new Map(plan.stages.map((stage) => [stage.key, stage]));
  const note = noteOf(plan);
  const tails = new Map<StageKey, { attempt: string; tail: Tail; ended: boolean }>();
  let last: RunView | null = null;
  let latest: Snapshot | null = null;

  function extrasOf({ run, attempts }: Snapshot, masks: Masks): Map<StageKey, StageExtras> {
    for (const { stage, id, endedAt } of attempts) {
      const known = tails.get(stage);
      if (known?.attempt === id && known.ended) continue;
      const before = known?.attempt === id ? known.tail : null;
      const ended = endedAt !== null;
      const tail = tailOf(`${attemptFolder(paths, id)}/log`, before, ended, () => masks(run.id));
      tails.set(stage, { attempt: id, tail, ended });
    }
    return new Map([...tails].map(([stage, { tail }]) => [stage, tail.extras]));
  }

  function view(snapshot: Snapshot, masks: Masks): RunView {
    latest = snapshot;
    const extras = extrasOf(snapshot, masks);
    const mask = masks(snapshot.run.id);
    const rows = {
      run: maskedRun(snapshot.run, mask),
      stages: snapshot.stages.map((stage) => maskedStage(stage, mask)),
      attempts: snapshot.attempts.map((attempt) => maskedAttempt(attempt, mask)),
    };
    last = runView({ ...rows, needs, note, extras }, last);
    return last;
  }

  return { view, again: (masks) => (latest === null ? null : view(latest, masks)) };
}

/** The parameters, as they stand behind the header. */
function noteOf({ params }: Plan): string | null {
  const words = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  return words.length === 0 ? null : words.join(" ");
}
