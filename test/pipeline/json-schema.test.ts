// The JSON Schema by which editors complete and check pipeline files, held against the reader of files: it takes whatever
// the reader takes, and refuses what it refuses, but for what no schema can know.

import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { isCurrent, pipelineSchema } from "../../scripts/json-schema.ts";
import { DEFAULTS, type Keys, PARTS, PIPELINE, STAGE } from "../../scripts/pipeline-keys.ts";
import { readTypeScript } from "../../src/cli/typescript-pipeline.ts";
import { plainYaml } from "../../src/pipeline/plain-yaml.ts";
import { accepted } from "../types/define.ts";
import { problemsOf } from "./reading.ts";

const ROOT = join(import.meta.dirname, "../..");
const MALFORMED = join(import.meta.dirname, "malformed");
const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
const validate = ajv.compile(pipelineSchema());

function objections(pipeline: unknown): string[] {
  if (validate(pipeline)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Null where the text is no YAML that the reader takes. */
function valuesOf(text: string): { readonly pipeline: unknown } | null {
  const read = plainYaml(text);
  return read.ok ? { pipeline: read.value } : null;
}

describe("the JSON Schema", () => {
  it("is current in schema/pipeline.json", () => {
    expect(isCurrent()).toBe(true);
  });

  it.each(globSync("examples/**/*.{yaml,yml}", { cwd: ROOT }))("accepts %s", (file) => {
    const values = valuesOf(readFileSync(join(ROOT, file), "utf8"));
    expect(objections(values?.pipeline)).toEqual([]);
  });

  it("accepts a pipeline with every key, and the example in TypeScript", async () => {
    expect(objections(structuredClone(accepted))).toEqual([]);
    const text = await readTypeScript(join(ROOT, "examples/typescript/pipeline.ts"));
    expect(objections(JSON.parse(text))).toEqual([]);
  });

  it("lets keys that begin with x- be the user's own, and no others", () => {
    const stages = { a: { run: "x", "x-a": 1 } };
    const file = { name: "a", "x-b": [], defaults: { "x-c": null }, stages };
    expect(objections(file)).toEqual([]);
    expect(objections({ ...file, y: 1 })).toEqual([" must NOT have additional properties"]);
  });
});

/** Malformed files that a schema accepts, and why it must. */
const BEYOND: Readonly<Record<string, string>> = {
  cycle: "stages wait for each other in a circle",
  "self-need": "a stage waits for itself",
  "used-below": "an output of a stage that comes after",
  "output-not-above": "an output of a stage that need not have ended",
  "condition-not-above": "a state or an output of a stage that need not have ended",
  "matrix-exclude": "an exclude that fits nothing",
  "matrix-too-many": "how many combinations there are",
  "secrets-passed": "a name in one list, and a pattern of it in another",
};

describe("a malformed file", () => {
  const names = readdirSync(MALFORMED).filter((file) => file.endsWith(".yaml"));

  it.each(names)("is refused by the schema, or is beyond it for a reason: %s", (file) => {
    const values = valuesOf(readFileSync(join(MALFORMED, file), "utf8"));
    const isRefused = values === null || objections(values.pipeline).length > 0;
    expect(isRefused ? null : file).toBe(
      BEYOND[file.replace(".yaml", "")] === undefined ? null : file,
    );
  });

  it("has a reason only where there is such a file", () => {
    expect(names).toEqual(
      expect.arrayContaining(Object.keys(BEYOND).map((name) => `${name}.yaml`)),
    );
  });
});

const HEAD = { name: "a", params: { epochs: 3 }, presets: { smoke: { epochs: 1 } } };
const RUN = { run: "x" };
const only = (stage: object) => ({ ...HEAD, stages: { a: stage, b: RUN } });
const inside = (name: string, rest: object) => (given: object) =>
  only({ ...RUN, [name]: { ...rest, ...given } });

/** For each table the smallest pipeline around its map. */
const AROUND: readonly (readonly [of: string, keys: Keys, around: (given: object) => object])[] = [
  ["a pipeline", PIPELINE, (given) => ({ ...only(RUN), ...given })],
  [
    "a stage",
    STAGE,
    (given) =>
      only(
        ["run", "argv", "uses", "approval"].some((key) => key in given)
          ? given
          : { ...RUN, ...given },
      ),
  ],
  ["a built-in", { with: STAGE["with"]! }, (given) => only({ uses: "notify", ...given })],
  ["a stage that asks", STAGE, (given) => only({ approval: "?", ...given })],
  ["a stage without a shell", STAGE, (given) => only({ argv: ["x"], ...given })],
  ["defaults", DEFAULTS, (given) => ({ ...only(RUN), defaults: given })],
  ["retry", PARTS["retry"]!, inside("retry", { times: 1 })],
  ["stop", PARTS["stop"]!, inside("stop", {})],
  [
    "retry_run",
    PARTS["retry_run"]!,
    (given) => ({ ...only(RUN), retry_run: { times: 1, ...given } }),
  ],
  ["approval", PARTS["approval"]!, (given) => only({ approval: { message: "?", ...given } })],
  ["cache", PARTS["cache"]!, inside("cache", {})],
  ["matrix", PARTS["matrix"]!, inside("matrix", { lr: [1, 2], opt: ["sgd", "adam"] })],
  [
    "schedules",
    PARTS["schedule"]!,
    (given) => ({ ...only(RUN), schedules: [{ name: "n", cron: "0 2 * * *", ...given }] }),
  ],
  [
    "alerts",
    PARTS["alert"]!,
    (given) => ({ ...only(RUN), alerts: [{ on: "late", channels: "c", ...given }] }),
  ],
  [
    "expect",
    PARTS["expect"]!,
    (given) => ({ ...only(RUN), expect: { finish_within: "1h", ...given } }),
  ],
  [
    "window",
    PARTS["window"]!,
    (given) => ({ ...only(RUN), window: { from: "22:00", to: "06:00", ...given } }),
  ],
  [
    "a parameter",
    PARTS["param"]!,
    (given) => ({ ...only(RUN), params: { ...HEAD.params, p: given } }),
  ],
  [
    "an integer parameter",
    PARTS["param"]!,
    (given) => ({ ...only(RUN), params: { ...HEAD.params, p: { type: "integer", ...given } } }),
  ],
];

/** What somebody might write anywhere, right or wrong. */
const VALUES: readonly unknown[] = [
  [null, true, false, 0, 1, 2, -1, 1.5, 0.5, 90, 255, 256, 1001, 10_001, 1e-7, -0.5],
  ["", " ", "x", "X", "-x", "a b", "a/b", "~", "~/x", "x~", "0", "1", "90", "é", "__proto__"],
  ["30s", "0s", "1h30m", "30m1h", "1.5h", "90min", "1s1s", "250ms", "1d2h3m4s5ms", ".5s", "s"],
  [
    "done",
    "always",
    "success",
    "failure",
    "always()",
    "fail",
    "warn",
    "ignore",
    "retry",
    "TERM",
    "SIGTERM",
  ],
  ["bash", "sh", "zsh", "auto", "conda:ml", "conda:", "conda:a b", "dvc", "mlflow", "constant"],
  ["HF_TOKEN", "DAGTOP_X", "WANDB_*", "*", "A-B", "1A", "latest", "queue_one", "late", "gone"],
  ["0 2 * * *", "0 2 * *", "@daily", "@reboot", "* * * * * *", "22:00-06:00", "22:00", "24:00"],
  ["mon", "mon-fri", "fri-mon", "Mon", "monday", "UTC", "smoke", "integer", "int", "a", "b"],
  ["${{ params.epochs }}", "a ${{params.epochs}} b", "${{ params.epochs + 1 }}", "${{ x", "${{"],
  ["params.epochs > 2", "${{ params.epochs > 2 }}", "epochs > 2", "$EPOCHS", "x\ny"],
  [[], [""], ["x"], ["x", "y"], [1], [75, 137], [0], [null], [["x"]], [{}], ["mon", 7], [8]],
  [
    ["b"],
    ["b", "b"],
    ["a"],
    ["HF_TOKEN", "WANDB_*"],
    ["late", "failed"],
    [true],
    ["~"],
    [0.5, 0.5],
  ],
  [{}, { x: 1 }, { X: "1" }, { "a b": 1 }, { x: null }, { x: [] }, { x: {} }, { DAGTOP_X: 1 }],
  [{ gpu: 1 }, { gpu: 0 }, { GPU: 1 }, { gpu: "1" }, { epochs: 1 }, { smoke: { epochs: 2 } }],
  [{ times: 1 }, { times: 1, delay: "1s" }, { times: "1" }, { delay: "1s" }, { times: 1, dely: 1 }],
  [{ message: "?" }, { message: "?", by: [] }, { message: "?", by: "x" }, { message: "?", on: 1 }],
  [{ deps: "x" }, { deps: ["x"], outs: [] }, { deps: [""] }, { deps: {} }, { outs: ["~/x"] }],
  [
    { lr: [1, 2] },
    { lr: 1 },
    { lr: [] },
    { lr: [[1]] },
    { lr: [1, 1] },
    { "l-r": [1] },
    { lr: ["x"] },
  ],
  [{ signal: "INT" }, { signal: "KILL" }, { grace: "1s" }, { command: "x" }, { command: "" }],
  [{ a: RUN }, { a: "x" }, { a: {} }, { A: RUN }, { a: { run: "x", needs: "b" } }, { a: null }],
  [{ a: { ...RUN, uses: "dvc" } }, { a: { approval: "?", retry: 1 } }, { a: { ...RUN, with: {} } }],
  [
    [{ name: "n", cron: "0 2 * * *" }],
    [{ cron: "0 2 * * *" }],
    [{ name: "n" }],
    [{ name: "n", cron: "x" }],
  ],
  [
    [{ on: "late", channels: "c" }],
    [{ on: [], channels: "c" }],
    [{ on: "late" }],
    [{ lr: 1, opt: "sgd" }],
  ],
  [
    { finish_within: "1h" },
    { finish_within: "0s" },
    { from: "22:00", to: "06:00" },
    { from: "22:00" },
  ],
  [{ type: "integer" }, { type: "int" }, { default: 1 }, { default: 1, required: true }],
  [{ type: "string", default: 1 }, { type: "string", min: 1 }, { default: 1, min: 1 }, { min: 1 }],
  [
    { choices: ["x"] },
    { choices: [] },
    { default: "x", max: 1 },
    { required: false, description: 1 },
  ],
].flat();

/** What only the rest of the file, or of the world, can tell. */
const ONLY_THE_READER = [
  /^(?:bad-condition|bad-cron|bad-zone|bad-default|unknown-param|unknown-preset|unknown-need|cycle):/,
  /^(?:self-need|output-not-above|no-matrix|unknown-axis|double-member|two-members):/,
  /this include has no|to exclude by|fits no combination|begins where it ends/,
];

/** What the reader takes and should not: names of pools in `defaults` are not looked at until a stage asks for one. */
const TAKEN_TOO_LIGHTLY = /^defaults slots: \{"(?:a b|DAGTOP_X|GPU)":1\}$/;

describe("the JSON Schema and the reader of files agree", () => {
  it.each(AROUND)("on all values of each key of %s", async (of, keys, around) => {
    const differences: string[] = [];
    for (const key of Object.keys(keys)) {
      for (const value of VALUES) {
        if (TAKEN_TOO_LIGHTLY.test(`${of} ${key}: ${JSON.stringify(value)}`)) continue;
        const text = JSON.stringify(around({ [key]: value }), null, 1);
        const problems = await problemsOf(text);
        const refused = objections(JSON.parse(text));
        const said = problems.map(({ code, message }) => `${code}: ${message}`);
        const isKnowable = said.some((each) => !ONLY_THE_READER.some((only) => only.test(each)));
        if (problems.length === 0 ? refused.length === 0 : refused.length > 0 || !isKnowable)
          continue;
        const [reader, schema] = [said, refused].map((each) => each.join("; ") || "takes it");
        differences.push(
          `${key}: ${JSON.stringify(value)}\n  reader: ${reader}\n  schema: ${schema}`,
        );
      }
    }
    expect(differences).toEqual([]);
  });

  it.each([["a pipeline", PIPELINE], ["a stage", STAGE], ...Object.entries(PARTS)] as const)(
    "on the examples and defaults that the schema gives for %s",
    (_, keys) => {
      for (const { takes, examples, ...more } of Object.values(keys)) {
        const fits = ajv.compile({ ...takes, $defs: pipelineSchema()["$defs"] });
        const values = [...examples, ...("default" in more ? [more.default] : [])];
        expect(values.filter((value) => !fits(value))).toEqual([]);
      }
    },
  );
});
