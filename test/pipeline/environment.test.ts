// What a stage gets of its caller's environment, what it misses, and env files.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capture, parseEnvFile, unpassedNames } from "../../src/pipeline/environment.ts";
import { planOf } from "../../src/pipeline/plan-of.ts";
import { pythonCandidates } from "../../src/pipeline/python.ts";
import { namesRead } from "../../src/pipeline/script-names.ts";
import { definitionOf } from "./reading.ts";

describe("7.1 the captured environment", () => {
  it("has the names of the list and of pass_env, and nothing else", () => {
    const env = {
      PATH: "/bin",
      LC_ALL: "C",
      CUDA_VISIBLE_DEVICES: "0",
      https_proxy: "p",
      TZ: "UTC",
      WANDB_KEY: "w",
      HF_TOKEN: "h",
      AWS_SECRET: "no",
      DAGTOP_MARK: "no",
      PATHX: "no",
      "BASH_FUNC_x%%": "no",
      LANG: undefined,
    };
    expect(capture(env, ["WANDB_*", "HF_TOKEN", "DAGTOP_*", "BASH_*"])).toEqual({
      CUDA_VISIBLE_DEVICES: "0",
      HF_TOKEN: "h",
      LC_ALL: "C",
      PATH: "/bin",
      TZ: "UTC",
      WANDB_KEY: "w",
      https_proxy: "p",
    });
  });
});

describe("7.3 a secret", () => {
  const caller = { UV_TOKEN: "s", UV_CACHE: "c", HF_TOKEN: "h" };

  it("is never captured, though its name is on the list of what is", () => {
    expect(capture(caller, ["HF_*"], ["UV_TOKEN", "HF_TOKEN"])).toEqual({ UV_CACHE: "c" });
  });

  it("is not told to be missing: the host looks it up", async () => {
    const definition = await definitionOf(
      'name: n\nsecrets: [HF_TOKEN]\nstages: { a: { run: "echo $HF_TOKEN", matrix: { x: [1, 2] } }, b: { run: "echo $UV_CACHE", matrix: { x: [1, 2] } } }\n',
    );
    const context = { file: null, folder: "/p", params: {}, hasBash: true, python: null };
    const plan = planOf(definition, context);
    expect(plan.secrets).toEqual(["HF_TOKEN"]);
    expect(unpassedNames(plan, caller, {})).toEqual([{ stage: "b", name: "UV_CACHE" }]);
  });
});

