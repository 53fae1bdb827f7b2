// A graph of stages as layers: the model under every view of it. Knows numbers only, no names and no terminal.
//
//   rank 0      rank 1        rank 2
//   data ─────► train ──────► test      A node stands one rank behind the last of its needs. A line that goes over
//     └────────── (line) ─────┘         ranks has a cell in each, which it shares with all that go to the same nodes.
//
// What holds: every node has one cell, every line goes from a rank to the next, and equal graphs have equal layers.
// Nothing recurses.

import { type Joined, ordered } from "./order.ts";

export interface Graph {
  /** For each node the nodes that it needs. */
  readonly needs: readonly (readonly number[])[];
}

export interface Cell extends Joined {
  /** Null for a line on its way to a later rank. */
  readonly node: number | null;
  readonly rank: number;
}

interface Growing extends Cell {
  readonly before: number[];
  readonly after: number[];
}

export interface Layers {
  /** Those of the nodes come first: the cell of node 3 is cell 3. */
  readonly cells: readonly Cell[];
  /** Rank → its cells from top to bottom; those of one part stand together. */
  readonly ranks: readonly (readonly number[])[];
}

/** @throws RangeError when the graph has a cycle: a caller's bug, since a definition has none */
export function layersOf(graph: Graph): Layers {
  const needs = graph.needs.map((some) => [...new Set(some)]);
  const children: number[][] = needs.map(() => []);
  for (const [node, some] of needs.entries()) for (const need of some) children[need]?.push(node);
  const rank = ranksOf(needs, children);
  const part = partsOf(needs, children);
  const cells: Growing[] = needs.map((_, node) => ({
    node,
    rank: rank[node] ?? 0,
    part: part[node] ?? 0,
    before: [],
    after: [],
  }));
  const ranks = linked(cells, children);
  return { cells, ranks: ordered(cells, ranks) };
}

/** Longest paths from what needs nothing, by Kahn's order. */
function ranksOf(
  needs: readonly (readonly number[])[],
  children: readonly (readonly number[])[],
): number[] {
  const rank = needs.map(() => 0);
  const missing = needs.map((some) => some.length);
  const free = needs.flatMap((some, node) => (some.length === 0 ? [node] : []));
  for (let at = 0; at < free.length; at += 1) {
    const node = free[at] ?? 0;
    for (const child of children[node] ?? []) {
      rank[child] = Math.max(rank[child] ?? 0, (rank[node] ?? 0) + 1);
      const left = (missing[child] ?? 0) - 1;
      missing[child] = left;
      if (left === 0) free.push(child);
    }
  }
  if (free.length < needs.length) throw new RangeError("a graph with a cycle has no layers");
  return rank;
}

function partsOf(
  needs: readonly (readonly number[])[],
  children: readonly (readonly number[])[],
): number[] {
  const part = needs.map(() => -1);
  let count = 0;
  for (let first = 0; first < part.length; first += 1) {
    if (part[first] !== -1) continue;
    const open = [first];
    part[first] = count;
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const some of [needs[node], children[node]])
        for (const other of some ?? []) {
          if (part[other] !== -1) continue;
          part[other] = count;
          open.push(other);
        }
    }
    count += 1;
  }
  return part;
}

/**
 * Joins the cells of each rank to those of the next. Adds the cells of lines that go on: what leaves a rank for the
 * same far nodes goes there together, so that a stage which needs everything costs one line and not a bundle.
 */
function linked(cells: Growing[], children: readonly (readonly number[])[]): number[][] {
  const ranks: number[][] = [];
  for (const [node, { rank }] of cells.entries()) (ranks[rank] ??= []).push(node);
  const targets: (readonly number[])[] = [...children];
  for (const [rank, ids] of ranks.entries()) {
    const lines = new Map<string, number>();
    for (const id of ids) {
      const cell = cells[id];
      if (cell === undefined) continue;
      const far: number[] = [];
      for (const target of targets[id] ?? []) {
        if ((cells[target]?.rank ?? 0) > rank + 1) far.push(target);
        else join(cells, id, target);
      }
      if (far.length === 0) continue;
      const key = far.join(" ");
      let line = lines.get(key);
      if (line === undefined) {
        line = cells.length;
        lines.set(key, line);
        cells.push({ node: null, rank: rank + 1, part: cell.part, before: [], after: [] });
        targets.push(far);
        ranks[rank + 1]?.push(line);
      }
      join(cells, id, line);
    }
  }
  return ranks;
}

function join(cells: readonly Growing[], from: number, to: number): void {
  cells[from]?.after.push(to);
  cells[to]?.before.push(from);
}
