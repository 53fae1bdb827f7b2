// What `init` finds in a folder, and that each file it would write is right.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { choicesIn, targetsOf } from "../../src/cli/init-found.ts";
import { firstFileText } from "../../src/cli/init-text.ts";
import { madeName, takeName } from "../../src/integrations/made-names.ts";
import { NAME } from "../../src/pipeline/names.ts";
import { definitionOf } from "../pipeline/reading.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(tmpdir(), "dagtop-init-"));
  folders.push(made);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, name)), { recursive: true });
    writeFileSync(join(made, name), text);
  }
  return made;
}

const DVC = "stages:\n  get: { cmd: x, outs: [d] }\n  Fit it: { cmd: y, deps: [d] }\n";
const MAKE =
  ".PHONY: all\nCC := gcc\nall: out.txt\n\tcc\nout.txt: in.txt\ntrain eval: all\n%.o: %.c\nhelp:\n";

describe("a folder", () => {
  const kinds: [string, Readonly<Record<string, string>>, string[]][] = [
    [
      "with a dvc.yaml offers its stages, then dvc repro as a whole",
      { "dvc.yaml": DVC },
      ["the 2 stages of dvc.yaml, each by dvc repro", "dvc repro, as one stage", "a small example"],
    ],
    [
      "with a dvc.yaml that can't be read offers dvc repro, which says what is wrong",
      { "dvc.yaml": "stages: [" },
      ["dvc repro, as one stage", "a small example"],
    ],
    [
      "with a Makefile offers its targets",
      { Makefile: MAKE },
      ["make all", "make train", "make eval", "make help", "a small example"],
    ],
    [
      "with scripts of a training offers them in their order",
      { "train.py": "", "evaluate.py": "", "prepare.py": "", "other.py": "" },
      ["prepare.py, train.py, evaluate.py", "a small example"],
    ],
    [
      "with scripts in src offers those",
      { "src/train.py": "" },
      ["src/train.py", "a small example"],
    ],
    [
      "with all of it offers all of it, dvc.yaml first",
      { "dvc.yaml": DVC, Makefile: "all:\n", "train.py": "" },
      [
        "the 2 stages of dvc.yaml, each by dvc repro",
        "dvc repro, as one stage",
        "make all",
        "train.py",
        "a small example",
      ],
    ],
    ["with nothing of that offers an example", { "a.txt": "" }, ["a small example"]],
  ];

  it.each(kinds)("%s", async (_what, files, labels) => {
    const choices = choicesIn(folder(files), "/usr/bin");
    expect(choices.map(({ label }) => label)).toEqual(labels);
    for (const choice of choices) {
      for (const isNightly of [false, true]) {
        const text = firstFileText({ name: "mine", choice, isNightly });
        const definition = await definitionOf(text);
        expect(definition.stages).toHaveLength(choice.stages.length);
        expect(text.split("\n")[0]).toMatch(
          /^# yaml-language-server: \$schema=https:\/\/unpkg\.com\/dagtop@\d+\.\d+\.\d+\S*\/schema\/pipeline\.json$/,
        );
        expect(text.includes('# schedule: "0 2 * * *"')).toBe(isNightly);
        expect(text.split("\n").length).toBeLessThan(30);
      }
    }
  });

  it("with a Python of its own uses that; without any in PATH but python3, that", async () => {
    const files = { "train.py": "", "bin/python3": "#!/bin/sh\n" };
    const bare = folder(files);
    chmodSync(join(bare, "bin/python3"), 0o755);
    const runOf = (at: string, path: string) => choicesIn(at, path)[0]?.stages[0]?.run;
    expect(runOf(bare, join(bare, "bin"))).toBe("python3 train.py");
    const own = folder({ ...files, ".venv/bin/python": "#!/bin/sh\n" });
    chmodSync(join(own, ".venv/bin/python"), 0o755);
    expect(runOf(own, "")).toBe("python train.py");
    const [choice] = choicesIn(own, "");
    const text = firstFileText({ name: "mine", choice: choice!, isNightly: false });
    expect((await definitionOf(text)).python).toBe("auto");
  });

  it("of DVC keeps the order of its stages, one at a time", async () => {
    const [choice] = choicesIn(folder({ "dvc.yaml": DVC }), "");
    const text = firstFileText({ name: "mine", choice: choice!, isNightly: false });
    const definition = await definitionOf(text);
    expect(definition.maxParallel).toBe(1);
    expect(definition.stages.map(({ key, needs, command }) => [key, needs, command])).toEqual([
      ["get", [], { is: "shell", script: "dvc repro -s get" }],
      ["fit-it", ["get"], { is: "shell", script: "dvc repro -s 'Fit it'" }],
    ]);
  });
});

describe("a Makefile", () => {
  it("begins with its default goal, and help stands last", () => {
    expect(targetsOf("help:\nall: a\nb c::\n\techo d:\nE := f\n")).toEqual([
      "all",
      "b",
      "c",
      "help",
    ]);
    expect(targetsOf(".DEFAULT_GOAL := c\na:\nb:\nc: a\n")).toEqual(["c", "a", "b"]);
    expect(targetsOf("")).toEqual([]);
  });
});

describe("a name that is made", () => {
  it.each([
    ["My Project", "my-project"],
    ["2024_Räume & mehr!", "raume-mehr"],
    ["日本", "fallback"],
    ["-", "fallback"],
    ["a".repeat(80), "a".repeat(63)],
  ])("of %s is %s", (text, name) => {
    expect(madeName(text, "fallback")).toBe(name);
  });

  it("is always right, and none is given twice", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 80 }), { maxLength: 8 }),
        (texts) => {
          const taken = new Set<string>();
          const names = texts.map((text) => takeName(madeName(text, "a".repeat(63)), taken));
          expect(names.filter((name) => !NAME.test(name))).toEqual([]);
          expect(new Set(names).size).toBe(names.length);
        },
      ),
    );
  });
});
