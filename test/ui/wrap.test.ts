import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainText } from "../../src/ui/sanitise.ts";
import { widthOf } from "../../src/ui/width.ts";
import { wrapped } from "../../src/ui/wrap.ts";

describe("a text over several lines", () => {
  it("breaks between words, and marks what had no room", () => {
    expect(wrapped("one two three four five", 9, 4)).toEqual(["one two", "three", "four five"]);
    expect(wrapped("one two three four five", 9, 2)).toEqual(["one two", "three fo…"]);
    expect(wrapped("one two three four five", 9, 2, "~")).toEqual(["one two", "three fo~"]);
    expect(wrapped("", 9, 4)).toEqual([]);
    expect(wrapped("one", 9, 0)).toEqual([]);
  });

  it("breaks a word that is longer than a line", () => {
    expect(wrapped("abcdefghij kl", 4, 9)).toEqual(["abcd", "efgh", "ij", "kl"]);
    expect(wrapped("漢字漢字", 5, 9)).toEqual(["漢字", "漢字"]);
  });

  it("loses nothing but spaces, and is never wider or longer than it may be", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 2, max: 30 }),
        (text, width) => {
          const clean = plainText(text);
          const lines = wrapped(clean, width, 1000);
          expect(lines.every((line) => widthOf(line) <= width)).toBe(true);
          const packed = (some: string): string => some.replaceAll(/\s/gu, "");
          expect(packed(lines.join(""))).toBe(packed(clean));
          expect(wrapped(clean, width, 2).length).toBeLessThanOrEqual(2);
        },
      ),
    );
  });
});
