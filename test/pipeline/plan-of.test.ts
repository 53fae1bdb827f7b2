// From a definition to a frozen plan: settled texts, absolute paths, the shell, one canonical text.

import { describe, expect, it } from "vitest";
import { absolute, normalised, parentOf } from "../../src/pipeline/paths.ts";
import type { Plan } from "../../src/pipeline/plan.ts";
import { planOf, type PlanContext } from "../../src/pipeline/plan-of.ts";
import { planText } from "../../src/pipeline/plan-text.ts";
import { definitionOf } from "./reading.ts";

const CONTEXT: PlanContext = {
  file: "/home/u/p/pipeline.yaml",
  folder: "/home/u/p",
  params: {},
  hasBash: true,
  python: null,
};

async function planned(text: string, context: Partial<PlanContext> = {}): Promise<Plan> {
  return planOf(await definitionOf(text), { ...CONTEXT, ...context });
}

describe("a plan", () => {
  it("has parameters filled in and outputs left as pieces", async () => {
    const plan = await planned(
      `
name: n
params: { lr: 0.1, tag: { required: false } }
env: { RATE: "lr=\${{ params.lr }}!\${{ params.tag }}" }
stages:
  a: { run: x }
  b:
    needs: a
    argv: [go, "--lr=\${{ params.lr }}/\${{ stages.a.outputs.id }}", ""]
    env: { TAG: "\${{ params.tag }}" }
`,
      { params: { lr: 0.1 } },
    );
    expect(plan.env).toEqual({ RATE: "lr=0.1!" });
    expect(plan.stages[1]?.env).toEqual({ TAG: [] });
    expect(plan.stages[1]?.command).toEqual({
      is: "argv",
      argv: [
        [{ is: "text", text: "go" }],
        [
          { is: "text", text: "--lr=0.1/" },
          { is: "output", stage: "a", name: "id" },
        ],
        [],
      ],
    });
  });

  it("keeps an if as the file has it beside what it is settled to", async () => {
    const plan = await planned(
      "name: n\nparams: { push: false }\nstages:\n  a: { run: x, if: always }\n  b: { run: x, needs: a, if: (params.push) and matrix.lr>1, matrix: { lr: [2] } }\n",
      { params: { push: false } },
    );
    expect(plan.stages.map(({ ifText }) => ifText)).toEqual([null, "params.push && matrix.lr > 1"]);
    expect(plan.stages[1]?.condition).toMatchObject({ left: { is: "value", value: false } });
  });

  it("never fills in a script, whatever its parameters hold", async () => {
    const plan = await planned('name: n\nparams: { x: y }\nstages: { a: { run: "echo $x" } }\n', {
      params: { x: "$(rm -rf /)" },
    });
    expect(plan.stages[0]?.command).toMatchObject({ script: "echo $x" });
  });

  it("has absolute paths that start from the file's folder", async () => {
    const plan = await planned(
      `
name: n
params: { d: sub }
cwd: work
env_file: ./.env
stages:
  a: { run: x }
  b: { run: x, cwd: "../\${{ params.d }}/." }
  c: { run: x, cwd: /tmp//x/ }
  d: { run: x, needs: a, cwd: "out/\${{ stages.a.outputs.f }}" }
  e: { run: x, needs: a, cwd: "\${{ stages.a.outputs.f }}" }
`,
      { params: { d: "sub" } },
    );
    expect(plan.envFile).toBe("/home/u/p/.env");
    expect(plan.stages.map((stage) => stage.cwd)).toEqual([
      [{ is: "text", text: "/home/u/p/work" }],
      [{ is: "text", text: "/home/u/sub" }],
      [{ is: "text", text: "/tmp/x" }],
      [
        { is: "text", text: "/home/u/p/out/" },
        { is: "output", stage: "a", name: "f" },
      ],
      [{ is: "output", stage: "a", name: "f" }],
    ]);
  });

  it.each([
    ["", true, ["bash", "-eo", "pipefail", "-c"]],
    ["", false, ["/bin/sh", "-e", "-c"]],
    ["shell: sh", true, ["/bin/sh", "-e", "-c"]],
    ["shell: bash", false, ["bash", "-eo", "pipefail", "-c"]],
    ["shell: [zsh, -c]", true, ["zsh", "-c"]],
  ])(
    "runs scripts by the shell of the file (%s), else bash, else sh",
    async (line, hasBash, shell) => {
      const plan = await planned(`name: n\n${line}\nstages: { a: { run: x } }\n`, { hasBash });
      expect(plan.stages[0]?.command).toEqual({ is: "shell", shell, script: "x" });
    },
  );

  it("has one text, whatever the order of keys it was built in", async () => {
    const plan = await planned("name: n\nstages: { a: { run: x, env: { B: 1, A: 2 } } }\n");
    const turned = Object.fromEntries(Object.entries(plan).toReversed()) as unknown as Plan;
    expect(planText(turned)).toBe(planText(plan));
    expect(JSON.parse(planText(plan))).toEqual(plan);
    expect(planText(plan)).toMatch(/^\{"description":null,"env":\{\},/);
    const other = await planned("name: n\nstages: { a: { run: y, env: { B: 1, A: 2 } } }\n");
    expect(planText(other)).not.toBe(planText(plan));
  });
});

it("paths are joined and normalised as texts", () => {
  expect(absolute("/a/b", "../c")).toBe("/a/c");
  expect(absolute("/a", "/x/./y//")).toBe("/x/y");
  expect(absolute("/a", "")).toBe("/a");
  expect(normalised("/../..")).toBe("/");
  expect(parentOf("/a")).toBe("/");
});
