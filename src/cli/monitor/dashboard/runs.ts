// The runs of the pipeline that has the cursor, within the range that is asked for.

import type { Masker } from "../../../engine/host/mask.ts";
import type { RunRow, RunState } from "../../../engine/rows.ts";
import type { PipelineName, RunId } from "../../../pipeline/ids.ts";
import type { Reader } from "../../../store/reader.ts";
import type { RunLine, RunsView } from "../../../ui/dashboard/view.ts";
import { plainText } from "../../../ui/sanitise.ts";
import type { ActiveRun } from "../../overview.ts";
import type { News } from "../../status-news.ts";
import { doingOf } from "./doing.ts";
import { runLines } from "./run-lines.ts";

export interface Runs {
  readonly read: (
    pipeline: PipelineName,
    sinceMs: number,
    active: readonly ActiveRun[],
    news: News,
    isNew: boolean,
    now: number,
  ) => RunsView;
}

const MOST = 2000;
const MINUTE_MS = 60_000;

/** What says how a training runs, not how it does, comes last. */
const DULL = /grad_norm|learning_rate|^lr$|runtime|per_second|^step$|^epoch$/u;

export function runsOf(reader: Reader, masks: (run: RunId) => Masker): Runs {
  const lines = runLines(reader, masks);
  let asked = "";
  let rows: readonly RunRow[] = [];
  let before: RunsView | null = null;

  /** Runs come and go by their numbers; those that are open are known anyway. */
  function readRows(pipeline: PipelineName, sinceMs: number, open: string, now: number): void {
    const ask = `${pipeline} ${sinceMs} ${Math.floor(now / MINUTE_MS)} ${open}`;
    if (ask === asked) return;
    asked = ask;
    rows = reader.overview.runsSince(pipeline, now - sinceMs, MOST + 1);
    lines.keep(new Set(rows.map(({ id }) => id)));
  }

  return {
    read: (pipeline, sinceMs, active, news, isNew, now) => {
      const own = new Map(
        active.filter(({ run }) => run.pipeline === pipeline).map((one) => [one.run.id, one]),
      );
      const last =
        isNew || before?.pipeline !== pipeline ? reader.runs.recent(1, pipeline)[0] : rows[0];
      const open = [...own.values()].map(({ run }) => `${run.id} ${run.state}`).join();
      readRows(pipeline, sinceMs, `${last?.number} ${open}`, now);
      const shown = rows.slice(0, MOST).map((row): RunLine => {
        const one = own.get(row.id);
        if (one === undefined) return lines.line(row, null);
        return lines.line(one.run, doingOf(one, news, masks(row.id), now));
      });
      const isCut = rows.length > MOST;
      before = kept(viewOf(pipeline, sinceMs, shown, isCut, before), before);
      return before;
    },
  };
}

function viewOf(
  pipeline: PipelineName,
  sinceMs: number,
  rows: readonly RunLine[],
  isCut: boolean,
  before: RunsView | null,
): RunsView {
  const isAsBefore = before !== null && sameItems(rows, before.rows);
  const head = { pipeline, name: plainText(pipeline), sinceMs, isCut };
  if (isAsBefore) return { ...before, ...head };
  return {
    ...head,
    rows,
    totals: totalsOf(rows),
    metrics: namesOf(rows.map(({ metrics }) => metrics)),
    params: namesOf(rows.map(({ params }) => params)),
  };
}

function kept(view: RunsView, before: RunsView | null): RunsView {
  if (before === null || view.rows !== before.rows) return view;
  const isSame =
    view.pipeline === before.pipeline &&
    view.sinceMs === before.sinceMs &&
    view.isCut === before.isCut;
  return isSame ? before : view;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, place) => one === b[place]);
}

function totalsOf(rows: readonly RunLine[]): RunsView["totals"] {
  const counts = new Map<RunState, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => ({ state, count }));
}

function namesOf(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  const names = new Set<string>();
  let last: object | null = null;
  for (const record of records) {
    // Runs of one plan share their parameters.
    if (record === last) continue;
    last = record;
    for (const name of Object.keys(record)) names.add(name);
  }
  const rank = (name: string): number => Number(DULL.test(name));
  return [...names].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
