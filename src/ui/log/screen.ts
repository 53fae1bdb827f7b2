// The Log screen. It shows one try, a whole stage or a whole run: followed, searched, filtered, wrapped, with times.

import { linesOnly } from "../monitor/frame.ts";
import type { Interest } from "../monitor/interest.ts";
import { stay } from "../monitor/move.ts";
import type { ScreenKind } from "../monitor/screen.ts";
import { LOG_KEYS } from "./keys.ts";
import { bodyRows } from "./layout.ts";
import { logScreen } from "./log-lines.ts";
import { searchFor } from "./log-moves.ts";
import { type LogState, askOf, searchEnded, settledLog } from "./log-state.ts";
import { targetTitle } from "./targets.ts";
import { type LogWindow, targetKey } from "./view.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** What was read for another log says nothing of this one. */
export function ownWindow(state: LogState, window: LogWindow | null): LogWindow | null {
  const isOwn = window !== null && targetKey(window.ask.target) === targetKey(state.target);
  return isOwn ? window : null;
}

export const logScreenKind: ScreenKind<LogState> = {
  title: "Log",
  draw: (view, state, room) =>
    linesOnly(
      logScreen(ownWindow(state, view.log), state, room, targetTitle(state.target, view.run)),
    ),
  keys: LOG_KEYS,
  finder: {
    title: "search",
    text: ({ query }) => query ?? "",
    typed: ({ view, state, room }, text, isDone) => {
      if (text === "") return { ...stay(searchEnded(state)), wishes: [{ is: "stop-search" }] };
      if (!isDone) return stay({ ...state, query: text, search: { is: "none" } });
      const window = ownWindow(state, view.log);
      const found = searchFor(state, window, room, text);
      const wish = {
        is: "search",
        target: state.target,
        filter: state.filter,
        ...found.wish,
      } as const;
      return { ...stay(found.state), wishes: [wish] };
    },
  },
  interest: (state, _, room): Interest => ({
    pipeline: null,
    sinceMs: WEEK_MS,
    run: state.target.run,
    stage: state.target.is === "run" ? null : state.target.stage,
    attempt: state.target.is === "attempt" ? state.target.attempt : null,
    log: askOf(state, bodyRows(room)),
    models: false,
  }),
  settle: (view, state) => settledLog(state, ownWindow(state, view.log)),
};
