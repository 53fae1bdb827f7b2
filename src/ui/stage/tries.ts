// The tries of a stage as a table whose cells fit: a window of them around the one that is looked at.

import { bytes, clock, clockSeconds, duration, elapsed } from "../format.ts";
import { ellipsis } from "../line.ts";
import type { FrameTable, Room } from "../monitor/frame.ts";
import { scrolled } from "../monitor/list.ts";
import { ATTEMPT_MARKS, glyphOf } from "../theme.ts";
import { cut, padEnd, padStart, widthOf } from "../width.ts";
import { unknown } from "./numbers.ts";
import { type Shown, placeOf } from "./shown.ts";
import type { StageState } from "./state.ts";
import type { TryView } from "./view.ts";

interface Column {
  readonly title: string;
  readonly width: number;
  readonly isNumber: boolean;
  /** The columns of a terminal from which it is shown. */
  readonly from: number;
  readonly text: (one: TryView, isChosen: boolean) => string;
}

/** ink-table leaves a column at either side of each cell. */
const PADDING = 2;

/** @param at - the line it begins at @param most - tries that have room */
export function triesTable(
  shown: Shown,
  state: StageState,
  room: Room,
  at: number,
  most: number,
): FrameTable | null {
  const { attempts } = shown.page;
  if (attempts.length === 0 || most < 1) return null;
  const chosen = placeOf(attempts, state);
  const top = scrolled(chosen - Math.floor(most / 2), chosen, attempts.length, most);
  const some = attempts.slice(top, top + most);
  const fixed = columnsOf(shown, room).filter(({ from }) => room.columns >= from);
  const used = fixed.reduce((sum, { width }) => sum + width + PADDING, 0);
  const width = Math.max(1, room.columns - used - PADDING);
  const isPart = some.length < attempts.length;
  const title = isPart ? `why   ${top + 1}-${top + some.length} of ${attempts.length}` : "why";
  const why: Column = { title, width, isNumber: false, from: 0, text: (one) => whyText(one) };
  const columns = [...fixed, why];
  const mark = ellipsis(room.ascii);
  const fit = (text: string, { width, isNumber }: Column): string =>
    isNumber ? padStart(cut(text, width, mark), width) : padEnd(cut(text, width, mark), width);
  return {
    at,
    titles: columns.map((column) => fit(column.title, column)),
    records: some.map((one, row) =>
      columns.map((column) => fit(column.text(one, top + row === chosen), column)),
    ),
    meanings: some.map(({ state }) => ATTEMPT_MARKS[state].meaning),
    chosen: chosen - top,
  };
}

function columnsOf({ page, now }: Shown, { ascii, columns, zone }: Room): Column[] {
  const { attempts } = page;
  const none = unknown(ascii);
  const digits = Math.max(2, ...attempts.map(({ number }) => String(number).length));
  const hasRounds = attempts.some(({ round }) => round > 1);
  const isWide = columns >= WIDE;
  const pointer = ascii ? ">" : "▸";
  const known = (value: number | null, text: (value: number) => string): string =>
    value === null ? none : text(value);
  const column = (
    title: string,
    width: number,
    from: number,
    text: Column["text"],
    isNumber = true,
  ): Column => ({ title, width, from, text, isNumber });
  return [
    column(
      "TRY",
      digits + 1,
      0,
      ({ number }, isChosen) => `${isChosen ? pointer : " "}${padStart(String(number), digits)}`,
    ),
    column("state", stateWidth(attempts), 0, ({ state }) => stateText(state, ascii), false),
    ...(hasRounds ? [column("round", 5, 70, ({ round }) => String(round))] : []),
    column("exit", 4, 50, ({ exitCode }) => known(exitCode, String)),
    column("took", 5, 0, (one) => tookText(one, now)),
    column("cpu", 5, 64, ({ cpuPercent }) => known(cpuPercent, (value) => `${Math.round(value)}%`)),
    column("mem", 5, 64, ({ peakRssBytes }) => known(peakRssBytes, bytes)),
    column("began", isWide ? 8 : 5, 64, ({ startedAt }) =>
      isWide ? clockSeconds(startedAt, zone) : clock(startedAt, zone),
    ),
  ];
}

const WIDE = 100;
/** "✓ succeeded", "◷ timed out": as wide whatever comes. */
const STATE_WIDTH = 11;

function stateWidth(attempts: readonly TryView[]): number {
  return Math.max(STATE_WIDTH, ...attempts.map(({ state }) => widthOf(stateText(state, true))));
}

function stateText(state: TryView["state"], ascii: boolean): string {
  const mark = ATTEMPT_MARKS[state];
  return `${glyphOf(mark, ascii)} ${mark.word}`;
}

function tookText({ startedAt, endedAt }: TryView, now: number): string {
  return endedAt === null ? elapsed(now - startedAt) : duration(Math.max(0, endedAt - startedAt));
}

function whyText({ cause, waitedMs }: TryView): string {
  const waited = waitedMs === null ? "" : `waited ${duration(waitedMs)}`;
  return [cause ?? "", waited].filter((text) => text !== "").join(", ");
}
