// The list of stages, a row for each: its state, its try, what it took and takes, and what it says of itself. The columns
// do not move while values change; what is said gets what is left.
//
//    STAGE        state        try   took   cpu    mem       gpu   says
//   ▸train        ● running    2/2    28m  110%   6.2G   83% 21G   epoch 3/10 ━━━━━╺━━━ 31%  ~37m
//
// With little room the state is its glyph before the name, and the use of processors and memory is left out.

import { type Left, leftText } from "../eta.ts";
import { UNKNOWN, bytes, countdown } from "../format.ts";
import { type Line, type Part, bold, ellipsis, fitted, part } from "../line.ts";
import { scrolled } from "../monitor/list.ts";
import type { StageView } from "../project.ts";
import { type Says, sayingText } from "../says.ts";
import { type Mark, glyphOf, isBadEnd } from "../theme.ts";
import { cutMiddle, padEnd, padStart, widthOf } from "../width.ts";
import { markOfCursor } from "./graph-lines.ts";
import { countsLine, foremost, isQuiet, markOf, tookText, triesText } from "./looks.ts";
import { type Row, rowAt, stageOf } from "./rows.ts";
import type { RunPageView, Usage } from "./view.ts";

interface TableRoom {
  readonly columns: number;
  /** With its titles. */
  readonly rows: number;
  readonly ascii: boolean;
  readonly now: number;
}

/** From this many columns on there is room for what stages use. */
const WIDE = 96;
/** And for that of processors of graphics. */
const WIDER = 110;

interface Columns {
  readonly name: number;
  readonly state: boolean;
  readonly use: boolean;
  readonly gpu: boolean;
  /** How far a rank stands in; 0 where rows are in no ranks. */
  readonly indent: number;
}

const STATE = 11;
const TRY = 5;
const TOOK = 5;
const CPU = 5;
const MEM = 5;
const GPU = 8;

/** @param inRanks - whether rows stand further in by their rank */
export function tableLines(
  page: RunPageView,
  rows: readonly Row[],
  at: { readonly cursor: string | null; readonly top: number; readonly inRanks: boolean },
  room: TableRoom,
): Line[] {
  if (room.rows < 1) return [];
  const columns = columnsOf(rows, at.inRanks, room);
  const height = room.rows - 1;
  const cursor = rowAt(rows, at.cursor);
  const top = scrolled(at.top, Math.max(0, cursor), rows.length, height);
  const shown = rows.slice(top, top + height);
  const lines = [
    titleLine(columns, placeText(top, shown.length, rows.length), room),
    ...shown.map((row) => rowLine(row, row.id === at.cursor, page, columns, room)),
  ];
  return lines.map((line) => fitted(line, room.columns, ellipsis(room.ascii)));
}

function columnsOf(rows: readonly Row[], inRanks: boolean, { columns }: TableRoom): Columns {
  const deepest = rows.reduce((most, { rank }) => Math.max(most, rank), 0);
  const indent = !inRanks ? 0 : deepest * 2 > columns / 5 ? 1 : 2;
  const widest = rows.reduce(
    (most, row) => Math.max(most, widthOf(nameText(row, false)) + indentOf(row, indent, columns)),
    5,
  );
  const isWide = columns >= WIDE;
  return {
    name: Math.min(widest, Math.max(5, Math.floor(columns / (isWide ? 4 : 3)))),
    state: isWide,
    use: isWide,
    gpu: columns >= WIDER,
    indent,
  };
}

function indentOf({ rank }: Row, step: number, columns: number): number {
  return Math.min(rank * step, Math.floor(columns / 6));
}

function nameText({ name, folds, stages }: Row, ascii: boolean): string {
  return folds === null ? name : `${name} ${ascii ? "x" : "×"}${stages.length}`;
}

/** "5-17 of 29"; nothing where all are seen. */
function placeText(top: number, shown: number, all: number): string {
  return shown >= all ? "" : `${top + 1}-${top + shown} of ${all}`;
}

function titleLine(columns: Columns, place: string, { columns: width }: TableRoom): Line {
  const { name, state, use, gpu } = columns;
  const text = [
    padEnd(state ? " STAGE" : " STAGE  ", 2 + name + (state ? 0 : 2)),
    ...(state ? [padEnd("state", STATE)] : []),
    padEnd("try", TRY),
    padStart("took", TOOK),
    ...(use ? [padStart("cpu", CPU), padStart("mem", MEM)] : []),
    ...(gpu ? [padStart("gpu", GPU)] : []),
    " says",
  ].join("  ");
  const gap = width - widthOf(text) - widthOf(place) - 1;
  return [part(gap > 0 ? `${text}${" ".repeat(gap)}${place}` : text, null, true)];
}

