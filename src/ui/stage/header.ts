// The header of the Stage screen, and below it why the stage is as it is: the cause of a bad end first, what it waits for,
// what it asks, what it is doing.

import type { StageState } from "../../engine/rows.ts";
import { elapsed, duration } from "../format.ts";
import { type Line, ellipsis, lineWidth, part } from "../line.ts";
import type { Room } from "../monitor/frame.ts";
import { sayingText } from "../says.ts";
import { type Meaning, STAGE_MARKS, glyphOf, isBadEnd } from "../theme.ts";
import { cutMiddle, widthOf } from "../width.ts";
import { wrapped } from "../wrap.ts";
import { INDENT, labelled } from "./labelled.ts";
import { errorLine, nextHint } from "./next-hint.ts";
import { whenText } from "./numbers.ts";
import type { Shown } from "./shown.ts";

const NARROW = 60;

export function headerLine(shown: Shown, room: Room): Line {
  const { run, stage } = shown;
  const { ascii, columns } = room;
  const mark = STAGE_MARKS[stage.state];
  const right = triesText(shown);
  const state = `  ${glyphOf(mark, ascii)} ${mark.word}`;
  const when = columns < NARROW ? "" : timeText(shown, room.zone);
  const tail: Line = [
    part(state, mark.meaning),
    part(when === "" ? "" : `  ${when}`, null, stage.endedAt !== null),
  ];
  const between = ascii ? " > " : " › ";
  // Names give way first: what is behind them is short.
  const free =
    columns - 1 - lineWidth(tail) - widthOf(between) - (right === "" ? 0 : widthOf(right) + 3);
  const cutMark = ellipsis(ascii);
  const forRun = Math.max(6, Math.floor(free / 2), free - widthOf(stage.name));
  const runName = cutMiddle(run.name, forRun, cutMark);
  const name = cutMiddle(stage.name, Math.max(6, free - widthOf(runName)), cutMark);
  const left: Line = [part(` ${runName}`), part(between, null, true), part(name), ...tail];
  const gap = columns - lineWidth(left) - widthOf(right) - 1;
  return gap < 2 ? left : [...left, part(" ".repeat(gap)), part(right, null, true)];
}

function timeText({ stage, now }: Shown, zone: string): string {
  const { startedAt, endedAt } = stage;
  if (endedAt !== null) {
    const took = startedAt === null ? "" : ` after ${duration(endedAt - startedAt)}`;
    return `${whenText(endedAt, now, zone)}${took}`;
  }
  return startedAt === null ? "" : elapsed(now - startedAt);
}

function triesText({ stage, page }: Shown): string {
  if (page.work.is === "approval") return "";
  const count = page.attempts.filter(({ state }) => state !== "fenced").length;
  const last = stage.attempts.at(-1)?.number ?? 0;
  if (count === 0) return "";
  const of = stage.maxAttempts > 1 ? ` of ${stage.maxAttempts}` : "";
  if (stage.endedAt === null) return `try ${last}${of}`;
  return `${count === 1 ? "1 try" : `${count} tries`}${of}`;
}

/** At most so many lines, the hint of what may come next among them. */
export function whyLines(shown: Shown, room: Room, most: number): Line[] {
  const { run, stage } = shown;
  const { label, meaning, text: why } = WHYS[stage.state];
  const text = why(shown, room);
  if (text === "") return [];
  const width = room.columns - INDENT - 1;
  const mark = ellipsis(room.ascii);
  const error = namedError(shown, text);
  const next = nextHint(run, stage, `${text} ${error}`);
  // The hint goes first where there is little room, then the words of the log.
  const hint: Line[] = next === null || most < 2 ? [] : [[part("next: ", null, true), part(next)]];
  const words = most - hint.length;
  const quoted = error === "" || words < 2 ? [] : wrapped(error, width, 1, mark);
  const lines: Line[] = [
    ...wrapped(text, width, words - quoted.length, mark).map((line): Line => [part(line, meaning)]),
    ...quoted.map((line): Line => [part(line)]),
    ...hint,
  ];
  return labelled(label, lines, meaning ?? "live");
}

/** What the log says of a bad end, where that is not said already. */
function namedError({ stage, page }: Shown, text: string): string {
  const isLast = page.chosen === null || page.chosen === page.attempts.at(-1)?.id;
  if (!isBadEnd(stage.state) || !isLast) return "";
  const error = errorLine(page.logTail) ?? "";
  return text.includes(error) ? "" : error;
}

interface Why {
  readonly label: string;
  readonly meaning: Meaning | null;
  /** Empty where there is nothing to say. */
  readonly text: (shown: Shown, room: Room) => string;
}

const why = (label: string, meaning: Meaning | null, text: Why["text"]): Why => ({
  label,
  meaning,
  text,
});

const says: Why["text"] = ({ stage, now }, { columns, ascii }) =>
  sayingText(stage.says, { now, columns: columns - INDENT, ascii });
// Behind the label, which says it already.
const waiting: Why["text"] = (shown, room) => says(shown, room).replace(/^waits (?=for )/u, "");
const reason: Why["text"] = ({ stage }) => stage.reason ?? "";
const remark: Why["text"] = ({ stage }) => stage.reason ?? stage.attempts.at(-1)?.cause ?? "";
const cause: Why["text"] = ({ stage }) => {
  const last = stage.attempts.findLast(({ round }) => round === stage.round);
  return stage.reason ?? last?.cause ?? STAGE_MARKS[stage.state].word;
};
const question: Why["text"] = ({ stage, page }) =>
  stage.reason ?? (page.work.is === "approval" ? page.work.message : "");

const CAUSE = why("CAUSE", "bad", cause);
const WHY = why("WHY", null, reason);
const NOTE = why("NOTE", null, remark);
const WAITS = why("WAITS", null, waiting);

// Every state must be here: the compiler asks for the one that is missing.
const WHYS: { readonly [State in StageState]: Why } = {
  pending: WAITS,
  queued: WAITS,
  running: why("NOW", null, says),
  retrying: why("WAITS", "warn", waiting),
  waiting: why("ASKS", "wait", question),
  succeeded: NOTE,
  cached: NOTE,
  skipped: WHY,
  upstream_failed: WHY,
  cancelled: WHY,
  failed: CAUSE,
  timed_out: CAUSE,
  crashed: CAUSE,
  rejected: CAUSE,
};
