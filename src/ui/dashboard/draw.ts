// The Dashboard in a room of any size: the header, the pipelines, the runs of the one that has the cursor, and what
// happened of late. In an empty home what was found takes their place.

import { type Line, ellipsis, fitted, part } from "../line.ts";
import { type Frame, type Room, linesOnly } from "../monitor/frame.ts";
import type { View } from "../monitor/view.ts";
import { emptyLines } from "./empty.ts";
import { homeHeader } from "./header.ts";
import { chosenPipeline } from "./lists.ts";
import { newsLine } from "./news.ts";
import { type Panes, type Window, panesOf } from "./panes.ts";
import { pickerLines } from "./picker.ts";
import { pipelineColumns, pipelineLine, pipelineTitle } from "./pipelines.ts";
import type { Cursor, RowRoom } from "./row.ts";
import { runColumns, runHeadings, runLine, runsTitle } from "./runs.ts";
import type { DashboardState } from "./state.ts";

export function drawDashboard(view: View, state: DashboardState, room: Room): Frame {
  const lines = [...homeHeader(view, room), ...bodyLines(view, state, room)];
  const shown = lines.slice(0, Math.max(0, room.rows));
  return linesOnly(shown.map((line) => fitted(line, room.columns, ellipsis(room.ascii))));
}

function bodyLines(view: View, state: DashboardState, room: Room): readonly Line[] {
  const { empty, pipelines, news } = view.dashboard;
  if (empty !== null) return emptyLines(view, empty, state.file, room);
  if (pipelines.length === 0)
    return view.trouble === null ? [[part(" reading this home", null, true)]] : [];
  const panes = panesOf(view, state, room);
  const { layout } = panes;
  const rowRoom = { ...room, now: view.now };
  const happened = news.slice(news.length - layout.news);
  return [
    ...filled(pipelineBlock(view, panes, state, rowRoom), layout.pipelines),
    ...(layout.pipelines > 0 && layout.runs > 0 ? [[]] : []),
    ...filled(runBlock(view, panes, state, rowRoom), layout.runs),
    ...(layout.news > 0 ? [[]] : []),
    ...happened.map((one) => newsLine(one, rowRoom)),
  ];
}

/** So many lines, the last ones empty. */
export function filled(lines: readonly Line[], count: number): Line[] {
  return Array.from({ length: count }, (_, row) => lines[row] ?? []);
}

function pipelineBlock(
  view: View,
  { pipelines }: Panes,
  state: DashboardState,
  room: RowRoom,
): Line[] {
  const columns = pipelineColumns(view.dashboard.pipelines, room);
  const hasFocus = state.focus === "pipelines";
  const filter = state.filter.pipelines;
  const place = placeText(pipelines);
  const text = `PIPELINES${filter === "" ? place : `  /${filter}`}`;
  if (pipelines.rows.length === 0)
    return [pipelineTitle(columns, { text, hasFocus }, room), nothingLine("pipeline", filter)];
  return [
    pipelineTitle(columns, { text, hasFocus }, room),
    ...windowed(pipelines).map((one) =>
      pipelineLine(one, cursorOf(one.id === state.pipeline, hasFocus), columns, room),
    ),
  ];
}

function runBlock(view: View, panes: Panes, state: DashboardState, room: RowRoom): Line[] {
  const { runs, runList } = panes;
  const pipeline = chosenPipeline(view.dashboard, state);
  if (pipeline === null) return [];
  const title = runsTitle(runs, pipeline.name, state, runList.rows.length, room);
  if (runs === null) return [title, [part(" reading its runs", null, true)]];
  const columns = runColumns(runs, state, room);
  const hasFocus = state.focus === "runs";
  const rows =
    runList.rows.length > 0
      ? windowed(runList).map((run) =>
          runLine(run, cursorOf(hasFocus && run.id === state.run, hasFocus), columns, room),
        )
      : [
          state.filter.runs === ""
            ? ([
                part(` no run in the last ${state.range}; w looks further back`, null, true),
              ] as const)
            : nothingLine("run", state.filter.runs),
        ];
  return [
    title,
    ...(panes.hasPicker ? pickerLines(runs, state, room) : []),
    ...(panes.hasHeadings ? [runHeadings(columns, state, room)] : []),
    ...rows,
  ];
}

export function windowed<Row>({ rows, top, height }: Window<Row>): readonly Row[] {
  return rows.slice(top, top + height);
}

/** " 5-17 of 29"; nothing where all are seen. */
export function placeText({ rows, top, height }: Window<unknown>): string {
  return rows.length <= height
    ? ""
    : ` ${top + 1}-${Math.min(rows.length, top + height)} of ${rows.length}`;
}

function cursorOf(isChosen: boolean, hasFocus: boolean): Cursor {
  if (!isChosen) return "none";
  return hasFocus ? "here" : "other";
}

export function nothingLine(what: string, filter: string): Line {
  return [part(` no ${what} has "${filter}"; Esc clears the filter`, null, true)];
}
