// `status` for people: a line for the host, then the pipelines by name. Of each a line for every run that has not ended,
// the one that goes on first, or one for its last run; and below a run a line for each stage that waits for a person,
// with the command that answers it.

import { duration, elapsed } from "../ui/format.ts";
import { type Line, type Part, ellipsis, part } from "../ui/line.ts";
import { oneLine, plainText } from "../ui/sanitise.ts";
import { RUN_MARKS, glyphOf } from "../ui/theme.ts";
import { cut, cutMiddle, padEnd, widthOf } from "../ui/width.ts";
import type { RunRow } from "../engine/rows.ts";
import { doingOf, questionsOf, stateOf } from "./active-run.ts";
import type { HostState } from "./host-process.ts";
import type { ActiveRun, Overview, PipelineOverview } from "./overview.ts";
import { type Fit, lineText, nameColumns } from "./terminal-line.ts";

export interface StatusPage extends Overview {
  readonly host: HostState;
  readonly machine: string;
  readonly home: string;
  /** "7d" */
  readonly since: string;
  readonly fit: Fit;
}

interface Row {
  readonly name: string;
  readonly state: Part;
  readonly says: string;
  readonly rate: string;
  readonly below: readonly Line[];
}

export function statusPage(page: StatusPage, now: number): string[] {
  const header = `${plainText(page.machine)}  ${hostText(page, now)}  ${plainText(page.home)}`;
  const rows = page.pipelines.flatMap((pipeline) => rowsOf(pipeline, page, now));
  const lines =
    rows.length === 0
      ? [[part(" Nothing has run here yet: dagtop run FILE")]]
      : linesOf(rows, page);
  return [[part(header)], ...lines].map((line) => lineText(line, page.fit));
}

function hostText({ host, active }: StatusPage, now: number): string {
  switch (host.is) {
    case "alive":
      return `host up ${elapsed(now - host.row.since)} (pid ${host.row.pid})`;
    case "stopped":
      return `host ${host.row.pid} is stopped: kill -CONT ${host.row.pid}`;
    case "elsewhere":
      return `host ${host.row.pid} in another container`;
    case "gone":
      return active.length === 0
        ? "no host runs"
        : "no host runs; the next dagtop run or dagtop daemon goes on with them";
  }
}

function rowsOf(pipeline: PipelineOverview, page: StatusPage, now: number): Row[] {
  const { ascii } = page.fit.paint;
  const own = page.active.filter(({ run }) => run.pipeline === pipeline.name);
  const rows =
    own.length === 0
      ? [lastRow(pipeline.last, ascii, now)]
      : own.toSorted(byGoing).map((active) => activeRow(active, ascii, now));
  return rows.map((row, place) =>
    place === 0
      ? { ...row, name: plainText(pipeline.name), rate: rateText(pipeline, page.since) }
      : { ...row, name: "", rate: "" },
  );
}

/** The oldest first among those that go on, and among those that wait. */
function byGoing(a: ActiveRun, b: ActiveRun): number {
  return Number(a.run.state === "queued") - Number(b.run.state === "queued");
}

type PlainRow = Omit<Row, "name" | "rate">;

function activeRow(active: ActiveRun, ascii: boolean, now: number): PlainRow {
  return {
    state: stateOf(active, ascii, now),
    says: doingOf(active, now),
    below: questionsOf(active, ascii),
  };
}

function lastRow(run: RunRow | null, ascii: boolean, now: number): PlainRow {
  if (run === null) return { state: part("–"), says: "", below: [] };
  const mark = RUN_MARKS[run.state];
  const ago = run.endedAt === null ? "" : ` ${elapsed(now - run.endedAt)} ago`;
  return {
    state: part(`${glyphOf(mark, ascii)} #${run.number} ${mark.word}${ago}`, mark.meaning),
    says: run.reason === null ? tookText(run) : oneLine(run.reason),
    below: [],
  };
}

function tookText({ startedAt, endedAt }: RunRow): string {
  return startedAt === null || endedAt === null ? "" : `in ${duration(endedAt - startedAt)}`;
}

/** How many of the runs succeeded that came to an end of their own: a cancelled one says nothing of its pipeline. */
function rateText({ ended, succeeded, cancelled }: PipelineOverview, since: string): string {
  const counted = ended - cancelled;
  if (counted === 0) return "";
  const runs = counted === 1 ? "run" : "runs";
  return `${Math.floor((100 * succeeded) / counted)}% of ${counted} ${runs} in ${since}`;
}

const BETWEEN = "  ";
const LEAST_SAYS = 16;
const LEAST_NAME = 12;
/** Of what is said without a terminal: what is longer stands out, and pads no other row. */
const MOST_PADDED = 60;

function linesOf(rows: readonly Row[], { fit }: StatusPage): Line[] {
  const mark = ellipsis(fit.paint.ascii);
  const widest = (of: (row: Row) => string): number =>
    Math.max(...rows.map((row) => widthOf(of(row))));
  const stateWidth = widest(({ state }) => state.text);
  const longestSays = widest(({ says }) => says);
  const longestName = widest(({ name }) => name);
  const besides = 1 + stateWidth + widest(({ rate }) => rate) + 3 * BETWEEN.length;
  const room = fit.columns === null ? Infinity : fit.columns - besides;
  // Where there is little room, names give way before what is said is not told at all.
  const forNames = Math.max(LEAST_NAME, room - Math.min(LEAST_SAYS, longestSays));
  const nameWidth = Math.min(nameColumns(fit), longestName, forNames);
  const most = fit.columns === null ? MOST_PADDED : Math.max(LEAST_SAYS, room - nameWidth);
  const saysWidth = Math.min(most, longestSays);
  return rows.flatMap(({ name, state, says, rate, below }) => {
    const isCut = fit.columns !== null && rate !== "";
    const shown = fit.columns === null ? name : cutMiddle(name, nameWidth, mark);
    const line = [
      part(` ${padEnd(shown, nameWidth)}${BETWEEN}`),
      { ...state, text: padEnd(state.text, stateWidth) },
      part(`${BETWEEN}${padEnd(isCut ? cut(says, saysWidth, mark) : says, saysWidth)}`),
      part(`${BETWEEN}${rate}`),
    ];
    return [line, ...below];
  });
}
