// The live block of `dagtop run` as lines of coloured parts: a header, one line per stage, what is asked of a person, a
// line of hints. Pure; Ink only paints it.
//
// It is never taller than the terminal less one row and never wider than the terminal, whatever is in the view. With
// more stages than rows, what is over or still to come folds into one line and what needs eyes stays.

import { countdown, duration, elapsed, roundText } from "./format.ts";
import { type Line, ellipsis, fitted, part } from "./line.ts";
import type { RunView, StageView } from "./project.ts";
import { questions } from "./question-lines.ts";
import { plainText } from "./sanitise.ts";
import { joined, retryText, sayingText } from "./says.ts";
import { shellWord } from "./shell-word.ts";
import { RUN_MARKS, STAGE_MARKS, glyphOf, isBadEnd, runIsOver } from "./theme.ts";
import { cutMiddle, padEnd, padStart, widthOf } from "./width.ts";

export interface Room {
  readonly columns: number;
  /** Rows of the terminal; the block uses one less. */
  readonly rows: number;
  readonly now: number;
  readonly ascii: boolean;
  /** Keys and ways out, most likely first. */
  readonly hints: readonly string[];
}

/** Lines that the list of stages keeps where a question takes what there is. */
const LEAST_STAGES = 3;

/** The block for one moment; no lines where the terminal has no room. */
export function blockLines(run: RunView, room: Room): Line[] {
  const height = room.rows - 1;
  if (height < 1) return [];
  const hasHints = height >= 3 && room.hints.length > 0 && !runIsOver(run.state);
  const below = height - 1 - (hasHints ? 1 : 0);
  const asked = questions(run, {
    columns: room.columns,
    ascii: room.ascii,
    lines: below - Math.min(LEAST_STAGES, run.stages.length),
  });
  const forStages = below - asked.lines.length;
  const { shown, folded } = folding(run.stages, forStages);
  const names = namesIn(run.stages, room.columns);
  const hints = hasHints ? hintLine(run, asked.of.size > 0, room) : [];
  const lines = [
    headerLine(run, room),
    ...shown.map((stage) => stageLine(stage, names, asked.of.has(stage), room)),
    ...(folded.length > 0 && forStages > 0 ? [foldLine(folded, room)] : []),
    ...asked.lines,
    ...(hints.length === 0 ? [] : [hints]),
  ];
  return lines.map((line) => fitted(line, room.columns, ellipsis(room.ascii)));
}

function headerLine(run: RunView, room: Room): Line {
  const mark = RUN_MARKS[run.state];
  const began = run.startedAt ?? run.createdAt;
  const took = elapsed((run.endedAt ?? room.now) - began);
  const why = runIsOver(run.state) || run.state === "running" ? null : run.reason;
  const words = joined([
    took,
    roundText(run.round, run.dueAt, room.now),
    why ?? "",
    run.note ?? "",
  ]);
  return [
    part(`${run.name}  `),
    part(`${glyphOf(mark, room.ascii)} ${mark.word}`, mark.meaning),
    part(`  ${words}`),
  ];
}

const LEAST_NAME = 4;

interface Names {
  readonly width: number;
  readonly of: (stage: StageView) => string;
}

/**
 * As wide as the longest name, folded ones too, so that it never moves; most of the line stays for what is said. Where
 * a member of a matrix has no room for its name, all members go without the names of their axes.
 */
function namesIn(stages: readonly StageView[], columns: number): Names {
  const third = Math.max(LEAST_NAME, Math.floor(columns / 3));
  const isTight = stages.some(({ name, brief }) => name !== brief && widthOf(name) > third);
  const most = isTight ? Math.max(third, Math.floor((columns * 2) / 5)) : third;
  const of = (stage: StageView): string => (isTight ? stage.brief : stage.name);
  const longest = Math.max(LEAST_NAME, ...stages.map((stage) => widthOf(of(stage))));
  return { width: Math.min(longest, most), of };
}

const TOOK_WIDTH = 4;

function stageLine(stage: StageView, names: Names, isAskedBelow: boolean, room: Room): Line {
  const mark = STAGE_MARKS[stage.state];
  const quiet = mark.meaning === "quiet";
  const { width } = names;
  const name = padEnd(cutMiddle(names.of(stage), width, ellipsis(room.ascii)), width);
  const start = [
    part(` ${glyphOf(mark, room.ascii)} `, mark.meaning, quiet),
    part(`${name}   `, null, quiet),
  ];
  const { says } = stage;
  if (says.is === "retry") {
    const cause = says.cause === "" ? "" : `   ${says.cause}`;
    return [...start, part(retryText(says, room.now), mark.meaning), part(cause)];
  }
  const columns = room.columns - width - TOOK_WIDTH - 9;
  const words = isAskedBelow
    ? waitsText(stage, room.now)
    : sayingText(says, { now: room.now, columns, ascii: room.ascii });
  const over = stage.endedAt !== null;
  return [
    ...start,
    part(padStart(tookOf(stage, room.now), TOOK_WIDTH), null, over),
    part(`   ${words}`, isBadEnd(stage.state) ? mark.meaning : null, quiet),
  ];
}

/** Of a stage whose question stands below: that it waits, and for how long it still does. */
function waitsText({ dueAt }: StageView, now: number): string {
  const { word } = STAGE_MARKS.waiting;
  return dueAt === null ? word : `${word}   ${countdown(Math.max(0, dueAt - now))} left`;
}

function tookOf(stage: StageView, now: number): string {
  if (stage.startedAt === null) return "";
  if (stage.endedAt !== null) return duration(stage.endedAt - stage.startedAt);
  return stage.state === "running" ? elapsed(now - stage.startedAt) : "";
}

function hintLine({ name, stages }: RunView, isAsked: boolean, room: Room): Line {
  const between = room.ascii ? " | " : " · ";
  const isWaiting = !isAsked && stages.some(({ state }) => state === "waiting");
  const run = shellWord(name);
  const answers = [`dagtop approve ${run} says yes`, `dagtop reject ${run} says no`];
  const hints = [...(isWaiting ? answers : []), ...room.hints.map(plainText)];
  return [part(hints.join(between), null, true)];
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
  const start = part(` ${ellipsis(room.ascii)} ${folded.length} more:`);
  const counts = Map.groupBy(folded, (stage) => glyphOf(STAGE_MARKS[stage.state], room.ascii));
  const marks = [...counts].flatMap(([glyph, stages], place) => {
    const [first] = stages;
    const meaning = first === undefined ? null : STAGE_MARKS[first.state].meaning;
    return [part(`${place === 0 ? " " : "  "}${stages.length} `), part(glyph, meaning)];
  });
  return [start, ...marks];
}
