// A dvc.yaml becomes a pipeline file that loads, with the order, the cache and the values that DVC took from it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dvcReproStages, importDvc } from "../../src/integrations/dvc-import.ts";
import { loadDefinition } from "../../src/pipeline/load.ts";
import { problemText } from "../../src/pipeline/problem.ts";
import { definitionOf } from "../pipeline/reading.ts";

const FOLDER = join(import.meta.dirname, "imports");
const PARAMS = { train: { epochs: 3, tag: "nightly run" }, sizes: [2, 4] };

function imported(text: string, params: unknown = null) {
  return importDvc({
    label: "dvc.yaml",
    text,
    params,
    name: "reviews",
    schema: "https://unpkg.com/dagtop@0.0.0/schema/pipeline.json",
    version: "0.0.0",
  });
}

async function read(text: string, params: unknown = null) {
  const result = imported(text, params);
  if (!result.ok) throw new Error(result.message);
  const definition = await definitionOf(result.file.text);
  const stage = (key: string) => definition.stages.find((each) => String(each.key) === key)!;
  return { definition, stage, notes: result.file.notes };
}

describe("a dvc.yaml", () => {
  it("with all that DVC knows gives a file that loads, and keeps its golden text", async () => {
    const result = imported(readFileSync(join(FOLDER, "reviews.dvc.yaml"), "utf8"), PARAMS);
    if (!result.ok) throw new Error(result.message);
    await expect(result.file.text).toMatchFileSnapshot(join(FOLDER, "reviews.dvc.yaml.txt"));
    const loaded = await loadDefinition({ file: "reviews.yaml", text: result.file.text });
    expect(loaded.ok ? [] : loaded.problems.map(problemText)).toEqual([]);
  });

  it("that can't be read is refused with its line", () => {
    expect(imported("stages:\n  a: {cmd: x\n")).toMatchObject({ ok: false, line: 2 });
    expect(imported("[]\n")).toMatchObject({ ok: true, count: 0 });
  });

  it("of any shape never fails, and what comes of it loads", async () => {
    const text = fc.oneof(
      fc.constantFrom(
        "a",
        "${x}",
        "${item}",
        "${{",
        "true",
        "a/b",
        "../c",
        "\u202e",
        ": #",
        "s3://x",
        "${item.y}",
        "",
      ),
      fc.string({ maxLength: 6 }),
    );
    const value = fc.oneof(
      text,
      fc.array(text, { maxLength: 2 }),
      fc.integer(),
      fc.boolean(),
      fc.dictionary(text, text, { maxKeys: 2 }),
    );
    const keys =
      "cmd wdir deps outs params metrics plots desc frozen always_changed foreach do matrix vars meta".split(
        " ",
      );
    const stage = fc.dictionary(fc.constantFrom(...keys), value);
    const cmd = fc.record({ cmd: text, deps: fc.array(text), outs: fc.array(text) });
    const top = fc.record({
      stages: fc.dictionary(text, fc.oneof(stage, cmd), { maxKeys: 4 }),
      vars: fc.array(value, { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(top, value, async (file, params) => {
        const result = imported(JSON.stringify(file), params);
        if (!result.ok || result.count === 0) return;
        const loaded = await loadDefinition({ file: "f", text: result.file.text });
        const problems = loaded.ok ? [] : loaded.problems.filter(({ code }) => code !== "cycle");
        expect(problems.map(problemText)).toEqual([]);
        expect(result.file.text.split("\n").filter((line) => /[\p{Cc}\p{Cf}]/u.test(line))).toEqual(
          [],
        );
      }),
      { numRuns: Number(process.env["FUZZ_RUNS"] ?? 400) },
    );
  });
});

describe("what DVC derives from paths", () => {
  it("becomes needs: from a file, from a folder around it, from a file inside it, through wdir", async () => {
    const { stage } = await read(`stages:
  a: { cmd: x, outs: [d/one.csv] }
  b: { cmd: x, wdir: d, outs: [two] }
  c: { cmd: x, deps: [d/one.csv] }
  e: { cmd: x, deps: [d/two/part.csv], metrics: [m.json] }
  f: { cmd: x, deps: [./d/] , plots: [p.csv: {x: y}] }
  g: { cmd: x, wdir: g, deps: [../m.json, ../p.csv] }
  h: { cmd: x, deps: [d/one] }
`);
    const needs = (key: string) => stage(key).needs.map(String);
    expect(["c", "e", "f", "g", "h"].map(needs)).toEqual([
      ["a"],
      ["b"],
      ["a", "b"],
      ["e", "f"],
      [],
    ]);
  });

  it("becomes a cache of what a stage reads and writes, unless it always runs or reads what is elsewhere", async () => {
    const { stage, notes } = await read(`stages:
  a: { cmd: x, wdir: w, deps: [in], outs: [out], params: [lr] }
  b: { cmd: x, deps: [in], always_changed: true }
  c: { cmd: x, deps: ["https://example.com/x.csv", in] }
  d: { cmd: x }
`);
    const texts = (list: readonly (readonly unknown[])[] | undefined) =>
      list?.map((text) => text[0]);
    expect(texts(stage("a").cache?.deps)).toEqual([
      { is: "text", text: "w/in" },
      { is: "text", text: "w/params.yaml" },
    ]);
    expect(texts(stage("a").cache?.outs)).toEqual([{ is: "text", text: "w/out" }]);
    expect(["b", "c", "d"].map((key) => stage(key).cache)).toEqual([null, null, null]);
    expect(notes.join("\n")).toContain("https://example.com/x.csv is not on this disk");
  });
});

describe("templates", () => {
  it("become parameters with DVC's values; in a script they are variables, in a path holes", async () => {
    const text =
      "stages:\n  a: { cmd: 'x ${train.epochs} \\${HOME}', wdir: '${dir}', outs: ['m-${train.epochs}'] }\n";
    const { definition, stage, notes } = await read(text, { train: { epochs: 3 }, dir: "w" });
    expect(definition.params).toMatchObject({
      train_epochs: { default: 3 },
      dir: { default: "w" },
    });
    expect(stage("a").command).toEqual({
      is: "shell",
      script: "x ${DAGTOP_PARAM_TRAIN_EPOCHS} ${HOME}",
    });
    expect(stage("a").cwd).toEqual([{ is: "param", name: "dir" }]);
    expect(notes.join("\n")).toContain('${train.epochs} is "$DAGTOP_PARAM_TRAIN_EPOCHS"');
  });

  it("whose value nothing says are parameters that have to be given", async () => {
    const { definition, notes } = await read("stages:\n  a: { cmd: 'x ${lr}' }\n");
    expect(definition.params).toMatchObject({ lr: { required: true, default: null } });
    expect(notes.join("\n")).toContain("-p lr=VALUE");
  });

  it("of more than one value leave the stage to DVC", async () => {
    const { stage, notes } = await read("stages:\n  a b: { cmd: 'x ${lr}' }\n", { lr: [1, 2] });
    expect(stage("a-b").command).toEqual({ is: "shell", script: "dvc repro -s 'a b'" });
    expect(notes.join("\n")).toContain("a b stays with DVC: ${lr} is no single value");
  });
});

describe("init", () => {
  it("keeps DVC in charge of each stage, in the order of its paths", () => {
    expect(
      dvcReproStages(
        "stages:\n  B 1: { cmd: x, deps: [a] }\n  a: { cmd: y, outs: [a], desc: A }\n",
      ),
    ).toEqual([
      { name: "b-1", run: "dvc repro -s 'B 1'", needs: ["a"], description: null },
      { name: "a", run: "dvc repro -s a", needs: [], description: "A" },
    ]);
  });
});
