// What a gate asks for and the numbers that it judges, on one line, with what would come of it.

import { describe, expect, it } from "vitest";
import type { Champion } from "../../src/engine/gate.ts";
import { type GateView, gateLines } from "../../src/ui/gate-line.ts";
import { GATE } from "../engine/gate.ts";

const CHAMPION: Champion = { version: 3, value: 0.912, filesAreGone: false };

function lineOf(changes: Partial<GateView>, ascii = false, columns = 120): string {
  const view = { model: "m", gate: GATE, value: 0.921, champion: CHAMPION, isOver: false };
  return gateLines({ ...view, ...changes }, columns, ascii)
    .map((line) => line.map(({ text }) => text).join(""))
    .join("\n");
}

describe("8.5 the line of a gate", () => {
  it("has the number, the floor, and the champion, and says what would come of it", () => {
    expect(lineOf({})).toBe("f1 0.921 · floor 0.8 · champion v3 0.912 → passes");
    expect(lineOf({ value: 0.9 })).toBe("f1 0.9 · floor 0.8 · champion v3 0.912 → champion stays");
    expect(lineOf({ value: 0.7 })).toBe("f1 0.7 · floor 0.8 · champion v3 0.912 → refused");
    const gate = { ...GATE, ifNotBetter: "warn" } as const;
    expect(lineOf({ gate, value: 0.9 })).toMatch(/ → not better: refused$/u);
  });

  it("says that a number is not known yet, and judges nothing then", () => {
    expect(lineOf({ value: null })).toBe("f1 – · floor 0.8 · champion v3 0.912");
    expect(lineOf({ champion: null })).toBe("f1 0.921 · floor 0.8 · no champion yet → passes");
    expect(lineOf({ champion: { ...CHAMPION, value: null } })).toBe(
      "f1 0.921 · floor 0.8 · champion v3 has no f1 → refused",
    );
  });

  it("names every rule that there is", () => {
    const gate = {
      ...GATE,
      metric: "loss",
      goal: "min",
      min: null,
      max: 0.5,
      tolerance: 0.01,
    } as const;
    expect(lineOf({ gate, value: 0.3 })).toBe(
      "loss 0.3 · ceiling 0.5 · champion v3 0.912 · tolerance 0.01 · lower is better → passes",
    );
  });

  it("tells nothing of what would come once it has judged", () => {
    expect(lineOf({ isOver: true })).toBe("f1 0.921 · floor 0.8 · champion v3 0.912");
    expect(lineOf({ isOver: true, champion: null })).toBe("f1 0.921 · floor 0.8");
  });

  it("says on a line of its own what would come of it where one is too short", () => {
    expect(lineOf({}, false, 40)).toBe("f1 0.921 · floor 0.8 · champion v3 0.912\n→ passes");
  });

  it("has nothing beyond ASCII where that is asked for", () => {
    expect(lineOf({ value: null }, true)).toBe("f1 -, floor 0.8, champion v3 0.912");
    expect(lineOf({}, true)).toBe("f1 0.921, floor 0.8, champion v3 0.912 -> passes");
  });
});
