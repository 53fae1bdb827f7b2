// Draws a log: the header, then rows with what is looked for marked in them, cut or wrapped. Exactly as many lines as there
// are rows, none wider than the columns.

import { clockSeconds } from "../format.ts";
import { type Line, type Part, bold, ellipsis, fitted, inverse, lineWidth, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { plainText } from "../sanitise.ts";
import { headOf, widthOf } from "../width.ts";
import { type LaidLine, bodyRows, gutterOf, labelText, laidOut } from "./layout.ts";
import { headerLine } from "./log-header.ts";
import type { LogState } from "./log-state.ts";
import { type Matcher, matcherOf } from "./match.ts";
import { markedParts, sgrParts, withoutSgr } from "./sgr-parts.ts";
import { type LogRow, type LogWindow, samePlace } from "./view.ts";

/** @param window - null until the first has been read @param title - whose log it is: "spam#3 › train · try 2" */
export function logScreen(
  window: LogWindow | null,
  state: LogState,
  room: Room,
  title: string,
): Line[] {
  if (room.rows < 1) return [];
  const rows = bodyRows(room);
  const laid = window === null ? { lines: [], top: 0 } : laidOut(window, state, room);
  const shown = laid.lines.slice(laid.top, laid.top + rows);
  const isEndShown = (window?.atEnd ?? false) && laid.top + rows >= laid.lines.length;
  const matcher = state.query === null || state.query === "" ? null : matcherOf(state.query);
  const body =
    window === null
      ? []
      : window.rows.length === 0
        ? [emptyLine(window, room)]
        : shown.map((line) => bodyLine(line, window, state, matcher, room));
  const lines = [headerLine(window, state, title, isEndShown, room), ...body];
  return Array.from({ length: room.rows }, (_, index) => lines[index] ?? []);
}

/** The last rows of a log for a pane below something else, cut to its width. @returns at most `room.rows` lines */
export function tailLines(window: LogWindow, room: Room): Line[] {
  if (room.rows < 1) return [];
  if (window.rows.length === 0) return [emptyLine(window, room)];
  return window.rows.slice(-room.rows).map((row) => {
    const gutter = gutterParts(row, window, window.ask.times, room);
    return fitted([...gutter, ...textParts(row, room)], room.columns, ellipsis(room.ascii));
  });
}

function emptyLine({ ask, busy, isLive }: LogWindow, { columns, ascii }: Room): Line {
  const nothing = isLive ? "nothing was printed yet" : "nothing was printed";
  const text = busy ?? (ask.filter === null ? nothing : `no line has "${plainText(ask.filter)}"`);
  return fitted([part(` ${text}`, null, true)], columns, ellipsis(ascii));
}

function bodyLine(
  { row: index, part: number, from, to }: LaidLine,
  window: LogWindow,
  state: LogState,
  matcher: Matcher | null,
  room: Room,
): Line {
  const row = window.rows[index];
  if (row === undefined) return [];
  const { search, wrap, sideways, times } = state;
  const gutter =
    number === 0 ? gutterParts(row, window, times, room) : blankGutter(window, times, room);
  const isFound = search.is === "found" && samePlace(search.place, row.place);
  const hits = matcher === null || row.kind === "heading" ? [] : matcher.all(withoutSgr(row.text));
  const mark = (one: Part): Part => inverse(isFound ? bold(one) : one);
  const marked = markedParts(textParts(row, room), hits, mark);
  // Without a query it is the row as a whole that was found.
  const parts = isFound && matcher === null ? marked.map(bold) : marked;
  const text = wrap
    ? sliced(parts, from, to)
    : movedLeft(parts, row.kind === "heading" ? 0 : sideways, ellipsis(room.ascii));
  return fitted([...gutter, ...text], room.columns, ellipsis(room.ascii));
}

function textParts({ kind, text }: LogRow, { columns, ascii }: Room): Part[] {
  if (kind === "line") return sgrParts(text);
  const rule = ascii ? "-" : "─";
  const title = ` ${ascii ? text.replaceAll("·", "-") : text} `;
  const rest = Math.max(2, columns - widthOf(title) - 2);
  return [part(rule.repeat(2), null, true), part(title), part(rule.repeat(rest), null, true)];
}

function gutterParts(
  { at, label, kind }: LogRow,
  window: LogWindow,
  times: boolean,
  { columns, ascii, zone }: Room,
): Part[] {
  if (kind === "heading") return [];
  const gutter = gutterOf(window, times, columns);
  const time = at === null ? " ".repeat(gutter.time) : `${clockSeconds(at, zone)} `;
  return [
    ...(gutter.time === 0 ? [] : [part(time, null, true)]),
    ...(gutter.label === 0 ? [] : [part(labelText(label ?? "", gutter.label, ascii), null, true)]),
  ];
}

function blankGutter(window: LogWindow, times: boolean, { columns }: Room): Part[] {
  const { time, label } = gutterOf(window, times, columns);
  return time + label === 0 ? [] : [part(" ".repeat(time + label))];
}

/** The parts between two indexes of their text. */
function sliced(parts: readonly Part[], from: number, to: number): Part[] {
  const out: Part[] = [];
  let begin = 0;
  for (const one of parts) {
    const text = one.text.slice(Math.max(0, from - begin), Math.max(0, to - begin));
    if (text !== "") out.push({ ...one, text });
    begin += one.text.length;
  }
  return out;
}

/** Without its first columns, and a mark where they were. */
function movedLeft(parts: readonly Part[], columns: number, mark: string): Part[] {
  if (columns === 0 || parts.length === 0) return [...parts];
  const out: Part[] = [part(mark, null, true)];
  let left = columns + 1;
  for (const one of parts) {
    const head = headOf(one.text, left);
    // Half of a wide character can't be shown.
    const isHalf = head.length < one.text.length && widthOf(head) < left;
    left -= widthOf(head);
    const rest = one.text.slice(head.length);
    if (rest === "") continue;
    out.push({ ...one, text: isHalf ? ` ${rest.slice(charLength(rest))}` : rest });
    left = 0;
  }
  return lineWidth(out) > 1 ? out : out.slice(0, 1);
}

function charLength(text: string): number {
  return (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
}
