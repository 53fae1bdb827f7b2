// Keys by their names, as Ink tells of them.

import { describe, expect, it } from "vitest";
import { pressesOf } from "../../../src/ui/monitor/press.ts";

const keys = (input: string, key = {}): string[] => pressesOf(input, key).map((press) => press.key);

describe("keys", () => {
  it("are counted one by one where a slow line brings many as one text", () => {
    expect(keys("jjj")).toEqual(["j", "j", "j"]);
    expect(keys("ab\r")).toEqual(["a", "b", "Enter"]);
  });

  it("have names where they type nothing", () => {
    expect(keys("", { upArrow: true })).toEqual(["Up"]);
    expect(keys("\r", { return: true })).toEqual(["Enter"]);
    expect(keys("", { tab: true, shift: true })).toEqual(["S-Tab"]);
    expect(keys("d", { ctrl: true })).toEqual(["C-d"]);
    expect(keys("", { escape: true, meta: true })).toEqual(["Esc"]);
  });

  it("are nothing where a sequence is not known, and letters with Alt do nothing", () => {
    expect(keys("\u001B[99~".slice(1), { meta: true })).toEqual([]);
    expect(keys("\u0007")).toEqual([]);
    expect(keys("x", { meta: true })).toEqual([]);
  });
});
