// The table of the runs of one pipeline, the newest first unless it is sorted by a column that was chosen.
//
//    RUNS of pricecheck          24h [7d] 30d   ✓ 12  ▲ 1  ✗ 1
//    #42 ● running    schedule  02:00       41m   train 2/2  ep 3/10  f1 .81
//
// With little room the way it was triggered, then when it began, give way to what it says.

import { elapsed, duration } from "../format.ts";
import { type Line, type Part, bold, ellipsis, lineWidth, fitted, part } from "../line.ts";
import { unknown, whenText } from "../stage/numbers.ts";
import { type Mark, RUN_MARKS, STAGE_MARKS, glyphOf, runIsOver } from "../theme.ts";
import { cut, padEnd, widthOf } from "../width.ts";
import { cell, chosenColumns, valueText, widthOfColumn } from "./columns.ts";
import { doingText } from "./doing.ts";
import { type Cursor, type RowRoom, left, right, rowOf, titlePart } from "./row.ts";
import { type Column, type DashboardState, RANGES, type Range, sameColumn } from "./state.ts";
import { barParts, totalParts } from "./totals.ts";
import type { RunLine, RunsView } from "./view.ts";

interface Columns {
  readonly number: number;
  /** 0 leaves it out. */
  readonly trigger: number;
  readonly began: number;
  readonly by: number;
  readonly chosen: readonly { readonly column: Column; readonly width: number }[];
  readonly says: number;
  /** Of the parameters, where there is room for them beside all else. */
  readonly params: number;
}

const STATE = 12;
const TRIGGER = 8;
const BEGAN = 9;
const TOOK = 5;
const BY = 14;
const LEAST_SAYS = 24;

export function runColumns(runs: RunsView, state: DashboardState, room: RowRoom): Columns {
  const { columns, ascii } = room;
  const number = 1 + String(runs.rows[0]?.number ?? 1).length;
  const all = chosenColumns(runs, state).map((column) => ({
    column,
    width: widthOfColumn(runs, column, ascii),
  }));
  const fixed = 1 + number + 1 + STATE + 2 + TOOK + 2;
  const chosen = fitting(all, columns - fixed - 8);
  let free = columns - fixed - chosen.reduce((sum, { width }) => sum + width + 2, 0);
  const take = (width: number, least: number): number => {
    if (free - width - 2 < least) return 0;
    free -= width + 2;
    return width;
  };
  const began = take(BEGAN, LEAST_SAYS - 12);
  const trigger = take(TRIGGER, LEAST_SAYS);
  const by = columns >= 110 ? take(BY, 2 * LEAST_SAYS) : 0;
  const params = runs.params.length > 0 && columns >= 150 ? take(Math.floor(free / 3), 40) : 0;
  return { number, trigger, began, by, chosen, says: Math.max(0, free - 1), params };
}

/** The first of them that have room. */
function fitting(all: Columns["chosen"], room: number): Columns["chosen"] {
  let used = 0;
  const over = all.findIndex(({ width }) => (used += width + 2) > room);
  return over < 0 ? all : all.slice(0, over);
}

/** Whose runs, of which range, and what came of all of them. */
export function runsTitle(
  runs: RunsView | null,
  name: string,
  state: DashboardState,
  shown: number,
  room: RowRoom,
): Line {
  const { columns, ascii } = room;
  const filter = state.filter.runs;
  const place = Math.max(20, Math.floor(columns * 0.45));
  const said = filter === "" ? "" : `  /${filter}  ${shown}`;
  const title = cut(` RUNS of ${name}`, place - Math.min(widthOf(said), 16) - 1, ellipsis(ascii));
  const head: Line = fitted(
    [titlePart(title, state.focus === "runs"), part(said, "warn")],
    place - 1,
    ellipsis(ascii),
  );
  const totals = runs === null ? [] : totalParts(runs.totals, ascii);
  const more = runs?.isCut === true ? [part("  newest 2,000", null, true)] : [];
  const line: Line[number][] = [
    ...head,
    part(" ".repeat(Math.max(1, place - lineWidth(head)))),
    ...rangeParts(state.range),
    part("   "),
    ...totals,
    ...more,
  ];
  const space = columns - lineWidth(line) - 4;
  if (runs !== null && columns >= 100 && space >= 10)
    line.push(part("   "), ...barParts(runs.totals, Math.min(30, space), ascii));
  return fitted(line, columns, ellipsis(ascii));
}

