import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sanitise } from "../../src/ui/sanitise.ts";
import { cut, cutMiddle, headOf, padEnd, padStart, widthOf } from "../../src/ui/width.ts";

const anyText = fc.string({ unit: "binary", maxLength: 60 }).map((text) => sanitise(text));

describe("the width of a text", () => {
  it.each([
    ["", 0],
    ["train", 5],
    ["漢字", 4],
    ["한글", 4],
    ["ｆｕｌｌ", 8],
    ["e\u0301", 1],
    ["😀", 2],
    ["⚠", 1],
    ["🇹🇳", 2],
    ["1\u20E3", 2],
    ["✓✗▲●↻◌◆≡⊘↯◷…·━─", 15],
  ])("of %j is %d columns", (text, columns) => {
    expect(widthOf(text)).toBe(columns);
  });
});

describe("a text that is cut", () => {
  it.each([
    ["evaluate", 8, "evaluate"],
    ["evaluate", 5, "eval…"],
    ["evaluate", 1, "…"],
    ["evaluate", 0, ""],
    ["漢字漢字", 6, "漢字…"],
    ["漢字漢字", 4, "漢…"],
  ])("%j in %d columns is %j", (text, columns, shown) => {
    expect(cut(text, columns)).toBe(shown);
  });

  it("keeps both ends of a name whose ends tell it apart", () => {
    expect(cutMiddle("train[lr=0.1,model=bert]", 13)).toBe("train[…=bert]");
    expect(cutMiddle("short", 13)).toBe("short");
    expect(cutMiddle("evaluate", 2)).toBe("e…");
  });

  it("never takes more columns than it may, and loses nothing when there is room", () => {
    fc.assert(
      fc.property(anyText, fc.nat(70), (text, columns) => {
        for (const short of [cut(text, columns), cutMiddle(text, columns), headOf(text, columns)]) {
          expect(widthOf(short)).toBeLessThanOrEqual(columns);
        }
        expect(cut(text, widthOf(text))).toBe(text);
      }),
    );
  });

  it("is filled up by columns, not by characters", () => {
    expect(padEnd("漢", 4)).toBe("漢  ");
    expect(padStart("9s", 4)).toBe("  9s");
    expect(padEnd("longer", 3)).toBe("longer");
  });
});
