// What stays on a terminal when a run is over: how it ended, what went wrong in which stage, and what to do next. Pure.

import { Chalk } from "chalk";
import { exactDuration } from "./format.ts";
import type { RunView, StageView } from "./project.ts";
import { plainText } from "./sanitise.ts";
import { joined } from "./says.ts";
import {
  COLOURS,
  type Mark,
  RUN_MARKS,
  STAGE_MARKS,
  glyphOf,
  isBadEnd,
  runIsOver,
} from "./theme.ts";
import { cut } from "./width.ts";

export interface SummaryOptions {
  readonly ascii: boolean;
  readonly colour: boolean;
  /** What is worth a word on the first line: metrics, for one. */
  readonly notes: readonly string[];
  /** What was told over the terminal, each message as its lines. */
  readonly messages: readonly (readonly string[])[];
  /** Commands that may come next, without the program's name. */
  readonly next: readonly string[];
}

const MOST_CAUSES = 5;
/** Of a log line in a summary; the whole is one of the commands that it offers. */
const LONGEST_LINE = 160;

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
    ...options.messages.flatMap(messageLines),
    ...(options.next.length > 0 ? [nextLine(options)] : []),
  ];
}

function messageLines([first = "", ...lines]: readonly string[]): string[] {
  return [` ${plainText(first)}`, ...lines.map((line) => `   ${plainText(line)}`)];
}

function headline(run: RunView, options: SummaryOptions): string {
  const mark = RUN_MARKS[run.state];
  const took = runIsOver(run.state) ? tookOf(run) : "";
  const told = run.stages.some((stage) => isBadEnd(stage.state)) ? null : run.reason;
  const state = coloured(`${glyphOf(mark, options.ascii)} ${mark.word}`, mark, options.colour);
  return `${run.name}  ${joined([state + took, told ?? "", ...options.notes.map(plainText), retried(run)])}`;
}

/** " in 11.4s"; empty until both ends are known. */
export function tookOf({ startedAt, endedAt }: RunView): string {
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
  const last = stage.attempts.findLast(({ round }) => round === stage.round);
  const code = last?.exitCode ?? null;
  const cause = stage.reason ?? last?.cause ?? "";
  const known = code === null || stage.isBuiltIn || mentions(cause, code) ? "" : ` (exit ${code})`;
  const tries = stage.tries > 1 ? `, after ${stage.tries} tries` : "";
  const told = cause === "" ? mark.word : `${mark.word}: ${cause}`;
  return ` ${coloured(glyphOf(mark, ascii), mark, colour)} ${stage.name} ${told}${known}${tries}`;
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
