import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lane, sparkline } from "../../src/ui/spark.ts";
import { widthOf } from "../../src/ui/width.ts";

describe("a sparkline", () => {
  it("goes from its lowest to its highest value, in bars or in ASCII", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 20, false)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 20, true)).toBe("_.:-=+*#");
    expect(sparkline([0.9, 0.5, 0.41], 20, false)).toBe("█▂▁");
  });

  it("has the newest value in its last bar, however many share one", () => {
    const points = Array.from({ length: 1000 }, (_, n) => (n === 999 ? 5 : 0));
    expect(sparkline(points, 10, false)).toBe("▁▁▁▁▁▁▁▁▁█");
    expect(sparkline([9, 1, 9, 2], 2, false)).toBe("▁█");
  });

  it("stands in the middle where nothing changes, and is empty without points", () => {
    expect(sparkline([3, 3, 3], 9, false)).toBe("▄▄▄");
    expect(sparkline([7], 9, true)).toBe("-");
    expect(sparkline([], 9, false)).toBe("");
    expect(sparkline([1, 2], 0, false)).toBe("");
  });

  it("leaves a gap for what is no number, and draws infinities at the ends", () => {
    expect(sparkline([0, NaN, 7], 9, false)).toBe("▁ █");
    expect(sparkline([0, Infinity, -Infinity, 7], 9, false)).toBe("▁█▁█");
    expect(sparkline([NaN, NaN], 9, false)).toBe("  ");
    expect(sparkline([Infinity, Infinity], 9, false)).toBe("██");
    expect(sparkline([-Number.MAX_VALUE, 0, Number.MAX_VALUE], 9, false)).toBe("▁▅█");
  });

  it("is one column a bar, and as many bars as points or cells, whatever the values", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.nat(60), fc.boolean(), (points, cells, ascii) => {
        const line = sparkline(points, cells, ascii);
        expect(widthOf(line)).toBe(Math.min(points.length, cells));
      }),
    );
  });
});

describe("a lane", () => {
  it("begins at nothing and is full at the known most, so that two can be compared", () => {
    expect(lane([0, 50, 100, 182], 9, 200, false)).toBe("▁▃▅█");
    expect(lane([50, 100, 250], 9, 100, true)).toBe("=##");
  });

  it("shows a short peak among many values, and gaps where nothing is known", () => {
    const values = Array.from({ length: 100 }, (_, n) => (n === 42 ? 100 : 10));
    expect(lane(values, 10, 100, false)).toBe("▁▁▁▁█▁▁▁▁▁");
    expect(lane([null, 10, null], 9, 10, false)).toBe(" █ ");
  });

  it("is flat where there is nothing to measure by", () => {
    expect(lane([0, 0], 9, 0, false)).toBe("▁▁");
    expect(lane([], 9, 100, false)).toBe("");
  });
});
