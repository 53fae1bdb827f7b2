// The tries of a stage that went wrong, a line for each: when, why, after how long, and how long was waited then.

import { clock, countdown, duration } from "../format.ts";
import { type Line, ellipsis, fitted, part } from "../line.ts";
import type { AttemptView, StageView } from "../project.ts";
import { ATTEMPT_MARKS, glyphOf } from "../theme.ts";

interface TriesRoom {
  readonly columns: number;
  readonly ascii: boolean;
  readonly zone: string;
  readonly now: number;
}

/** The newest last, at most so many. */
export function triesLines(stage: StageView, most: number, room: TriesRoom): Line[] {
  if (most < 1) return [];
  const wrong = stage.attempts.flatMap((attempt, place) =>
    wentWrong(attempt) ? [tryLine(attempt, stage.attempts[place + 1] ?? null, stage, room)] : [],
  );
  return wrong.slice(-most).map((line) => fitted(line, room.columns, ellipsis(room.ascii)));
}

function wentWrong({ state, endedAt }: AttemptView): boolean {
  return endedAt !== null && state !== "succeeded" && state !== "fenced";
}

function tryLine(
  attempt: AttemptView,
  next: AttemptView | null,
  stage: StageView,
  { ascii, zone, now }: TriesRoom,
): Line {
  const { number, state, startedAt, cause, exitCode } = attempt;
  const endedAt = attempt.endedAt ?? startedAt;
  const mark = ATTEMPT_MARKS[state];
  const code = exitCode === null ? "" : `exit ${exitCode}`;
  const why = cause ?? (code === "" ? mark.word : code);
  const exit = code === "" || why.includes(code) ? "" : ` (${code})`;
  const after = ` after ${duration(endedAt - startedAt)}`;
  const between = ascii ? " | " : " · ";
  const follows = followsText(attempt, endedAt, next, stage, now);
  return [
    part(` try ${number} `),
    part(`${glyphOf(mark, ascii)} `, mark.meaning),
    part(`${clock(endedAt, zone)} ${why}${exit}${after}`),
    part(follows === "" ? "" : between + follows, null, true),
  ];
}

function followsText(
  { round }: AttemptView,
  endedAt: number,
  next: AttemptView | null,
  stage: StageView,
  now: number,
): string {
  if (next !== null) {
    const waited = duration(Math.max(0, next.startedAt - endedAt));
    return next.round === round ? `retry waited ${waited}` : `round ${next.round} after ${waited}`;
  }
  if (stage.state !== "retrying" || stage.dueAt === null) return "";
  return stage.dueAt <= now ? "retry now" : `retry in ${countdown(stage.dueAt - now)}`;
}
