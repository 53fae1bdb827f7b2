// Pipelines, scripts and cancels that nobody would write by hand, for the properties: every shape that a plan can have,
// every end that an attempt can have. All of it is plain data, so that fast-check can shrink and print it.

import * as fc from "fast-check";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, type Script, stagePlan } from "./simulate.ts";

export interface Cancel {
  readonly atMs: number;
  /** The place of a stage, or null for the whole run. */
  readonly stage: number | null;
}

export interface Case {
  readonly plan: Plan;
  /** By place and attempt started: `scripts[(place * 7 + attempt) % length]`. */
  readonly scripts: readonly Script[];
  readonly cancels: readonly Cancel[];
  readonly maxRunning: number;
  /** A run of the same pipeline that is there before, and holds the place for so long; 0 for none. */
  readonly busyMs: number;
}

const script: fc.Arbitrary<Script> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ code: fc.constant(0), takes: fc.nat(300) }) },
  { weight: 4, arbitrary: fc.record({ code: fc.constantFrom(1, 2, 75), takes: fc.nat(300) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      hang: fc.constant(true as const),
      stopTakes: fc.nat(50_000),
      onStop: fc.constantFrom(0, 143),
    }),
  },
  { weight: 1, arbitrary: fc.record({ lost: fc.constant(true as const), takes: fc.nat(300) }) },
  { weight: 1, arbitrary: fc.constant({ fenced: true } as const) },
  { weight: 1, arbitrary: fc.constant({ refused: "no such folder" } as const) },
);

const retry = fc.record({
  times: fc.nat(3),
  delayMs: fc.constantFrom(0, 100, 5_000),
  backoff: fc.constantFrom("constant", "linear", "exponential"),
  factor: fc.constant(2),
  maxDelayMs: fc.constantFrom(null, 8_000),
  jitter: fc.constantFrom(0, 0.5, 1),
  onExit: fc.constantFrom([], [75]),
  notOnExit: fc.constantFrom([], [2]),
});

const loose = fc.record({
  needs: fc.array(fc.nat(29), { maxLength: 4 }),
  if: fc.oneof(
    { weight: 6, arbitrary: fc.constant("success" as const) },
    fc.constantFrom("always" as const, "failure" as const),
  ),
  uses: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.constant("notify")),
  retry,
  timeoutMs: fc.constantFrom(null, null, 200, 10_000),
  onFail: fc.constantFrom("fail", "fail", "warn", "ignore"),
  onCrash: fc.constantFrom("fail", "retry"),
});

// A need is a number of any size: what it names is settled by the places before the stage.
const stages: fc.Arbitrary<StagePlan[]> = fc
  .array(loose, { minLength: 1, maxLength: 30 })
  .map((list) =>
    list.map(({ needs, ...rest }, place) => {
      const above = place === 0 ? [] : [...new Set(needs.map((need) => `s${need % place}`))];
      return stagePlan(`s${place}`, { ...rest, after: above });
    }),
  );

const plan: fc.Arbitrary<Plan> = fc
  .record({
    stages,
    timeoutMs: fc.constantFrom(null, null, 500, 20_000),
    maxParallel: fc.constantFrom(null, 1, 3),
  })
  .map(({ stages: list, ...over }) => planOf(list, over));

export const cases: fc.Arbitrary<Case> = fc.record({
  plan,
  scripts: fc.array(script, { minLength: 1, maxLength: 40 }),
  cancels: fc.array(
    fc.record({ atMs: fc.nat(1_500), stage: fc.oneof(fc.constant(null), fc.nat(29)) }),
    { maxLength: 4 },
  ),
  maxRunning: fc.constantFrom(1, 2, 8),
  busyMs: fc.constantFrom(0, 0, 400),
});

/** Nobody cancels and nothing hangs: only what the stages do decides. */
export const calmCases: fc.Arbitrary<Case> = cases.map((one) => ({
  ...one,
  plan: { ...one.plan, timeoutMs: null },
  scripts: one.scripts.map((script) => ("hang" in script ? { code: 1, takes: 250 } : script)),
  cancels: [],
}));
