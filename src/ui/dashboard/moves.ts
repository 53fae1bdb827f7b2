// How the cursors of the Dashboard move, and where they are put when what they were on has gone.

import type { Room } from "../monitor/frame.ts";
import { moved } from "../monitor/list.ts";
import type { View } from "../monitor/view.ts";
import { chosenColumns, columnsIn, isChosen } from "./columns.ts";
import { runsOf } from "./lists.ts";
import { type Window, panesOf } from "./panes.ts";
import { type Column, type DashboardState, RANGES, type Range, sameColumn } from "./state.ts";
import type { EmptyView, RunsView } from "./view.ts";

export type Step = 1 | -1 | "page" | "page back" | "start" | "end";

/** The place after a step, kept on the list. */
function placeAfter(step: Step, { at, count, page }: Place): number {
  switch (step) {
    case 1:
    case -1:
      return moved(at, step, count);
    case "page":
      return moved(at, Math.max(1, page - 1), count);
    case "page back":
      return moved(at, -Math.max(1, page - 1), count);
    case "start":
      return 0;
    case "end":
      return Math.max(0, count - 1);
  }
}

interface Place {
  readonly at: number;
  readonly count: number;
  readonly page: number;
}

export function stepped(view: View, state: DashboardState, room: Room, step: Step): DashboardState {
  const { empty } = view.dashboard;
  if (empty !== null) return fileStepped(empty, state, room, step);
  if (state.picking !== null) {
    const isForward = step === 1 || step === "page" || step === "end";
    return pickerMoved(view, state, isForward ? 1 : -1);
  }
  const { pipelines, runList } = panesOf(view, state, room);
  if (state.focus === "runs") {
    const run = rowAfter(step, runList)?.id ?? null;
    return run === state.run ? state : { ...state, run };
  }
  const pipeline = rowAfter(step, pipelines)?.id ?? state.pipeline;
  return pipeline === state.pipeline ? state : { ...state, pipeline, run: null, runTop: 0 };
}

export function rowAfter<Row>(step: Step, { rows, at, height }: Window<Row>): Row | undefined {
  return rows[placeAfter(step, { at, count: rows.length, page: height })];
}

function fileStepped(
  { found }: EmptyView,
  state: DashboardState,
  { rows }: Room,
  step: Step,
): DashboardState {
  const at = Math.max(
    0,
    found.findIndex(({ file }) => file === state.file),
  );
  const file = found[placeAfter(step, { at, count: found.length, page: rows })]?.file ?? null;
  return file === state.file ? state : { ...state, file };
}

export function pickerMoved(view: View, state: DashboardState, by: 1 | -1): DashboardState {
  const runs = runsOf(view.dashboard, state);
  if (runs === null) return state;
  const all = columnsIn(runs);
  const at = all.findIndex((column) => sameColumn(column, state.picking));
  return { ...state, picking: all[moved(Math.max(0, at), by, all.length)] ?? null };
}

export function picked(state: DashboardState, column: Column): DashboardState {
  if (!isChosen(state, column)) return { ...state, columns: [...state.columns, column] };
  const columns = state.columns.filter((each) => !sameColumn(each, column));
  const sort = sameColumn(state.sort?.column ?? null, column) ? null : state.sort;
  return { ...state, columns, sort };
}

/** By this column, which is shown then: what is best is mostly what is highest. */
export function sortedOn(state: DashboardState, column: Column): DashboardState {
  const shown = isChosen(state, column) ? state : picked(state, column);
  const isSorted = sameColumn(state.sort?.column ?? null, column);
  return { ...shown, sort: isSorted ? null : { column, descending: true } };
}

/** By the next of the columns that are shown, and behind the last by none: the newest first. */
export function sortedNext(runs: RunsView, state: DashboardState): DashboardState {
  const columns = chosenColumns(runs, state);
  const at = columns.findIndex((column) => sameColumn(column, state.sort?.column ?? null));
  const next = columns[at + 1];
  return { ...state, sort: next === undefined ? null : { column: next, descending: true } };
}

export function nextRange(range: Range): Range {
  const ranges = Object.keys(RANGES) as Range[];
  return ranges[(ranges.indexOf(range) + 1) % ranges.length] ?? "7d";
}

/** With every cursor on something that is there; the same state where nothing had to change. */
export function settledDashboard(view: View, state: DashboardState, room: Room): DashboardState {
  const { dashboard } = view;
  if (dashboard.empty !== null) {
    const { found } = dashboard.empty;
    if (found.some(({ file }) => file === state.file)) return state;
    const file = found[0]?.file ?? null;
    return file === state.file ? state : { ...state, file };
  }
  if (dashboard.pipelines.length === 0) return state;
  const placed = withRun(view, withPipeline(view, state, room), room);
  const picking = pickingIn(view, placed);
  const settled = picking === placed.picking ? placed : { ...placed, picking };
  const { pipelines, runList } = panesOf(view, settled, room);
  return pipelines.top === settled.pipelineTop && runList.top === settled.runTop
    ? settled
    : { ...settled, pipelineTop: pipelines.top, runTop: runList.top };
}

function withPipeline(view: View, state: DashboardState, room: Room): DashboardState {
  const { rows } = panesOf(view, state, room).pipelines;
  if (rows.some(({ id }) => id === state.pipeline)) return state;
  const isThere = view.dashboard.pipelines.some(({ id }) => id === state.pipeline);
  const first = rows[0]?.id ?? (isThere ? state.pipeline : null);
  if (first === state.pipeline) return state;
  return { ...state, pipeline: first, run: null, runTop: 0 };
}

/** A run is only chosen anew where those of its pipeline have been read. */
function withRun(view: View, state: DashboardState, room: Room): DashboardState {
  const { runs, runList } = panesOf(view, state, room);
  if (runs === null || runList.rows.some(({ id }) => id === state.run)) return state;
  const run = runList.rows[0]?.id ?? null;
  return run === state.run ? state : { ...state, run };
}

function pickingIn(view: View, { picking, ...state }: DashboardState): Column | null {
  if (picking === null) return null;
  const runs = runsOf(view.dashboard, { picking, ...state });
  if (runs === null) return picking;
  const all = columnsIn(runs);
  return all.some((column) => sameColumn(column, picking)) ? picking : (all[0] ?? null);
}
