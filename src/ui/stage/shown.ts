// The stage that the screen is about, put together from the two parts of the view that speak of it; and which of its tries
// is looked at.

import type { View } from "../monitor/view.ts";
import type { RunView, StageView } from "../project.ts";
import type { StageState } from "./state.ts";
import type { StagePageView, TryView } from "./view.ts";

export interface Shown {
  readonly run: RunView;
  readonly stage: StageView;
  readonly page: StagePageView;
  readonly now: number;
}

/** Null until all of it has been read, or where there is no such stage. */
export function shownOf(view: View, state: StageState): Shown | null {
  const stage = stageOf(view, state);
  const page = pageOf(view, state);
  const run = view.run?.run;
  if (stage === null || page === null || run === undefined) return null;
  return { run, stage, page, now: view.now };
}

/** Null where it has not been read, or there is none. */
export function stageOf(view: View, { run, stage }: StageState): StageView | null {
  if (view.run === null || view.run.run.id !== run) return null;
  return view.run.run.stages.find(({ key }) => key === stage) ?? null;
}

export function pageOf(view: View, { run, stage }: StageState): StagePageView | null {
  const { stage: page } = view;
  return page !== null && page.run === run && page.key === stage ? page : null;
}

/** The place of the try that is looked at, -1 where there is none. */
export function placeOf(attempts: readonly TryView[], { attempt }: StageState): number {
  const place = attempts.findIndex(({ id }) => id === attempt);
  return place < 0 ? attempts.length - 1 : place;
}
