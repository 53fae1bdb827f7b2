import { describe, expect, it } from "vitest";
import { table } from "../../src/cli/table.ts";
import { part } from "../../src/ui/line.ts";

const columns = [{ title: "RUN", name: true }, { title: "TOOK", right: true }, { title: "WHY" }];
const rows = [
  ["a#1", part("1s", "bad"), "short"],
  [`${"b".repeat(60)}#22`, part("12m", null), "a reason that is long"],
];

describe("a table", () => {
  it("is cut to the terminal, its names to a third of that, and a name keeps its end", () => {
    const fit = { paint: { colour: false, ascii: false }, columns: 30 };
    expect(table(columns, rows, fit)).toEqual([
      "RUN         TOOK  WHY",
      "a#1           1s  short",
      "bbbbb…b#22   12m  a reason th…",
    ]);
  });

  it("is never cut where it is piped, and a long name pads no other row beyond use", () => {
    const lines = table(columns, rows);
    expect(lines[1]).toBe(`a#1${" ".repeat(37)}    1s  short`);
    expect(lines[2]).toBe(`${"b".repeat(60)}#22   12m  a reason that is long`);
  });

  it("stands straight where some cells have a colour and some have none", () => {
    const lines = table(columns, rows, { paint: { colour: true, ascii: false }, columns: 60 });
    // oxlint-disable-next-line no-control-regex -- colours are what must not count
    const plain = lines.map((line) => line.replaceAll(/\u001B\[\d+m/gu, ""));
    expect(lines[1]).toContain("\u001B[31m");
    expect(new Set(plain.map((line) => line.search(/WHY|short|a reason/u))).size).toBe(1);
  });
});
