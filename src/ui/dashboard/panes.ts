// What of the Dashboard is seen in a room of some size: which rows of both lists, with the cursors in sight.

import type { Room } from "../monitor/frame.ts";
import { scrolled } from "../monitor/list.ts";
import type { View } from "../monitor/view.ts";
import { homeHeader } from "./header.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { runsOf, shownPipelines, shownRuns } from "./lists.ts";
import { chosenColumns } from "./columns.ts";
import type { DashboardState } from "./state.ts";
import type { PipelineView, RunLine, RunsView } from "./view.ts";

/** A list of which a window is shown. */
export interface Window<Row> {
  readonly rows: readonly Row[];
  /** Index of the row with the cursor; 0 where there is none. */
  readonly at: number;
  readonly top: number;
  readonly height: number;
}

export interface Panes {
  readonly layout: Layout;
  readonly pipelines: Window<PipelineView>;
  /** Null until those of the pipeline that has the cursor have been read. */
  readonly runs: RunsView | null;
  readonly runList: Window<RunLine>;
  readonly hasHeadings: boolean;
  readonly hasPicker: boolean;
}

/** From so many rows on the names of columns are always there. */
const TALL = 30;
const PICKER = 2;

export function panesOf(view: View, state: DashboardState, room: Room): Panes {
  const { dashboard } = view;
  const runs = runsOf(dashboard, state);
  const layout = layoutOf(
    {
      pipelines: dashboard.pipelines.length,
      news: dashboard.news.length,
      header: homeHeader(view, room).length,
      focus: state.focus,
    },
    room,
  );
  const hasColumns = runs !== null && chosenColumns(runs, state).length > 0;
  const hasPicker = runs !== null && state.picking !== null;
  const hasHeadings = hasColumns || room.rows >= TALL;
  const above = 1 + Number(hasHeadings) + (hasPicker ? PICKER : 0);
  return {
    layout,
    runs,
    hasHeadings,
    hasPicker,
    pipelines: windowOf(
      shownPipelines(dashboard, state),
      ({ id }) => id === state.pipeline,
      state.pipelineTop,
      layout.pipelines - 1,
    ),
    runList: windowOf(
      shownRuns(dashboard, state),
      ({ id }) => id === state.run,
      state.runTop,
      layout.runs - above,
    ),
  };
}

export function windowOf<Row>(
  rows: readonly Row[],
  isChosen: (row: Row) => boolean,
  before: number,
  height: number,
): Window<Row> {
  const at = Math.max(0, rows.findIndex(isChosen));
  const most = Math.max(0, height);
  return { rows, at, top: scrolled(before, at, rows.length, Math.max(1, most)), height: most };
}
