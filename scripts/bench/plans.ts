// Plans for the bench, made without a file.

import { pipelineName, stageKey } from "../../src/pipeline/ids.ts";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";

export function benchStage(key: string, needs: readonly string[]): StagePlan {
  return {
    key: stageKey(key),
    description: null,
    needs: needs.map(stageKey),
    if: "success",
    uses: null,
    condition: null,
    ifText: null,
    matrix: null,
    slots: {},
    priority: 0,
    cache: null,
    leaveRunning: [],
    command: { is: "shell", shell: ["/bin/sh", "-e", "-c"], script: "true" },
    cwd: [{ is: "text", text: "/project" }],
    env: {},
    retry: {
      times: 1,
      delayMs: 0,
      backoff: "constant",
      factor: 2,
      maxDelayMs: null,
      jitter: 0,
      onExit: [],
      notOnExit: [],
    },
    timeoutMs: 3_600_000,
    stop: { signal: "TERM", graceMs: 30_000, command: null },
    onFail: "fail",
    onCrash: "fail",
  };
}

export function benchPlan(name: string, stages: readonly StagePlan[]): Plan {
  return {
    v: 2,
    pipeline: pipelineName(name),
    description: null,
    file: null,
    folder: "/project",
    params: {},
    env: {},
    envFile: null,
    python: null,
    timeoutMs: null,
    maxParallel: null,
    maxActiveRuns: 1,
    retryRun: { times: 0, delayMs: 0 },
    secrets: [],
    groups: [],
    stages,
  };
}
