// The keys of the Dashboard that change what is looked at: cursors, lists, ranges, columns.

import type { KeyRecord } from "../monitor/keys.ts";
import { noColumns, noPipeline, noSort, notPicking, notSorted } from "./able.ts";
import { columnsIn } from "./columns.ts";
import { runsOf } from "./lists.ts";
import {
  type Step,
  nextRange,
  picked,
  pickerMoved,
  sortedNext,
  sortedOn,
  stepped,
} from "./moves.ts";
import { type Press, record, toState } from "./record.ts";
import { type DashboardState, sameColumn } from "./state.ts";

const step = (by: Step): Press =>
  toState(({ view, state, room }) => stepped(view, state, room, by));

/** Each press takes away one thing that hides something, the last one put first; never the screen. */
const clear: Press = toState(({ state }) => {
  if (state.picking !== null) return { ...state, picking: null };
  const { filter, focus } = state;
  if (filter[focus] !== "") return { ...state, filter: { ...filter, [focus]: "" } };
  if (focus === "runs") return { ...state, focus: "pipelines" };
  return filter.runs === "" ? state : { ...state, filter: { ...filter, runs: "" } };
});

const sideways = (by: 1 | -1): Press =>
  toState(({ view, state }) => {
    if (state.picking !== null) return pickerMoved(view, state, by);
    return { ...state, focus: by === 1 ? "runs" : "pipelines" };
  });

const columns: Press = toState(({ view, state }) => {
  const runs = runsOf(view.dashboard, state);
  if (runs === null || state.picking !== null) return { ...state, picking: null };
  const all = columnsIn(runs);
  const next = all.find((column) => !state.columns.some((each) => sameColumn(each, column)));
  return { ...state, picking: next ?? all[0] ?? null };
});

const sort: Press = toState(({ view, state }) => {
  if (state.picking !== null) return sortedOn(state, state.picking);
  const runs = runsOf(view.dashboard, state);
  return runs === null ? state : sortedNext(runs, state);
});

const turned: Press = toState(({ state }) =>
  state.sort === null
    ? state
    : { ...state, sort: { ...state.sort, descending: !state.sort.descending } },
);

export const LOOKING: readonly KeyRecord<DashboardState>[] = [
  record(
    "pane",
    ["Tab", "S-Tab"],
    "To the runs, and back to the pipelines",
    toState(({ state }) => ({
      ...state,
      focus: state.focus === "runs" ? "pipelines" : "runs",
      picking: null,
    })),
    { label: "runs", hint: 7, unable: noPipeline },
  ),
  record("runs", ["l", "Right"], "To the runs, or to the next column", sideways(1), {
    unable: noPipeline,
  }),
  record("pipelines", ["h", "Left"], "To the pipelines, or to the column before", sideways(-1), {
    unable: noPipeline,
  }),
  record(
    "range",
    ["w"],
    "How far back runs are listed: 24h, 7d, 30d",
    toState(({ state }) => ({ ...state, range: nextRange(state.range), runTop: 0 })),
    { hint: 8, unable: noPipeline },
  ),
  record("columns", ["c"], "Choose metrics and parameters as columns of the runs", columns, {
    hint: 9,
    unable: noColumns,
  }),
  record(
    "column",
    ["Space"],
    "Show the column that is chosen, or leave it out",
    toState(({ state }) => (state.picking === null ? state : picked(state, state.picking))),
    { unable: notPicking },
  ),
  record(
    "sort",
    ["s"],
    "Sort the runs by the next column; behind the last the newest come first",
    sort,
    {
      unable: noSort,
    },
  ),
  record("turn", ["S"], "Sort the other way round", turned, { unable: notSorted }),
  record("clear", ["Esc"], "Close the columns, clear the filter, back to the pipelines", clear),
];

export const MOVING: readonly KeyRecord<DashboardState>[] = [
  record("down", ["j", "Down"], "The next one", step(1)),
  record("up", ["k", "Up"], "The one before", step(-1)),
  record("first", ["g", "Home"], "The first one", step("start")),
  record("last", ["G", "End"], "The last one", step("end")),
  record("page", ["C-d", "PgDn"], "A page down", step("page")),
  record("page back", ["C-u", "PgUp"], "A page up", step("page back")),
];
