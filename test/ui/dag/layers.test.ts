import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Layers, layersOf } from "../../../src/ui/dag/layers.ts";
import { graphs, named } from "./graphs.ts";

const any = fc.oneof(graphs(12, 3), graphs(40, 2), graphs(60, 6));

/** What each node needs, going back through the cells of lines. */
function needsOf({ cells }: Layers, id: number): number[] {
  const found = (cells[id]?.before ?? []).flatMap((before) => {
    const node = cells[before]?.node ?? null;
    return node === null ? needsOf({ cells, ranks: [] }, before) : [node];
  });
  return [...new Set(found)].toSorted((a, b) => a - b);
}

describe("layers", () => {
  it("lead from each rank to the next, and by way of the cells of lines to exactly what is needed", () => {
    fc.assert(
      fc.property(any, ({ needs }) => {
        const layers = layersOf({ needs });
        for (const { rank, after } of layers.cells)
          for (const to of after) expect(layers.cells[to]?.rank).toBe(rank + 1);
        for (const [node, some] of needs.entries()) {
          expect(layers.cells[node]?.node).toBe(node);
          const sorted = [...new Set(some)].toSorted((a, b) => a - b);
          expect(needsOf(layers, node)).toEqual(sorted);
          const ranks = some.map((need) => layers.cells[need]?.rank ?? 0);
          expect(layers.cells[node]?.rank).toBe(Math.max(-1, ...ranks) + 1);
        }
      }),
    );
  });

  it("have every cell in its rank once, and the parts of the graph one below the other", () => {
    fc.assert(
      fc.property(any, ({ needs }) => {
        const { cells, ranks } = layersOf({ needs });
        const all = ranks.flat().toSorted((a, b) => a - b);
        expect(all).toEqual(cells.map((_, id) => id));
        for (const [rank, ids] of ranks.entries()) {
          expect(ids.every((id) => cells[id]?.rank === rank)).toBe(true);
          const parts = ids.map((id) => cells[id]?.part ?? 0);
          expect(parts).toEqual(parts.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it("are the same for the same graph", () => {
    fc.assert(
      fc.property(any, ({ needs }) => {
        expect(layersOf({ needs })).toEqual(layersOf({ needs: structuredClone(needs) }));
      }),
    );
  });

  it("put what can be untangled in an order without crossings", () => {
    const { needs } = named({ a: [], b: [], c: [], x: ["c"], y: ["b"], z: ["a"] });
    const { ranks } = layersOf({ needs });
    expect(ranks.map((ids) => ids.map((id) => "abcxyz"[id]).join(""))).toEqual(["abc", "zyx"]);
  });

  it("cost one line for a stage that needs all of a long chain", () => {
    const needs = Array.from({ length: 1000 }, (_, node) => (node === 0 ? [] : [node - 1]));
    needs.push(needs.map((_, node) => node));
    expect(layersOf({ needs }).cells.length).toBe(1001 + 999);
  });

  it("hold a chain of a hundred thousand stages", () => {
    const needs = Array.from({ length: 100_000 }, (_, node) => (node === 0 ? [] : [node - 1]));
    expect(layersOf({ needs }).ranks.length).toBe(100_000);
  });

  it("do not exist for a cycle", () => {
    expect(() => layersOf({ needs: [[1], [0], []] })).toThrow(RangeError);
  });
});
