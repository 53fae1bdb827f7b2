// The rows of both lists as they are shown: what a filter leaves, in the order that was chosen. Kept as long as nothing of
// it changes, since drawing and every key ask for them.

import { RUN_MARKS } from "../theme.ts";
import { valueOf } from "./columns.ts";
import { asksYou } from "./doing.ts";
import { type DashboardState, type Sort, sameColumn } from "./state.ts";
import type { DashboardView, PipelineView, RunLine, RunsView } from "./view.ts";

/** Whether a text has what is looked for; with `!` before it, whether it has not. Nothing is found everywhere. */
export function matches(text: string, filter: string): boolean {
  const isInverted = filter.startsWith("!");
  const wanted = (isInverted ? filter.slice(1) : filter).trim().toLowerCase();
  return wanted === "" || text.toLowerCase().includes(wanted) !== isInverted;
}

export function shownPipelines(
  { pipelines }: DashboardView,
  { filter }: DashboardState,
): readonly PipelineView[] {
  if (filter.pipelines === "") return pipelines;
  return pipelines.filter((one) => matches(pipelineText(one), filter.pipelines));
}

function pipelineText({ name, active, last }: PipelineView): string {
  const now = active === null ? "" : `${RUN_MARKS[active.state].word} ${active.says}`;
  const before = last === null ? "" : `${RUN_MARKS[last.state].word} ${last.reason ?? ""}`;
  return `${name} ${active === null ? before : now}${asksYou(active) ? " for you" : ""}`;
}

/** The pipeline that has the cursor; null where there is none. */
export function chosenPipeline(view: DashboardView, state: DashboardState): PipelineView | null {
  return view.pipelines.find(({ id }) => id === state.pipeline) ?? null;
}

/** Null until those of the pipeline that has the cursor have been read. */
export function runsOf(view: DashboardView, state: DashboardState): RunsView | null {
  return view.runs?.pipeline === state.pipeline ? view.runs : null;
}

interface Known {
  readonly filter: string;
  readonly sort: Sort | null;
  readonly rows: readonly RunLine[];
}

const known = new WeakMap<RunsView, Known>();

export function shownRuns(view: DashboardView, state: DashboardState): readonly RunLine[] {
  const runs = runsOf(view, state);
  if (runs === null) return [];
  const filter = state.filter.runs;
  const sort = hasColumn(runs, state.sort) ? state.sort : null;
  const before = known.get(runs);
  if (before !== undefined && before.filter === filter && sameSort(before.sort, sort))
    return before.rows;
  const rows = sortedBy(
    filter === "" ? runs.rows : runs.rows.filter((run) => matches(runText(run), filter)),
    sort,
  );
  known.set(runs, { filter, sort, rows });
  return rows;
}

function sameSort(a: Sort | null, b: Sort | null): boolean {
  return (
    sameColumn(a?.column ?? null, b?.column ?? null) &&
    (a?.descending ?? false) === (b?.descending ?? false)
  );
}

function hasColumn({ metrics, params }: RunsView, sort: Sort | null): boolean {
  if (sort === null) return false;
  const { of, name } = sort.column;
  return (of === "metric" ? metrics : params).includes(name);
}

function runText({ number, state, forYou, trigger, by, doing, says, params }: RunLine): string {
  const given = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  const words = [`#${number}`, RUN_MARKS[state].word, trigger, by, doing?.says ?? says, ...given];
  return (forYou ? [...words, "for you"] : words).join(" ");
}

/** Those without a value come last, whichever way they are sorted. */
function sortedBy(rows: readonly RunLine[], sort: Sort | null): readonly RunLine[] {
  if (sort === null) return rows;
  const { column, descending } = sort;
  const sign = descending ? -1 : 1;
  return rows
    .map((run) => ({ run, value: valueOf(run, column) }))
    .toSorted((a, b) => {
      if (a.value === null || b.value === null)
        return Number(a.value === null) - Number(b.value === null);
      return sign * compared(a.value, b.value);
    })
    .map(({ run }) => run);
}

function compared(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
