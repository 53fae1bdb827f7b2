// A run that has not ended, in the few words of a `status` line: its state, what its stages do, how long that may still
// take, and what it asks of a person.

import type { StageRow, StageState } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import { leftText, leftUntil } from "../ui/eta.ts";
import { countdown, elapsed, roundText } from "../ui/format.ts";
import { type Line, type Part, ellipsis, part } from "../ui/line.ts";
import { shortProgress, shortValue } from "../ui/progress-short.ts";
import { oneLine, plainText } from "../ui/sanitise.ts";
import { shellWord } from "../ui/shell-word.ts";
import { RUN_MARKS, STAGE_MARKS, glyphOf } from "../ui/theme.ts";
import { waitsBriefly, waitsShort, waitsText } from "../ui/waiting.ts";
import type { ActiveRun } from "./overview.ts";
import type { News, RunNews, StageNews } from "./status-news.ts";

/** What is known beside the rows, and in which form it is told. */
export interface Telling {
  readonly now: number;
  readonly ascii: boolean;
  readonly form: Form;
  readonly news: News;
}

/** From whole sentences to what has room in half a line: the shortest leaves metrics out. */
export type Form = "whole" | "brief" | "briefest";

/** Stages that are doing something, or want to: those first that say most. */
const BUSY: readonly StageState[] = ["waiting", "running", "retrying", "queued"];

export function busyOf({ stages }: ActiveRun): StageRow[] {
  const rank = ({ state }: StageRow): number => BUSY.indexOf(state);
  return stages.filter((stage) => rank(stage) >= 0).toSorted((a, b) => rank(a) - rank(b));
}

/** Whether all that it does is wait in a queue: that tells of when what there is to tell. */
export function onlyQueues(busy: readonly StageRow[]): boolean {
  return busy.length > 0 && busy.every(({ state }) => state === "queued");
}

export function isAsking({ state }: StageRow): boolean {
  return state === "waiting";
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

/** Whether nothing of it goes on before somebody has answered. */
export function waitsForPerson(active: ActiveRun): boolean {
  const busy = busyOf(active);
  return active.run.state === "running" && busy.length > 0 && busy.every(isAsking);
}

const MOST_TOLD = 3;

/** What it is doing, or why it waits; behind it how long the run, or where that is not known its stage, still takes. */
export function doingOf(active: ActiveRun, telling: Telling): string {
  const { run } = active;
  const { now, news } = telling;
  if (run.state === "queued") return waits(run.reason ?? "waits", telling);
  const own = news.runs.get(run.id) ?? null;
  const busy = busyOf(active);
  const alike = [...Map.groupBy(busy, ({ key, state }) => `${groupOf(key)} ${state}`)];
  const told = alike.slice(0, MOST_TOLD).map(([, stages]) => stagesText(stages, own, telling));
  const more = alike.slice(MOST_TOLD).reduce((sum, [, { length }]) => sum + length, 0);
  const round = roundText(run.round, run.dueAt, now);
  const words = [round, ...told].filter((each) => each !== "").join(", ");
  const all = more > 0 ? `${words} and ${more} more` : words;
  const left = leftText(leftUntil(own?.eta ?? null, now));
  if (left === "" || onlyQueues(busy)) return all;
  if (telling.form === "briefest") return `${all} ${left}`;
  return `${all}, ${left.startsWith("~") ? `${left} left` : left}`;
}

const WAITS: { readonly [F in Form]: typeof waitsText } = {
  whole: waitsText,
  brief: waitsShort,
  briefest: waitsBriefly,
};

function waits(reason: string, { form, news }: Telling): string {
  return WAITS[form](reason, news.going);
}

/** The matrix of a member, by its key. */
function groupOf(key: string): string {
  return key.split("[", 1)[0] ?? key;
}

/** Of members of a matrix in the same state only so many are told, and why the first of them waits. */
function stagesText(stages: readonly StageRow[], own: RunNews | null, telling: Telling): string {
  const [first, ...others] = stages;
  if (first === undefined) return "";
  if (others.length === 0) return stageText(first, own, telling);
  const { key, state, reason } = first;
  const why = state === "queued" && reason !== null ? `: ${waits(reason, telling)}` : "";
  return `${plainText(groupOf(key))} ${stages.length} ${state}${why}`;
}

function stageText(stage: StageRow, own: RunNews | null, telling: Telling): string {
  const { key, state, reason, dueAt } = stage;
  const name = plainText(key);
  if (state === "waiting") return `${name} waits for a person`;
  if (state === "running") {
    const news = own?.stages.get(key);
    // Of a run whose end is known, that is told once for all.
    const left = news === undefined || own?.eta !== null ? "" : leftText(news.left);
    return [runningText(stage), ...newsTexts(news, telling), left]
      .filter((each) => each !== "")
      .join(" ");
  }
  if (state === "retrying" && dueAt !== null)
    return `${name} tries again in ${countdown(Math.max(0, dueAt - telling.now))}`;
  return `${name} ${waits(reason ?? "waits", telling)}`;
}

/** "train 2/2" */
export function runningText({ key, attempt, maxAttempts }: StageRow): string {
  return maxAttempts > 1 ? `${plainText(key)} ${attempt}/${maxAttempts}` : plainText(key);
}

/** "ep 3/10" and "f1 .81", as far as they are known. */
export function newsTexts(news: StageNews | undefined, { ascii, form }: Telling): string[] {
  if (news === undefined) return [];
  const { progress } = news;
  const metric = form === "briefest" ? null : news.metric;
  const short = progress === null ? "" : shortProgress(progress, ellipsis(ascii));
  const value = metric === null ? "" : `${plainText(metric.name)} ${shortValue(metric.value)}`;
  return [short, value].filter((each) => each !== "");
}

const MOST_QUESTIONS = 5;

/** A line for each stage that waits for a person: the command first, since a terminal cuts the end. */
export function questionsOf({ run, stages }: ActiveRun, ascii: boolean): Line[] {
  const waiting = stages.filter(isAsking);
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
