// What a folder has that a first pipeline file could run: the stages of a dvc.yaml, targets of a Makefile, scripts of a
// training; else a small example. Only looks; nothing is started.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { dvcReproStages } from "../integrations/dvc-import.ts";
import { madeName } from "../integrations/made-names.ts";
import { pythonCandidates } from "../pipeline/python.ts";
import { isExecutable } from "./executable.ts";

export interface FoundStage {
  readonly name: string;
  readonly run: string;
  readonly needs: readonly string[];
  /** Lines below its command, as they stand in the file. */
  readonly more: readonly string[];
}

/** One answer to "what to run". */
export interface Choice {
  readonly label: string;
  /** Comments above the stages. */
  readonly about: readonly string[];
  /** Lines at the top of the file. */
  readonly top: readonly string[];
  readonly stages: readonly FoundStage[];
}

const MOST_TARGETS = 6;
const MOST_STAGES = 200;
const MOST_BYTES = 1024 * 1024;

/** At least one; the first is what most would want. @param folder - absolute @param path - the PATH of who asks */
export function choicesIn(folder: string, path: string): readonly Choice[] {
  return [...dvcChoices(folder), ...makeChoices(folder), ...scriptChoices(folder, path), EXAMPLE];
}

function dvcChoices(folder: string): Choice[] {
  const text = textOf(join(folder, "dvc.yaml"));
  if (text === null) return [];
  const top = hasInEnvironment(folder, "dvc") ? PYTHON : [];
  const stages = dvcReproStages(text).map((stage) => ({ ...stage, more: [] }));
  const whole: Choice = {
    label: "dvc repro, as one stage",
    about: ["DVC decides what has to run, and keeps its cache and dvc.lock."],
    top,
    stages: [{ name: "repro", run: "dvc repro", needs: [], more: [] }],
  };
  if (stages.length === 0 || stages.length > MOST_STAGES) return [whole];
  const each: Choice = {
    label: `${stages.length === 1 ? "the stage" : `the ${stages.length} stages`} of dvc.yaml, each by dvc repro`,
    about: [
      "The stages of dvc.yaml. DVC still decides which have to run, and keeps its cache and dvc.lock.",
      "Without DVC: dagtop import dvc dvc.yaml. As one stage: run: dvc repro.",
    ],
    top: [...top, "# DVC locks its folder: one at a time.", "max_parallel: 1"],
    stages,
  };
  return [each, whole];
}

function makeChoices(folder: string): Choice[] {
  const texts = ["GNUmakefile", "makefile", "Makefile"].map((name) => textOf(join(folder, name)));
  const text = texts.find((one) => one !== null) ?? null;
  if (text === null) return [];
  return targetsOf(text)
    .slice(0, MOST_TARGETS)
    .map((target) => ({
      label: `make ${target}`,
      about: [],
      top: [],
      stages: [{ name: madeName(target, "make"), run: `make ${target}`, needs: [], more: [] }],
    }));
}

/** Names of rules that look like things to do, not like files; the one that `make` alone would take first. */
export function targetsOf(makefile: string): string[] {
  const rules = makefile.matchAll(
    /^([A-Za-z0-9][\w-]*(?:[ \t]+[A-Za-z0-9][\w-]*)*)[ \t]*::?(?!=)/gm,
  );
  const names = new Set([...rules].flatMap(([, list = ""]) => list.split(/[ \t]+/)));
  const goal = /^\.DEFAULT_GOAL\s*:?=\s*([\w-]+)\s*$/m.exec(makefile)?.[1];
  const first = goal === undefined || !names.has(goal) ? [] : [goal];
  const late = names.has("help") ? ["help"] : [];
  return [...new Set([...first, ...[...names].filter((name) => name !== "help"), ...late])];
}

const SCRIPTS = ["prepare", "preprocess", "train", "evaluate", "eval"];
const PLACES = ["", "src/", "scripts/"];

function scriptChoices(folder: string, path: string): Choice[] {
  const isThere = (file: string): boolean => sizeOf(join(folder, file)) !== null;
  const place = PLACES.find((at) => SCRIPTS.some((name) => isThere(`${at}${name}.py`)));
  if (place === undefined) return [];
  const names = SCRIPTS.filter((name) => isThere(`${place}${name}.py`));
  const python = pythonOf(folder, path);
  return [
    {
      label: names.map((name) => `${place}${name}.py`).join(", "),
      about: [],
      top: python === "python" ? PYTHON : [],
      stages: names.map((name, at) => ({
        name,
        run: `${python} ${place}${name}.py`,
        needs: names.slice(Math.max(0, at - 1), at),
        more: name === "train" ? TRAINING : [],
      })),
    },
  ];
}

const PYTHON = [
  "# .venv or venv beside this file, where there is one; else what PATH has.",
  "python: auto",
];
const TRAINING = ["# retry: 1        # one more attempt when it fails", "# timeout: 4h"];

const EXAMPLE: Choice = {
  label: "a small example",
  about: ["Replace these by what you run."],
  top: [],
  stages: [
    {
      name: "data",
      run: 'echo "reading"\necho "rows=3" >> "$DAGTOP_OUTPUT"',
      needs: [],
      more: [],
    },
    {
      name: "train",
      run: 'echo "training on $ROWS rows"',
      needs: ["data"],
      more: ['env: { ROWS: "${{ stages.data.outputs.rows }}" }', "retry: 1"],
    },
  ],
};

/** "python3" only where there is no other. */
function pythonOf(folder: string, path: string): string {
  const has = (name: string): boolean =>
    path.split(":").some((each) => isExecutable(`${each}/${name}`));
  return hasInEnvironment(folder, "python") || has("python") || !has("python3")
    ? "python"
    : "python3";
}

function hasInEnvironment(folder: string, program: string): boolean {
  return pythonCandidates(folder, "auto").some((each) => isExecutable(`${each}/bin/${program}`));
}

function textOf(file: string): string | null {
  const size = sizeOf(file);
  if (size === null || size > MOST_BYTES) return null;
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null; // not ours to read
  }
}

/** Of a file; null where there is none. */
function sizeOf(file: string): number | null {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    return found?.isFile() === true ? found.size : null;
  } catch {
    return null;
  }
}
