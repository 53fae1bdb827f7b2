// The graph of a run under one folding: its nodes, their ranks, and who is before and behind whom. Worked out once for a
// plan and a set of unfolded matrices, and kept by the plan's graph; how stages are doing has no part in it.

import { type DagNode, folded } from "../dag/fold.ts";
import { type Layers, layersOf } from "../dag/layers.ts";
import { listed } from "../dag/list.ts";
import type { GraphStage } from "./view.ts";

export interface Model {
  readonly graph: readonly GraphStage[];
  readonly nodes: readonly DagNode[];
  readonly layers: Layers;
  /** By node, those that need it. */
  readonly children: readonly (readonly number[])[];
  /** By node, how many are before it. */
  readonly ranks: readonly number[];
  /** Nodes from what needs nothing on. */
  readonly listed: readonly number[];
  /** By the key of a node, or of a stage that is folded in one. */
  readonly nodeOf: ReadonlyMap<string, number>;
  /** The most that are right before or behind one node. */
  readonly widest: number;
}

/** Of one plan no more foldings than these are kept. */
const MOST_KEPT = 8;

const kept = new WeakMap<readonly GraphStage[], Map<string, Model>>();

export function modelOf(graph: readonly GraphStage[], opened: readonly string[]): Model {
  const models = kept.get(graph) ?? new Map<string, Model>();
  kept.set(graph, models);
  const folding = opened.join("\n");
  const known = models.get(folding);
  if (known !== undefined) return known;
  const model = made(graph, new Set(opened));
  for (const oldest of [...models.keys()].slice(0, models.size - MOST_KEPT + 1))
    models.delete(oldest);
  models.set(folding, model);
  return model;
}

function made(graph: readonly GraphStage[], opened: ReadonlySet<string>): Model {
  const nodes = folded(graph, (group) => opened.has(group));
  const layers = layersOf({ needs: nodes.map(({ needs }) => needs) });
  const children: number[][] = nodes.map(() => []);
  const nodeOf = new Map<string, number>();
  for (const [place, { key, needs, stages }] of nodes.entries()) {
    nodeOf.set(key, place);
    for (const stage of stages) nodeOf.set(graph[stage]?.key ?? "", place);
    for (const need of needs) children[need]?.push(place);
  }
  let widest = 0;
  for (const [place, { needs }] of nodes.entries())
    widest = Math.max(widest, needs.length, children[place]?.length ?? 0);
  return {
    graph,
    widest,
    nodes,
    layers,
    children,
    nodeOf,
    ranks: nodes.map((_, place) => layers.cells[place]?.rank ?? 0),
    listed: listed(layers).map(({ node }) => node),
  };
}

/** The matrices of a plan, in its order. */
export function groupsOf(graph: readonly GraphStage[]): string[] {
  return [...new Set(graph.flatMap(({ group }) => (group === null ? [] : [group])))];
}
