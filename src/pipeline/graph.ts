// The stages of a pipeline as a graph, and an order in which every need comes before the stage that has it.
//
// Stages are numbers here, their places in the given list. A need that names no stage has no edge: whoever reads
// the file reports it. Nothing recurses, so a chain may have a hundred thousand stages.

import type { StageKey } from "./ids.ts";
import { SmallestFirst } from "./smallest-first.ts";

export interface Graph {
  readonly keys: readonly StageKey[];
  readonly index: ReadonlyMap<StageKey, number>;
  /** For each stage the stages that it needs. */
  readonly needs: readonly (readonly number[])[];
  /** For each stage the stages that need it. */
  readonly children: readonly (readonly number[])[];
}

export interface GraphStage {
  readonly key: StageKey;
  readonly needs: readonly StageKey[];
}

export function graphOf(stages: readonly GraphStage[]): Graph {
  const keys = stages.map((stage) => stage.key);
  const index = new Map(keys.map((key, place): [StageKey, number] => [key, place]));
  const children: number[][] = keys.map(() => []);
  const needs = stages.map((stage, place) => {
    const known = new Set(
      stage.needs.map((key) => index.get(key)).filter((need) => need !== undefined),
    );
    for (const need of known) children[need]?.push(place);
    return [...known];
  });
  return { keys, index, needs, children };
}

export type Order =
  | { readonly ok: true; readonly order: number[] }
  /** `cycle` begins and ends with the same stage; each needs the next one. */
  | { readonly ok: false; readonly cycle: StageKey[] };

/**
 * Kahn's algorithm (Communications of the ACM, 1962). Of the stages that are free the first of the file goes next,
 * so a file that is in a right order keeps it. Linear in edges.
 */
export function orderOf(graph: Graph): Order {
  const missing = graph.needs.map((needs) => needs.length);
  const free = new SmallestFirst();
  for (const [stage, count] of missing.entries()) if (count === 0) free.put(stage);
  const order: number[] = [];
  for (let stage = free.take(); stage !== undefined; stage = free.take()) {
    order.push(stage);
    for (const child of graph.children[stage] ?? []) {
      const left = (missing[child] ?? 0) - 1;
      missing[child] = left;
      if (left === 0) free.put(child);
    }
  }
  if (order.length === graph.keys.length) return { ok: true, order };
  return { ok: false, cycle: cycleIn(graph, missing) };
}

/** Every stage that is left needs another that is left: following those must come back to where it was. */
function cycleIn(graph: Graph, missing: readonly number[]): StageKey[] {
  const isLeft = (stage: number): boolean => (missing[stage] ?? 0) > 0;
  const seen = new Map<number, number>();
  const path: number[] = [];
  let here = missing.findIndex((count) => count > 0);
  while (!seen.has(here)) {
    seen.set(here, path.length);
    path.push(here);
    here = graph.needs[here]?.find(isLeft) ?? here;
  }
  const cycle = path.slice(seen.get(here));
  return [...cycle, here].flatMap((stage) => graph.keys[stage] ?? []);
}

/** All stages above one, as a mark per stage: its needs, theirs, and so on. Linear in stages and edges. */
export function ancestorsOf(graph: Graph, stage: number): Uint8Array {
  const above = new Uint8Array(graph.keys.length);
  const open = [stage];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const need of graph.needs[here] ?? []) {
      if (above[need] === 1) continue;
      above[need] = 1;
      open.push(need);
    }
  }
  return above;
}
