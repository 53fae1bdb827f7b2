// Reads the stages of a pipeline file, each for itself. What stages say about each other is checked by `check-graph`.
//
// A stage with a mistake is still handed on with its name, needs and outputs, so that the graph can be checked and
// all problems of a file come at once.

import { checkCommand } from "./check-command.ts";
import { checkKeys, type KnownKeys } from "./check-keys.ts";
import { checkPartKeys } from "./check-parts.ts";
import type { MatrixDefinition } from "./definition.ts";
import { withoutShallow } from "./check-shallow.ts";
import { fieldsOf } from "./load-fields.ts";
import { readIf } from "./load-if.ts";
import { MATRIX_KEYS, readMatrix, type MatrixBudget } from "./load-matrix.ts";
import { Texts, type Names, type StageUse } from "./load-texts.ts";
import { readWith } from "./load-with.ts";
import { namesIn } from "./matrix.ts";
import { NAME, NAME_HINT } from "./names.ts";
import type { Report } from "./report.ts";
import { pipelineSchema, retrySchema, stageSchema, stopSchema } from "./schema.ts";
import { warnOfUnset } from "./script-names.ts";
import { insteadInStage } from "./words.ts";
import type { Defaults } from "./load-defaults.ts";
import { stageDefinition, type Parts } from "./stage-definition.ts";
import type { StageDefinition } from "./definition.ts";
import { shown, type Entry, type MapNode, type YamlNode } from "./yaml-node.ts";

export interface Placed {
  readonly text: string;
  readonly at: number;
}

export interface ReadStage {
  readonly key: Placed;
  readonly needs: readonly Placed[];
  readonly uses: readonly StageUse[];
  /** Of its `cache`, as the file has them. */
  readonly outs: readonly Placed[];
  readonly matrix: MatrixDefinition | null;
  /** Null where the stage has problems of its own. */
  readonly definition: StageDefinition | null;
}

/** What all stages of a file have in common. */
export interface Around {
  readonly params: ReadonlySet<string>;
  readonly defaults: Defaults;
  readonly budget: MatrixBudget;
}

const TOP = Object.keys(pipelineSchema.shape);

const STAGE_KEYS: KnownKeys = {
  of: "a stage",
  known: Object.keys(stageSchema.shape),
  elsewhere: {
    'at the top of the file, or inside "matrix" for the members of one stage': ["max_parallel"],
    "at the top of the file": TOP.filter((key) => key !== "name"),
    'inside "retry": retry: {times: 2, delay: 30s}': Object.keys(retrySchema.shape),
    'inside "stop": stop: {signal: INT}': Object.keys(stopSchema.shape),
    'inside "matrix": matrix: {lr: [0.1, 0.2], fail_fast: true}': MATRIX_KEYS,
    'inside "cache": cache: {deps: [data.csv], outs: [model.bin]}': ["deps", "outs"],
    'inside "expect" at the top of the file': ["finish_within"],
  },
  extensions: true,
  instead: insteadInStage,
};

/** All stages of the file in its order. */
export function readStages(report: Report, stages: MapNode, around: Around): ReadStage[] {
  const sorted = withoutShallow(report, stages);
  return sorted.stages.map((entry) =>
    sorted.emptied.has(entry)
      ? { ...NOTHING, key: { text: entry.key, at: entry.at } }
      : readStage(report, entry, around),
  );
}

const NOTHING = { needs: [], uses: [], outs: [], matrix: null, definition: null } as const;

