// What is shown of a run in a room of some size, and how much of it: the graph above the stages and the log below or
// beside them, or one of them where there is room for no more. Drawing, reading and keys all ask here.

import type { Room } from "../monitor/frame.ts";
import { type Layout, columnsLayout, focusLayout } from "./layout.ts";
import { type Model, modelOf } from "./model.ts";
import { type Row, rowAt, rowsOf } from "./rows.ts";
import type { RunState } from "./state.ts";
import type { RunPageView } from "./view.ts";

type GraphView = "columns" | "list" | "focus";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Panes {
  readonly model: Model;
  readonly rows: readonly Row[];
  /** The row that has the cursor; null where there is none. */
  readonly row: Row | null;
  /** Whether rows stand further in by their rank. */
  readonly inRanks: boolean;
  /** The node of the graph that has it. */
  readonly node: number;
  readonly view: GraphView;
  readonly isWide: boolean;
  readonly graph: GraphPane | null;
  readonly table: Size | null;
  readonly log: (Size & { readonly isBeside: boolean }) | null;
}

export interface GraphPane extends Size {
  readonly layout: Layout;
  readonly hasBox: boolean;
  /** Whether a line below it tells how each rank does. */
  readonly hasRanks: boolean;
}

const WIDE = 100;
const BESIDE = 160;
/** More nodes than these are a list, unless it is said otherwise. */
const MOST_DRAWN = 150;
/** More than these have a line of ranks below them. */
const MANY = 60;
const SCREENS = 1.5;
/** Neighbours of one stage on either side; what more there are is counted. */
const MOST_NEIGHBOURS = 6;
/** Of a box, its sides, its margin and the column before it. */
const BOX_COLUMNS = 4;
const BOX_ROWS = 2;
const LEAST_TABLE = 4;
const LEAST_LOG = 5;

/** The last answer for each page: drawing, reading and all keys ask the same. */
const last = new WeakMap<RunPageView, { state: RunState; room: Room; panes: Panes }>();

export function panesOf(page: RunPageView, state: RunState, room: Room): Panes {
  const known = last.get(page);
  if (known?.state === state && isSameRoom(known.room, room)) return known.panes;
  const panes = made(page, state, room);
  last.set(page, { state, room, panes });
  return panes;
}

function isSameRoom(a: Room, b: Room): boolean {
  return a.columns === b.columns && a.rows === b.rows && a.ascii === b.ascii;
}

function made(page: RunPageView, state: RunState, room: Room): Panes {
  const model = modelOf(page.graph, state.opened);
  const isWide = room.columns >= WIDE;
  // The header takes one.
  const rows = Math.max(0, room.rows - 1);
  const own = model.nodeOf.get(state.cursor ?? "") ?? 0;
  const ask: Ask = { model, state, node: own, columns: room.columns, rows, ascii: room.ascii };
  return isWide ? wide(page, ask) : narrow(page, ask);
}

interface Ask extends Size {
  readonly model: Model;
  readonly state: RunState;
  readonly node: number;
  readonly ascii: boolean;
}

type Listed = Pick<Panes, "rows" | "row" | "inRanks">;

/** @param view - of the graph, or what was asked for */
function listed(page: RunPageView, { state }: Ask, view: RunState["view"]): Listed {
  const inRanks = view === "list" && state.filter === "";
  const rows = rowsOf(page, state, inRanks);
  return { rows, row: rows[rowAt(rows, state.cursor)] ?? null, inRanks };
}

function wide(page: RunPageView, ask: Ask): Panes {
  const { model, node, columns, rows } = ask;
  const most = Math.max(3, Math.floor(rows * 0.35));
  const inner: Ask = { ...ask, columns: columns - BOX_COLUMNS, rows: most };
  const view = chosenView(inner, "list");
  const drawn = view === "list" || rows < 14 ? null : graphPane(inner, view);
  const graph = drawn === null ? null : { ...drawn, hasBox: true };
  const left = rows - (graph === null ? 0 : graph.rows + BOX_ROWS);
  const list = listed(page, ask, view);
  const shared = { ...list, model, node, view, isWide: true, graph };
  if (columns >= BESIDE) {
    const table = Math.max(WIDE, Math.floor(columns * 0.56));
    const log = { columns: columns - table - 1, rows: left, isBeside: true };
    return { ...shared, table: { columns: table, rows: left }, log };
  }
  return { ...shared, ...stacked(list.rows.length, columns, left) };
}

