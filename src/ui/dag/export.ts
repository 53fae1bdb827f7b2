// What texts for other programs have in common: nodes with what is written in them, and edges in bundles. All members
// of a matrix need the same, so a bundle is one statement, however many they are.

import type { DagNode } from "./fold.ts";

export interface Export extends DagNode {
  readonly place: number;
  /** What is written in it: it has passed the sanitiser. */
  readonly text: string;
  readonly shape: "stage" | "matrix" | "approval";
  readonly dashed: boolean;
}

export interface Bundle {
  readonly from: readonly Export[];
  readonly to: readonly Export[];
  readonly dashed: boolean;
}

/** Nodes by themselves, and those of each matrix that is not folded. */
export function groupsOf(nodes: readonly Export[]): {
  readonly single: readonly Export[];
  readonly groups: readonly (readonly [name: string, members: readonly Export[]])[];
} {
  const isMember = ({ group, isFolded }: Export): boolean => group !== null && !isFolded;
  const groups = Map.groupBy(nodes.filter(isMember), ({ group }) => group ?? "");
  return { single: nodes.filter((node) => !isMember(node)), groups: [...groups] };
}

/** In the order of their targets. */
export function edgesOf(nodes: readonly Export[]): Bundle[] {
  const targets = Map.groupBy(nodes, ({ group, key }) => group ?? key);
  return [...targets.values()].flatMap((to) => {
    const [first] = to;
    const needs = (first?.needs ?? []).flatMap((need) => nodes[need] ?? []);
    const sources = Map.groupBy(needs, ({ group, key }) => group ?? key);
    return [...sources.values()].map((from) => ({ from, to, dashed: first?.dashed ?? false }));
  });
}