function rowLine(
  row: Row,
  isSelected: boolean,
  page: RunPageView,
  columns: Columns,
  room: TableRoom,
): Line {
  const { ascii, now } = room;
  const mark = markOf(row.stages);
  const dim = isQuiet(row.stages) && !isSelected;
  const styled = (one: Part): Part => (isSelected ? bold(one) : one);
  const indent = indentOf(row, columns.indent, room.columns);
  const name = cutMiddle(nameText(row, ascii), Math.max(1, columns.name - indent), ellipsis(ascii));
  const cell = (text: string): Part => part(text, null, dim);
  const numbers = [
    padEnd(row.folds === null ? triesOf(row) : UNKNOWN, TRY),
    padStart(tookText(row.stages, now), TOOK),
    ...(columns.use ? usageCells(usageOf(row, page), columns.gpu) : []),
  ];
  const line: Part[] = [
    part(isSelected ? ` ${markOfCursor(ascii)}` : "  ", isSelected ? "live" : null),
    ...(columns.state ? [] : [styled(part(`${glyphOf(mark, ascii)} `, mark.meaning))]),
    styled(cell(padEnd(" ".repeat(indent) + name, columns.name))),
    ...(columns.state
      ? [part("  "), part(padEnd(stateText(mark, ascii), STATE), mark.meaning)]
      : []),
    cell(`  ${ascii ? numbers.join("  ").replaceAll(UNKNOWN, "-") : numbers.join("  ")}   `),
  ];
  const left = room.columns - line.reduce((sum, { text }) => sum + widthOf(text), 0);
  return left > 0 ? [...line, ...saysLine(row, page, left, dim, room)] : line;
}

function triesOf(row: Row): string {
  const stage = stageOf(row);
  return stage === null ? UNKNOWN : triesText(stage);
}

/** Success needs no word. The long ones are said shorter. */
const SHORT: Readonly<Record<string, string>> = {
  succeeded: "",
  "waits for a person": "for you",
  "upstream failed": "upstream",
};

function stateText(mark: Mark, ascii: boolean): string {
  return `${glyphOf(mark, ascii)} ${SHORT[mark.word] ?? mark.word}`;
}

/** Of a folded matrix what all of its members use together. */
function usageOf({ stages }: Row, { usage }: RunPageView): Usage | null {
  const all = stages.flatMap(({ key }) => usage.get(key) ?? []);
  const [first, ...more] = all;
  if (first === undefined || more.length === 0) return first ?? null;
  const live = stages
    .filter(({ endedAt }) => endedAt === null)
    .flatMap(({ key }) => usage.get(key) ?? []);
  if (live.length === 0) return null;
  const sum = (of: (one: Usage) => number | null): number | null => {
    const known = live.map(of).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  };
  return {
    cpuPercent: sum(({ cpuPercent }) => cpuPercent),
    rssBytes: sum(({ rssBytes }) => rssBytes),
    gpuPercent: sum(({ gpuPercent }) => gpuPercent),
    gpuBytes: sum(({ gpuBytes }) => gpuBytes),
  };
}

function usageCells(usage: Usage | null, hasGpu: boolean): string[] {
  const { cpuPercent = null, rssBytes = null, gpuPercent = null, gpuBytes = null } = usage ?? {};
  const percent = (value: number | null): string => (value === null ? "" : `${Math.round(value)}%`);
  const size = (value: number | null): string => (value === null ? "" : bytes(value));
  const gpu = [percent(gpuPercent), size(gpuBytes)].filter((text) => text !== "").join(" ");
  return [
    padStart(percent(cpuPercent) || UNKNOWN, CPU),
    padStart(size(rssBytes) || UNKNOWN, MEM),
    ...(hasGpu ? [padStart(gpu || UNKNOWN, GPU)] : []),
  ];
}

function saysLine(
  row: Row,
  page: RunPageView,
  columns: number,
  dim: boolean,
  room: TableRoom,
): Line {
  const { now, ascii } = room;
  if (row.folds !== null) return countsLine(row.stages, ascii);
  const stage = foremost(row.stages);
  if (stage === undefined) return [];
  const text = sayingText(withoutTry(stage.says), { now, columns, ascii });
  const isLoud = isBadEnd(stage.state) || stage.says.is === "retry" || stage.state === "waiting";
  const own = part(text, isLoud ? markOf(row.stages).meaning : null, dim);
  const more = moreOf(stage, text, page.left.get(stage.key) ?? null, now);
  if (more === null) return [own];
  const words = part(`${text === "" ? "" : "  "}${more.text}`, more.meaning, true);
  return [...fitted([own], columns - widthOf(words.text), ellipsis(ascii)), words];
}

/** Its try has a column of its own. */
function withoutTry(says: Says): Says {
  if (says.is === "progress") return { ...says, try: "" };
  return says.is === "text"
    ? { ...says, text: says.text.replace(/^try \d+ of \d+\s*/u, "") }
    : says;
}

/** How long it still takes, or waits, where its log does not say it itself. */
function moreOf(stage: StageView, text: string, left: Left | null, now: number): Part | null {
  if (stage.state === "waiting" && stage.dueAt !== null)
    return part(`${countdown(Math.max(0, stage.dueAt - now))} left`);
  if (stage.state !== "running" || left === null || text.includes("~")) return null;
  const said = leftText(left);
  return said === "" ? null : part(said, left.is === "over" ? "warn" : null);
}
