// Order and cycles of a graph, by example and as properties over graphs of any shape.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ancestorsOf, graphOf, type GraphStage, orderOf } from "../../src/pipeline/graph.ts";
import { stageKey } from "../../src/pipeline/ids.ts";

function stages(needs: Record<string, readonly string[]>): GraphStage[] {
  return Object.entries(needs).map(([key, names]) => ({
    key: stageKey(key),
    needs: names.map(stageKey),
  }));
}

/** Any graph: each stage needs any others, itself included. */
const anyGraph = fc
  .integer({ min: 1, max: 25 })
  .chain((count) =>
    fc
      .array(fc.array(fc.nat(count - 1), { maxLength: 4 }), { minLength: count, maxLength: count })
      .map((all) =>
        stages(Object.fromEntries(all.map((needs, i) => [`s${i}`, needs.map((n) => `s${n}`)]))),
      ),
  );

/** A graph without cycles, written in any order of its stages. */
const anyDag = fc
  .array(fc.array(fc.nat(1000), { maxLength: 4 }), { minLength: 1, maxLength: 25 })
  .map((all) =>
    all.map((needs, i): [string, string[]] => [
      `s${i}`,
      i === 0 ? [] : needs.map((n) => `s${n % i}`),
    ]),
  )
  .chain((entries) => fc.shuffledSubarray(entries, { minLength: entries.length }))
  .map((entries) => stages(Object.fromEntries(entries)));

describe("the order of stages", () => {
  it("has every stage once, behind all of its needs", () => {
    fc.assert(
      fc.property(anyDag, (dag) => {
        const graph = graphOf(dag);
        const result = orderOf(graph);
        if (!result.ok) throw new Error(result.cycle.join());
        const place = new Map(result.order.map((stage, i) => [stage, i]));
        expect(place.size).toBe(dag.length);
        for (const [stage, needs] of graph.needs.entries()) {
          for (const need of needs) expect(place.get(need)).toBeLessThan(place.get(stage)!);
        }
      }),
    );
  });

  it("is that of the file where the file is in a right order", () => {
    const graph = graphOf(stages({ a: [], b: ["a"], c: [], d: ["b"], e: ["c"] }));
    expect(orderOf(graph)).toEqual({ ok: true, order: [0, 1, 2, 3, 4] });
  });

  it("takes the first of the file among those that are free", () => {
    const graph = graphOf(stages({ late: ["first"], other: [], first: [], end: ["late"] }));
    expect(orderOf(graph)).toEqual({ ok: true, order: [1, 2, 0, 3] });
  });

  it("is found for a chain of 100,000 stages", () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => ({
      key: stageKey(`s${i}`),
      needs: i === 99_999 ? [] : [stageKey(`s${i + 1}`)],
    }));
    const result = orderOf(graphOf(chain));
    expect(result.ok && result.order[0]).toBe(99_999);
  });
});

describe("a cycle", () => {
  it("is named stage by stage, each needing the next, exactly where no order exists", () => {
    fc.assert(
      fc.property(anyGraph, (all) => {
        const graph = graphOf(all);
        const result = orderOf(graph);
        const reachesItself = all.some((_, stage) => ancestorsOf(graph, stage)[stage] === 1);
        expect(result.ok).toBe(!reachesItself);
        if (result.ok) return;
        const needsOf = new Map(all.map((stage) => [stage.key, stage.needs]));
        expect(result.cycle.length).toBeGreaterThan(1);
        expect(result.cycle.at(-1)).toBe(result.cycle[0]);
        expect(new Set(result.cycle).size).toBe(result.cycle.length - 1);
        for (const [i, key] of result.cycle.slice(0, -1).entries()) {
          expect(needsOf.get(key)).toContain(result.cycle[i + 1]);
        }
      }),
    );
  });
});

it("children mirror needs, and an unknown or repeated need has no edge", () => {
  const graph = graphOf(stages({ a: [], b: ["a", "a", "gone"], c: ["a", "b"] }));
  expect(graph.needs).toEqual([[], [0], [0, 1]]);
  expect(graph.children).toEqual([[1, 2], [2], []]);
});
