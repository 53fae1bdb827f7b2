// Moving through a log by what has been read of it: a screen to either side is there, so a key acts at once and what it
// uncovers is read meanwhile.

import type { Room } from "../monitor/frame.ts";
import { bodyRows, laidOut } from "./layout.ts";
import type { LogState } from "./log-state.ts";
import type { LogPlace, LogWindow } from "./view.ts";

/** @param lines - of the screen, down; negative for up. At the very end, one more down follows it again. */
export function movedBy(state: LogState, window: LogWindow, room: Room, lines: number): LogState {
  const laid = laidOut(window, state, room);
  const most = Math.max(0, laid.lines.length - bodyRows(room));
  const top = Math.max(0, Math.min(most, laid.top + lines));
  if (top === laid.top) {
    const isOver = lines > 0 && window.atEnd && laid.top === most;
    return isOver ? toEnd(state) : state;
  }
  return standingAt(state, window, laid.lines[top]);
}

/** A line of the page before stays in sight. */
export function movedByPage(
  state: LogState,
  window: LogWindow,
  room: Room,
  pages: number,
): LogState {
  return movedBy(state, window, room, pages * Math.max(1, bodyRows(room) - 1));
}

export function movedByHalf(
  state: LogState,
  window: LogWindow,
  room: Room,
  halves: number,
): LogState {
  return movedBy(state, window, room, halves * Math.max(1, bodyRows(room) >> 1));
}

export function toStart(state: LogState): LogState {
  return { ...state, top: "start", above: 0, within: 0 };
}

/** The end, and what comes there. */
export function toEnd(state: LogState): LogState {
  return { ...state, top: "end", above: 0, within: 0, left: null };
}

/** Follows the end, or stays with what is shown. */
export function followToggled(state: LogState, window: LogWindow, room: Room): LogState {
  if (state.top !== "end") return toEnd(state);
  const { lines, top } = laidOut(window, state, room);
  return standingAt(state, window, lines[top]);
}

function standingAt(
  state: LogState,
  window: LogWindow,
  line: { readonly row: number; readonly part: number } | undefined,
): LogState {
  const row = line === undefined ? undefined : window.rows[line.row];
  if (line === undefined || row === undefined) return state;
  const left = state.left ?? window.added;
  return { ...state, top: row.place, above: 0, within: line.part, left };
}

/** What is to be looked for outside, since the rows at hand are a few of all. */
export interface SearchWish {
  readonly query: string;
  readonly from: LogPlace | "start" | "end";
  readonly direction: 1 | -1;
}

/** A new search from what is shown: down from the top, or up from the end where that is followed. */
export function searchFor(
  state: LogState,
  window: LogWindow | null,
  room: Room,
  query: string,
): { readonly state: LogState; readonly wish: SearchWish } {
  const direction = state.top === "end" ? -1 : 1;
  const next: LogState = { ...state, query, direction, search: { is: "going" } };
  return { state: next, wish: { query, from: edge(state, window, room, direction), direction } };
}

/**
 * The next that is found in the direction of the search, or against it.
 *
 * @returns null when nothing is looked for
 */
export function nextMatch(
  state: LogState,
  window: LogWindow | null,
  room: Room,
  way: "on" | "back",
): { readonly state: LogState; readonly wish: SearchWish } | null {
  const { query, search } = state;
  if (query === null) return null;
  const direction = way === "on" ? state.direction : state.direction === 1 ? -1 : 1;
  const from = search.is === "found" ? search.place : edge(state, window, room, direction);
  return { state: { ...state, search: { is: "going" } }, wish: { query, from, direction } };
}

/** Just before what is shown, or just behind it: a search does not look at the row it begins from. */
function edge(
  state: LogState,
  window: LogWindow | null,
  room: Room,
  direction: 1 | -1,
): LogPlace | "start" | "end" {
  if (window === null) return direction === 1 ? "start" : "end";
  const { lines, top } = laidOut(window, state, room);
  if (direction === 1) {
    const row = lines[top]?.row ?? 0;
    return window.rows[row - 1]?.place ?? "start";
  }
  const row = lines[Math.min(lines.length, top + bodyRows(room)) - 1]?.row ?? Infinity;
  return window.rows[row + 1]?.place ?? "end";
}
