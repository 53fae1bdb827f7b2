import { describe, expect, it } from "vitest";
import {
  ATTEMPT_MARKS,
  RUN_MARKS,
  STAGE_MARKS,
  glyphOf,
  isBadEnd,
  runIsOver,
} from "../../src/ui/theme.ts";
import { widthOf } from "../../src/ui/width.ts";

const all = [RUN_MARKS, STAGE_MARKS, ATTEMPT_MARKS].flatMap((marks) => Object.values(marks));

describe("the look of a state", () => {
  it("is one column wide and has an ASCII form", () => {
    expect(all.filter((mark) => widthOf(mark.glyph) !== 1)).toEqual([]);
    expect(all.filter((mark) => !/^[!-~]$/u.test(mark.ascii))).toEqual([]);
    expect(all.length).toBe(8 + 14 + 9);
  });

  it("says the same by glyph as by ASCII, and a glyph has one of them only", () => {
    const pairs = new Map(all.map((mark) => [mark.glyph, mark.ascii]));
    for (const mark of all) expect(pairs.get(mark.glyph)).toBe(mark.ascii);
    expect(new Set(pairs.values()).size).toBe(pairs.size);
  });

  it("is never that of a success when it is none", () => {
    const fine = all.filter((mark) => mark.glyph === "✓" || mark.meaning === "ok");
    expect(new Set(fine.map((mark) => mark.word))).toEqual(new Set(["succeeded", "cached"]));
  });

  it("is loud only where a person is asked for", () => {
    const loud = all.filter((mark) => mark.meaning === "wait").map((mark) => mark.word);
    expect(loud).toEqual(["waits for a person"]);
  });

  it("can be drawn without Unicode", () => {
    expect(glyphOf(STAGE_MARKS.retrying, true)).toBe("r");
    expect(glyphOf(STAGE_MARKS.retrying, false)).toBe("↻");
  });

  it("counts a cancel as an end, but not as a bad one", () => {
    expect(runIsOver("cancelled")).toBe(true);
    expect(runIsOver("cancelling")).toBe(false);
    expect(isBadEnd("cancelled")).toBe(false);
    expect(isBadEnd("crashed")).toBe(true);
  });
});
