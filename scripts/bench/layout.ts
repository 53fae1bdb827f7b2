// What the layers of a graph cost, for graphs of real sizes made from a seed: 265 stages in 17 ranks; 1,000 in 3 ranks with
// 4,000 edges; 1,700 of which 1,200 are in one rank. Beside it, and without a goal, the whole drawing at 120 columns,
// or finding out that there is none.
//
// Prints the first pass and the median of the 31 after it, in milliseconds; fails where layers take more than 20.
// `node scripts/bench/layout.ts`

import { drawColumns } from "../../src/ui/dag/columns.ts";
import { layersOf } from "../../src/ui/dag/layers.ts";
import { finish, judge, quantile } from "./measure.ts";

const PASSES = 31;
const GOAL_MS = 20;

type Needs = readonly (readonly number[])[];

/** Numbers from 0 to below 1, the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Each stage needs one of the rank before, so that it stands in its own; further edges come from any earlier rank. */
function graph(sizes: readonly number[], edges: number): Needs {
  const chance = seeded(7);
  const pick = (below: number): number => Math.floor(chance() * below);
  const needs: Set<number>[] = [];
  const starts: number[] = [];
  for (const [rank, size] of sizes.entries()) {
    starts.push(needs.length);
    const before = starts[rank - 1] ?? 0;
    for (let stage = 0; stage < size; stage += 1)
      needs.push(new Set(rank === 0 ? [] : [before + pick(sizes[rank - 1] ?? 1)]));
  }
  const second = starts[1] ?? 0;
  let count = needs.length - second;
  while (count < edges) {
    const stage = second + pick(needs.length - second);
    const start = starts.findLast((first) => first <= stage) ?? 0;
    const some = needs[stage];
    const had = some?.size ?? 0;
    count += (some?.add(pick(start)).size ?? 0) - had;
  }
  return needs.map((some) => [...some]);
}

const GRAPHS: Readonly<Record<string, Needs>> = {
  "265 stages in 17 ranks": graph([9, ...Array.from({ length: 16 }, () => 16)], 340),
  "1,000 in 3 ranks, 4,000 edges": graph([333, 334, 333], 4000),
  "1,700, one rank of 1,200": graph([100, 200, 1200, 150, 50], 2400),
};

export function benchLayout(): void {
  for (const [name, needs] of Object.entries(GRAPHS)) {
    const labels = needs.map((_, node) => ({
      before: "",
      name: `stage-${node}`,
      count: "",
      after: "",
      dashed: false,
    }));
    const layout = timed(() => layersOf({ needs }));
    const layers = layersOf({ needs });
    const drawing = timed(() => drawColumns(layers, labels, { columns: 120, ascii: false }));
    const edges = needs.reduce((sum, some) => sum + some.length, 0);
    console.log(
      `layout of ${name}: ${needs.length} stages, ${edges} edges, ${layers.cells.length} cells: ` +
        `first ${layout.first.toFixed(1)} ms, median of ${PASSES} ${layout.median.toFixed(1)} ms; ` +
        `drawing ${drawing.median.toFixed(1)} ms`,
    );
    judge(`layout / ${name}`, layout.median, GOAL_MS, null, " ms");
  }
}

function timed(pass: () => unknown): { readonly first: number; readonly median: number } {
  const times = Array.from({ length: PASSES + 1 }, () => {
    const began = performance.now();
    pass();
    return performance.now() - began;
  });
  const [first = Number.NaN, ...rest] = times;
  return { first, median: quantile(rest, 0.5) };
}

if (import.meta.main) {
  benchLayout();
  finish();
}
