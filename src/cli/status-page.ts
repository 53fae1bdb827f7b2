// `status` for people: a line for the host, then the pipelines. Of each a line for every run that has not ended, the one
// that goes on first, or one for its last run; and below a run a line for each stage that waits for a person, with the
// command that answers it.
//
// Pipelines stand by name, but those that ask something come first and those with nothing going on last: a terminal shows
// one screen of it, and what is cut there must be what matters least.

import { duration, elapsed } from "../ui/format.ts";
import { type Line, type Part, ellipsis, part } from "../ui/line.ts";
import { oneLine, plainText } from "../ui/sanitise.ts";
import { RUN_MARKS, STAGE_MARKS, glyphOf } from "../ui/theme.ts";
import { cut, cutMiddle, padEnd, widthOf } from "../ui/width.ts";
import type { RunRow } from "../engine/rows.ts";
import { type Telling, doingOf, isAsking, questionsOf, stateOf } from "./active-run.ts";
import type { HostState } from "./host-process.ts";
import type { ActiveRun, Overview, PipelineOverview } from "./overview.ts";
import type { News } from "./status-news.ts";
import { type Fit, lineText, nameColumns } from "./terminal-line.ts";

export interface StatusPage extends Overview {
  readonly host: HostState;
  /** The last host was asked to drain, and has left. */
  readonly hasDrained: boolean;
  /** What ran when this home was copied is nobody's yet. */
  readonly isCopy: boolean;
  readonly machine: string;
  readonly home: string;
  /** "7d" */
  readonly since: string;
  readonly news: News;
  readonly fit: Fit;
  /** Of the terminal; null where there is none. */
  readonly rows: number | null;
}

interface Row {
  readonly name: string;
  readonly state: Part;
  /** The same in ever fewer words. */
  readonly says: readonly [string, ...string[]];
  /** Of what is over and fine, which need not be looked at. */
  readonly dim: boolean;
  readonly rate: string;
  readonly below: readonly Line[];
}

export function statusPage(page: StatusPage, now: number): string[] {
  const rows = inOrder(page).flatMap((pipeline) => rowsOf(pipeline, page, now));
  const lines =
    rows.length === 0
      ? [[part(" Nothing has run here yet: dagtop run FILE")]]
      : cutLines(rows, page);
  return [headerOf(page, now), ...lines].map((line) => lineText(line, page.fit));
}

function headerOf(page: StatusPage, now: number): Line {
  const asked = page.active.flatMap(({ stages }) => stages).filter(isAsking).length;
  const { meaning } = STAGE_MARKS.waiting;
  const glyph = glyphOf(STAGE_MARKS.waiting, page.fit.paint.ascii);
  return [
    part(plainText(page.machine)),
    part(BETWEEN),
    hostPart(page, now),
    part(`${BETWEEN}${plainText(page.home)}`, null, true),
    ...(asked === 0 ? [] : [part(BETWEEN), part(`${glyph} ${asked} for you`, meaning)]),
  ];
}

function hostPart({ host, active, hasDrained, isCopy }: StatusPage, now: number): Part {
  if (isCopy && active.length > 0)
    return part("a copied home: dagtop doctor --take-over goes on with what ran", "warn");
  switch (host.is) {
    case "alive":
      return host.row.drainingBy === null
        ? part(`host up ${elapsed(now - host.row.since)} (pid ${host.row.pid})`)
        : part(`host ${host.row.pid} drains: dagtop drain --off takes it back`, "warn");
    case "stopped":
      return part(`host ${host.row.pid} is stopped: kill -CONT ${host.row.pid}`, "bad");
    case "elsewhere":
      return part(`host ${host.row.pid} in another container`);
    case "gone":
      if (hasDrained && active.length > 0)
        return part("the host has drained and left: dagtop daemon goes on with what waits", "warn");
      return active.length === 0
        ? part("no host runs", null, true)
        : part("no host runs; the next dagtop run or dagtop daemon goes on with them", "warn");
  }
}

function inOrder({ pipelines, active }: StatusPage): PipelineOverview[] {
  const asks = namesOf(active.filter(({ stages }) => stages.some(isAsking)));
  const goes = namesOf(active);
  const rank = ({ name }: PipelineOverview): number =>
    asks.has(name) ? 0 : Number(!goes.has(name)) + 1;
  return pipelines.toSorted((a, b) => rank(a) - rank(b));
}

function namesOf(active: readonly ActiveRun[]): Set<string> {
  return new Set(active.map(({ run }) => run.pipeline));
}

function rowsOf(pipeline: PipelineOverview, page: StatusPage, now: number): Row[] {
  const { columns, paint } = page.fit;
  const own = page.active.filter(({ run }) => run.pipeline === pipeline.name);
  const since = columns !== null && columns < ROOMY ? null : page.since;
  const telling = { now, ascii: paint.ascii, form: "whole" as const, news: page.news };
  const rows =
    own.length === 0
      ? [lastRow(pipeline.last, telling)]
      : own.toSorted(byGoing).map((active) => activeRow(active, telling));
  return rows.map((row, place) =>
    place === 0
      ? {
          ...row,
          name: plainText(pipeline.name),
          rate: rateText(pipeline, since),
        }
      : { ...row, name: "", rate: "" },
  );
}

