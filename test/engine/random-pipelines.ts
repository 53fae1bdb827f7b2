// Pipelines, scripts and cancels that nobody would write by hand, for the properties: every shape that a plan can have,
// every end that an attempt can have. All of it is plain data, so that fast-check can shrink and print it.
//
// Half of the cases are of the plain language, whose stages start in the order in which they became ready; the others have
// matrices, conditions, caches, approvals, slots, priorities and rounds as well.

import * as fc from "fast-check";
import type { Condition } from "../../src/pipeline/condition.ts";
import { stageKey } from "../../src/pipeline/ids.ts";
import type { GroupPlan, Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { type Files, planOf, type Said, type Script, stagePlan } from "./simulate.ts";

export interface Cancel {
  readonly atMs: number;
  /** The place of a stage, or null for the whole run. */
  readonly stage: number | null;
}

export interface Case {
  readonly plan: Plan;
  /** By place and attempt started: `scripts[(place * 7 + attempt) % length]`. */
  readonly scripts: readonly Script[];
  /** Of stages with a cache, by place and round: `files[(place + round * 5) % length]`. */
  readonly files: readonly Files[];
  /** Of approvals, in the same way. */
  readonly said: readonly Said[];
  readonly cancels: readonly Cancel[];
  readonly pools: Readonly<Record<string, number>>;
  /** How often a person asks for another round, once the run has ended. */
  readonly rounds: number;
  readonly maxRunning: number;
  /** A run of the same pipeline that is there before, and holds the place for so long; 0 for none. */
  readonly busyMs: number;
}

const script: fc.Arbitrary<Script> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ code: fc.constant(0), takes: fc.nat(300) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      code: fc.constant(0),
      takes: fc.nat(300),
      outputs: fc.constant({ v: "1" }),
    }),
  },
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

type Asks = "nothing" | "true" | "false" | "output" | "state";

interface More {
  readonly asks: Asks;
  readonly approval: boolean;
  readonly cached: boolean;
  readonly group: string | null;
  readonly slots: Readonly<Record<string, number>>;
  readonly priority: number;
}

const NO_MORE: fc.Arbitrary<More> = fc.constant({
  asks: "nothing",
  approval: false,
  cached: false,
  group: null,
  slots: {},
  priority: 0,
});

const more: fc.Arbitrary<More> = fc.record({
  asks: fc.constantFrom<Asks>("nothing", "nothing", "nothing", "true", "false", "output", "state"),
  approval: fc.constantFrom(false, false, false, false, false, true),
  cached: fc.constantFrom(false, false, false, true),
  group: fc.constantFrom(null, null, "g0", "g1"),
  slots: fc.constantFrom<Readonly<Record<string, number>>[]>(
    {},
    {},
    {},
    { gpu: 1 },
    { gpu: 2 },
    { disk: 1 },
    { gpu: 1, disk: 1 },
  ),
  priority: fc.constantFrom(0, 0, 0, 5, -1),
});

// A need is a number of any size: what it names is settled by the places before the stage.
function stagesOf(moreOf: fc.Arbitrary<More>): fc.Arbitrary<StagePlan[]> {
  return fc.array(fc.tuple(loose, moreOf), { minLength: 1, maxLength: 30 }).map((list) =>
    list.map(([{ needs, ...rest }, rich], place) => {
      const after = place === 0 ? [] : [...new Set(needs.map((need) => `s${need % place}`))];
      return stagePlan(`s${place}`, { ...rest, after, ...partsOf(rich, rest, place, after[0]) });
    }),
  );
}

function partsOf(
  { asks, approval, cached, group, slots, priority }: More,
  { if: kind, uses }: Pick<StagePlan, "if" | "uses">,
  place: number,
  above: string | undefined,
): Partial<StagePlan> {
  const matrix = group === null ? null : { group: stageKey(group), values: { n: place } };
  const condition = conditionOf(asks, above);
  const parts = {
    matrix,
    priority,
    condition: kind === "failure" ? null : condition,
    if: condition !== null && asks === "state" && kind === "success" ? "always" : kind,
  } as const;
  if (approval && uses === null)
    return { ...parts, command: { is: "approval", message: [], by: [] } };
  return { ...parts, slots, cache: cached ? { deps: ["/d"], outs: [] } : null };
}