/** The table above the log; without a log where both would be too small. */
function stacked(count: number, columns: number, rows: number): Pick<Panes, "table" | "log"> {
  if (rows < LEAST_TABLE + LEAST_LOG) return { table: { columns, rows }, log: null };
  const table = Math.min(count + 1, Math.max(LEAST_TABLE, Math.floor(rows * 0.55)));
  // A line lies between them where there is one to spare.
  const gap = rows - table > LEAST_LOG + 4 ? 1 : 0;
  return {
    table: { columns, rows: table + gap },
    log: { columns, rows: rows - table - gap, isBeside: false },
  };
}

function narrow(page: RunPageView, ask: Ask): Panes {
  const { model, state, node, columns, rows } = ask;
  const shared = { model, node, isWide: false, graph: null, table: null, log: null };
  if (state.pane === "graph") {
    const most = rows < 12 ? rows : Math.floor(rows * 0.65);
    const inner: Ask = { ...ask, columns: columns - 1, rows: most };
    const view = chosenView(inner, "focus");
    const drawn = view === "list" ? null : graphPane(inner, view);
    if (drawn !== null) {
      // A line between them.
      const left = rows - drawn.rows - 1;
      const table = left < LEAST_TABLE ? null : { columns, rows: left };
      const graph = { ...drawn, rows: table === null ? rows : drawn.rows + 1, hasBox: false };
      return { ...shared, ...listed(page, ask, view), view, graph, table };
    }
  }
  const list = listed(page, ask, state.view);
  const view = "list" as const;
  if (state.pane === "log")
    return { ...shared, ...list, view, log: { columns, rows, isBeside: false } };
  return { ...shared, ...list, view, ...stacked(list.rows.length, columns, rows) };
}

/** @param small - what is shown where a list or a graph may be, and there is room for one only */
function chosenView(ask: Ask, small: "list" | "focus"): GraphView {
  const { model, state } = ask;
  if (state.view === "focus") return "focus";
  if (state.view === "columns") return columnsOf(ask) === null ? "focus" : "columns";
  if (state.view === "list") return small;
  if (model.nodes.length > MOST_DRAWN) return small;
  const layout = columnsOf(ask);
  const isFitting =
    layout !== null &&
    layout.width <= SCREENS * ask.columns &&
    layout.rows.length <= SCREENS * ask.rows;
  if (isFitting) return model.nodes.length < 2 ? small : "columns";
  return "focus";
}

function columnsOf({ model, columns, ascii }: Ask): Layout | null {
  // One column is that of the mark.
  return columnsLayout(model, columns - 1, ascii);
}

function graphPane(ask: Ask, view: "columns" | "focus"): Omit<GraphPane, "hasBox"> | null {
  const { model, node, columns, rows, ascii } = ask;
  if (view === "focus") {
    // The same for every node, so that nothing below it moves with the cursor.
    const height = Math.max(1, Math.min(model.widest, MOST_NEIGHBOURS, rows - 1));
    const layout = focusLayout(model, node, { columns: columns - 1, rows: height, ascii });
    return layout === null ? null : { layout, columns, rows: height + 1, hasRanks: true };
  }
  const layout = columnsOf(ask);
  if (layout === null) return null;
  const isCut = layout.width > columns - 1 || layout.rows.length > rows;
  const hasRanks = isCut || model.nodes.length > MANY;
  return {
    layout,
    columns,
    rows: Math.min(rows, layout.rows.length + (hasRanks ? 1 : 0)),
    hasRanks,
  };
}
