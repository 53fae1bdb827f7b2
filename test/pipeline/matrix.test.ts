// 8.1 A matrix: which members there are, how they are called, and what the rest of the plan makes of them.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MatrixDefinition } from "../../src/pipeline/definition.ts";
import { stageKey } from "../../src/pipeline/ids.ts";
import { combinationsOf, excludedBy, membersOf } from "../../src/pipeline/matrix.ts";
import type { Plan } from "../../src/pipeline/plan.ts";
import { planOf } from "../../src/pipeline/plan-of.ts";
import { planText } from "../../src/pipeline/plan-text.ts";
import { definitionOf, problemsOf } from "./reading.ts";

async function planned(stages: string, params: Plan["params"] = {}): Promise<Plan> {
  const declared = Object.keys(params).map((name) => `${name}: x`);
  const text = `name: n\nparams: { ${declared.join(", ")} }\nstages:\n${stages}`;
  const context = { file: null, folder: "/p", params, hasBash: true, python: null };
  return planOf(await definitionOf(text), context);
}

const keysOf = (plan: Plan): string[] => plan.stages.map((stage) => stage.key);

describe("8.1 a matrix", () => {
  it.each([
    ["{ lr: [0.1, 0.2] }", ["a[lr=0.1]", "a[lr=0.2]"]],
    [
      "{ lr: [1, 2], opt: [x, y] }",
      ["a[lr=1,opt=x]", "a[lr=1,opt=y]", "a[lr=2,opt=x]", "a[lr=2,opt=y]"],
    ],
    [
      "{ opt: [x, y], lr: [1, 2] }",
      ["a[opt=x,lr=1]", "a[opt=x,lr=2]", "a[opt=y,lr=1]", "a[opt=y,lr=2]"],
    ],
    ["{ lr: [1e-5, 1e-7, 1.0, 010] }", ["a[lr=0.00001]", "a[lr=1e-7]", "a[lr=1]", "a[lr=10]"]],
    ["{ on: [true, false, no, ''] }", ["a[on=true]", "a[on=false]", "a[on=no]", "a[on=]"]],
    ["{ t: ['a]b', 'c,d=e', 'ä 1'] }", ["a[t=a]b]", "a[t=c,d=e]", "a[t=ä 1]"]],
    ["{ lr: [1, 2, 3], exclude: [{ lr: 2 }] }", ["a[lr=1]", "a[lr=3]"]],
    ["{ lr: [1, 2], exclude: [{ lr: '2' }] }", ["a[lr=1]"]],
    ["{ lr: [1, 2], opt: [x, y], exclude: [{ lr: 1 }, { opt: y }] }", ["a[lr=2,opt=x]"]],
    [
      "{ lr: [1], include: [{ lr: 2 }, { more: z, lr: 1 }] }",
      ["a[lr=1]", "a[lr=2]", "a[lr=1,more=z]"],
    ],
    ["{ include: [{ a: 1 }, { b: 2 }] }", ["a[a=1]", "a[b=2]"]],
    ["{ lr: [1], include: [{ lr: 2 }], exclude: [{ lr: 1 }] }", ["a[lr=2]"]],
  ])("%s has the members %j", async (matrix, keys) => {
    expect(keysOf(await planned(`  a: { run: x, matrix: ${matrix} }\n`))).toEqual(keys);
  });

  it("hands each member its own values, as text in holes and typed in the plan", async () => {
    const plan = await planned(
      `  a:
    argv: [go, "--lr=\${{ matrix.lr }}", "\${{ params.p }}-\${{ matrix.opt }}", "\${{ matrix.more }}"]
    cwd: "runs/\${{ matrix.opt }}"
    env: { LR: "\${{ matrix.lr }}" }
    cache: { deps: [data.csv, "/abs/\${{ matrix.opt }}", "./data.csv"], outs: "out/\${{ params.p }}/\${{ matrix.lr }}" }
    matrix: { lr: [1e-5], opt: [adam], include: [{ lr: 2, opt: sgd, more: m }] }
`,
      { p: "q" },
    );
    const [first, second] = plan.stages;
    expect(first?.matrix).toEqual({ group: "a", values: { lr: 1e-5, opt: "adam" } });
    expect(first?.env).toEqual({ LR: [{ is: "text", text: "0.00001" }] });
    expect(first?.cwd).toEqual([{ is: "text", text: "/p/runs/adam" }]);
    expect(first?.command).toEqual({
      is: "argv",
      argv: ["go", "--lr=0.00001", "q-adam", ""].map((text) =>
        text === "" ? [] : [{ is: "text", text }],
      ),
    });
    expect(first?.cache).toEqual({
      deps: ["/p/data.csv", "/abs/adam"],
      outs: ["/p/out/q/0.00001"],
    });
    expect(second?.command).toMatchObject({ argv: [{}, {}, {}, [{ text: "m" }]] });
  });

  it("is needed as a whole, and its outputs are asked of all members in their order", async () => {
    const plan = await planned(`  b:
    argv: [go, "f1=\${{ stages.a.outputs.f1 }}"]
    needs: [a, c]
    if: stages.a.state == 'succeeded' && stages.c.outputs.x == 1
  c: { run: x }
  a: { run: x, needs: c, matrix: { lr: [1, 2], max_parallel: 1, fail_fast: true } }
`);
    const [, , , b] = plan.stages;
    expect(keysOf(plan)).toEqual(["c", "a[lr=1]", "a[lr=2]", "b"]);
    expect(b?.needs).toEqual(["a[lr=1]", "a[lr=2]", "c"]);
    expect(b?.command).toMatchObject({
      argv: [{}, [{ text: "f1=" }, { is: "outputs", stages: ["a[lr=1]", "a[lr=2]"], name: "f1" }]],
    });
    expect(b?.if).toBe("always");
    expect(b?.condition).toMatchObject({
      is: "and",
      left: { left: { is: "state", stages: ["a[lr=1]", "a[lr=2]"] } },
      right: { left: { is: "output", stage: "c", name: "x" } },
    });
    expect(plan.groups).toEqual([{ key: "a", maxParallel: 1, failFast: true }]);
  });

  it("of one member is a matrix still: its output is a list", async () => {
    const plan = await planned(
      '  a: { run: x, matrix: { lr: [1] } }\n  b: { argv: ["${{ stages.a.outputs.x }}"], needs: a }\n',
    );
    expect(plan.stages[1]?.command).toMatchObject({
      argv: [[{ is: "outputs", stages: ["a[lr=1]"] }]],
    });
  });

  it("settles an `if` for each member by itself", async () => {
    const plan = await planned('  a: { run: x, if: "matrix.lr > 1", matrix: { lr: [1, 2] } }\n');
    expect(plan.stages.map(({ if: kind, condition }) => [kind, condition])).toMatchObject([
      ["success", { is: "compare", left: { is: "value", value: 1 } }],
      ["success", { is: "compare", left: { is: "value", value: 2 } }],
    ]);
  });

  it("may have 1,000 members, and one more is refused with their number", async () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => i).join(",");
    const file = (count: number) =>
      `  a: { run: x, matrix: { x: [${values(count)}], y: [${values(10)}] } }\n`;
    expect(keysOf(await planned(file(100)))).toHaveLength(1000);
    const problems = await problemsOf(`name: n\nstages:\n${file(101)}`);
    expect(problems).toMatchObject([
      { code: "too-many-members", message: "the matrix has 1010 members" },
    ]);
  });

  it("gives the same plan, letter for letter, every time", async () => {
    const file =
      "  a: { run: x, matrix: { b: [1, 2], a: [x, y], include: [{ a: 1, b: z, c: 3 }] } }\n";
    expect(planText(await planned(file))).toBe(planText(await planned(file)));
  });
});