function conditionOf(asks: Asks, above: string | undefined): Condition | null {
  const is = (left: Condition, value: string): Condition => ({
    is: "compare",
    by: "==",
    left,
    right: { is: "value", value },
  });
  if (asks === "true" || asks === "false") return { is: "value", value: asks === "true" };
  if (asks === "nothing" || above === undefined) return null;
  const stage = stageKey(above);
  return asks === "output"
    ? is({ is: "output", stage, name: "v" }, "1")
    : is({ is: "state", stages: [stage] }, "failed");
}

const group = (key: string): fc.Arbitrary<GroupPlan> =>
  fc.record({
    key: fc.constant(stageKey(key)),
    maxParallel: fc.constantFrom(null, 1, 2),
    failFast: fc.boolean(),
  });

const groups: fc.Arbitrary<GroupPlan[]> = fc.tuple(group("g0"), group("g1"));

function planOfStages(
  stages: fc.Arbitrary<StagePlan[]>,
  groupsOf: fc.Arbitrary<GroupPlan[]>,
): fc.Arbitrary<Plan> {
  return fc
    .record({
      stages,
      groups: groupsOf,
      timeoutMs: fc.constantFrom(null, null, 500, 20_000),
      maxParallel: fc.constantFrom(null, 1, 3),
      retryRun: fc.record({
        times: fc.constantFrom(0, 0, 1, 2),
        delayMs: fc.constantFrom(0, 100, 5_000),
      }),
    })
    .map(({ stages: list, ...over }) => planOf(list, over));
}

const plan = fc.oneof(
  planOfStages(stagesOf(NO_MORE), fc.constant([])),
  planOfStages(stagesOf(more), groups),
);

const files: fc.Arbitrary<Files> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ miss: fc.constant(true as const), takes: fc.nat(200) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      hit: fc.constant("nightly#0"),
      takes: fc.nat(200),
      outputs: fc.constantFrom({}, { v: "1" }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ unread: fc.constant("gone"), takes: fc.nat(200) }) },
  { weight: 1, arbitrary: fc.constant({ mute: true } as const) },
);

const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ approved: fc.boolean(), takes: fc.nat(2_000) }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

export const cases: fc.Arbitrary<Case> = fc.record({
  plan,
  scripts: fc.array(script, { minLength: 1, maxLength: 40 }),
  files: fc.array(files, { minLength: 1, maxLength: 10 }),
  said: fc.array(said, { minLength: 1, maxLength: 10 }),
  pools: fc.record({ gpu: fc.constantFrom(0, 1, 2, 3), disk: fc.constantFrom(1, 2) }),
  rounds: fc.constantFrom(0, 0, 1, 2),
  cancels: fc.array(
    fc.record({ atMs: fc.nat(1_500), stage: fc.oneof(fc.constant(null), fc.nat(29)) }),
    { maxLength: 4 },
  ),
  maxRunning: fc.constantFrom(1, 2, 8),
  busyMs: fc.constantFrom(0, 0, 400),
});

/** Nobody cancels, nothing hangs, and everybody is answered: only what the stages do decides. */
export const calmCases: fc.Arbitrary<Case> = cases.map((one) => ({
  ...one,
  plan: {
    ...one.plan,
    timeoutMs: null,
    groups: one.plan.groups.map((each) => ({ ...each, failFast: false })),
  },
  scripts: one.scripts.map((script) => ("hang" in script ? { code: 1, takes: 250 } : script)),
  files: one.files.map((each) => ("mute" in each ? { unread: "gone", takes: 100 } : each)),
  said: one.said.map((each) => each ?? { approved: false, takes: 100 }),
  pools: { gpu: 2, disk: 1 },
  cancels: [],
}));
