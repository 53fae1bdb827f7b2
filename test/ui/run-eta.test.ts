// When a run is over: with the last of its stages, along the path that takes longest.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StageState } from "../../src/engine/rows.ts";
import type { StageIf } from "../../src/pipeline/plan.ts";
import { stageKey } from "../../src/pipeline/ids.ts";
import type { TimedStage } from "../../src/ui/eta.ts";
import { type EtaFacts, etaOf } from "../../src/ui/run-eta.ts";
import { STAGE_MARKS } from "../../src/ui/theme.ts";
import { T0 } from "./rows.ts";

const MINUTE = 60_000;
const NOW = T0 + 10 * MINUTE;

interface Given {
  readonly state?: StageState;
  readonly needs?: readonly string[];
  readonly if?: StageIf;
  /** Minutes of each run before. */
  readonly past?: readonly number[];
  readonly dueAt?: number;
}

function facts(
  given: Readonly<Record<string, Given>>,
  run: Partial<EtaFacts["run"]> = {},
): EtaFacts {
  const all = Object.entries(given);
  const stages = all.map(([key, { state = "pending", dueAt = null }]): TimedStage => ({
    key: stageKey(key),
    state,
    startedAt: state === "running" ? T0 : null,
    dueAt,
    done: null,
  }));
  const needs = all.map(
    ([key, own]) =>
      [
        stageKey(key),
        { needs: (own.needs ?? []).map((need) => stageKey(need)), if: own.if ?? "success" },
      ] as const,
  );
  const history = all.map(
    ([key, { past = [] }]) => [key, past.map((minutes) => minutes * MINUTE)] as const,
  );
  return {
    run: { state: "running", dueAt: null, ...run },
    stages,
    needs: new Map(needs),
    history: new Map(history),
  };
}

/** Minutes from now. */
function eta(given: Readonly<Record<string, Given>>, run: Partial<EtaFacts["run"]> = {}) {
  const found = etaOf(facts(given, run), NOW);
  const minutes = (at: number): number => (at - NOW) / MINUTE;
  return found === null
    ? null
    : [minutes(found.p50), found.p95 === null ? null : minutes(found.p95)];
}

const train: Given = { state: "running", past: [40] };

describe("the end of a run", () => {
  it("is that of what runs with what comes behind it", () => {
    const given = {
      data: { state: "succeeded", past: [12] },
      train: { ...train, needs: ["data"] },
      promote: { needs: ["train"], past: [2] },
      notify: { needs: ["promote"], past: [1] },
    } as const;
    expect(eta(given)).toEqual([33, null]);
  });

  it("is that of the longest of its branches", () => {
    const given = {
      a: { state: "running", past: [20] },
      b: { needs: ["a"], past: [5] },
      c: { needs: ["a"], past: [9] },
      d: { needs: ["b", "c"], past: [1] },
    } as const;
    expect(eta(given)).toEqual([20, null]);
  });

  it("has a p95 only where each stage that is to come has one", () => {
    const five = [30, 30, 30, 30, 50];
    expect(eta({ a: { state: "running", past: five } })).toEqual([20, 40]);
    expect(eta({ a: { state: "running", past: five }, b: { needs: ["a"], past: five } })).toEqual([
      50, 90,
    ]);
    expect(eta({ a: { state: "running", past: five }, b: { past: [1] } })).toEqual([20, null]);
  });

  it("is not known where a stage that is to come never succeeded, waits for a person, or is late", () => {
    expect(eta({ train, next: { needs: ["train"] } })).toBeNull();
    expect(eta({ train, gate: { state: "waiting", past: [1] } })).toBeNull();
    expect(eta({ train, late: { state: "running", past: [1] } })).toBeNull();
  });

  it("is not known of a run that is queued, is being cancelled, or is over", () => {
    for (const state of ["queued", "cancelling", "succeeded"] as const)
      expect(eta({ train }, { state })).toBeNull();
  });

  it("takes no time for what has ended, however it did", () => {
    const over: StageState[] = ["succeeded", "cached", "skipped", "upstream_failed", "failed"];
    for (const state of over) expect(eta({ train, other: { state } })).toEqual([30, null]);
  });

  it("counts the wait before another try, for a place, and before another round", () => {
    expect(eta({ a: { state: "retrying", dueAt: NOW + 3 * MINUTE, past: [20] } })).toEqual([
      23,
      null,
    ]);
    expect(eta({ a: { state: "queued", dueAt: NOW + 7 * MINUTE, past: [20] } })).toEqual([
      27,
      null,
    ]);
    expect(eta({ a: { past: [20] } }, { dueAt: NOW + 5 * MINUTE })).toEqual([25, null]);
    expect(eta({ a: { past: [20] } }, { dueAt: NOW - 5 * MINUTE })).toEqual([20, null]);
  });

  it("spares what only runs after a failure as long as there is none", () => {
    const alarm: Given = { needs: ["train"], if: "failure" };
    expect(eta({ train, alarm })).toEqual([30, null]);
    expect(eta({ train, alarm, bad: { state: "failed" } })).toBeNull();
    expect(eta({ train, alarm: { ...alarm, past: [2] }, bad: { state: "failed" } })).toEqual([
      32,
      null,
    ]);
  });

  it("lets a last word without needs wait for all others, wherever it stands", () => {
    const given = {
      notify: { if: "always", past: [2] },
      tell: { needs: ["notify"], past: [1] },
      also: { if: "always", past: [2] },
      train,
    } as const;
    expect(eta(given)).toEqual([33, null]);
  });
});

const randomStage = fc.record({
  state: fc.constantFrom(...(Object.keys(STAGE_MARKS) as StageState[])),
  if: fc.constantFrom<StageIf>("success", "always", "failure"),
  past: fc.array(fc.nat(600), { maxLength: 8 }),
  needs: fc.array(fc.nat(), { maxLength: 3 }),
});
const randomRun = fc.array(randomStage, { minLength: 1, maxLength: 25 }).map((stages) =>
  Object.fromEntries(
    stages.map(({ needs, ...stage }, place) => {
      const before = place === 0 ? [] : needs.map((need) => `s${need % place}`);
      return [`s${place}`, { ...stage, needs: [...new Set(before)] }];
    }),
  ),
);

describe("whatever the graph", () => {
  it("no run ends before now, and p95 is never before p50", () => {
    fc.assert(
      fc.property(randomRun, (given) => {
        const found = etaOf(facts(given), NOW);
        if (found === null) return;
        expect(found.p50).toBeGreaterThanOrEqual(NOW);
        expect(found.p95 ?? found.p50).toBeGreaterThanOrEqual(found.p50);
      }),
      { numRuns: 300 },
    );
  });

  it("a run takes at least as long as any chain of what is to come in it", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(lengths, fc.array(fc.nat(), { maxLength: 60 }), (minutes, picks) => {
        const needsOf = (place: number): number[] =>
          place === 0
            ? []
            : picks.filter((_, n) => n % minutes.length === place).map((n) => n % place);
        const given = minutes.map((own, place): [string, Given] => [
          `s${place}`,
          { past: [own], needs: needsOf(place).map((need) => `s${need}`) },
        ]);
        const chain = (place: number): number =>
          (minutes[place] ?? 0) + Math.max(0, ...needsOf(place).map(chain));
        const longest = Math.max(...minutes.map((_, place) => chain(place)));
        expect(eta(Object.fromEntries(given))).toEqual([longest, null]);
      }),
      { numRuns: 200 },
    );
  });
});
