// The live block of `dagtop run` as lines of coloured parts: a header, one line per stage, a line of hints. Pure; Ink
// only paints it.
//
// It is never taller than the terminal less one row and never wider than the terminal, whatever is in the view. With
// more stages than rows, what is over or still to come folds into one line and what needs eyes stays.

import { countdown, duration, elapsed } from "./format.ts";
import type { RunView, StageView } from "./project.ts";
import { plainText } from "./sanitise.ts";
import { joined, retryText, sayingText } from "./says.ts";
import { type Meaning, RUN_MARKS, STAGE_MARKS, glyphOf, isBadEnd, runIsOver } from "./theme.ts";
import { cut, cutMiddle, headOf, padEnd, padStart, widthOf } from "./width.ts";

export interface Part {
  readonly text: string;
  /** Null for the terminal's own colour. */
  readonly meaning: Meaning | null;
  readonly dim: boolean;
}

export type Line = readonly Part[];

export interface Room {
  readonly columns: number;
  /** Rows of the terminal; the block uses one less. */
  readonly rows: number;
  readonly now: number;
  readonly ascii: boolean;
  /** Keys and ways out, most likely first. */
  readonly hints: readonly string[];
}

const part = (text: string, meaning: Meaning | null = null, dim = false): Part => ({
  text,
  meaning,
  dim,
});

/** The block for one moment; no lines where the terminal has no room. */
export function blockLines(run: RunView, room: Room): Line[] {
  const height = room.rows - 1;
  if (height < 1) return [];
  const hints = hintLine(run, room);
  const forStages = height - 1 - (hints === null || height < 3 ? 0 : 1);
  const { shown, folded } = folding(run.stages, forStages);
  const nameWidth = columnOfNames(run.stages, room.columns);
  const lines = [
    headerLine(run, room),
    ...shown.map((stage) => stageLine(stage, nameWidth, room)),
    ...(folded.length > 0 && forStages > 0 ? [foldLine(folded, room)] : []),
    ...(hints === null || height < 3 ? [] : [hints]),
  ];
  return lines.map((line) => fitted(line, room));
}

function headerLine(run: RunView, room: Room): Line {
  const mark = RUN_MARKS[run.state];
  const began = run.startedAt ?? run.createdAt;
  const took = elapsed((run.endedAt ?? room.now) - began);
  const why = runIsOver(run.state) || run.state === "running" ? null : run.reason;
  const words = joined([took, roundText(run, room), why ?? "", run.note ?? ""]);
  return [
    part(`${run.name}  `),
    part(`${glyphOf(mark, room.ascii)} ${mark.word}`, mark.meaning),
    part(`  ${words}`),
  ];
}

function roundText({ round, dueAt }: RunView, { now }: Room): string {
  if (round === 1) return "";
  return dueAt === null
    ? `round ${round}`
    : `round ${round} in ${countdown(Math.max(0, dueAt - now))}`;
}

const LEAST_NAME = 4;

/** As wide as the longest name, folded ones too, so that it never moves; most of the line stays for what is said. */
function columnOfNames(stages: readonly StageView[], columns: number): number {
  const longest = Math.max(LEAST_NAME, ...stages.map((stage) => widthOf(stage.name)));
  return Math.max(LEAST_NAME, Math.min(longest, Math.floor(columns / 3)));
}

const TOOK_WIDTH = 4;

function stageLine(stage: StageView, nameWidth: number, room: Room): Line {
  const mark = STAGE_MARKS[stage.state];
  const quiet = mark.meaning === "quiet";
  const name = padEnd(cutMiddle(stage.name, nameWidth, ellipsis(room)), nameWidth);
  const start = [
    part(` ${glyphOf(mark, room.ascii)} `, mark.meaning, quiet),
    part(`${name}   `, null, quiet),
  ];
  const { says } = stage;
  if (says.is === "retry") {
    const cause = says.cause === "" ? "" : `   ${says.cause}`;
    return [...start, part(retryText(says, room.now), mark.meaning), part(cause)];
  }
  const columns = room.columns - nameWidth - TOOK_WIDTH - 9;
  const words = sayingText(says, { now: room.now, columns, ascii: room.ascii });
  const over = stage.endedAt !== null;
  return [
    ...start,
    part(padStart(tookOf(stage, room.now), TOOK_WIDTH), null, over),
    part(`   ${words}`, isBadEnd(stage.state) ? mark.meaning : null, quiet),
  ];
}

