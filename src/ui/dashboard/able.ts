// Which run a key of the Dashboard is about, and why it can do nothing now; null where it can.

import type { RunState } from "../../engine/rows.ts";
import type { RunId, StageKey } from "../../pipeline/ids.ts";
import type { Situation } from "../monitor/keys.ts";
import { RUN_MARKS, runIsOver } from "../theme.ts";
import { chosenColumns, columnsIn } from "./columns.ts";
import { chosenPipeline, runsOf, shownRuns } from "./lists.ts";
import type { DashboardState } from "./state.ts";
import type { Found } from "./view.ts";

export type At = Situation<DashboardState>;
export type Why = (at: At) => string | null;

/** The run that a key is about: the one with the cursor, or of a pipeline the one that goes on, else the last. */
export interface Aim {
  readonly id: RunId;
  /** "pricecheck#42" */
  readonly name: string;
  readonly state: RunState;
  /** The stage that waits for a person. */
  readonly asks: StageKey | null;
}

export function aimOf({ view: { dashboard }, state }: At): Aim | null {
  if (state.focus === "runs") {
    const run = shownRuns(dashboard, state).find(({ id }) => id === state.run);
    if (run === undefined) return null;
    return { id: run.id, name: run.name, state: run.state, asks: run.doing?.asks ?? null };
  }
  const pipeline = chosenPipeline(dashboard, state);
  const run = pipeline?.active ?? pipeline?.last ?? null;
  if (pipeline === null || run === null) return null;
  return {
    id: run.id,
    name: `${pipeline.name}#${run.number}`,
    state: run.state,
    asks: pipeline.active?.asks ?? null,
  };
}

/** Where nothing has run there is nothing that such a key could be about: it is shown nowhere. */
export const noPipeline: Why = ({ view: { dashboard }, state }) => {
  if (dashboard.empty !== null) return "";
  return chosenPipeline(dashboard, state) === null ? "no pipeline is selected" : null;
};

function ofAim(why: (aim: Aim) => string | null): Why {
  return (at) => {
    const none = noPipeline(at);
    if (none !== null) return none;
    const aim = aimOf(at);
    return aim === null ? "no run is selected" : why(aim);
  };
}

export const noRun: Why = ofAim(() => null);

export const isOver: Why = ofAim(({ name, state }) =>
  runIsOver(state) ? `${name} is over (${RUN_MARKS[state].word})` : null,
);

export const noRetry: Why = ofAim(({ name, state }) => {
  if (!runIsOver(state)) return `${name} has not ended`;
  return state === "succeeded" ? `${name} succeeded: there is nothing to repeat` : null;
});

export const noQuestion: Why = ofAim(({ name, asks }) =>
  asks === null ? `${name} does not wait for a person` : null,
);

export const noLog: Why = ofAim(({ name, state }) =>
  state === "queued" ? `${name} has not begun, so there is no log yet` : null,
);

export const noColumns: Why = (at) => {
  const none = noPipeline(at);
  if (none !== null) return none;
  const runs = runsOf(at.view.dashboard, at.state);
  if (runs === null) return "its runs are still being read";
  return columnsIn(runs).length === 0 ? "these runs have no metrics and no parameters" : null;
};

export const notPicking: Why = ({ state }) =>
  state.picking === null ? "c opens the columns to choose from" : null;

export const noSort: Why = (at) => {
  const none = noColumns(at);
  if (none !== null || at.state.picking !== null) return none;
  const runs = runsOf(at.view.dashboard, at.state);
  const hasAny = runs !== null && chosenColumns(runs, at.state).length > 0;
  return hasAny ? null : "choose a column first: c";
};

export const notSorted: Why = ({ state }) =>
  state.sort === null ? "the runs are sorted by no column: s" : null;

export function foundAt({ view: { dashboard }, state }: At): Found | null {
  return dashboard.empty?.found.find(({ file }) => file === state.file) ?? null;
}
