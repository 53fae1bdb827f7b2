// From stages to the nodes that are shown: all members of a matrix in one, or each by itself.
//
// A need names a stage, or a matrix and then all its members. What names neither is no edge.

export interface DagStage {
  readonly key: string;
  /** The matrix that it is a member of. */
  readonly group: string | null;
  readonly needs: readonly string[];
}

export interface DagNode {
  readonly key: string;
  /** Its stages, by their places: one, or all members of a folded matrix. */
  readonly stages: readonly number[];
  readonly isFolded: boolean;
  readonly group: string | null;
  /** Nodes, by their places in the result. */
  readonly needs: readonly number[];
}

/** In the order of the stages; a folded matrix stands where its first member does. */
export function folded(
  stages: readonly DagStage[],
  isOpen: (group: string) => boolean,
): readonly DagNode[] {
  const made: (Omit<DagNode, "needs"> & { readonly stages: number[] })[] = [];
  const named = new Map<string, number[]>();
  const name = (key: string, node: number): void => {
    const known = named.get(key);
    if (known === undefined) named.set(key, [node]);
    else if (known.at(-1) !== node) known.push(node);
  };
  for (const [place, { key, group }] of stages.entries()) {
    const isFolded = group !== null && !isOpen(group);
    const known = isFolded ? named.get(group)?.[0] : undefined;
    const node = known ?? made.length;
    if (known === undefined)
      made.push({ key: isFolded ? group : key, stages: [place], isFolded, group });
    else made[known]?.stages.push(place);
    name(key, node);
    if (group !== null) name(group, node);
  }
  // Members need the same, mostly: what was found for one serves the next.
  let before: readonly string[] = [];
  let found: readonly number[] = [];
  return made.map((node) => {
    const needs = node.stages.flatMap((place) => stages[place]?.needs ?? []);
    if (!isSame(needs, before)) {
      before = needs;
      found = [...new Set(needs.flatMap((need) => named.get(need) ?? []))];
    }
    return { ...node, needs: found };
  });
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
