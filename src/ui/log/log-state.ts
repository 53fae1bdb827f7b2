// What the Log screen remembers of one document, and what changes it without moving (moves are in log-moves.ts). The end is
// followed for as long as `top` is "end"; nothing but a key takes the view away from where somebody reads.

import { type LogAsk, type LogPlace, type LogTarget, type LogWindow, targetKey } from "./view.ts";

/** How far a search is. */
export type LogSearch =
  | { readonly is: "none" }
  | { readonly is: "going" }
  | { readonly is: "found"; readonly place: LogPlace }
  | { readonly is: "no more" };

export interface LogState {
  readonly target: LogTarget;
  readonly top: LogPlace | "start" | "end";
  /** So many rows stand above `top`. */
  readonly above: number;
  /** Of the row at the top, so many lines of a screen are above it: only where long rows are wrapped. */
  readonly within: number;
  /** Columns that are to the left of the screen. */
  readonly sideways: number;
  readonly wrap: boolean;
  readonly times: boolean;
  /** What is looked for and marked; null for nothing. */
  readonly query: string | null;
  /** Where `n` goes: on a log that is followed a search begins at its end. */
  readonly direction: 1 | -1;
  readonly search: LogSearch;
  readonly filter: string | null;
  /** `LogWindow.added` as it was when following was left; null while it is followed, and until `settledLog` has seen it. */
  readonly left: number | null;
}

/** At its end, following it. */
export function openLog(target: LogTarget): LogState {
  return {
    target,
    top: "end",
    above: 0,
    within: 0,
    sideways: 0,
    wrap: false,
    times: false,
    query: null,
    direction: 1,
    search: { is: "none" },
    filter: null,
    left: null,
  };
}

/** @param rows - of the log's lines on the screen, without the header */
export function askOf(state: LogState, rows: number): LogAsk {
  const { target, top, above, times, filter } = state;
  return { target, top, above, rows: Math.max(1, rows), times, filter };
}

/** Another document in the same manner: from its end, with the same toggles and the same filter. */
export function withTarget(state: LogState, target: LogTarget): LogState {
  if (targetKey(target) === targetKey(state.target)) return state;
  const { wrap, times, filter, query } = state;
  return { ...openLog(target), wrap, times, filter, query };
}

/** Long rows over several lines, or cut. What was shown first stays first. */
export function wrapToggled(state: LogState): LogState {
  return { ...state, wrap: !state.wrap, sideways: 0, within: 0 };
}

export function timesToggled(state: LogState): LogState {
  return { ...state, times: !state.times };
}

/** @param columns - to the right; negative to the left */
export function movedSideways(state: LogState, columns: number): LogState {
  if (state.wrap) return state;
  const sideways = Math.max(0, state.sideways + columns);
  return sideways === state.sideways ? state : { ...state, sideways };
}

/** @param filter - null or empty for all rows */
export function filteredBy(state: LogState, filter: string | null): LogState {
  const wanted = filter === "" ? null : filter;
  return wanted === state.filter ? state : { ...state, filter: wanted, within: 0 };
}

/** What a search came to, told by whoever went through the log. @param query - null for the first error */
export interface FoundInLog {
  readonly target: LogTarget;
  readonly place: LogPlace | null;
  readonly query: string | null;
}

/** So many rows are left above what was found, to see how it came to it. */
const ABOVE_FOUND = 5;

/** The state with what was found on the screen; the same where somebody looks at something else by now. */
export function foundIn(state: LogState, { target, place, query }: FoundInLog): LogState {
  if (targetKey(target) !== targetKey(state.target)) return state;
  if (query !== null && query !== state.query) return state;
  if (place === null) return { ...state, search: { is: "no more" } };
  return {
    ...state,
    top: place,
    above: ABOVE_FOUND,
    within: 0,
    search: { is: "found", place },
  };
}

/** Nothing is looked for any more, and nothing marked. */
export function searchEnded(state: LogState): LogState {
  return { ...state, query: null, search: { is: "none" } };
}

/** The state once this window was seen: what comes from now on is counted where the end is not followed. */
export function settledLog(state: LogState, window: LogWindow | null): LogState {
  const isOwn = window !== null && targetKey(window.ask.target) === targetKey(state.target);
  if (state.top === "end") return state.left === null ? state : { ...state, left: null };
  return isOwn && state.left === null ? { ...state, left: window.added } : state;
}

/** The lines that have come since following was left. */
export function linesBelow({ left }: LogState, { added }: LogWindow): number {
  return left === null ? 0 : Math.max(0, added - left);
}
