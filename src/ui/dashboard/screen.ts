// The Dashboard as a kind of screen.

import { stay } from "../monitor/move.ts";
import type { ScreenKind } from "../monitor/screen.ts";
import { drawDashboard } from "./draw.ts";
import { DASHBOARD_KEYS } from "./keys.ts";
import { settledDashboard } from "./moves.ts";
import { type DashboardState, RANGES } from "./state.ts";

export const dashboardScreen: ScreenKind<DashboardState> = {
  title: "Dashboard",
  draw: drawDashboard,
  keys: DASHBOARD_KEYS,
  finder: {
    title: "filter",
    text: ({ filter, focus }) => filter[focus],
    typed: ({ state }, text) => {
      const { filter, focus } = state;
      return stay(
        text === filter[focus] ? state : { ...state, filter: { ...filter, [focus]: text } },
      );
    },
  },
  interest: ({ pipeline, range }) => ({
    pipeline,
    sinceMs: RANGES[range],
    run: null,
    stage: null,
    attempt: null,
    log: null,
    models: false,
  }),
  settle: settledDashboard,
};
