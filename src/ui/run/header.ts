// The first line of the screen: which run, how it is, who began it and when, of what code, and when it will be over.

import { etaText } from "../eta.ts";
import { elapsed, roundText } from "../format.ts";
import { type Line, type Part, ellipsis, fitted, lineWidth, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import type { RunView } from "../project.ts";
import { whenText } from "../stage/numbers.ts";
import { RUN_MARKS, glyphOf, runIsOver } from "../theme.ts";
import { widthOf } from "../width.ts";
import { clipped } from "./clip.ts";
import type { RunPageView } from "./view.ts";

/** Who began it, where a person did. */
const BY_HAND: ReadonlySet<RunView["trigger"]> = new Set(["manual", "rerun", "backfill"]);

export function headerLine(page: RunPageView, now: number, room: Room): Line {
  const eta = room.columns < 60 ? "" : etaText(page.eta, now, room.zone);
  const columns = eta === "" ? room.columns : room.columns - widthOf(eta) - 3;
  const [name, state, ...words] = wordsOf(page, now, room);
  const left: Line[number][] = [part(" "), name, part("  "), state];
  for (const word of words) {
    const space = columns - lineWidth(left) - 2;
    // Half a word says nothing.
    if (word.text === "" || (widthOf(word.text) > space && space < LEAST_WORD)) continue;
    left.push(part("  "), word);
  }
  const line = fitted(left, columns, ellipsis(room.ascii));
  return eta === "" ? line : [...clipped(line, 0, columns), part(`  ${eta}`)];
}

const LEAST_WORD = 14;

/** What matters most comes first, since the end is cut. */
function wordsOf(
  { run, commit, dirty }: RunPageView,
  now: number,
  room: Room,
): [name: Part, state: Part, ...words: Part[]] {
  const mark = RUN_MARKS[run.state];
  const took = elapsed((run.endedAt ?? now) - (run.startedAt ?? run.createdAt));
  const isFine = run.state === "succeeded" || run.state === "running";
  const round = roundText(run.round, run.dueAt, now);
  return [
    part(run.name),
    part(`${glyphOf(mark, room.ascii)} ${mark.word} ${took}`, mark.meaning),
    part(isFine ? "" : (run.reason ?? ""), runIsOver(run.state) ? mark.meaning : null),
    part(round, run.dueAt === null ? null : "warn"),
    part(startText(run, now, room.zone, room.columns < 100)),
    part(commit === null ? "" : `commit ${commit}${dirty ? " dirty" : ""}`),
    part(run.note ?? "", null, true),
  ];
}

function startText(
  { trigger, by, createdAt }: RunView,
  now: number,
  zone: string,
  isNarrow: boolean,
): string {
  const who = BY_HAND.has(trigger) && !isNarrow && by !== "" ? `${trigger} by ${by}` : trigger;
  return `${who} ${whenText(createdAt, now, zone)}`;
}
