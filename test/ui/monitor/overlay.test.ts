// A box over lines: what it covers is covered whole, and nothing becomes wider.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Line, lineWidth, part } from "../../../src/ui/line.ts";
import { overlaid } from "../../../src/ui/monitor/overlay.ts";
import { cut, padEnd } from "../../../src/ui/width.ts";

const text = (line: Line): string => line.map((one) => one.text).join("");
const room = (columns: number, rows: number) => ({ columns, rows, ascii: false, zone: "UTC" });

describe("a box over a screen", () => {
  it("stands in the middle, and what is beside it stays", () => {
    const lines = ["a", "b", "c"].map((each) => [part(each.repeat(12))]);
    const box = [[part("[--]")]];
    expect(overlaid(lines, box, room(12, 3)).map(text)).toEqual([
      "aaaaaaaaaaaa",
      "bbbb[--]bbbb",
      "cccccccccccc",
    ]);
  });

  it("never shows the half of a wide character at its edges", () => {
    const lines = [[part("漢漢漢漢漢漢")]];
    expect(overlaid(lines, [[part("[]")]], room(12, 1)).map(text)).toEqual(["漢漢 [] 漢漢"]);
  });

  it("stands alone where next to nothing would be left beside it", () => {
    expect(overlaid([[part("aaaaaaaa")]], [[part("[--]")]], room(8, 1)).map(text)).toEqual([
      "  [--]",
    ]);
  });

  it("keeps every line within the terminal, whatever stands there", () => {
    const texts = fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { maxLength: 6 });
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 4, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (all, columns, rows) => {
          const clean = all.map((each) => each.replaceAll(/\p{Cc}/gu, ""));
          const lines = clean
            .slice(0, rows)
            .map((each) => [part(padEnd(cut(each, columns), columns))]);
          const box = [[part("┌──┐")], [part("└──┘")]];
          const drawn = overlaid(lines, box, room(columns, rows));
          expect(drawn.length).toBeLessThanOrEqual(rows);
          for (const line of drawn) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});
