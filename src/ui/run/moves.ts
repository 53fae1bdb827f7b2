// Where the cursor goes: along the list, to the ranks before and behind, to the first failure and on to the next; and what
// is folded. The cursor is kept by name, so it stays where it is while stages change around it.

import type { Room } from "../monitor/frame.ts";
import { moved, scrolled } from "../monitor/list.ts";
import type { StageView } from "../project.ts";
import { isBadEnd } from "../theme.ts";
import { attemptOf } from "./looks.ts";
import { type Model, groupsOf, modelOf } from "./model.ts";
import { type Panes, panesOf } from "./panes.ts";
import { failuresOf, rowAt, stageOf, startOf } from "./rows.ts";
import type { RunState } from "./state.ts";
import type { RunPageView } from "./view.ts";

export type Step = 1 | -1 | "page" | "page back" | "start" | "end";

export function stepped(page: RunPageView, state: RunState, room: Room, step: Step): RunState {
  const { rows, table } = panesOf(page, state, room);
  const size = Math.max(1, (table?.rows ?? room.rows) - 2);
  const by = { page: size, "page back": -size, start: -rows.length, end: rows.length };
  const at = moved(
    Math.max(0, rowAt(rows, state.cursor)),
    typeof step === "number" ? step : by[step],
    rows.length,
  );
  return withCursor(state, rows[at]?.id ?? state.cursor);
}

export function withCursor(state: RunState, cursor: string | null): RunState {
  return cursor === state.cursor ? state : { ...state, cursor, attempt: null };
}

/** The node in the rank before or behind that is joined to the selected one, or else the nearest there. */
export function ranked(page: RunPageView, state: RunState, by: 1 | -1): string | null {
  const model = modelOf(page.graph, state.opened);
  const node = model.nodeOf.get(state.cursor ?? "");
  if (node === undefined) return null;
  const joined = (by === 1 ? model.children[node] : model.nodes[node]?.needs) ?? [];
  const rank = (model.ranks[node] ?? 0) + by;
  const near = joined.filter((other) => model.ranks[other] === rank);
  const found = middleOf(model, near) ?? middleOf(model, joined) ?? nearest(model, node, rank);
  return found === undefined ? null : (model.nodes[found]?.key ?? null);
}

function middleOf({ layers }: Model, nodes: readonly number[]): number | undefined {
  const place = (node: number): number =>
    layers.ranks[layers.cells[node]?.rank ?? 0]?.indexOf(node) ?? 0;
  return nodes.toSorted((a, b) => place(a) - place(b))[Math.floor((nodes.length - 1) / 2)];
}

function nearest({ layers, ranks }: Model, node: number, rank: number): number | undefined {
  const own = layers.ranks[ranks[node] ?? 0] ?? [];
  const there = (layers.ranks[rank] ?? []).filter((cell) => layers.cells[cell]?.node !== null);
  const share = own.indexOf(node) / Math.max(1, own.length);
  return there[Math.floor(share * there.length)];
}

/** With the matrix open that the stage is a member of, if any. */
export function wentTo(page: RunPageView, state: RunState, stage: StageView): RunState {
  const group = page.graph.find(({ key }) => key === stage.key)?.group ?? null;
  const isHidden = group !== null && !state.opened.includes(group);
  const opened = isHidden ? [...state.opened, group].toSorted() : state.opened;
  return withCursor({ ...state, opened }, stage.key);
}

/** The first failure, or the one after that where the cursor is on one already. */
export function nextFailure(page: RunPageView, state: RunState): StageView | null {
  const failures = failuresOf(page.run);
  const at = failures.findIndex(({ key }) => key === state.cursor);
  return failures[at + 1] ?? failures[0] ?? null;
}

export function unfolded(page: RunPageView, state: RunState, group: string): RunState {
  const opened = [...state.opened, group].toSorted();
  const members = page.graph.flatMap(({ group: of }, place) =>
    of === group ? (page.run.stages[place] ?? []) : [],
  );
  const start = startOf({ ...page.run, stages: members });
  return withCursor({ ...state, opened }, start?.key ?? state.cursor);
}

export function foldedIn(state: RunState, group: string): RunState {
  const opened = state.opened.filter((name) => name !== group);
  return withCursor({ ...state, opened }, group);
}

export function allUnfolded(page: RunPageView, state: RunState): RunState {
  return { ...state, opened: groupsOf(page.graph).toSorted() };
}

/** Every cursor on something that is there. The same object where nothing had to change. */
export function settledRun(page: RunPageView, state: RunState, room: Room): RunState {
  const seen = state.cursor === null ? begun(page, state) : state;
  const panes = panesOf(page, seen, room);
  const placed = onRow(seen, panes);
  const { rows, table } = panes;
  const cursor = Math.max(0, rowAt(rows, placed.cursor));
  const top = scrolled(placed.top, cursor, rows.length, Math.max(1, (table?.rows ?? 1) - 1));
  const stage = rows[cursor] === undefined ? null : stageOf(rows[cursor]);
  const isThere = stage !== null && attemptOf(stage, placed.attempt)?.number === placed.attempt;
  const attempt = isThere ? placed.attempt : null;
  return top === placed.top && attempt === placed.attempt ? placed : { ...placed, top, attempt };
}

/** On the first failure, be it in a matrix; else on what runs, which may be a matrix that stays folded. */
function begun(page: RunPageView, state: RunState): RunState {
  const start = startOf(page.run);
  if (start === null) return state;
  if (isBadEnd(start.state)) return wentTo(page, state, start);
  return withCursor(state, start.key);
}

function onRow(state: RunState, { rows, row, model }: Panes): RunState {
  if (row !== null || rows.length === 0) return state;
  const node = model.nodeOf.get(state.cursor ?? "");
  const key = node === undefined ? undefined : model.nodes[node]?.key;
  const found = rows.find(({ id }) => id === key) ?? rows[0];
  return withCursor(state, found?.id ?? null);
}
