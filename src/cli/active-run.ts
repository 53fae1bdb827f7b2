// A run that has not ended, in the few words of a `status` line: its state, what its stages do, and what it asks of a
// person.

import type { StageRow, StageState } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import { countdown, elapsed, roundText } from "../ui/format.ts";
import { type Line, type Part, part } from "../ui/line.ts";
import { oneLine, plainText } from "../ui/sanitise.ts";
import { shellWord } from "../ui/shell-word.ts";
import { RUN_MARKS, STAGE_MARKS, glyphOf } from "../ui/theme.ts";
import type { ActiveRun } from "./overview.ts";

/** Stages that are doing something, or want to: those first that say most. */
const BUSY: readonly StageState[] = ["waiting", "running", "retrying", "queued"];

function busyOf({ stages }: ActiveRun): StageRow[] {
  const rank = ({ state }: StageRow): number => BUSY.indexOf(state);
  return stages.filter((stage) => rank(stage) >= 0).toSorted((a, b) => rank(a) - rank(b));
}

/** "● #42 running 41m", or "◆ #42 waits for you 41m" where nothing goes on before somebody has answered. */
export function stateOf(active: ActiveRun, ascii: boolean, now: number): Part {
  const { run } = active;
  const waits = waitsForPerson(active);
  const mark = waits ? STAGE_MARKS.waiting : RUN_MARKS[run.state];
  const since = run.startedAt === null ? "" : ` ${elapsed(now - run.startedAt)}`;
  const word = waits ? "waits for you" : mark.word;
  return part(`${glyphOf(mark, ascii)} #${run.number} ${word}${since}`, mark.meaning);
}

function waitsForPerson(active: ActiveRun): boolean {
  const busy = busyOf(active);
  return (
    active.run.state === "running" &&
    busy.length > 0 &&
    busy.every(({ state }) => state === "waiting")
  );
}

const MOST_TOLD = 3;

/** What it is doing, or why it waits. */
export function doingOf(active: ActiveRun, now: number): string {
  const { run } = active;
  if (run.state === "queued") return oneLine(run.reason ?? "waits");
  const alike = [...Map.groupBy(busyOf(active), ({ key, state }) => `${groupOf(key)} ${state}`)];
  const told = alike.slice(0, MOST_TOLD).map(([, stages]) => stagesText(stages, now));
  const more = alike.slice(MOST_TOLD).reduce((sum, [, { length }]) => sum + length, 0);
  const round = roundText(run.round, run.dueAt, now);
  const words = [round, ...told].filter((each) => each !== "").join(", ");
  return more > 0 ? `${words} and ${more} more` : words;
}

/** The matrix of a member, by its key. */
function groupOf(key: string): string {
  return key.split("[", 1)[0] ?? key;
}

/** Of members of a matrix in the same state only so many are told, and why the first of them waits. */
function stagesText(stages: readonly StageRow[], now: number): string {
  const [first, ...others] = stages;
  if (first === undefined) return "";
  if (others.length === 0) return stageText(first, now);
  const { key, state, reason } = first;
  const why = state === "queued" && reason !== null ? `: ${oneLine(reason)}` : "";
  return `${plainText(groupOf(key))} ${stages.length} ${state}${why}`;
}

function stageText(
  { key, state, reason, dueAt, attempt, maxAttempts }: StageRow,
  now: number,
): string {
  const name = plainText(key);
  if (state === "waiting") return `${name} waits for a person`;
  if (state === "running") return maxAttempts > 1 ? `${name} ${attempt}/${maxAttempts}` : name;
  if (state === "retrying" && dueAt !== null)
    return `${name} tries again in ${countdown(Math.max(0, dueAt - now))}`;
  return `${name} ${oneLine(reason ?? "waits")}`;
}

const MOST_QUESTIONS = 5;

/** A line for each stage that waits for a person: the command first, since a terminal cuts the end. */
export function questionsOf({ run, stages }: ActiveRun, ascii: boolean): Line[] {
  const waiting = stages.filter(({ state }) => state === "waiting");
  const name = shellWord(plainText(runName(run)));
  const { meaning } = STAGE_MARKS.waiting;
  const glyph = glyphOf(STAGE_MARKS.waiting, ascii);
  const lines = waiting.slice(0, MOST_QUESTIONS).map(({ key, reason }) => {
    const stage = waiting.length > 1 ? ` ${shellWord(plainText(key))}` : "";
    return [
      part(`   ${glyph} `, meaning),
      part(`dagtop approve ${name}${stage}`, meaning),
      part(`   ${oneLine(reason ?? "")}`),
    ];
  });
  const more = waiting.length - lines.length;
  return more > 0 ? [...lines, [part(`     and ${more} more: dagtop show ${name}`)]] : lines;
}
