// Which row each cell of the layers is drawn in. Rows are whole numbers from 0; in a rank they grow in its order.
//
// Wished for, in turn: that a line goes straight on, that what begins together is next to each other, few rows. Parts
// that nothing connects stand below each other, with a row between them unless each is a single node.

import type { Cell, Layers } from "./layers.ts";

const SWEEPS = 2;

/** @returns for each cell its row */
export function rowsOf({ cells, ranks }: Layers): number[] {
  const rows = cells.map(() => 0);
  let top = 0;
  let wasSingle = true;
  for (const part of byPart(cells, ranks)) {
    const isSingle = part.length === 1 && part[0]?.length === 1;
    if (top > 0 && !(wasSingle && isSingle)) top += 1;
    place(part, cells, rows, top);
    top = Math.max(...part.flat().map((id) => rows[id] ?? 0)) + 1;
    wasSingle = isSingle;
  }
  return rows;
}

/** Part → rank → its cells. */
function byPart(cells: readonly Cell[], ranks: readonly (readonly number[])[]): number[][][] {
  const parts: number[][][] = [];
  for (const [rank, ids] of ranks.entries())
    for (const id of ids) ((parts[cells[id]?.part ?? 0] ??= [])[rank] ??= []).push(id);
  return parts;
}

function place(
  part: readonly (readonly number[])[],
  cells: readonly Cell[],
  rows: number[],
  top: number,
): void {
  for (const ids of part) forth(ids, cells, rows, top);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const bottom = Math.max(...part.flat().map((id) => rows[id] ?? 0));
    for (const ids of part.toReversed()) back(ids, cells, rows, bottom);
    for (const ids of part.slice(1)) forth(ids, cells, rows, top);
  }
  squeeze(part.flat(), rows, top);
}

/** Takes out rows in which nothing stands. */
function squeeze(ids: readonly number[], rows: number[], top: number): void {
  const used = [...new Set(ids.map((id) => rows[id] ?? 0))].toSorted((a, b) => a - b);
  const place = new Map(used.map((row, at) => [row, top + at]));
  for (const id of ids) rows[id] = place.get(rows[id] ?? 0) ?? top;
}

/** Puts each cell in the row of the first cell before it that is not above what is taken, else right below that. */
function forth(ids: readonly number[], cells: readonly Cell[], rows: number[], top: number): void {
  let next = top;
  for (const id of ids) {
    const before = (cells[id]?.before ?? []).map((other) => rows[other] ?? 0);
    const straight = before.filter((row) => row >= next);
    const row = straight.length === 0 ? next : Math.min(...straight);
    rows[id] = row;
    next = row + 1;
  }
}

/** Lets each cell down to the first cell after it, as far as there is room. */
function back(
  ids: readonly number[],
  cells: readonly Cell[],
  rows: number[],
  bottom: number,
): void {
  let last = bottom;
  for (const id of ids.toReversed()) {
    const after = (cells[id]?.after ?? []).map((other) => rows[other] ?? 0);
    const now = rows[id] ?? 0;
    const row = after.length === 0 ? now : Math.min(last, Math.max(now, Math.min(...after)));
    rows[id] = row;
    last = row - 1;
  }
}