/** Fewer columns have better use for theirs than to say of what a share is. */
const ROOMY = 110;

/** The oldest first among those that go on, and among those that wait. */
function byGoing(a: ActiveRun, b: ActiveRun): number {
  return Number(a.run.state === "queued") - Number(b.run.state === "queued");
}

type PlainRow = Omit<Row, "name" | "rate">;

function activeRow(active: ActiveRun, telling: Telling): PlainRow {
  return {
    state: stateOf(active, telling.ascii, telling.now),
    says: [
      doingOf(active, telling),
      doingOf(active, { ...telling, form: "brief" }),
      doingOf(active, { ...telling, form: "briefest" }),
    ],
    dim: false,
    below: questionsOf(active, telling.ascii),
  };
}

function lastRow(run: RunRow | null, { ascii, now }: Telling): PlainRow {
  if (run === null) return { state: part("–"), says: [""], dim: false, below: [] };
  const mark = RUN_MARKS[run.state];
  const ago = run.endedAt === null ? "" : ` ${elapsed(now - run.endedAt)} ago`;
  return {
    state: part(`${glyphOf(mark, ascii)} #${run.number} ${mark.word}${ago}`, mark.meaning),
    says: [run.reason === null ? tookText(run) : oneLine(run.reason)],
    dim: mark.meaning === "ok" || mark.meaning === "quiet",
    below: [],
  };
}

function tookText({ startedAt, endedAt }: RunRow): string {
  return startedAt === null || endedAt === null ? "" : `in ${duration(endedAt - startedAt)}`;
}

/** How many of the runs succeeded that came to an end of their own: a cancelled one says nothing of its pipeline. */
function rateText({ ended, succeeded, cancelled }: PipelineOverview, since: string | null): string {
  const counted = ended - cancelled;
  if (counted === 0) return "";
  const runs = counted === 1 ? "run" : "runs";
  const rate = `${Math.floor((100 * succeeded) / counted)}% of ${counted}`;
  return since === null ? rate : `${rate} ${runs} in ${since}`;
}

const BETWEEN = "  ";
const LEAST_SAYS = 16;
const LEAST_NAME = 12;
/** Of what is said without a terminal: what is longer stands out, and pads no other row. */
const MOST_PADDED = 60;

/** A group of lines for each row, all in the same columns. */
function groupsOf(rows: readonly Row[], { fit }: StatusPage): Line[][] {
  const mark = ellipsis(fit.paint.ascii);
  const widest = (of: (row: Row) => string): number =>
    Math.max(...rows.map((row) => widthOf(of(row))));
  const stateWidth = widest(({ state }) => state.text);
  const longestSays = widest(({ says }) => says[0]);
  const longestName = widest(({ name }) => name);
  const rateWidth = BETWEEN.length + widest(({ rate }) => rate);
  const besides = 1 + stateWidth + rateWidth + 2 * BETWEEN.length;
  const room = fit.columns === null ? Infinity : fit.columns - besides;
  // Where there is little room, names give way before what is said is not told at all.
  const forNames = Math.max(LEAST_NAME, room - Math.min(LEAST_SAYS, longestSays));
  const nameWidth = Math.min(nameColumns(fit), longestName, forNames);
  const most = fit.columns === null ? MOST_PADDED : Math.max(LEAST_SAYS, room - nameWidth);
  const saysWidth = Math.min(most, longestSays);
  return rows.map(({ name, state, says, dim, rate, below }) => {
    const shown = fit.columns === null ? name : cutMiddle(name, nameWidth, mark);
    // What stands alone may go on to the end of the line.
    const own = saysWidth + (rate === "" ? rateWidth : 0);
    const said = fit.columns === null ? says[0] : shortened(says, own, mark);
    const line = [
      part(` ${padEnd(shown, nameWidth)}${BETWEEN}`),
      { ...state, text: padEnd(state.text, stateWidth) },
      part(`${BETWEEN}${padEnd(said, saysWidth)}`, null, dim),
      part(`${BETWEEN}${rate}`, null, true),
    ];
    return [line, ...below];
  });
}

/** The first that has room, else the beginning of the shortest. */
function shortened(says: Row["says"], columns: number, mark: string): string {
  const fitting = says.find((text) => widthOf(text) <= columns);
  return fitting ?? cut(says.at(-1) ?? "", columns, mark);
}

/** The header, and the line in which one types next. */
const BESIDES = 2;

/** No more than the terminal shows at once: whole groups, then how many are missing. */
function cutLines(rows: readonly Row[], page: StatusPage): Line[] {
  const groups = groupsOf(rows, page);
  const room = page.rows === null ? Infinity : Math.max(1, page.rows - BESIDES);
  if (groups.flat().length <= room) return groups.flat();
  let used = 0;
  const shown = groups.findIndex((group) => (used += group.length) > room - 1);
  const { ascii } = page.fit.paint;
  const [one, ...more] = page.pipelines;
  const ask =
    one !== undefined && more.length === 0 ? `runs ${plainText(one.name)}` : "status NAME";
  const missing = `${ascii ? "..." : "…"} and ${groups.length - shown} more (dagtop ${ask})`;
  return [...groups.slice(0, shown).flat(), [part(` ${missing}`)]];
}
