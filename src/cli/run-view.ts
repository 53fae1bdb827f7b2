// Turns snapshots of a run into what is drawn of it, with the last words of its logs.

import { attemptFolder, type HomePaths } from "../engine/home-paths.ts";
import type { StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import { type RunView, runView } from "../ui/project.ts";
import type { StageExtras } from "../ui/says.ts";
import type { Snapshot } from "./follow.ts";
import { type Tail, tailOf } from "./log-tail.ts";

export interface Viewer {
  /** The view of a snapshot; equal parts of the last view are kept. */
  readonly view: (snapshot: Snapshot) => RunView;
  /** The last view with what logs say by now; null before the first. */
  readonly again: () => RunView | null;
}

export function viewerOf(paths: HomePaths, plan: Plan): Viewer {
  const needs = new Map(plan.stages.map((stage) => [stage.key, stage]));
  const note = noteOf(plan);
  const tails = new Map<StageKey, { attempt: string; tail: Tail; ended: boolean }>();
  let last: RunView | null = null;
  let latest: Snapshot | null = null;

  function extrasOf({ attempts }: Snapshot): Map<StageKey, StageExtras> {
    for (const { stage, id, endedAt } of attempts) {
      const known = tails.get(stage);
      if (known?.attempt === id && known.ended) continue;
      const before = known?.attempt === id ? known.tail : null;
      const tail = tailOf(`${attemptFolder(paths, id)}/log`, before);
      tails.set(stage, { attempt: id, tail, ended: endedAt !== null });
    }
    return new Map([...tails].map(([stage, { tail }]) => [stage, tail.extras]));
  }

  function view(snapshot: Snapshot): RunView {
    latest = snapshot;
    last = runView({ ...snapshot, needs, note, extras: extrasOf(snapshot) }, last);
    return last;
  }

  return { view, again: () => (latest === null ? null : view(latest)) };
}

/** The parameters, as they stand behind the header. */
function noteOf({ params }: Plan): string | null {
  const words = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  return words.length === 0 ? null : words.join(" ");
}
