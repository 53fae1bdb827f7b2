// How long a stage still takes: by the times before and by what its log proves, and how that is said.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stageKey } from "../../src/pipeline/ids.ts";
import {
  type History,
  type Left,
  type TimedStage,
  etaText,
  leftOf,
  leftText,
  leftUntil,
  percentile,
  usualOf,
} from "../../src/ui/eta.ts";
import { T0 } from "./rows.ts";

const MINUTE = 60_000;
const ZONE = "Africa/Tunis";

const running = (more: Partial<TimedStage> = {}): TimedStage => ({
  key: stageKey("train"),
  state: "running",
  startedAt: T0,
  dueAt: null,
  done: null,
  ...more,
});
const past = (...minutes: number[]): History =>
  new Map([["train", minutes.map((each) => each * MINUTE)]]);
const after = (minutes: number, history: History, stage = running()): Left =>
  leftOf(stage, history, T0 + minutes * MINUTE);
const known = (p50: number, p95: number | null): Left => ({
  is: "known",
  p50: p50 * MINUTE,
  p95: p95 === null ? null : p95 * MINUTE,
});

describe("a percentile", () => {
  it("is the value of the nearest rank, never one in between", () => {
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([1], 0.95)).toBe(1);
    const twenty = Array.from({ length: 20 }, (_, n) => n + 1);
    expect(percentile(twenty, 0.95)).toBe(19);
    expect(percentile([...twenty, 21], 0.95)).toBe(20);
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe("how long a stage still takes", () => {
  it("is what it took before without what it has had", () => {
    expect(after(10, past(40))).toEqual(known(30, null));
    expect(after(10, past(40, 60, 50))).toEqual(known(40, null));
  });

  it("has a p95 from five runs on", () => {
    expect(after(10, past(40, 50, 60, 70))).toEqual(known(40, null));
    expect(after(10, past(40, 50, 60, 70, 80))).toEqual(known(50, 70));
  });

  it("counts only those that took longer than it has had", () => {
    expect(after(65, past(40, 50, 60, 70, 80))).toEqual(known(5, 15));
  });

  it("is nothing for a moment, then longer than usual", () => {
    expect(after(41, past(40))).toEqual(known(0, null));
    expect(after(45, past(40))).toEqual({ is: "over" });
    expect(after(85, past(40, 50, 60, 70, 80))).toEqual(known(0, 0));
    expect(after(89, past(40, 50, 60, 70, 80))).toEqual({ is: "over" });
  });

  it("is not known without a past, and of a stage that does not run", () => {
    expect(after(1, new Map())).toEqual({ is: "unknown" });
    expect(after(1, past(40), running({ state: "queued" }))).toEqual({ is: "unknown" });
    expect(after(1, past(40), running({ startedAt: null }))).toEqual({ is: "unknown" });
  });

  it("is told for a member of a matrix by the others where it has no past of its own", () => {
    const others = new Map([
      ["fit[lr=1]", [20 * MINUTE]],
      ["fit[lr=2]", [40 * MINUTE]],
      ["fitting[lr=3]", [900 * MINUTE]],
    ]);
    const member = running({ key: stageKey("fit[lr=3]") });
    expect(after(10, others, member)).toEqual(known(10, null));
    expect(usualOf(others, "fit[lr=2]")).toEqual(known(40, null));
    expect(usualOf(others, "fitter")).toEqual({ is: "unknown" });
  });

  const told = (share: number, minutes: number): TimedStage =>
    running({ done: { share, at: T0 + minutes * MINUTE } });

  it("goes by the pace that its log proves, and counts down until the next line", () => {
    expect(after(10, new Map(), told(0.25, 10))).toEqual(known(30, null));
    expect(after(15, new Map(), told(0.25, 10))).toEqual(known(25, null));
    expect(after(10, past(50), told(0.25, 10))).toEqual(known(30, null));
  });

  it("has the band of its past around what the log proves", () => {
    expect(after(10, past(40, 40, 40, 40, 80), told(0.25, 10))).toEqual(known(30, 60));
  });

  it("does not go by a share that says too little, or that all is done", () => {
    expect(after(10, past(40), told(0.01, 10))).toEqual(known(30, null));
    expect(after(10, past(40), told(1, 10))).toEqual(known(30, null));
    expect(after(0.03, past(40), told(0.5, 0.03))).toEqual(known(39.97, null));
    expect(after(10, new Map(), told(0.01, 10))).toEqual({ is: "unknown" });
  });

  it("does not believe the bar of a part against all runs before, until it is longer than usual", () => {
    expect(after(1, past(60), told(0.9, 1))).toEqual(known(59, null));
    expect(after(20, past(60), told(0.05, 20))).toEqual(known(40, null));
    expect(after(200, past(60), told(0.5, 200))).toEqual(known(200, null));
  });

  it("does not go by a log whose own forecast has run out", () => {
    expect(after(19, new Map(), told(0.5, 5))).toEqual({ is: "unknown" });
    expect(after(19, past(60), told(0.5, 5))).toEqual(known(41, null));
  });
});

const durations = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 30 });
const shares = fc.option(
  fc.record({
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    at: fc.integer({ min: T0, max: T0 + 20_000_000 }),
  }),
  { nil: null },
);

describe("whatever was before", () => {
  it("nothing ends before now, and p95 is never before p50", () => {
    fc.assert(
      fc.property(durations, shares, fc.nat(20_000_000), (all, done, elapsed) => {
        const left = leftOf(running({ done }), new Map([["train", all]]), T0 + elapsed);
        if (left.is !== "known") return;
        expect(left.p50).toBeGreaterThanOrEqual(0);
        expect(left.p95 ?? left.p50).toBeGreaterThanOrEqual(left.p50);
      }),
    );
  });

  it("the end that its past tells only ever moves away, and once it is longer than usual it stays so", () => {
    fc.assert(
      fc.property(durations, fc.nat(20_000_000), fc.nat(5_000_000), (all, elapsed, more) => {
        const history = new Map([["train", all]]);
        const at = (ms: number): Left => leftOf(running(), history, T0 + ms);
        const ends = (left: Left, ms: number): readonly [number, number] => {
          if (left.is === "unknown") return [0, 0];
          if (left.is === "over") return [Infinity, Infinity];
          return [ms + left.p50, ms + (left.p95 ?? 0)];
        };
        const before = ends(at(elapsed), elapsed);
        const later = ends(at(elapsed + more), elapsed + more);
        expect(later[0]).toBeGreaterThanOrEqual(before[0]);
        expect(later[1]).toBeGreaterThanOrEqual(before[1]);
      }),
    );
  });
});

describe("the words for it", () => {
  it("say how long, that it is soon, or that it is late; nothing where nobody knows", () => {
    expect(leftText({ is: "known", p50: 37 * MINUTE, p95: null })).toBe("~37m");
    expect(leftText({ is: "known", p50: 300, p95: 900 })).toBe("any moment");
    expect(leftText({ is: "over" })).toBe("longer than usual");
    expect(leftText({ is: "unknown" })).toBe("");
  });

  it("say when, in the viewer's zone, with the band where it is another minute", () => {
    expect(etaText({ p50: T0 + 78 * MINUTE, p95: T0 + 101 * MINUTE }, T0, ZONE)).toBe(
      "ETA 03:18 (p95 03:41)",
    );
    expect(etaText({ p50: T0 + 78 * MINUTE, p95: T0 + 78 * MINUTE + 900 }, T0, ZONE)).toBe(
      "ETA 03:18",
    );
    expect(etaText({ p50: T0 + 78 * MINUTE, p95: null }, T0, ZONE)).toBe("ETA 03:18");
    expect(etaText({ p50: T0 + 25 * 60 * MINUTE, p95: null }, T0, ZONE)).toBe("ETA 16 Jan 03:00");
    expect(etaText(null, T0, ZONE)).toBe("");
  });

  it("turn an end into what is left, never less than nothing", () => {
    expect(leftUntil({ p50: T0 + MINUTE, p95: T0 + 2 * MINUTE }, T0)).toEqual(known(1, 2));
    expect(leftUntil({ p50: T0 - 1, p95: null }, T0)).toEqual(known(0, null));
    expect(leftUntil(null, T0)).toEqual({ is: "unknown" });
  });
});
