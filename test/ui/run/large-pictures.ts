// Runs of many stages: a matrix, and a graph that no screen holds.

import type { StageState } from "../../../src/engine/rows.ts";
import { pipelineName } from "../../../src/pipeline/ids.ts";
import type { RunState } from "../../../src/ui/run/state.ts";
import { T0, approval, attemptRow, facts, keys, member, stageRow } from "../rows.ts";
import { type Pictured, pictured } from "./pages.ts";
import { M, done, ended, usage } from "./pictures.ts";

/** 24 members of a matrix: most are done, one failed, three go on. Then a person is asked. */
export function sweep(state: Partial<RunState> = {}): Pictured {
  const rates = ["1e-5", "2e-5", "3e-5", "5e-5", "1e-4", "2e-4"];
  const members = rates.flatMap((lr) =>
    ["adam", "sgd"].flatMap((opt) =>
      [1, 2].map((seed) => ({ key: `fit[lr=${lr},opt=${opt},seed=${seed}]`, lr, opt, seed })),
    ),
  );
  const states: StageState[] = members.map((_, n) =>
    n === 7 ? "failed" : n < 21 ? "succeeded" : "running",
  );
  const stages = members.map(({ key }, n) => {
    const isLive = states[n] === "running";
    return stageRow(key, n + 1, {
      state: states[n] ?? "pending",
      attempt: 1,
      reason: n === 7 ? "exit 1: loss is nan" : null,
      startedAt: T0 + (1 + n) * M,
      endedAt: isLive ? null : T0 + (5 + n) * M,
    });
  });
  return pictured({
    now: T0 + 26 * M,
    state,
    facts: facts({
      run: { number: 7, pipeline: pipelineName("sweep") },
      note: "epochs=3",
      stages: [
        done("data", 0, 0, 1),
        ...stages,
        stageRow("best", 25),
        stageRow("ask", 26, {
          state: "waiting",
          reason: "publish the best of 24?",
          dueAt: T0 + 60 * M,
        }),
      ],
      attempts: [
        ended("data", 0, 1),
        ...members.map(({ key }, n) =>
          attemptRow(key, 1, {
            state:
              states[n] === "failed" ? "failed" : states[n] === "running" ? "running" : "succeeded",
            startedAt: T0 + (1 + n) * M,
            endedAt: states[n] === "running" ? null : T0 + (5 + n) * M,
            exitCode: states[n] === "failed" ? 1 : 0,
            cause: states[n] === "failed" ? "loss is nan" : null,
          }),
        ),
      ],
      needs: {
        ...Object.fromEntries(
          members.map(({ key, lr, opt, seed }) => [
            key,
            { ...member("fit", { lr, opt, seed }), needs: keys("data") },
          ]),
        ),
        best: { needs: keys(...members.map(({ key }) => key)) },
        ask: { ...approval("ada"), needs: keys("data") },
      },
    }),
    page: {
      usage: usage(Object.fromEntries(members.slice(21).map(({ key }) => [key, [98, 1.5, 30, 4]]))),
    },
    log: [[T0 + 11 * M, "RuntimeError: loss is nan"]],
  });
}

/** 265 stages in ranks of up to twelve, none of them a matrix. */
export function large(state: Partial<RunState> = {}): Pictured {
  const names = Array.from({ length: 265 }, (_, n) => `s${n}`);
  return pictured({
    now: T0 + 60 * M,
    state,
    facts: facts({
      run: { number: 9, pipeline: pipelineName("wide") },
      stages: names.map((name, n) =>
        n < 130
          ? done(name, n, n / 10, n / 10 + 2)
          : stageRow(
              name,
              n,
              n < 136 ? { state: "running", startedAt: T0 + 50 * M, attempt: 1 } : {},
            ),
      ),
      attempts: names
        .slice(0, 136)
        .map((name, n) =>
          n < 130
            ? ended(name, n / 10, n / 10 + 2)
            : attemptRow(name, 1, { startedAt: T0 + 50 * M }),
        ),
      needs: Object.fromEntries(
        names.map((name, n) => {
          const before =
            n < 12 ? [] : [names[n - 12] ?? "", ...(n % 3 === 0 ? [names[n - 11] ?? ""] : [])];
          return [name, { needs: keys(...before) }];
        }),
      ),
    }),
  });
}