function rangeParts(range: Range): Part[] {
  return Object.keys(RANGES).map((name) =>
    name === range ? bold(part(`[${name}]`)) : part(` ${name} `, null, true),
  );
}

/** The names of the columns: where some were chosen they must be told apart. */
export function runHeadings(columns: Columns, state: DashboardState, room: RowRoom): Line {
  const { number, trigger, began, by, chosen, says, params } = columns;
  const { ascii } = room;
  const dim = (text: string): Line => [part(text, null, true)];
  const cells: Line[] = [
    dim(left("#", number + 1) + left("state", STATE)),
    ...(trigger > 0 ? [dim(left("trigger", trigger))] : []),
    ...(began > 0 ? [dim(left("began", began))] : []),
    ...(by > 0 ? [dim(left("by", by))] : []),
    dim(right("took", TOOK)),
    ...chosen.map(({ column, width }): Line => [headingPart(column, width, state, ascii)]),
    dim(` ${left("says", says)}`),
    ...(params > 0 ? [dim("params")] : []),
  ];
  return rowOf("none", cells, room);
}

function headingPart(
  column: Column,
  width: number,
  { sort }: DashboardState,
  ascii: boolean,
): Part {
  const isSorted = sameColumn(sort?.column ?? null, column);
  const arrow = sort?.descending === true ? (ascii ? "v" : "↓") : ascii ? "^" : "↑";
  const name = cut(column.name, width - 1, ellipsis(ascii));
  const text = right(isSorted ? `${name}${arrow}` : name, width);
  return part(text, isSorted ? "live" : null, !isSorted);
}

export function runLine(run: RunLine, cursor: Cursor, columns: Columns, room: RowRoom): Line {
  const { number, trigger, began, by, chosen, says, params } = columns;
  const { ascii, now, zone } = room;
  const mark = run.forYou ? STAGE_MARKS.waiting : RUN_MARKS[run.state];
  const dim = run.state === "succeeded" && cursor !== "here";
  const text = (words: string): Line => [part(words, null, dim)];
  const id = part(`${right(`#${run.number}`, number)} `, null, dim);
  const state = part(padEnd(stateText(mark, run.forYou, ascii), STATE), mark.meaning);
  const cells: Line[] = [
    [cursor === "here" ? bold(id) : id, cursor === "here" ? bold(state) : state],
    ...(trigger > 0 ? [text(left(run.trigger, trigger))] : []),
    ...(began > 0 ? [text(left(whenText(run.createdAt, now, zone), began))] : []),
    ...(by > 0 ? [text(left(cut(run.by, by, ellipsis(ascii)), by))] : []),
    text(right(tookText(run, room), TOOK)),
    ...chosen.map(({ column, width }) => [
      part(cell(valueText(run, column, ascii), width, ellipsis(ascii))),
    ]),
    [part(" "), saysPart(run, says, dim, room)],
    ...(params > 0 ? [[part(cut(paramsText(run), params, ellipsis(ascii)), null, true)]] : []),
  ];
  return rowOf(cursor, cells, room);
}

function stateText(mark: Mark, forYou: boolean, ascii: boolean): string {
  return `${glyphOf(mark, ascii)} ${forYou ? "for you" : mark.word}`;
}

function tookText({ startedAt, endedAt }: RunLine, { now, ascii }: RowRoom): string {
  if (startedAt === null) return unknown(ascii);
  return endedAt === null ? elapsed(now - startedAt) : duration(endedAt - startedAt);
}

function saysPart(run: RunLine, columns: number, dim: boolean, { ascii, now }: RowRoom): Part {
  if (run.doing !== null) {
    const said = doingText(run.doing, { columns, ascii, now, hasLeft: false });
    return part(padEnd(said.text, columns), said.meaning, said.dim);
  }
  const { meaning } = RUN_MARKS[run.state];
  const isBad = runIsOver(run.state) && (meaning === "bad" || meaning === "warn");
  const text = padEnd(cut(run.says, columns, ellipsis(ascii)), columns);
  return part(text, isBad ? meaning : null, dim);
}

function paramsText({ params }: RunLine): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
}
