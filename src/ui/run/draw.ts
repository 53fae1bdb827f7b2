// The Run screen in a room of any size: the header, and below it the panes that there is room for.
//
//   header
//   graph in a box                        with less than 100 columns one of graph, stages and log,
//   stages        log                     the log below the stages where there are rows for both
//   (log below the stages with less than 160 columns)

import { type Line, ellipsis, fitted, lineWidth, part } from "../line.ts";
import { type Frame, type Room, linesOnly } from "../monitor/frame.ts";
import type { View } from "../monitor/view.ts";
import { type GraphRoom, boxed, graphLines, rankLine } from "./graph-lines.ts";
import { headerLine } from "./header.ts";
import { logLines } from "./log-pane.ts";
import { type GraphPane, type Panes, panesOf } from "./panes.ts";
import { stageOf } from "./rows.ts";
import type { RunState } from "./state.ts";
import { tableLines } from "./table.ts";
import type { RunPageView } from "./view.ts";

/** The page of the run that is asked for; null until it has been read. */
export function pageOf(view: View, state: RunState): RunPageView | null {
  return view.run?.run.id === state.run ? view.run : null;
}

export function drawRun(view: View, state: RunState, room: Room): Frame {
  const page = pageOf(view, state);
  if (page === null) return linesOnly([[part(" reading this run", null, true)]]);
  const panes = panesOf(page, state, room);
  const lines = [
    headerLine(page, view.now, room),
    ...paneLines(page, panes, state, { view, room }),
  ];
  const shown = lines.slice(0, Math.max(0, room.rows));
  return linesOnly(shown.map((line) => fitted(line, room.columns, ellipsis(room.ascii))));
}

interface Around {
  readonly view: View;
  readonly room: Room;
}

function paneLines(page: RunPageView, panes: Panes, state: RunState, around: Around): Line[] {
  const { graph, log } = panes;
  const above = graph === null ? [] : graphBox(page, panes, graph, around);
  const stages = stageLines(page, panes, state, around);
  const stage = panes.row === null ? null : stageOf(panes.row);
  const tail = log === null ? [] : logLines(page, stage, state, log, around);
  return [
    ...above,
    ...(log?.isBeside === true ? beside(stages, tail, panes) : below(stages, tail, panes)),
  ];
}

function graphBox(
  page: RunPageView,
  panes: Panes,
  graph: GraphPane,
  { view, room }: Around,
): Line[] {
  const { model, node } = panes;
  const { layout, columns, rows, hasRanks, hasBox } = graph;
  const size: GraphRoom = {
    columns,
    rows: rows - (hasRanks ? 1 : 0),
    ascii: room.ascii,
    now: view.now,
  };
  const drawn = graphLines(page, model, layout, node, size);
  const gap = Array.from({ length: Math.max(0, size.rows - drawn.length) }, (): Line => [
    part(" ".repeat(columns)),
  ]);
  const lines = [...drawn, ...gap, ...(hasRanks ? [rankLine(page, model, node, size)] : [])];
  if (!hasBox) return lines;
  const rule = room.ascii ? "-" : "─";
  const folds = model.graph.some(({ group }) => group !== null) ? ` ${rule} Space folds` : "";
  return boxed(`graph ${rule} v view${folds}`, lines, room.columns, room.ascii);
}

function stageLines(
  page: RunPageView,
  panes: Panes,
  state: RunState,
  { view, room }: Around,
): Line[] {
  const { table, rows } = panes;
  if (table === null) return [];
  if (rows.length === 0 && state.filter !== "")
    return [
      [
        part(
          ` no stage has "${state.filter}" in its name or state; Esc clears the filter`,
          null,
          true,
        ),
      ],
    ];
  const at = { cursor: panes.row?.id ?? null, top: state.top, inRanks: panes.inRanks };
  return tableLines(page, rows, at, { ...table, ascii: room.ascii, now: view.now });
}

function below(stages: readonly Line[], tail: readonly Line[], { table }: Panes): Line[] {
  if (tail.length === 0) return [...stages];
  const missing = Math.max(0, (table?.rows ?? 0) - stages.length);
  return [...stages, ...Array.from({ length: missing }, (): Line => []), ...tail];
}

function beside(stages: readonly Line[], tail: readonly Line[], { table }: Panes): Line[] {
  const columns = table?.columns ?? 0;
  return Array.from({ length: Math.max(stages.length, tail.length) }, (_, row) => {
    const left = stages[row] ?? [];
    return [
      ...left,
      part(" ".repeat(Math.max(1, columns + 1 - lineWidth(left)))),
      ...(tail[row] ?? []),
    ];
  });
}
