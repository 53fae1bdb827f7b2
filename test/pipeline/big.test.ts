// A large pipeline is an ordinary one: a thousand stages load and become a plan like three do.

import { expect, it } from "vitest";
import { loadDefinition } from "../../src/pipeline/load.ts";
import { planOf } from "../../src/pipeline/plan-of.ts";

const STAGES = 1000;

function bigFile(): string {
  const stages = Array.from({ length: STAGES }, (_, i) => {
    const needs = [i - 1, i - 10, i - 100].filter((need) => need >= 0).map((need) => `s${need}`);
    return `  s${i}:\n    run: |\n      echo "stage ${i}"\n      sleep 0\n    needs: [${needs.join(", ")}]\n    env: { N: "\${{ params.n }}" }\n    retry: { times: 1, delay: 5s }\n`;
  });
  return `name: big\nparams: { n: 3 }\nstages:\n${stages.toReversed().join("")}`;
}

it("a thousand stages, written last first, load and are planned in the order of their needs", async () => {
  const loaded = await loadDefinition({ file: "big.yaml", text: bigFile() });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems[0]));
  const plan = planOf(loaded.definition, {
    file: null,
    folder: "/p",
    params: { n: 3 },
    hasBash: true,
    python: null,
  });
  expect(plan.stages.map((stage) => stage.key)).toEqual(
    Array.from({ length: STAGES }, (_, i) => `s${i}`),
  );
});
