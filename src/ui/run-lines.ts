// A run as plain lines: the summary that stays on a terminal when it is over, and one line per change where there is no
// terminal (CI, a file, a pipe). Pure.
//
// A change is found by comparing two views, so nothing is lost when many things happened between them: each attempt
// tells its start and its end once, in the order of their times. Times are in the zone of whoever reads.

import { Chalk } from "chalk";
import { cut } from "./width.ts";
import { clockSeconds, duration, elapsed, exactDuration } from "./format.ts";
import type { AttemptView, RunView, StageView } from "./project.ts";
import { plainText } from "./sanitise.ts";
import { joined } from "./says.ts";
import {
  ATTEMPT_MARKS,
  COLOURS,
  type Mark,
  RUN_MARKS,
  STAGE_MARKS,
  glyphOf,
  isBadEnd,
  runIsOver,
} from "./theme.ts";

export interface SummaryOptions {
  readonly ascii: boolean;
  readonly colour: boolean;
  /** What is worth a word on the first line: metrics, for one. */
  readonly notes: readonly string[];
  /** Commands that may come next, without the program's name. */
  readonly next: readonly string[];
}

const MOST_CAUSES = 5;
/** Of a log line in a summary; the whole is one of the commands that it offers. */
const LONGEST_LINE = 160;
const LONGEST_QUOTE = 80;

/** The lines that stay: how it ended, what went wrong in which stage, and what to do next. */
export function summary(run: RunView, options: SummaryOptions): string[] {
  const causes = run.stages.filter((stage) => isBadEnd(stage.state));
  const more = causes.length - MOST_CAUSES;
  return [
    headline(run, options),
    ...causes
      .slice(0, MOST_CAUSES)
      .flatMap((stage) => [
        causeLine(stage, options),
        ...(stage.lastLine === "" ? [] : [`   ${cut(stage.lastLine, LONGEST_LINE)}`]),
      ]),
    ...(more > 0 ? [`   and ${more} more`] : []),
    ...(options.next.length > 0 ? [nextLine(options)] : []),
  ];
}

function headline(run: RunView, options: SummaryOptions): string {
  const mark = RUN_MARKS[run.state];
  const took = runIsOver(run.state) ? tookOf(run) : "";
  const told = run.stages.some((stage) => isBadEnd(stage.state)) ? null : run.reason;
  const state = coloured(`${glyphOf(mark, options.ascii)} ${mark.word}`, mark, options.colour);
  return `${run.name}  ${joined([state + took, told ?? "", ...options.notes.map(plainText), retried(run)])}`;
}

function tookOf({ startedAt, endedAt }: RunView): string {
  return startedAt === null || endedAt === null ? "" : ` in ${exactDuration(endedAt - startedAt)}`;
}

/** "train took 2 tries": success after a failure is worth knowing. */
function retried(run: RunView): string {
  const [first, ...others] = run.stages.filter(
    ({ state, tries }) => state === "succeeded" && tries > 1,
  );
  if (first === undefined) return "";
  if (others.length > 0) return `${others.length + 1} stages took more than one try`;
  return `${first.name} took ${first.tries} tries`;
}

function causeLine(stage: StageView, { ascii, colour }: SummaryOptions): string {
  const mark = STAGE_MARKS[stage.state];
  const code = stage.attempts.at(-1)?.exitCode ?? null;
  const cause = causeOf(stage);
  const known = code === null || mentions(cause, code) ? "" : ` (exit ${code})`;
  const tries = stage.tries > 1 ? `, after ${stage.tries} tries` : "";
  const told = cause === "" ? mark.word : `${mark.word}: ${cause}`;
  return ` ${coloured(glyphOf(mark, ascii), mark, colour)} ${stage.name} ${told}${known}${tries}`;
}

function causeOf(stage: StageView): string {
  return stage.reason ?? stage.attempts.at(-1)?.cause ?? "";
}

function mentions(cause: string, code: number): boolean {
  return cause.split(/\D+/u).includes(String(code));
}

function nextLine({ next, ascii }: SummaryOptions): string {
  return ` dagtop ${next.map(plainText).join(ascii ? " | " : " · ")}`;
}

function coloured(text: string, mark: Mark, colour: boolean): string {
  const name = COLOURS[mark.meaning];
  return name === null ? text : new Chalk({ level: colour ? 1 : 0 })[name](text);
}

export interface When {
  /** For what has no time of its own. */
  readonly now: number;
  readonly zone: string;
}

interface Change {
  readonly at: number;
  readonly words: string;
}

/** What happened between two views of a run, oldest first; everything so far where there was none before. */
export function changes(before: RunView | null, after: RunView, when: When): string[] {
  if (before === after) return [];
  const old = new Map(before?.stages.map((stage) => [stage.key, stage]));
  const found = [
    ...runBegins(before, after, when),
    ...after.stages.flatMap((stage) => stageChanges(old.get(stage.key) ?? null, stage, when)),
  ].toSorted((a, b) => a.at - b.at);
  // The end of a run is its last line, whatever the clocks said.
  return [...found, ...runEnds(before, after, when)].map(
    ({ at, words }) => `${clockSeconds(at, when.zone)} ${after.name} ${words}`,
  );
}

