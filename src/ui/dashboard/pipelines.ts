// The table of pipelines: each with its last ten runs, what it does or how it ended, and how often it succeeded.
//
//    PIPELINES            last ten     now                                       7 d
//   ▸pricecheck           ✓✓✓✗✓✓▲✓✓●   train 2/2  ep 3/10  f1 .81  ~37m          86%
//
// With more room the run's number, how long it goes on and the time that is left have columns of their own.

import { elapsed } from "../format.ts";
import { type Line, type Part, bold, ellipsis, part } from "../line.ts";
import { RUN_MARKS, STAGE_MARKS, glyphOf } from "../theme.ts";
import { cut, cutMiddle, padEnd, widthOf } from "../width.ts";
import { doingText, endedText, etaLeft, type Said } from "./doing.ts";
import { type Cursor, type RowRoom, left, right, rowOf, titlePart } from "./row.ts";
import { rateOf } from "./totals.ts";
import type { PipelineView } from "./view.ts";

interface Columns {
  readonly name: number;
  /** Runs of the strip; 0 leaves it out. */
  readonly strip: number;
  /** Of the newest run's number; 0 leaves it, its time and the time that is left out. */
  readonly number: number;
  readonly now: number;
  readonly rate: number;
}

const STRIP = 10;
const FOR = 5;
const LEFT = 7;
const WIDE = 110;

/** @param all - by all of them columns are measured, so that nothing moves while the list is scrolled */
export function pipelineColumns(all: readonly PipelineView[], { columns }: RowRoom): Columns {
  const widest = all.reduce((most, { name }) => Math.max(most, widthOf(name)), 9);
  const isWide = columns >= WIDE;
  const name = Math.min(widest, Math.max(9, Math.floor(columns / 4)));
  const strip = columns >= 70 ? STRIP : columns >= 50 ? 5 : 0;
  const numbers = all.map((one) => widthOf(numberText(one)));
  const number = isWide ? Math.max(3, ...numbers) : 0;
  const rate = isWide ? 12 : 4;
  // One cell for the cursor, one at the right border, two between cells.
  const used =
    2 +
    name +
    2 +
    rate +
    2 +
    (strip > 0 ? STRIP_GAP + strip : 0) +
    (isWide ? number + FOR + LEFT + 6 : 0);
  return { name, strip, number, now: Math.max(8, columns - used), rate };
}

const STRIP_GAP = 2;

export function pipelineTitle(
  columns: Columns,
  title: { readonly text: string; readonly hasFocus: boolean },
  room: RowRoom,
): Line {
  const { name, strip, number, now, rate } = columns;
  const dim = (text: string): Line => [part(text, null, true)];
  const isTold = widthOf(title.text) > name;
  const cells: Line[] = [
    [titlePart(padEnd(title.text, name), title.hasFocus)],
    ...(strip > 0 && !isTold ? [dim(left(strip === STRIP ? "last ten" : "last", strip))] : []),
    ...(number > 0 ? [dim(left("run", number)), dim(right("for", FOR))] : []),
    dim(left("now", now)),
    ...(number > 0 ? [dim(right("left", LEFT))] : []),
    dim(right("7 d", rate)),
  ];
  return rowOf("none", cells, room);
}

export function pipelineLine(
  one: PipelineView,
  cursor: Cursor,
  columns: Columns,
  room: RowRoom,
): Line {
  const { name, strip, number, now, rate } = columns;
  const { ascii } = room;
  const { active, last } = one;
  const said = saidOf(one, { columns: now, ascii, now: room.now, hasLeft: number > 0 });
  const isQuiet = active === null && said.dim && cursor !== "here";
  const shown = padEnd(cutMiddle(one.name, name, ellipsis(ascii)), name);
  const title = part(shown, null, isQuiet);
  const since = active?.startedAt ?? null;
  const unknown = ascii ? "-" : "–";
  const cells: Line[] = [
    [cursor === "here" ? bold(title) : title],
    ...(strip > 0 ? [stripParts(one, strip, ascii)] : []),
    ...(number > 0
      ? [
          [part(left(numberText(one), number), null, isQuiet)],
          [part(right(since === null ? unknown : elapsed(room.now - since), FOR), null, isQuiet)],
        ]
      : []),
    [part(padEnd(said.text, now), said.meaning, said.dim)],
    ...(number > 0
      ? [[part(right(leftOf(one, room.now) || unknown, LEFT), null, active === null)]]
      : []),
    [part(right(rateText(one, number > 0) || unknown, rate), null, last === null)],
  ];
  return rowOf(cursor, cells, room);
}

function saidOf(one: PipelineView, room: Parameters<typeof doingText>[1]): Said {
  const { active, last } = one;
  if (active === null) return endedText(last, room);
  const { others } = active;
  const more = others === 0 ? "" : `  +${others}`;
  const own = doingText(active, { ...room, columns: room.columns - widthOf(more) });
  return { ...own, text: cut(own.text + more, room.columns, ellipsis(room.ascii)) };
}

function numberText({ active, last }: PipelineView): string {
  const number = active?.number ?? last?.number ?? null;
  return number === null ? "" : `#${number}`;
}

/** "longer than usual" is too long for its column. */
function leftOf({ active }: PipelineView, now: number): string {
  const text = active === null ? "" : etaLeft(active.eta, now);
  return text === "any moment" ? "soon" : text;
}

function rateText({ week }: PipelineView, withOf: boolean): string {
  const rate = rateOf(week);
  if (rate === null) return "";
  return withOf ? `${rate.percent}% of ${padEnd(String(rate.of), 3)}` : `${rate.percent}%`;
}

/** The newest stands at the right end of nine older ones, so that a run keeps its place until the next one comes. */
function stripParts({ strip }: PipelineView, most: number, ascii: boolean): Part[] {
  const shown = strip.slice(-most);
  const marks = shown.map(({ state, forYou }) => (forYou ? STAGE_MARKS.waiting : RUN_MARKS[state]));
  const parts: Part[] = [];
  for (const mark of marks) {
    const glyph = glyphOf(mark, ascii);
    const before = parts.at(-1);
    if (before?.meaning === mark.meaning)
      parts.splice(-1, 1, { ...before, text: before.text + glyph });
    else parts.push(part(glyph, mark.meaning));
  }
  return [...parts, part(" ".repeat(most - shown.length))];
}
