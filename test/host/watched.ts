// A supervisor without a loop, with the real executor unless a test has another: tests start attempts by it and read what it reports.

import { mkdirSync } from "node:fs";
import { expect } from "vitest";
import type { AttemptSpec, Executor } from "../../src/engine/executors/executor.ts";
import { localExecutor } from "../../src/engine/executors/local.ts";
import { markOf } from "../../src/engine/host/census.ts";
import type { GpuProbe, MetricBatch } from "../../src/engine/host/ports.ts";
import { now, pidNamespace } from "../../src/engine/host/proc.ts";
import { type Supervisor, supervisor } from "../../src/engine/host/supervise.ts";
import { type NewTracked, type Tracked, tracked } from "../../src/engine/host/tracked.ts";
import type { ReportInput } from "../../src/engine/input.ts";
import type { SampleRow } from "../../src/engine/rows.ts";
import { type AttemptId, attemptId, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { StopPlan } from "../../src/pipeline/plan.ts";
import { type Lab, PATH, until } from "./lab.ts";

export type End = Exclude<ReportInput, { readonly kind: "claimed" }>;

export interface Given extends Partial<Pick<NewTracked, "started" | "pidNamespace">> {
  readonly stop?: Partial<StopPlan>;
  readonly spec?: Partial<AttemptSpec>;
}

export interface Pair {
  readonly one: Tracked;
  readonly spec: AttemptSpec;
}

export interface Watched {
  readonly watch: Supervisor;
  readonly reports: readonly ReportInput[];
  readonly metrics: readonly MetricBatch[];
  /** Of all attempts, as they were told. */
  readonly samples: readonly SampleRow[];
  readonly notes: readonly string[];
  /** An attempt of that script that nobody has started. */
  readonly pair: (script: string, given?: Given) => Pair;
  readonly start: (script: string, given?: Given) => Tracked;
  /** Its end, as soon as it is told. */
  readonly end: (one: Tracked) => Promise<End>;
  /** The same for those of which nothing but an exit record is expected. */
  readonly exit: (one: Tracked) => Promise<Extract<End, { readonly kind: "exited" }>>;
  readonly told: (attempt: AttemptId) => readonly ReportInput[];
}

const HOME = "0192-home";
let count = 0;

const NO_GPU: GpuProbe = { latest: () => null, close: () => undefined };

export function watched(
  here: Lab,
  executor: Executor = localExecutor,
  gpu: GpuProbe = NO_GPU,
): Watched {
  const reports: ReportInput[] = [];
  const metrics: MetricBatch[] = [];
  const samples: SampleRow[] = [];
  const notes: string[] = [];
  const attempts = here.path("attempts");
  mkdirSync(attempts);
  const watch = supervisor({
    homeId: HOME,
    pidNamespace: pidNamespace(),
    executor,
    report: (input) => reports.push(input),
    metrics: (batch) => metrics.push(batch),
    samples: (rows) => samples.push(...rows),
    gpu,
    note: (text) => notes.push(text),
  });
  const told = (attempt: AttemptId) => reports.filter((each) => each.attempt === attempt);

  function pair(script: string, given: Given = {}): Pair {
    count += 1;
    const attempt = attemptId(`attempt-${process.pid}-${count}`);
    const folder = `${attempts}/${attempt}`;
    const env = {
      PATH,
      DAGTOP_LAB: here.folder,
      DAGTOP_MARK: markOf(HOME, attempt),
      DAGTOP_ATTEMPT_ID: attempt,
      DAGTOP_OUTPUT: `${folder}/output`,
      DAGTOP_METRICS: `${folder}/metrics`,
    };
    const command = ["/bin/sh", "-c", script];
    const spec = { attempt, folder, command, cwd: here.folder, env, umask: 0o022, ...given.spec };
    const one = tracked(
      {
        run: runId("run"),
        stage: stageKey("stage"),
        attempt,
        folder,
        started: given.started ?? now(),
        pidNamespace: given.pidNamespace ?? pidNamespace(),
        stop: { signal: "TERM", graceMs: 10_000, command: null, ...given.stop },
        leave: [],
        isStep: false,
        spec: () => spec,
      },
      null,
      0,
    );
    return { one, spec };
  }

  async function end(one: Tracked): Promise<End> {
    let found: End | undefined;
    await until(() => {
      found = told(one.attempt).find((each): each is End => each.kind !== "claimed");
      return found !== undefined;
    });
    return found!;
  }

  return {
    watch,
    reports,
    metrics,
    samples,
    notes,
    pair,
    told,
    end,
    start: (script, given) => {
      const { one, spec } = pair(script, given);
      expect(watch.start(one, spec)).toMatchObject({ is: "started" });
      return one;
    },
    exit: async (one) => {
      const found = await end(one);
      if (found.kind !== "exited") throw new Error(`no exit: ${JSON.stringify(found)}`);
      return found;
    },
  };
}
