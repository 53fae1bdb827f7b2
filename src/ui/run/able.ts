// Why a key can do nothing on the Run screen now; null where it can.

import type { Situation } from "../monitor/keys.ts";
import type { StageView } from "../project.ts";
import { runIsOver } from "../theme.ts";
import { pageOf } from "./draw.ts";
import { attemptOf } from "./looks.ts";
import { groupsOf } from "./model.ts";
import { nextFailure, ranked } from "./moves.ts";
import { type Row, stageOf } from "./rows.ts";
import { type Panes, panesOf } from "./panes.ts";
import type { RunState } from "./state.ts";
import type { RunPageView } from "./view.ts";

export type At = Situation<RunState>;
export type Why = (at: At) => string | null;

/** A run that has been read, and what is shown of it. */
export interface Seen {
  readonly page: RunPageView;
  readonly state: RunState;
  readonly panes: Panes;
  /** Null where no row has the cursor. */
  readonly row: Row | null;
  readonly stage: StageView | null;
}

export function seenOf({ view, state, room }: At): Seen | null {
  const page = pageOf(view, state);
  if (page === null) return null;
  const panes = panesOf(page, state, room);
  const { row } = panes;
  return { page, state, panes, row, stage: row === null ? null : stageOf(row) };
}

function ofSeen(why: (seen: Seen) => string | null): Why {
  return (at) => {
    const seen = seenOf(at);
    return seen === null ? "it is still being read" : why(seen);
  };
}

export const notRead: Why = ofSeen(() => null);

export const noStage: Why = ofSeen(({ stage }) => (stage === null ? "no stage is selected" : null));

export const noLog: Why = ofSeen(({ stage }) => {
  if (stage === null) return "no stage is selected";
  return stage.attempts.length === 0 ? `${stage.name} has no log yet` : null;
});

export const isOver: Why = ofSeen(({ page: { run } }) => {
  if (runIsOver(run.state)) return `the run is over (${run.state.replace("_", " ")})`;
  return null;
});

export const noRetry: Why = ofSeen(({ page: { run } }) => {
  if (!runIsOver(run.state)) return "the run is not over";
  return run.state === "succeeded" ? "the run succeeded; r reruns it" : null;
});

export const noQuestion: Why = ofSeen((seen) =>
  questionOf(seen) === null ? "nothing waits for a person" : null,
);

/** The stage that is answered: the selected one, or else the first that waits. */
export function questionOf({ stage, page }: Seen): StageView | null {
  if (stage?.state === "waiting") return stage;
  return page.run.stages.find(({ state }) => state === "waiting") ?? null;
}

export const noFailure: Why = ofSeen(({ page, state }) =>
  nextFailure(page, state) === null ? "nothing has failed" : null,
);

export const noMatrix: Why = ofSeen(({ page }) =>
  groupsOf(page.graph).length === 0 ? "this run has no matrix" : null,
);

export const noFold: Why = ofSeen(({ page, row }) => {
  if (row !== null && row.group !== null) return null;
  return groupsOf(page.graph).length === 0
    ? "this run has no matrix"
    : "this stage is no member of a matrix";
});

export const noShell: Why = ofSeen(({ stage }) => {
  if (stage === null) return "no stage is selected";
  return stage.attempts.length === 0 ? `${stage.name} has had no try yet` : null;
});

export const allShown: Why = ofSeen(({ panes }) => (panes.isWide ? "all panes are in view" : null));

export function noTry(by: 1 | -1): Why {
  return ofSeen(({ stage, state }) => {
    if (stage === null || stage.attempts.length < 2) return "there is no other try";
    if (otherTry(stage, state, by) !== null) return null;
    return by === 1 ? "this is the last try" : "this is the first try";
  });
}

/** The number of the try before or after the one that is shown; null where there is none. */
export function otherTry(stage: StageView, { attempt }: RunState, by: 1 | -1): number | null {
  const shown = attemptOf(stage, attempt);
  const at = shown === null ? -1 : stage.attempts.lastIndexOf(shown);
  return at < 0 ? null : (stage.attempts[at + by]?.number ?? null);
}

export function noRank(by: 1 | -1): Why {
  return ofSeen(({ page, state }) => {
    if (ranked(page, state, by) !== null) return null;
    return by === 1 ? "nothing comes after it" : "nothing comes before it";
  });
}