describe("names that a script reads", () => {
  it.each([
    ["echo $A ${B} ${C:-x} ${#D}", ["A", "B", "C", "D"]],
    ['echo "$A" \'$B\' "it\'s $C"', ["A", "C"]],
    ["A=1; export B=2\necho $A $B $C", ["C"]],
    ["for f in *; do echo $f $g; done", ["g"]],
    ["while read -r line; do echo $line; done", []],
    ["echo \\$A $$ $1 $? # $B\necho a#$C", ["C"]],
    ["arr[1]=x; arr+=(y); echo ${arr[1]}", []],
    ["echo $A $A", ["A"]],
  ])("%s", (script, names) => {
    expect(namesRead(script)).toEqual(names);
  });

  it("are found at once in a hostile script", () => {
    const before = performance.now();
    namesRead("a[".repeat(300_000));
    namesRead(`"${"\\\\".repeat(300_000)}`);
    namesRead("'".repeat(300_001));
    namesRead("$".repeat(300_001));
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe("a variable that is read but not passed (7.4)", () => {
  it("is told with its stage, unless something gives it", async () => {
    const definition = await definitionOf(`
name: n
env: { TOP: 1 }
stages:
  a: { run: "echo $WANDB_KEY $TOP $OWN $HOME $UNSET $DAGTOP_RUN $PWD", env: { OWN: 1 } }
  b: { argv: [echo, $WANDB_KEY] }
  c: { run: "echo $HF_TOKEN" }
`);
    const context = { file: null, folder: "/p", params: {}, hasBash: true, python: null };
    const caller = {
      WANDB_KEY: "w",
      TOP: "t",
      OWN: "o",
      HOME: "/h",
      DAGTOP_RUN: "r",
      PWD: "/",
      HF_TOKEN: "h",
    };
    expect(unpassedNames(planOf(definition, context), caller, { HOME: "/h" })).toEqual([
      { stage: "a", name: "WANDB_KEY" },
      { stage: "c", name: "HF_TOKEN" },
    ]);
  });
});

describe("an env file", () => {
  it("has names, quotes, comments and export, and interpolates nothing", () => {
    const text = [
      "# a comment",
      "A=1",
      "export B = two words # note",
      "C='$A # kept'",
      'D="x\\ny\\"\\$z"',
      "E=",
      "F=a#b",
      "G=x=y",
      "",
      "  H=1  ",
      "A=2",
      'I="" # empty',
    ].join("\r\n");
    expect(parseEnvFile(text)).toEqual({
      ok: true,
      values: {
        A: "2",
        B: "two words",
        C: "$A # kept",
        D: 'x\ny"$z',
        E: "",
        F: "a#b",
        G: "x=y",
        H: "1",
        I: "",
      },
    });
  });

  it("takes what other programs call a line separator as any other character", () => {
    const text = "A=' \u2028x'\nB=\u2028y # \u2029 note";
    expect(parseEnvFile(text)).toMatchObject({ ok: true, values: { A: " \u2028x" } });
  });

  it.each([
    ["A=1\nnonsense", 2],
    ["1A=x", 1],
    ['A="open', 1],
    ["A='x' y", 1],
    ["DAGTOP_HOME=/x", 1],
    ["__proto__=x", 1],
    ["A=\0", 1],
  ])("%j is refused at its line, without showing what may be a secret", (text, line) => {
    const result = parseEnvFile(text);
    expect(result).toMatchObject({ ok: false, line });
    expect(result.ok ? "" : result.message).not.toMatch(/nonsense|open|1A/);
  });

  it("gives back any value that stands between single quotes", () => {
    const value = fc.string({ unit: "grapheme" }).filter((text) => !/['\0\r\n]/.test(text));
    fc.assert(
      fc.property(value, (text) => {
        expect(parseEnvFile(`A='${text}'`)).toEqual({ ok: true, values: { A: text } });
      }),
    );
  });
});

describe("the Python of a pipeline (7.5)", () => {
  it.each([
    ["auto", ["/p/.venv", "/p/venv", "/p/.conda", "/p/env"]],
    ["envs/ml", ["/p/envs/ml"]],
    ["../ml/bin/python3.12", ["/ml"]],
    ["/opt/ml/bin", ["/opt/ml"]],
    ["/opt/ml/", ["/opt/ml"]],
  ])("%s is looked for in %j", (python, folders) => {
    expect(pythonCandidates("/p", python)).toEqual(folders);
  });

  it("of conda is looked for where conda says it is, then where its installers put it", () => {
    const env = {
      CONDA_EXE: "/opt/conda/bin/conda",
      CONDA_PREFIX: "/home/u/miniforge3/envs/other",
      MAMBA_ROOT_PREFIX: "/mamba",
      HOME: "/home/u",
    };
    expect(pythonCandidates("/p", "conda:ml", env)).toEqual([
      "/opt/conda/envs/ml",
      "/home/u/miniforge3/envs/ml",
      "/mamba/envs/ml",
      "/home/u/miniconda3/envs/ml",
      "/home/u/anaconda3/envs/ml",
      "/home/u/mambaforge/envs/ml",
      "/home/u/.conda/envs/ml",
      "/home/u/micromamba/envs/ml",
    ]);
    expect(pythonCandidates("/p", "conda:base", { CONDA_PREFIX: "/c" })).toEqual(["/c"]);
    expect(pythonCandidates("/p", "conda:ml", {})).toEqual([]);
  });
});
