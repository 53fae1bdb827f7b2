// Runs that nobody would write: up to 300 stages in any state, with names and reasons made of long words, wide
// characters, emoji and attacks.

import * as fc from "fast-check";
import type { RunState, StageState } from "../../src/engine/rows.ts";
import { RUN_MARKS, STAGE_MARKS } from "../../src/ui/theme.ts";
import { ATTACKS } from "./attacks.ts";
import { facts, stageRow, T0 } from "./rows.ts";

const texts = fc.oneof(
  fc.constantFrom("", "train", "a".repeat(200), "漢字".repeat(100), "😀👩‍💻🇹🇳".repeat(30)),
  fc.constantFrom(...ATTACKS.map((attack) => attack.text)),
  fc.string({ unit: "binary", maxLength: 200 }),
);
const instants = fc.option(fc.integer({ min: T0 - 5000, max: T0 + 4e8 }), { nil: null });
const stageStates = fc.constantFrom(...(Object.keys(STAGE_MARKS) as StageState[]));
const runStates = fc.constantFrom(...(Object.keys(RUN_MARKS) as RunState[]));

const stages = fc.record({
  name: texts,
  state: stageStates,
  reason: fc.option(texts, { nil: null }),
  dueAt: instants,
  startedAt: instants,
  endedAt: instants,
  attempt: fc.nat(99),
  progress: fc.option(
    fc.record({ fraction: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), text: texts }),
    { nil: null },
  ),
});

export const randomRuns = fc
  .record({
    state: runStates,
    note: texts,
    reason: texts,
    stages: fc.array(stages, { maxLength: 300, size: "max" }),
  })
  .map((run) => {
    const keyed = run.stages.map((stage, position) => ({ stage, key: `${stage.name}${position}` }));
    return facts({
      run: { state: run.state, reason: run.reason },
      note: run.note,
      stages: keyed.map(({ stage, key }, position) => {
        const { state, reason, dueAt, startedAt, endedAt, attempt } = stage;
        const row = { state, reason, dueAt, startedAt, endedAt, attempt };
        return stageRow(key, position, { ...row, maxAttempts: 100 });
      }),
      extras: Object.fromEntries(
        keyed.map(({ stage, key }) => [key, { lastLine: stage.reason, progress: stage.progress }]),
      ),
    });
  });