function tookOf(stage: StageView, now: number): string {
  if (stage.startedAt === null) return "";
  if (stage.endedAt !== null) return duration(stage.endedAt - stage.startedAt);
  return stage.state === "running" ? elapsed(now - stage.startedAt) : "";
}

function hintLine(run: RunView, room: Room): Line | null {
  if (room.hints.length === 0 || runIsOver(run.state)) return null;
  const between = room.ascii ? " | " : " · ";
  return [part(room.hints.map(plainText).join(between), null, true)];
}

interface Folding {
  readonly shown: readonly StageView[];
  readonly folded: readonly StageView[];
}

/** Which stages get a line of their own when there are `lines` for them; both parts in the order of the plan. */
function folding(stages: readonly StageView[], lines: number): Folding {
  if (stages.length <= lines) return { shown: stages, folded: [] };
  const own = Math.max(0, lines - 1);
  const chosen = new Set(byUrgency(stages).slice(0, own));
  return {
    shown: stages.filter((stage) => chosen.has(stage)),
    folded: stages.filter((stage) => !chosen.has(stage)),
  };
}

// What needs eyes first; then, in turn, what comes next and what was over last.
function byUrgency(stages: readonly StageView[]): StageView[] {
  const eyes = stages
    .filter((stage) => urgency(stage) > 0)
    .toSorted((a, b) => urgency(b) - urgency(a));
  const rest = stages.filter((stage) => urgency(stage) === 0);
  const coming = rest.filter((stage) => stage.endedAt === null);
  const over = rest
    .filter((stage) => stage.endedAt !== null)
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  const turns = Array.from({ length: Math.max(coming.length, over.length) }, (_, turn) => [
    ...coming.slice(turn, turn + 1),
    ...over.slice(turn, turn + 1),
  ]);
  return [...eyes, ...turns.flat()];
}

function urgency({ state }: StageView): number {
  if (state === "waiting") return 5;
  if (isBadEnd(state)) return 4;
  if (state === "retrying") return 3;
  if (state === "running") return 2;
  return state === "queued" ? 1 : 0;
}

function foldLine(folded: readonly StageView[], room: Room): Line {
  const start = part(` ${ellipsis(room)} ${folded.length} more:`);
  const counts = Map.groupBy(folded, (stage) => glyphOf(STAGE_MARKS[stage.state], room.ascii));
  const marks = [...counts].flatMap(([glyph, stages], place) => {
    const [first] = stages;
    const meaning = first === undefined ? null : STAGE_MARKS[first.state].meaning;
    return [part(`${place === 0 ? " " : "  "}${stages.length} `), part(glyph, meaning)];
  });
  return [start, ...marks];
}

function ellipsis(room: Room): string {
  return room.ascii ? "~" : "…";
}

/** The line with nothing beyond the terminal's width; where something is missing, its end says so. */
function fitted(line: Line, room: Room): Line {
  const width = line.reduce((sum, { text }) => sum + widthOf(text), 0);
  if (width <= room.columns) return line;
  const parts: Part[] = [];
  let left = room.columns;
  for (const one of line) {
    const own = widthOf(one.text);
    if (own >= left) {
      const text = own > left || one !== line.at(-1) ? marked(one.text, left, room) : one.text;
      return [...parts, { ...one, text }];
    }
    parts.push(one);
    left -= own;
  }
  return parts;
}

function marked(text: string, columns: number, room: Room): string {
  const mark = ellipsis(room);
  if (widthOf(text) > columns) return cut(text, columns, mark);
  return headOf(text, columns - widthOf(mark)) + mark;
}
