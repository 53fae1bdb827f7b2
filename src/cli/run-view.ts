// Turns snapshots of a run into what is drawn of it, with the last words of its logs, in which its secrets are hidden.

import { attemptFolder, type HomePaths } from "../engine/home-paths.ts";
import type { Masker } from "../engine/host/mask.ts";
import type { AttemptRow } from "../engine/rows.ts";
import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import { type RunView, runView } from "../ui/project.ts";
import { isBadEnd } from "../ui/theme.ts";
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

/**
 * @param plan - null where it is gone
 * @param mostEnded - logs of ended attempts that are read in one look, those that ended badly and the newest first; what
 *   is left is read in the next
 */
export function viewerOf(paths: HomePaths, plan: Plan | null, mostEnded = Infinity): Viewer {
  const needs = new Map((plan?.stages ?? []).map((stage) => [stage.key, stage]));
  const note = plan === null ? null : noteOf(plan);
  const tails = new Map<StageKey, { attempt: string; tail: Tail; ended: boolean }>();
  let last: RunView | null = null;
  let latest: Snapshot | null = null;

  /** @returns whether any log says something else than before */
  function readTails({ run, attempts }: Snapshot, masks: Masks): boolean {
    let isNew = false;
    let left = mostEnded;
    for (const { stage, id, endedAt } of byUrgency(attempts)) {
      const known = tails.get(stage);
      const ended = endedAt !== null;
      if (known?.attempt === id && known.ended) continue;
      if (ended && known?.attempt !== id) {
        // What an attempt before it said is not what it says.
        tails.delete(stage);
        if (left <= 0) continue;
        left -= 1;
      }
      const before = known?.attempt === id ? known.tail : null;
      const tail = tailOf(`${attemptFolder(paths, id)}/log`, before, ended, () => masks(run.id));
      tails.set(stage, { attempt: id, tail, ended });
      isNew ||= tail !== before;
    }
    return isNew;
  }

  function viewed(snapshot: Snapshot, masks: Masks): RunView {
    const mask = masks(snapshot.run.id);
    const rows = {
      run: maskedRun(snapshot.run, mask),
      stages: snapshot.stages.map((stage) => maskedStage(stage, mask)),
      attempts: snapshot.attempts.map((attempt) => maskedAttempt(attempt, mask)),
    };
    const extras = new Map([...tails].map(([stage, { tail }]) => [stage, tail.extras]));
    last = runView({ ...rows, needs, note, extras }, last);
    return last;
  }

  return {
    view: (snapshot, masks) => {
      latest = snapshot;
      readTails(snapshot, masks);
      return viewed(snapshot, masks);
    },
    again: (masks) => {
      if (latest === null) return null;
      return readTails(latest, masks) ? viewed(latest, masks) : last;
    },
  };
}

/** The last attempt of each stage: those that go on, then those that ended badly, then the others, the newest first. */
function byUrgency(attempts: readonly AttemptRow[]): AttemptRow[] {
  const last = [...new Map(attempts.map((attempt) => [attempt.stage, attempt])).values()];
  const isBad = ({ state, endedAt }: AttemptRow): boolean => endedAt !== null && isBadEnd(state);
  return [
    ...last.filter(({ endedAt }) => endedAt === null),
    ...last.filter(isBad).toReversed(),
    ...last.filter((attempt) => attempt.endedAt !== null && !isBad(attempt)).toReversed(),
  ];
}

/** The parameters, as they stand behind the header. */
function noteOf({ params }: Plan): string | null {
  const words = Object.entries(params).map(([name, value]) => `${name}=${String(value)}`);
  return words.length === 0 ? null : words.join(" ");
}
