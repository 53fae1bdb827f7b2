// Drawings as they are looked at. A change of one of these is a change of looks: look at it.

import { describe, expect, it } from "vitest";
import { drawColumns } from "../../../src/ui/dag/columns.ts";
import type { Label } from "../../../src/ui/dag/label.ts";
import { layersOf } from "../../../src/ui/dag/layers.ts";
import { label, named, needsRead } from "./graphs.ts";

type Stages = Readonly<Record<string, readonly string[]>>;

function drawing(
  stages: Stages,
  columns = 80,
  ascii = false,
  labels: Readonly<Record<string, Partial<Label>>> = {},
): string {
  const graph = named(stages);
  const all = graph.keys.map((key) => label(key, labels[key]));
  const drawn = drawColumns(layersOf(graph), all, { columns, ascii });
  if (drawn.is === "too wide") return `too wide: ${String(drawn.columns)}`;
  // What is looked at here is also true.
  const needs = graph.needs.map((some) => some.toSorted((a, b) => a - b));
  expect(needsRead(drawn.lines, drawn.boxes)).toEqual(needs);
  return `\n${drawn.lines.join("\n")}\n`;
}

describe("a drawing of", () => {
  it("a diamond", () => {
    const stages = { data: [], match: ["data"], analyze: ["data"], meta: ["match", "analyze"] };
    expect(drawing(stages)).toBe(`
data ─┬─► match ───┬─► meta
      └─► analyze ─┘
`);
  });

  it("a chain", () => {
    expect(drawing({ data: [], train: ["data"], push: ["train"] })).toBe(`
data ──► train ──► push
`);
  });

  it("a folded matrix, an approval and a stage that always runs", () => {
    const stages = {
      data: [],
      train: ["data"],
      baseline: ["data"],
      pick: ["train", "baseline"],
      "sign-off": ["pick"],
      notify: ["sign-off", "data"],
    };
    const labels = {
      train: { count: " ×12" },
      "sign-off": { before: "◆ " },
      notify: { after: " (always)", dashed: true },
    };
    expect(drawing(stages, 80, false, labels)).toBe(`
data ─┬─► train ×12 ─┬─► pick ──► ◆ sign-off ─┬╌► notify (always)
      ├─► baseline ──┘                        │
      └───────────────────────────────────────┘
`);
  });

  it("parts that nothing connects", () => {
    const stages = { lint: [], data: [], train: ["data"], docs: [], types: [], build: [] };
    expect(drawing({ ...stages, test: ["build"] })).toBe(`
lint

data ───► train

docs
types

build ──► test
`);
  });

  it("lines that go over ranks, under others and into one", () => {
    const stages = {
      raw: [],
      clean: ["raw"],
      split: ["clean"],
      train: ["split"],
      eval: ["raw", "split", "train"],
      report: ["clean", "eval"],
    };
    expect(drawing(stages)).toBe(`
raw ─┬─► clean ───┬─► split ───┬───► train ─┬─► eval ─┬─► report
     └──────────┐ └──────────┐ │            │         │
                │            │ └─┐          │         │
                └────────────│───┴──────────┘         │
                             └────────────────────────┘
`);
  });

  it("stages of which each needs another two, which a shared line would make three", () => {
    const stages = { a: [], b: [], c: [], x: ["a", "b"], y: ["b", "c"], z: ["a", "c"] };
    expect(drawing(stages)).toBe(`
a ─────┬─┬─► x
     ┌─│─┘
b ───┤ │
     │ └─┐
c ─┬─│───┴─► z
   └─│─┐
     └─┴───► y
`);
    expect(drawing(stages, 80, true)).toBe(`
a -----+-+-> x
     +-|-+
b ---+ |
     | +-+
c -+-|---+-> z
   +-|-+
     +-+---> y
`);
  });

  it("stages of which each needs all before, by one line for all", () => {
    const all = ["a", "b", "c"];
    expect(drawing({ a: [], b: [], c: [], x: all, y: all, z: all })).toBe(`
a ─┬─► x
b ─┼─► y
c ─┴─► z
`);
  });

  it("a stage that shares one need with another: a track keeps it from looking like both", () => {
    expect(drawing({ p: [], q: [], t: ["p", "q"], u: ["q"] })).toBe(`
p ───┬─► t
   ┌─┘
q ─┴───► u
`);
  });

  it("stages beside what they need", () => {
    const stages = { a: [], b: [], c: [], a1: ["a"], a2: ["a"], b1: ["b"], c1: ["c"], c2: ["c"] };
    expect(drawing({ ...stages, end: ["a1", "a2", "b1", "c1", "c2"] })).toBe(`
a ─┬─► a1 ─┬─► end
   └─► a2 ─┤
b ───► b1 ─┤
c ─┬─► c1 ─┤
   └─► c2 ─┘
`);
  });

  it("long names, cut in their middle", () => {
    const first = "download-the-reviews-of-all-shops";
    const second = "drop-duplicates-and-spam-reviews";
    const stages = { [first]: [], [second]: [first], "train-on-the-rest": [second] };
    expect(drawing(stages)).toBe(`
download-the-…of-all-shops ──► drop-duplicat…spam-reviews ──► train-on-the-rest
`);
    expect(drawing(stages, 50)).toBe(`
downlo…-shops ──► drop-d…eviews ──► train-…e-rest
`);
    expect(drawing(stages, 30)).toBe("too wide: 34");
  });

  it("names of wide characters and of characters with marks", () => {
    const stages = { 下载数据: [], "e\u0301tude": ["下载数据"], 训练: ["下载数据"] };
    expect(drawing({ ...stages, 评估: ["e\u0301tude", "训练"] })).toBe(`
下载数据 ─┬─► e\u0301tude ─┬─► 评估
          └─► 训练 ──┘
`);
  });

  it("17 ranks", () => {
    const stages: Record<string, string[]> = {};
    for (let rank = 1; rank <= 17; rank += 1)
      stages[`s${rank}`] = rank === 1 ? [] : [`s${rank - 1}`];
    stages["s9"] = ["s3", "s8"];
    expect(drawing(stages, 124)).toBe(`
s1 ──► s2 ──► s3 ─┬─► s4 ──► s5 ──► s6 ──► s7 ──► s8 ─┬─► s9 ──► s10 ──► s11 ──► s12 ──► s13 ──► s14 ──► s15 ──► s16 ──► s17
                  └───────────────────────────────────┘
`);
    expect(drawing(stages, 123)).toBe("too wide: 124");
  });
});
