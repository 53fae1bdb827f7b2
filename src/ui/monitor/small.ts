// What a terminal gets that is too small for screens: a list of states, the most urgent first; of a very small one a single
// line. The keys of the screens work nonetheless.

import { asksYou, doingText, endedText, etaLeft } from "../dashboard/doing.ts";
import { troubleOf } from "../dashboard/header.ts";
import type { PipelineView } from "../dashboard/view.ts";
import { type Line, type Part, ellipsis, fitted, part } from "../line.ts";
import { type Mark, RUN_MARKS, STAGE_MARKS, glyphOf } from "../theme.ts";
import { cutMiddle, padEnd, widthOf } from "../width.ts";
import { type Frame, type Room, linesOnly } from "./frame.ts";
import type { View } from "./view.ts";

/** Fewer columns or rows get one line. */
const LEAST = { columns: 40, rows: 8 };

export function smallFrame(view: View, room: Room): Frame {
  const isTiny = room.columns < LEAST.columns || room.rows < LEAST.rows;
  const lines = isTiny ? [oneLine(view, room)] : listLines(view, room);
  const fit = lines.slice(0, Math.max(0, room.rows));
  return linesOnly(fit.map((line) => fitted(line, room.columns, ellipsis(room.ascii))));
}

function inOrder(pipelines: readonly PipelineView[]): readonly PipelineView[] {
  return pipelines.toSorted((a, b) => urgencyOf(a) - urgencyOf(b));
}

function urgencyOf({ active, last }: PipelineView): number {
  if (asksYou(active)) return 0;
  if (active !== null) return active.state === "queued" ? 3 : 2;
  return last !== null && isBad(last.state) ? 1 : 4;
}

function isBad(state: keyof typeof RUN_MARKS): boolean {
  const { meaning } = RUN_MARKS[state];
  return meaning === "bad" || meaning === "warn";
}

function listLines(view: View, room: Room): readonly Line[] {
  const { pipelines } = view.dashboard;
  const trouble = troubleOf(view);
  const head: Line = [
    part(" dagtop  "),
    ...(trouble === null ? countParts(view, room) : [trouble]),
  ];
  const height = Math.max(1, room.rows - 1);
  const shown = inOrder(pipelines);
  if (shown.length === 0) return [head, [part(" nothing has run here yet", null, true)]];
  const isCut = shown.length > height;
  const rows = isCut ? shown.slice(0, height - 1) : shown;
  const widest = rows.reduce((most, { name }) => Math.max(most, widthOf(name)), 0);
  const name = Math.min(widest, Math.floor(room.columns / 3));
  const lines = rows.map((one) => pipelineLine(one, name, view.now, room));
  const more = shown.length - rows.length;
  return [head, ...lines, ...(isCut ? [[part(` and ${more} more`, null, true)]] : [])];
}

function pipelineLine(one: PipelineView, width: number, now: number, room: Room): Line {
  const { ascii } = room;
  const mark = markOf(one);
  const name = padEnd(cutMiddle(one.name, width, ellipsis(ascii)), width);
  const columns = Math.max(1, room.columns - width - 6);
  const space = { columns, ascii, now, hasLeft: false };
  const said = one.active === null ? endedText(one.last, space) : doingText(one.active, space);
  // The glyph of a question stands before the name already.
  const text = asksYou(one.active) ? said.text.slice(2) : said.text;
  return [
    part(" "),
    part(mark === null ? " " : glyphOf(mark, ascii), mark?.meaning ?? null),
    part(` ${name}  `, null, said.dim),
    part(text, said.meaning, said.dim),
  ];
}

function markOf({ active, last }: PipelineView): Mark | null {
  if (asksYou(active)) return STAGE_MARKS.waiting;
  const state = active?.state ?? last?.state ?? null;
  return state === null ? null : RUN_MARKS[state];
}

function countParts({ counts }: View, { ascii }: Room): Line {
  const { running, waiting, forYou } = counts;
  const of = (mark: Mark, count: number): Part[] =>
    count === 0 ? [] : [part(`${glyphOf(mark, ascii)} ${count}`, mark.meaning)];
  const parts = [
    ...of(RUN_MARKS.running, running),
    ...of(RUN_MARKS.queued, waiting),
    ...of(STAGE_MARKS.waiting, forYou),
  ];
  if (parts.length === 0) return [part("nothing runs", null, true)];
  return parts.flatMap((one, place) => (place === 0 ? [one] : [part("  "), one]));
}

/** "train 2/2 · ep 3/10 · 37m left · ◆1" */
function oneLine(view: View, { ascii }: Room): Line {
  const { now, counts, dashboard } = view;
  const between = part(ascii ? " | " : " · ");
  const questions: Part[] =
    counts.forYou === 0
      ? []
      : [part(`${glyphOf(STAGE_MARKS.waiting, ascii)}${counts.forYou}`, "wait")];
  const parts = [...foremostParts(dashboard.pipelines, now, ascii), ...questions];
  const trouble = troubleOf(view);
  const all = trouble?.meaning === "bad" ? [trouble, ...parts] : parts;
  if (all.length === 0) return [part("nothing runs", null, true)];
  return all.flatMap((one, place) => (place === 0 ? [one] : [between, one]));
}

/** Of what goes on the first, else what failed last. */
function foremostParts(pipelines: readonly PipelineView[], now: number, ascii: boolean): Part[] {
  const going = pipelines.flatMap(({ name, active }) =>
    active === null || active.asks !== null ? [] : [{ name, active }],
  );
  const [first] = going.toSorted((a, b) => rank(a.active.state) - rank(b.active.state));
  if (first !== undefined) {
    const { active, name } = first;
    const left = etaLeft(active.eta, now).replace(/^~(.*)/u, "$1 left");
    const words = [...active.says.split(/ {2,}/u), left].filter((text) => text !== "");
    const whose = going.length > 1 ? [part(`${going.length} running`), part(name)] : [];
    return [...whose, ...words.map((text) => part(text))];
  }
  const [worst] = inOrder(pipelines);
  if (worst === undefined) return [];
  if (worst.active !== null) return [part(worst.name)];
  const said = endedText(worst.last, { columns: 60, ascii, now, hasLeft: false });
  return [part(`${worst.name} ${said.text}`, said.meaning, said.dim)];
}

function rank(state: string): number {
  return state === "queued" ? 1 : 0;
}
