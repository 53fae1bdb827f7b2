// Which lines of a screen the rows of a window take, and which of them is the first that is shown. Where rows are not
// wrapped, each is one line. Rows beyond the screen are there too: so a key can move before more has been read.

import { headOf, padEnd, cut, widthOf } from "../width.ts";
import type { Room } from "../monitor/frame.ts";
import type { LogState } from "./log-state.ts";
import { withoutSgr } from "./sgr-parts.ts";
import { type LogPlace, type LogRow, type LogWindow, samePlace } from "./view.ts";

/** A line: which row of the window it is of, and from where to where in its text without colours. */
export interface LaidLine {
  readonly row: number;
  /** From 0; more than that goes on from the line before. */
  readonly part: number;
  readonly from: number;
  readonly to: number;
}

export interface Laid {
  readonly lines: readonly LaidLine[];
  /** Index in `lines` of the first that is shown. */
  readonly top: number;
}

const TIME_COLUMNS = 9;
const MOST_LABEL = 24;
/** Less is no text. */
const LEAST_TEXT = 8;

/** Rows for lines of the log: one is the header's. */
export function bodyRows({ rows }: Room): number {
  return Math.max(0, rows - 1);
}

/** How wide what stands before the text is. Nothing does where there would be no room for the text. */
export interface Gutter {
  readonly time: number;
  readonly label: number;
}

export function gutterOf({ labelColumns }: LogWindow, times: boolean, columns: number): Gutter {
  const time = times && columns - TIME_COLUMNS >= LEAST_TEXT ? TIME_COLUMNS : 0;
  const most = Math.min(MOST_LABEL, Math.floor(columns / 3));
  const label = labelColumns === 0 || most < 4 ? 0 : Math.min(labelColumns, most) + 3;
  return { time, label: columns - time - label >= LEAST_TEXT ? label : 0 };
}

/** A label in its columns, with the rule behind it. */
export function labelText(label: string, columns: number, ascii: boolean): string {
  const room = columns - 3;
  return `${padEnd(cut(label, room, ascii ? "~" : "…"), room)} ${ascii ? "|" : "│"} `;
}

export function laidOut(
  window: LogWindow,
  state: Pick<LogState, "top" | "above" | "within" | "wrap" | "times">,
  room: Room,
): Laid {
  const { time, label } = gutterOf(window, state.times, room.columns);
  const columns = Math.max(1, room.columns - time - label);
  const lines = window.rows.flatMap((row, index) => linesOf(row, index, columns, state.wrap));
  const rows = bodyRows(room);
  const most = Math.max(0, lines.length - rows);
  if (state.top === "end") return { lines, top: most };
  const row = rowAt(window, state.top);
  const first = lines.findIndex((line) => line.row === row);
  const last = lines.findLastIndex((line) => line.row === row);
  const above = Math.min(state.above, Math.max(0, (rows - 1) >> 1));
  const wanted = Math.min(first + state.within, last) - above;
  return { lines, top: Math.max(0, Math.min(wanted, most)) };
}

function linesOf({ kind, text }: LogRow, row: number, columns: number, wrap: boolean): LaidLine[] {
  const plain = withoutSgr(text);
  if (!wrap || kind === "heading" || widthOf(plain) <= columns)
    return [{ row, part: 0, from: 0, to: plain.length }];
  const lines: LaidLine[] = [];
  for (let from = 0; from < plain.length;) {
    const head = headOf(plain.slice(from, from + 4 * columns), columns).length;
    // A character that is wider than the line would never end.
    const to = from + (head > 0 ? head : (plain.codePointAt(from) ?? 0) > 0xffff ? 2 : 1);
    lines.push({ row, part: lines.length, from, to });
    from = to;
  }
  return lines;
}

/** The index of the row at a place; where that is not there, of the one that a new window has at its top. */
function rowAt({ rows, top }: LogWindow, place: LogPlace | "start"): number {
  if (place === "start") return 0;
  const found = rows.findIndex((row) => samePlace(row.place, place));
  if (found >= 0) return found;
  const before = rows.findLastIndex(
    (row) => row.place.attempt === place.attempt && row.place.offset <= place.offset,
  );
  return before >= 0 ? before : top;
}
