// The Stage screen as a kind of screen.

import type { Room } from "../monitor/frame.ts";
import type { ScreenKind } from "../monitor/screen.ts";
import type { View } from "../monitor/view.ts";
import { drawStage } from "./draw.ts";
import { STAGE_KEYS } from "./keys.ts";
import { layoutOf, mostTop } from "./layout.ts";
import { pageOf, shownOf } from "./shown.ts";
import type { StageState } from "./state.ts";

const WEEK = 7 * 24 * 3_600_000;

export const stageScreen: ScreenKind<StageState> = {
  title: "Stage",
  draw: drawStage,
  keys: STAGE_KEYS,
  finder: null,
  interest: ({ run, stage, attempt }) => ({
    pipeline: null,
    sinceMs: WEEK,
    run,
    stage,
    attempt,
    log: null,
    models: false,
  }),
  settle: settled,
};

/** With a try that is there, and no further down than there are lines. */
function settled(view: View, state: StageState, room: Room): StageState {
  const page = pageOf(view, state);
  if (page === null) return state;
  const isThere = state.attempt === null || page.attempts.some(({ id }) => id === state.attempt);
  const attempt = isThere ? state.attempt : null;
  const shown = shownOf(view, state);
  const top = shown === null ? state.top : Math.min(state.top, mostTop(layoutOf(shown, room)));
  return attempt === state.attempt && top === state.top ? state : { ...state, attempt, top };
}
