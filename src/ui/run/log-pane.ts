// The end of the log of the selected stage's try, below a line that says which it is and how its metrics go, above its
// tries that went wrong. A stage that has not begun shows why there instead.
//
//   train · try 2 · following ───────────────────── f1 ▁▂▄▅▆▆▇ .81
//   02:41:07 {'loss': 0.4211, 'epoch': 2.96}
//   try 1 ✗ 02:12 CUDA out of memory (exit 1) after 3m · retry waited 60s

import { duration } from "../format.ts";
import { type Line, type Part, ellipsis, fitted, lineWidth, part } from "../line.ts";
import { tailLines } from "../log/log-lines.ts";
import { type LogAsk, type LogWindow, targetKey } from "../log/view.ts";
import type { Room } from "../monitor/frame.ts";
import type { View } from "../monitor/view.ts";
import type { AttemptView, StageView } from "../project.ts";
import { sayingText } from "../says.ts";
import { sparkline } from "../spark.ts";
import { metricText, whenText } from "../stage/numbers.ts";
import { ATTEMPT_MARKS, STAGE_MARKS, glyphOf } from "../theme.ts";
import { cut } from "../width.ts";
import { wrapped } from "../wrap.ts";
import { attemptOf } from "./looks.ts";
import type { Size } from "./panes.ts";
import type { RunState } from "./state.ts";
import { triesLines } from "./tries.ts";
import type { RunPageView, Spark } from "./view.ts";

/** Where there is less room, the log gets it all but one line. */
const ROOMY = 10;
const MOST_TRIES = 3;

/** @param stage - null where nothing is selected */
export function logLines(
  page: RunPageView,
  stage: StageView | null,
  state: RunState,
  size: Size,
  around: { readonly view: View; readonly room: Room },
): Line[] {
  if (size.rows < 1 || stage === null) return [];
  const { view, room } = around;
  const attempt = attemptOf(stage, state.attempt);
  const title = titleLine(page, stage, attempt, size.columns, around);
  const tries = triesLines(stage, triesIn(size.rows), {
    ...room,
    columns: size.columns,
    now: view.now,
  });
  const rows = Math.max(0, size.rows - 1 - tries.length);
  const body =
    attempt === null
      ? whyLines(stage, { columns: size.columns, rows }, around)
      : tailOf(view.log, state, stage, attempt, { columns: size.columns, rows }, room);
  const gap = Array.from({ length: Math.max(0, rows - body.length) }, (): Line => []);
  return [title, ...body, ...gap, ...tries];
}

function triesIn(rows: number): number {
  return rows < 4 ? 0 : rows < ROOMY ? 1 : MOST_TRIES;
}

/** The log that the pane wants to be read; null where there is none. */
export function logAsk(stage: StageView | null, state: RunState, size: Size | null): LogAsk | null {
  const attempt = stage === null ? null : attemptOf(stage, state.attempt);
  if (stage === null || attempt === null || size === null || size.rows < 2) return null;
  return {
    target: { is: "attempt", run: state.run, stage: stage.key, attempt: attempt.id },
    top: "end",
    above: 0,
    rows: size.rows - 1,
    times: size.columns >= 100,
    filter: null,
  };
}

function titleLine(
  page: RunPageView,
  stage: StageView,
  attempt: AttemptView | null,
  columns: number,
  { view, room }: { readonly view: View; readonly room: Room },
): Line {
  const between = room.ascii ? " - " : " · ";
  const title: Part[] = [
    part(` ${cut(stage.brief, Math.max(4, columns >> 1), ellipsis(room.ascii))}`),
  ];
  if (attempt === null) {
    title.push(part(between + STAGE_MARKS[stage.state].word));
  } else {
    title.push(
      part(`${between}try ${attempt.number}${between}`),
      ...stateParts(attempt, view.now, room),
    );
  }
  const head = fitted(title, columns, ellipsis(room.ascii));
  const left = columns - lineWidth(head) - 1;
  const sparks = sparkParts(attempt === null ? [] : page.sparks, left - 4, room.ascii);
  const rule = Math.max(0, left - lineWidth(sparks));
  return [...head, part(` ${(room.ascii ? "-" : "─").repeat(rule)}`, null, true), ...sparks];
}

function stateParts(
  { state, startedAt, endedAt }: AttemptView,
  now: number,
  { ascii, zone }: Room,
): Line {
  if (endedAt === null && state !== "stopping") return [part("following", "live")];
  const mark = ATTEMPT_MARKS[state];
  const glyph = part(`${glyphOf(mark, ascii)} ${mark.word}`, mark.meaning);
  if (endedAt === null) return [glyph];
  return [glyph, part(` ${whenText(endedAt, now, zone)} after ${duration(endedAt - startedAt)}`)];
}

const SPARK_CELLS = 12;

/** As many as there is room for, the first first. */
function sparkParts(sparks: readonly Spark[], columns: number, ascii: boolean): Part[] {
  const parts: Part[] = [];
  for (const { name, points, latest } of sparks) {
    const bars = sparkline(points, SPARK_CELLS, ascii);
    const own = [part(` ${name} `), part(bars, "live"), part(` ${metricText(latest)} `)];
    if (lineWidth(parts) + lineWidth(own) > columns) break;
    parts.push(...own);
  }
  return parts;
}

/** What a stage waits for that has not begun, or why it never did. */
function whyLines(
  stage: StageView,
  { columns, rows }: Size,
  { view, room }: { readonly view: View; readonly room: Room },
): Line[] {
  const text = sayingText(stage.says, { now: view.now, columns: 0, ascii: room.ascii });
  const lines = wrapped(text, columns - 2, rows, ellipsis(room.ascii));
  if (stage.state !== "waiting") return lines.map((line) => [part(` ${line}`)]);
  const whom = stage.mayAnswer.length === 0 ? "" : ` (only ${stage.mayAnswer.join(", ")})`;
  return [
    ...lines.map((line) => [part(` ${line}`, STAGE_MARKS.waiting.meaning)]),
    [part(` a answers it${whom}`, null, true)],
  ].slice(0, rows);
}

const OWN_LINE = /^::dagtop /u;

/** Nothing where another log has still to give its place to this one. */
function tailOf(
  log: LogWindow | null,
  state: RunState,
  stage: StageView,
  { id }: AttemptView,
  { columns, rows }: Size,
  room: Room,
): Line[] {
  const target = { is: "attempt", run: state.run, stage: stage.key, attempt: id } as const;
  if (log === null || targetKey(log.ask.target) !== targetKey(target)) return [];
  // What is for dagtop is shown in the stage's row; a screen more than is shown was read.
  const read = log.rows.filter(({ text }) => !OWN_LINE.test(text));
  const lines = tailLines({ ...log, rows: read }, { ...room, columns: columns - 1, rows });
  return lines.map((line) => [part(" "), ...line]);
}