function readStage(report: Report, { key, at, value }: Entry, around: Around): ReadStage {
  if (!NAME.test(key)) {
    report.add(at, "bad-name", `"${key}" cannot be the name of a stage`, NAME_HINT);
  }
  const place = { text: key, at };
  if (value.is !== "map") {
    const hint = `Write ${NAME.test(key) ? key : "name"}: {run: COMMAND}, or "run: COMMAND" on the next line, indented.`;
    report.add(
      value.at,
      "bad-stage",
      `the stage "${key}" must be a map, not ${shown(value)}`,
      hint,
    );
    return { ...NOTHING, key: place };
  }
  checkAllKeys(report, value);
  checkCommand(report, place, value);
  const fields = fieldsOf(report, value, stageSchema, "the stage");
  const node = valueIn(value, "matrix");
  const matrix = node === undefined ? null : readMatrix(report, key, node, around.budget);
  const names = { params: around.params, matrix: matrixNamesOf(node, matrix) };
  const texts = new Texts(report, names);
  const parts = partsOf(report, texts, value, names, matrix);
  const condition = readIf(report, texts, valueIn(value, "if"));
  const definition =
    fields === null || condition === null
      ? null
      : stageDefinition(key, fields, { ...parts, ...condition }, around.defaults);
  const outs = outsOf(value);
  return { key: place, needs: needsOf(value), uses: texts.uses, outs, matrix, definition };
}

/** Of a matrix that can't be used the axes count all the same, so that no hole is blamed for it. */
function matrixNamesOf(
  node: YamlNode | undefined,
  matrix: MatrixDefinition | null,
): ReadonlySet<string> | null {
  if (node === undefined) return null;
  if (matrix !== null) return new Set(namesIn(matrix));
  return new Set(node.is === "map" ? node.entries.keys() : []);
}

function checkAllKeys(report: Report, stage: MapNode): void {
  const named = stage.entries.get("name");
  if (named === undefined) checkKeys(report, stage, STAGE_KEYS);
  else {
    const hint =
      'The key of a stage is its name: remove "name", or use "description" for more words.';
    report.add(named.at, "unknown-key", 'unknown key "name"', hint);
    checkKeys(report, stage, { ...STAGE_KEYS, known: [...STAGE_KEYS.known, "name"] });
  }
  checkPartKeys(report, stage);
}

/** What may have holes: command, environment, folder, cache; and the script, which may not. */
function partsOf(
  report: Report,
  texts: Texts,
  stage: MapNode,
  names: Names,
  matrix: MatrixDefinition | null,
): Omit<Parts, "if" | "condition"> {
  const run = valueIn(stage, "run");
  const argv = valueIn(stage, "argv");
  const cwd = valueIn(stage, "cwd");
  if (run?.is === "scalar") {
    texts.refuseHoles(run);
    warnOfUnset(report, run, names);
  }
  return {
    argv:
      argv?.is === "list" ? argv.items.map((word) => texts.read(word, "each word of argv")) : [],
    message: texts.readText(messageOf(valueIn(stage, "approval")), '"approval"') ?? [],
    env: texts.env(valueIn(stage, "env")),
    cwd: texts.readText(cwd, '"cwd"'),
    cache: cacheOf(texts, valueIn(stage, "cache")),
    with: readWith(report, texts, stage.entries.get("uses"), stage.entries.get("with")),
    matrix,
  };
}

function messageOf(node: YamlNode | undefined): YamlNode | undefined {
  return node?.is === "map" ? valueIn(node, "message") : node;
}

function cacheOf(texts: Texts, node: YamlNode | undefined): StageDefinition["cache"] {
  if (node?.is !== "map") return null;
  return {
    deps: texts.paths(valueIn(node, "deps"), '"cache"'),
    outs: texts.paths(valueIn(node, "outs"), '"cache"'),
  };
}

function outsOf(stage: MapNode): Placed[] {
  const cache = valueIn(stage, "cache");
  const node = cache?.is === "map" ? valueIn(cache, "outs") : undefined;
  const items =
    node === undefined || node.is === "map" ? [] : node.is === "list" ? node.items : [node];
  return items.flatMap((item) => (item.is === "scalar" ? { text: item.source, at: item.at } : []));
}

function needsOf(stage: MapNode): Placed[] {
  const node = valueIn(stage, "needs");
  if (node === undefined || node.is === "map") return [];
  const items = node.is === "list" ? node.items : [node];
  return items.flatMap((item) =>
    item.is === "scalar" && typeof item.value === "string" ? { text: item.value, at: item.at } : [],
  );
}

function valueIn(map: MapNode, key: string): YamlNode | undefined {
  return map.entries.get(key)?.value;
}
