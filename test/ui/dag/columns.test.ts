import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Drawing, drawColumns } from "../../../src/ui/dag/columns.ts";
import type { Label } from "../../../src/ui/dag/label.ts";
import { layersOf } from "../../../src/ui/dag/layers.ts";
import { widthOf } from "../../../src/ui/width.ts";
import { type Named, crossings, graphs, label, named, needsRead } from "./graphs.ts";

interface Case {
  readonly graph: Named;
  readonly labels: readonly Label[];
  readonly columns: number;
  readonly ascii: boolean;
}

const name = fc.oneof(
  fc.constantFrom("a", "train", "features", "数据", "e\u0301tude", "✓✗"),
  fc.string({ unit: fc.constantFrom("x", "数", "e\u0301", "=", "[", "é"), maxLength: 40 }),
);

const cases: fc.Arbitrary<Case> = fc.record({
  graph: fc.oneof(graphs(8, 3), graphs(30, 1), graphs(40, 2), crossings(5, 3), crossings(9, 2)),
  labels: fc
    .array(
      fc.record({
        before: fc.constantFrom("", "", "◆ "),
        name,
        count: fc.constantFrom("", "", " ×12"),
        after: fc.constantFrom("", "", " (always)"),
        dashed: fc.boolean(),
      }),
      { minLength: 40, maxLength: 40 },
    )
    .map((some) => some.map((one, at) => ({ ...one, name: `${at}${one.name}` }))),
  columns: fc.integer({ min: 20, max: 240 }),
  ascii: fc.boolean(),
});

function draw({ graph, labels, columns, ascii }: Case): Drawing {
  return drawColumns(layersOf(graph), labels.slice(0, graph.keys.length), { columns, ascii });
}

function sorted(needs: readonly (readonly number[])[]): number[][] {
  return needs.map((some) => [...new Set(some)].toSorted((a, b) => a - b));
}

/** Drawings only, each with the case that it is of. */
function drawn(check: (lines: readonly string[], boxes: Boxes, of: Case) => void): void {
  let count = 0;
  fc.assert(
    fc.property(cases, (one) => {
      const drawing = draw(one);
      if (drawing.is !== "drawn") return;
      count += 1;
      check(drawing.lines, drawing.boxes, one);
    }),
    { numRuns: 400 },
  );
  expect(count).toBeGreaterThan(100);
}
type Boxes = Extract<Drawing, { is: "drawn" }>["boxes"];

describe("a drawing in columns", () => {
  it("can be read back: following its lines gives the needs of every stage, and no other", () => {
    drawn((lines, boxes, { graph }) => {
      expect(needsRead(lines, boxes)).toEqual(sorted(graph.needs));
    });
  });

  it("is no wider than it may be", () => {
    drawn((lines, _, { columns }) => {
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    });
  });

  it("shows every stage once, with nothing on top of it, and each name whole or with its two ends", () => {
    drawn((lines, boxes, { labels, graph, ascii }) => {
      expect(boxes.map(({ node }) => node).toSorted((a, b) => a - b)).toEqual(
        graph.keys.map((_, node) => node),
      );
      const cells: string[] = [];
      for (const { x, y, width, node } of boxes) {
        // With the space behind it.
        for (let column = x; column <= x + width; column += 1) cells.push(`${column} ${y}`);
        const text = textAt(lines[y] ?? "", x, width);
        const { before = "", name = "", count = "", after = "" } = labels[node] ?? {};
        const shown = text.slice(before.length, text.length - count.length - after.length);
        expect(text).toBe(before + shown + count + after);
        const [head = "", tail] = shown.split(ascii ? "~" : "…");
        const isCut = tail !== undefined && widthOf(shown) >= 6;
        expect(isCut ? name.startsWith(head) && name.endsWith(tail) : shown === name).toBe(true);
      }
      expect(new Set(cells).size).toBe(cells.length);
    });
  });

  it("has no two names that look the same after they were cut", () => {
    drawn((lines, boxes) => {
      const texts = boxes.map(({ x, y, width }) => textAt(lines[y] ?? "", x, width));
      expect(new Set(texts).size).toBe(texts.length);
    });
  });

  it("tells with each place the name as it was cut", () => {
    drawn((lines, boxes) => {
      for (const { x, y, width, name } of boxes)
        expect(textAt(lines[y] ?? "", x, width)).toContain(name);
    });
  });

  it("is the same for the same graph", () => {
    drawn((lines, boxes, one) => {
      expect(draw(one)).toEqual({ is: "drawn", lines, boxes });
    });
  });

  it("has nothing but ASCII around the names where that is asked for", () => {
    fc.assert(
      fc.property(graphs(12, 3), (graph) => {
        const labels = graph.keys.map((key) => label(`${key}-with-a-long-name-of-its-own`));
        const drawing = draw({ graph, labels, columns: 160, ascii: true });
        const lines = drawing.is === "drawn" ? drawing.lines : [];
        expect(lines.join("")).toMatch(/^[ -~]*$/);
      }),
    );
  });

  it("that does not fit says in how many columns it would, and then it does", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const drawing = draw({ ...one, columns: 1 });
        const least = drawing.is === "drawn" ? null : drawing.columns;
        fc.pre(least !== null);
        expect(draw({ ...one, columns: least ?? 0 }).is).toBe("drawn");
        expect(draw({ ...one, columns: (least ?? 0) - 1 }).is).toBe("too wide");
      }),
    );
  });

  it("is given up where stages and needs are a web", () => {
    const keys = Array.from({ length: 80 }, (_, node) => `s${node}`);
    const needs = keys.map((_, node) =>
      node < 40 ? [] : [0, 1, 2, 3].map((step) => (node * 7 + step * step) % 40),
    );
    const labels = keys.map((key) => label(key));
    const room = { columns: 10_000, ascii: false };
    expect(drawColumns(layersOf({ needs }), labels, room)).toEqual({
      is: "too wide",
      columns: null,
    });
  });

  it("draws a matrix of 500 and what comes before and after it", () => {
    const stages: Record<string, string[]> = { data: [] };
    for (let member = 0; member < 500; member += 1) stages[`t${member}`] = ["data"];
    const graph = named({ ...stages, eval: Object.keys(stages).slice(1) });
    const labels = graph.keys.map((key) => label(key));
    const drawing = drawColumns(layersOf(graph), labels, { columns: 80, ascii: false });
    expect(drawing.is === "drawn" ? drawing.lines.length : 0).toBe(500);
  });
});

/** So many columns of a line from one on. */
function textAt(line: string, from: number, width: number): string {
  let column = 0;
  let text = "";
  for (const character of line) {
    const own = widthOf(character);
    if (
      own === 0 ? column > from && column <= from + width : column >= from && column < from + width
    )
      text += character;
    column += own;
  }
  return text;
}