const word = fc.stringMatching(/^[a-z]{1,3}$/);
const value = fc.oneof(word, fc.integer({ min: -9, max: 99 }), fc.boolean());
const axes = fc.dictionary(
  word.map((name) => `n${name}`),
  fc.uniqueArray(value, { minLength: 1, maxLength: 4, selector: String }),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);
const shapes = axes.chain((axes) => {
  const names = Object.keys(axes);
  const pattern = fc
    .subarray(names, { minLength: 1 })
    .chain((some) =>
      fc.record(
        Object.fromEntries(some.map((name) => [name, fc.constantFrom(...(axes[name] ?? []))])),
      ),
    );
  const include = fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom("in")])));
  return fc.record({
    axes: fc.constant(axes),
    exclude: fc.array(pattern, { maxLength: 3 }),
    include: fc.array(include, { maxLength: 1 }),
  });
});

describe("8.1 any matrix", () => {
  it("has the product of its axes less what is excluded, then the includes, each under a key of its own", () => {
    fc.assert(
      fc.property(shapes, (shape: Pick<MatrixDefinition, "axes" | "include" | "exclude">) => {
        const members = membersOf(stageKey("s"), shape);
        const all = membersOf(stageKey("s"), { ...shape, include: [], exclude: [] });
        const isExcluded = excludedBy(shape.exclude);
        const excluded = all.filter(({ values }) => isExcluded(values)).length;
        expect(all).toHaveLength(combinationsOf(shape.axes));
        expect(members).toHaveLength(all.length - excluded + shape.include.length);
        expect(new Set(members.map(({ key }) => key)).size).toBe(members.length);
      }),
    );
  });

  it("keeps the order of its combinations, whatever is excluded", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const all = membersOf(stageKey("s"), { ...shape, include: [], exclude: [] });
        const places = new Map(all.map(({ key }, place) => [key, place]));
        const kept = membersOf(stageKey("s"), { ...shape, include: [] });
        const order = kept.map(({ key }) => places.get(key) ?? -1);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        expect(order).not.toContain(-1);
      }),
    );
  });
});
