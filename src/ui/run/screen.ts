// The Run screen as a kind of screen.

import type { Room } from "../monitor/frame.ts";
import type { Interest } from "../monitor/interest.ts";
import { stay } from "../monitor/move.ts";
import type { ScreenKind } from "../monitor/screen.ts";
import type { View } from "../monitor/view.ts";
import { drawRun, pageOf } from "./draw.ts";
import { RUN_KEYS } from "./keys.ts";
import { logAsk } from "./log-pane.ts";
import { attemptOf } from "./looks.ts";
import { settledRun } from "./moves.ts";
import { panesOf } from "./panes.ts";
import { stageOf } from "./rows.ts";
import type { RunState } from "./state.ts";

const WEEK = 7 * 24 * 3_600_000;

export const runScreen: ScreenKind<RunState> = {
  title: "Run",
  draw: drawRun,
  keys: RUN_KEYS,
  finder: {
    title: "filter",
    text: ({ filter }) => filter,
    typed: ({ state }, filter) =>
      stay(filter === state.filter ? state : { ...state, filter, top: 0 }),
  },
  interest: interestOf,
  settle: (view, state, room) => {
    const page = pageOf(view, state);
    return page === null ? state : settledRun(page, state, room);
  },
};

function interestOf(state: RunState, view: View, room: Room): Interest {
  const page = pageOf(view, state);
  const panes = page === null ? null : panesOf(page, state, room);
  const stage = panes === null || panes.row === null ? null : stageOf(panes.row);
  const attempt = stage === null ? null : attemptOf(stage, state.attempt);
  return {
    pipeline: null,
    sinceMs: WEEK,
    run: state.run,
    stage: stage?.key ?? null,
    attempt: state.attempt === null ? null : (attempt?.id ?? null),
    log: panes === null ? null : logAsk(stage, state, panes.log),
    models: false,
  };
}