function runBegins(before: RunView | null, run: RunView, { now }: When): Change[] {
  const waits = run.state === "queued" && (before === null || before.reason !== run.reason);
  const began = run.startedAt !== null && (before === null || before.startedAt === null);
  const who = run.trigger === "manual" ? run.by : run.trigger;
  return [
    ...(waits
      ? [{ at: before === null ? run.createdAt : now, words: told("queued", run.reason) }]
      : []),
    ...(began ? [{ at: run.startedAt ?? now, words: `started by ${who}` }] : []),
    ...roundBegins(before, run, now),
  ];
}

function roundBegins(before: RunView | null, run: RunView, now: number): Change[] {
  const { round, dueAt } = run;
  if (before === null || round === 1) return [];
  if (dueAt !== null)
    return round > before.round
      ? [{ at: now, words: `round ${round} in ${waitText(dueAt - now)}` }]
      : [];
  const began = round > before.round || before.dueAt !== null;
  return began ? [{ at: now, words: `round ${round} began` }] : [];
}

function runEnds(before: RunView | null, run: RunView, { now }: When): Change[] {
  if (before?.state === run.state) return [];
  if (run.state === "cancelling") return [{ at: now, words: told("cancelling", run.reason) }];
  if (!runIsOver(run.state)) return [];
  return [
    { at: run.endedAt ?? now, words: told(RUN_MARKS[run.state].word + tookOf(run), run.reason) },
  ];
}

function stageChanges(before: StageView | null, stage: StageView, when: When): Change[] {
  if (before === stage) return [];
  const old = new Map(before?.attempts.map((attempt) => [attempt.id, attempt]));
  const found = stage.attempts.flatMap((attempt) =>
    attemptChanges(old.get(attempt.id) ?? null, attempt, stage),
  );
  if (before?.state !== stage.state) found.push(...stateChange(stage, when));
  return found.map(({ at, words }) => ({ at, words: `${stage.name}  ${words}` }));
}

/** A change of state that no attempt tells. */
function stateChange(stage: StageView, { now }: When): Change[] {
  const { state } = stage;
  const { word } = STAGE_MARKS[state];
  if (state === "queued" || state === "waiting")
    return [{ at: now, words: told(word, stage.reason) }];
  if (stage.endedAt === null || stage.attempts.at(-1)?.state === state) return [];
  return [{ at: stage.endedAt, words: told(word, stage.reason) }];
}

function attemptChanges(
  before: AttemptView | null,
  attempt: AttemptView,
  stage: StageView,
): Change[] {
  const which = stage.maxAttempts > 1 ? `try ${attempt.number} ` : "";
  const begins =
    stage.maxAttempts > 1 ? `try ${attempt.number} of ${stage.maxAttempts}` : "started";
  const { endedAt } = attempt;
  const ended = endedAt !== null && (before === null || before.endedAt === null);
  return [
    ...(before === null ? [{ at: attempt.startedAt, words: begins }] : []),
    ...(ended ? [{ at: endedAt, words: which + endOf(attempt, endedAt, stage) }] : []),
  ];
}

function endOf(attempt: AttemptView, endedAt: number, stage: StageView): string {
  if (attempt.state === "fenced") return "never started, which uses no try";
  if (attempt.state === "succeeded") {
    return told(`succeeded in ${duration(endedAt - attempt.startedAt)}`, attempt.cause);
  }
  const code = attempt.exitCode === null ? null : `exit ${attempt.exitCode}`;
  const isLast = stage.attempts.at(-1) === attempt;
  const words = isLast && isBadEnd(attempt.state) ? cut(stage.lastLine, LONGEST_QUOTE) : "";
  const cause = [attempt.cause ?? code ?? "", words].filter((each) => each !== "").join(": ");
  const end = told(ATTEMPT_MARKS[attempt.state].word, cause);
  return `${end}${whatFollows(attempt, endedAt, stage)}`;
}

function whatFollows(attempt: AttemptView, endedAt: number, stage: StageView): string {
  const isLast = stage.attempts.at(-1) === attempt;
  if (!isLast || !isBadEnd(attempt.state)) return "";
  if (stage.state === "retrying" && stage.dueAt !== null) {
    const wait = waitText(stage.dueAt - endedAt);
    return `; try ${attempt.number + 1} of ${stage.maxAttempts} in ${wait}`;
  }
  return stage.maxAttempts > 1 && attempt.number >= stage.maxAttempts ? "; no try is left" : "";
}

// Between the end and its being seen some milliseconds pass: "3s", not "4s", for 3.02 s.
function waitText(ms: number): string {
  return ms < 1000 ? duration(ms) : elapsed(Math.round(ms / 1000) * 1000);
}

function told(what: string, why: string | null): string {
  return why === null || why === "" ? what : `${what}: ${why}`;
}
