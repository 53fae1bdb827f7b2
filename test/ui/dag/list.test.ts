import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layersOf } from "../../../src/ui/dag/layers.ts";
import { type ListRow, listLines } from "../../../src/ui/dag/list.ts";
import { widthOf } from "../../../src/ui/width.ts";
import { type Named, graphs, label, named } from "./graphs.ts";

function rowsOf(
  { keys, needs }: Named,
  conditions: Readonly<Record<string, string>> = {},
): ListRow[] {
  return keys.map((key, node) => ({
    label: label(key),
    condition: conditions[key] ?? "",
    after: (needs[node] ?? []).map((need) => keys[need] ?? ""),
  }));
}

function list(graph: Named, columns: number, conditions = {}): string {
  const lines = listLines(layersOf(graph), rowsOf(graph, conditions), { columns, ascii: false });
  return `\n${lines.join("\n")}\n`;
}

const GRAPH = named({
  notify: ["train"],
  data: [],
  match: ["data"],
  analyze: ["data"],
  train: ["match", "analyze", "data"],
});

describe("the list", () => {
  it("goes by ranks, names what each stage comes after, and when it runs", () => {
    expect(list(GRAPH, 80, { notify: "always", train: "if params.n > 2" })).toBe(`
data
  match       after data
  analyze     after data
    train     if params.n > 2, after match, analyze, data
      notify  always, after train
`);
  });

  it("goes on in the next line where there is no room", () => {
    expect(list(GRAPH, 30, { notify: "always", train: "if params.n > 2" })).toBe(`
data
 match     after data
 analyze   after data
  train    if params.n > 2,
           after match,
           analyze, data
   notify  always, after train
`);
  });

  it("counts what would take the page", () => {
    const stages: Record<string, string[]> = {};
    for (let stage = 0; stage < 1200; stage += 1) stages[`s${stage}`] = [];
    const graph = named({ ...stages, end: Object.keys(stages) });
    const lines = list(graph, 80).trim().split("\n");
    expect(lines.length).toBeLessThan(1210);
    expect(lines.join(" ")).toContain("after s0, s1,");
    expect(lines.at(-1)).toContain("and 1176 more");
  });

  it("has a line for every stage and is never wider than it may be", () => {
    fc.assert(
      fc.property(graphs(40, 3), fc.integer({ min: 1, max: 120 }), (graph, columns) => {
        const lines = listLines(layersOf(graph), rowsOf(graph), { columns, ascii: true });
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
        if (columns < 40) return;
        const names = lines.flatMap((line) => /^ *(s\d+)(?: {2}|$)/.exec(line)?.[1] ?? []);
        for (const key of graph.keys) expect(names).toContain(key);
      }),
    );
  });
});
