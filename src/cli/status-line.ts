// `status --line`: all in one line, for the status line of tmux and for prompts. It tells of the oldest run that goes on:
//
//   train 2/2 · ep 3/10 · f1 .81 · 37m left · ◆1
//
// Several runs are counted before it, "3 running · spam train 2/2 · …". Where none goes on, what waits for a person is
// told, else what is queued, else how the last run ended. ◆ counts the questions of all runs; an empty home has no words.

import type { StageRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import { leftText, leftUntil } from "../ui/eta.ts";
import { countdown, elapsed, roundText } from "../ui/format.ts";
import { type Line, type Part, ellipsis, part } from "../ui/line.ts";
import { oneLine, plainText } from "../ui/sanitise.ts";
import { RUN_MARKS, STAGE_MARKS, glyphOf } from "../ui/theme.ts";
import { waitsShort } from "../ui/waiting.ts";
import { cut } from "../ui/width.ts";
import {
  type Telling,
  busyOf,
  isAsking,
  newsTexts,
  onlyQueues,
  runningText,
  waitsForPerson,
} from "./active-run.ts";
import type { ActiveRun, Overview } from "./overview.ts";

const LONGEST = 40;

export function statusLine(overview: Overview, telling: Telling): Line {
  const { active } = overview;
  const asked = active.flatMap(({ stages }) => stages).filter(isAsking).length;
  const mark = STAGE_MARKS.waiting;
  const questions = part(`${glyphOf(mark, telling.ascii)}${asked}`, mark.meaning);
  const parts = [...toldOf(overview, telling), ...(asked === 0 ? [] : [questions])];
  const between = part(telling.ascii ? " | " : " · ");
  return parts.flatMap((one, place) => (place === 0 ? [one] : [between, one]));
}

function toldOf({ active, pipelines }: Overview, telling: Telling): Part[] {
  const going = active.filter((one) => one.run.state !== "queued" && !waitsForPerson(one));
  const [first] = going;
  if (first !== undefined) return goingParts(first, going.length, telling);
  const asking = active.find(waitsForPerson);
  if (asking !== undefined) return askingParts(asking, telling);
  const [queued] = active;
  if (queued !== undefined) return [part(queuedText(queued, telling))];
  const ended = pipelines.flatMap(({ last }) => (last === null ? [] : [last]));
  const [last] = ended.toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  if (last === undefined) return [];
  const { glyph, ascii, meaning } = RUN_MARKS[last.state];
  const ago = last.endedAt === null ? "" : ` ${elapsed(telling.now - last.endedAt)} ago`;
  const head = `${telling.ascii ? ascii : glyph} ${plainText(runName(last))}${ago}`;
  return [part(head, meaning), ...reasonParts(last.reason, telling)];
}

function reasonParts(reason: string | null, { ascii }: Telling): Part[] {
  return reason === null ? [] : [part(cut(oneLine(reason), LONGEST, ellipsis(ascii)))];
}

function askingParts({ run, stages }: ActiveRun, telling: Telling): Part[] {
  const reason = stages.find(isAsking)?.reason ?? null;
  return [part(plainText(runName(run))), ...reasonParts(reason, telling)];
}

function queuedText({ run }: ActiveRun, { news }: Telling): string {
  return `${plainText(runName(run))} ${waitsShort(run.reason ?? "waits", news.going)}`;
}

function goingParts(active: ActiveRun, count: number, telling: Telling): Part[] {
  const { run } = active;
  const busy = busyOf(active).filter((stage) => !isAsking(stage));
  const [stage] = busy;
  const own = telling.news.runs.get(run.id);
  const whose = count > 1 ? `${plainText(run.pipeline)} ` : "";
  const more = busy.length > 1 ? ` +${busy.length - 1}` : "";
  const what = stage === undefined ? idleText(active, telling) : stageText(stage, telling);
  const eta = onlyQueues(busy) ? null : (own?.eta ?? null);
  const left = leftText(leftUntil(eta, telling.now));
  const ofStage = stage === undefined ? undefined : own?.stages.get(stage.key);
  const texts = [
    count > 1 ? `${count} running` : "",
    `${whose}${what}${more}`,
    ...newsTexts(ofStage, telling),
    left === "" && ofStage !== undefined
      ? leftText(ofStage.left)
      : left.replace(/^~(.*)/, "$1 left"),
  ];
  return texts.filter((text) => text !== "").map((text) => part(text));
}

function stageText(stage: StageRow, { now, news }: Telling): string {
  const { key, state, reason, dueAt } = stage;
  if (state === "running") return runningText(stage);
  const name = plainText(key);
  if (state === "retrying" && dueAt !== null)
    return `${name} tries again in ${countdown(Math.max(0, dueAt - now))}`;
  return `${name} ${waitsShort(reason ?? "waits", news.going)}`;
}

/** Between two rounds, or while it is being stopped. */
function idleText({ run }: ActiveRun, { now }: Telling): string {
  const round = roundText(run.round, run.dueAt, now);
  const name = plainText(runName(run));
  return `${name} ${run.dueAt === null || round === "" ? RUN_MARKS[run.state].word : round}`;
}
