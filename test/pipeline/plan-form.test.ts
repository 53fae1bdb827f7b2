// Plans that older versions stored mean today what they meant then.

import { expect, it } from "vitest";
import { planFrom } from "../../src/pipeline/plan-form.ts";
import { planOf } from "../../src/pipeline/plan-of.ts";
import { definitionOf } from "./reading.ts";

/** As version 0.1 stored it. */
const FORM_1 = {
  v: 1,
  pipeline: "n",
  description: null,
  file: "/p/n.yaml",
  folder: "/p",
  params: { lr: 0.1 },
  env: { A: "b" },
  envFile: null,
  python: null,
  timeoutMs: 1000,
  maxParallel: null,
  maxActiveRuns: 1,
  stages: [
    {
      key: "a",
      description: null,
      needs: [],
      if: "always",
      uses: null,
      command: { is: "shell", shell: ["/bin/sh", "-e", "-c"], script: "x" },
      cwd: [{ is: "text", text: "/p" }],
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
      timeoutMs: null,
      stop: { signal: "TERM", graceMs: 30_000, command: null },
      onFail: "fail",
      onCrash: "fail",
    },
  ],
};

it("a plan of form 1 asks for nothing that form 2 brought", () => {
  const [stage] = FORM_1.stages;
  expect(planFrom(JSON.parse(JSON.stringify(FORM_1)))).toEqual({
    ...FORM_1,
    v: 2,
    retryRun: { times: 0, delayMs: 0 },
    secrets: [],
    groups: [],
    stages: [
      {
        ...stage,
        condition: null,
        ifText: null,
        matrix: null,
        slots: {},
        priority: 0,
        cache: null,
        leaveRunning: [],
      },
    ],
  });
});

it("a plan of form 1 has every field that today's plans have", async () => {
  const definition = await definitionOf("name: n\nstages: { a: { run: x } }\n");
  const today = planOf(definition, {
    file: null,
    folder: "/p",
    params: {},
    hasBash: true,
    python: null,
  });
  const brought = planFrom(FORM_1);
  expect(Object.keys(brought).toSorted()).toEqual(Object.keys(today).toSorted());
  expect(Object.keys(brought.stages[0] ?? {}).toSorted()).toEqual(
    Object.keys(today.stages[0] ?? {}).toSorted(),
  );
});

it("a plan that was stored before it held the texts of conditions has none", () => {
  const plan = planFrom(FORM_1);
  const stages = plan.stages.map(({ ifText: _later, ...stage }) => stage);
  expect(planFrom({ ...plan, stages })).toEqual(plan);
});

it("a plan of today's form is returned as it is", () => {
  const plan = planFrom(FORM_1);
  expect(planFrom(plan)).toBe(plan);
});

it.each([[{ v: 3 }], [null], [{}], ["x"]])("%j is no plan of a known form", (stored) => {
  expect(() => planFrom(stored)).toThrow(RangeError);
});
