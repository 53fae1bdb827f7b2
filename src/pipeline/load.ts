// From the text of a pipeline file to a definition, or to all that is wrong with it at once.
//
//   text ─limits─▶ placed YAML ─keys, schema─▶ fields ─names, graph, holes─▶ definition
//
// One parse gives both the values and their places. Whatever is refused is refused in time linear in the text.

import { checkGraph } from "./check-graph.ts";
import { checkKeys, standInsIn, type KnownKeys } from "./check-keys.ts";
import { checkLists } from "./check-lists.ts";
import { checkOuts } from "./check-outs.ts";
import { keysOf } from "./check-parts.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkSize } from "./check-size.ts";
import type { Definition, ParamDefinition, SourceText } from "./definition.ts";
import { pipelineName } from "./ids.ts";
import { readDefaults } from "./load-defaults.ts";
import { fieldsOf } from "./load-fields.ts";
import { MATRIX_KEYS } from "./load-matrix.ts";
import { paramDefinitions } from "./load-params.ts";
import { readPresets } from "./load-presets.ts";
import { readTimes, type Times } from "./load-schedules.ts";
import { readStages, type ReadStage } from "./load-stages.ts";
import { Texts } from "./load-texts.ts";
import { NAME, NAME_HINT } from "./names.ts";
import type { Problem } from "./problem.ts";
import { Report } from "./report.ts";
import { configSchema } from "./schema-config.ts";
import {
  defaultsSchema,
  pipelineSchema,
  retryRunSchema,
  stageSchema,
  type PipelineFields,
} from "./schema.ts";
import { checkText } from "./text-limits.ts";
import { insteadOf } from "./words.ts";
import { shown, type Entry, type MapNode } from "./yaml-node.ts";
import { treeOf } from "./yaml-tree.ts";

export type Loaded =
  | { readonly ok: true; readonly definition: Definition; readonly warnings: Problem[] }
  | { readonly ok: false; readonly problems: Problem[] };

const PIPELINE_KEYS: KnownKeys = {
  of: "a pipeline",
  known: Object.keys(pipelineSchema.shape),
  elsewhere: {
    'inside a stage, or inside "defaults" for all of them': Object.keys(defaultsSchema.shape),
    "inside a stage": Object.keys(stageSchema.shape),
    'inside the "matrix" of a stage': MATRIX_KEYS,
    "in your config.yaml": Object.keys(configSchema.shape),
  },
  extensions: true,
  instead: insteadOf,
};

const RETRY_RUN_KEYS = keysOf('"retry_run"', retryRunSchema);

/** Of all matrices of a file together, before anything is excluded. */
const MOST_COMBINATIONS = 50_000;

const FIRST_FILE = "A small file:\n  name: nightly\n  stages:\n    hello: { run: echo hello }";

/**
 * Reads a pipeline file. Never throws for what a user wrote: problems come sorted by line, at most a hundred and
 * a count of the rest. Warnings do not hinder a run.
 */
export async function loadDefinition(source: { file: string; text: string }): Promise<Loaded> {
  const text = source.text.startsWith("\ufeff") ? source.text.slice(1) : source.text;
  const report = new Report(source.file, text);
  const definition = read(report);
  if (definition === null || report.failed) return { ok: false, problems: report.problems() };
  return { ok: true, definition, warnings: report.warnings() };
}

function read(report: Report): Definition | null {
  if (!checkText(report)) return null;
  const root = treeOf(report);
  if (report.failed && root === null) return null;
  if (root === null || (root.is === "scalar" && root.value === null)) {
    report.add(0, "empty-file", "the file is empty", FIRST_FILE);
    return null;
  }
  if (root.is !== "map") {
    report.add(
      root.at,
      "not-a-map",
      `a pipeline file must be a map of keys, not ${shown(root)}`,
      FIRST_FILE,
    );
    return null;
  }
  return readPipeline(report, root);
}

function readPipeline(report: Report, root: MapNode): Definition | null {
  checkKeys(report, root, PIPELINE_KEYS);
  const name = readName(report, root);
  const fields = fieldsOf(report, withoutStages(root), pipelineSchema, "the pipeline");
  const field = (key: string) => root.entries.get(key)?.value;
  const rounds = field("retry_run");
  if (rounds?.is === "map") checkKeys(report, rounds, RETRY_RUN_KEYS);
  const params = paramDefinitions(report, field("params"));
  const presets = readPresets(report, field("presets"), params);
  const texts = readTexts(report, root, params);
  const times = readTimes(report, root, { params, presets });
  const stages = stagesIn(report, root, new Set(Object.keys(params)));
  checkGraph(report, stages);
  checkSize(report, stages);
  checkOuts(report, stages);
  checkLists(report, stages);
  if (fields !== null) checkSecrets(report, root, fields);
  if (name === null || fields === null) return null;
  const definitions = stages.flatMap((stage) => stage.definition ?? []);
  return {
    ...settled(fields),
    ...texts,
    ...times,
    name: pipelineName(name),
    params,
    presets,
    stages: definitions,
  };
}

/** Stages are read one by one: as plain values they would be made twice. */
function withoutStages(root: MapNode): MapNode {
  const entries = new Map(root.entries);
  entries.delete("stages");
  return { ...root, entries };
}

function readName(report: Report, root: MapNode): string | null {
  const entry = root.entries.get("name");
  if (entry === undefined) {
    report.add(
      root.at,
      "no-name",
      "the pipeline has no name",
      'Add a line "name: nightly" at the top.',
    );
    return null;
  }
  const node = entry.value;
  if (node.is === "scalar" && typeof node.value === "string" && NAME.test(node.value))
    return node.value;
  report.add(node.at, "bad-name", `${shown(node)} cannot be the name of a pipeline`, NAME_HINT);
  return null;
}

interface TopTexts {
  readonly env: Readonly<Record<string, SourceText>>;
  readonly cwd: SourceText | null;
}

/** Texts at the top hold parameters only: no stage has run yet when they are settled. */
function readTexts(
  report: Report,
  root: MapNode,
  params: Record<string, ParamDefinition>,
): TopTexts {
  const texts = new Texts(report, { params: new Set(Object.keys(params)), matrix: null });
  const read = {
    env: texts.env(root.entries.get("env")?.value),
    cwd: texts.readText(root.entries.get("cwd")?.value, '"cwd"'),
  };
  for (const { at, stage } of texts.uses) {
    const hint = `Put it into the stage that uses it, and "${stage}" into the needs of that stage.`;
    report.add(at, "output-at-top", "only a stage can use the output of another", hint);
  }
  return read;
}

function stagesIn(report: Report, root: MapNode, params: ReadonlySet<string>): ReadStage[] {
  const standIns = standInsIn(root, ["stages"], insteadOf);
  const entry = root.entries.get("stages") ?? standIns.find(holdsMaps);
  if (entry === undefined && standIns.length > 0) return [];
  if (entry === undefined) {
    const hint = "Add at least one:\n  stages:\n    hello: { run: echo hello }";
    report.add(root.at, "no-stages", "the pipeline has no stages", hint);
    return [];
  }
  const node = entry.value;
  const around = {
    params,
    defaults: readDefaults(report, root.entries.get("defaults")?.value, params),
    budget: { combinations: MOST_COMBINATIONS },
  };
  if (node.is === "map" && node.entries.size > 0) return readStages(report, node, around);
  const hint =
    node.is === "list"
      ? 'Write each stage as "name: {run: COMMAND}" without the dash; its key is its name.'
      : "Write them below it, indented:\n  hello: { run: echo hello }";
  const message = `"stages" must be a map from names to stages, not ${node.is === "map" ? "empty" : shown(node)}`;
  report.add(node.at, "bad-stages", message, hint);
  return [];
}

/** Whether stages are written below another word for them: then what is wrong inside is said at once. */
function holdsMaps({ value }: Entry): boolean {
  if (value.is !== "map" || value.entries.size === 0) return false;
  return [...value.entries.values()].every((inner) => inner.value.is === "map");
}

type Settled = Omit<
  Definition,
  "name" | "params" | "presets" | "stages" | "env" | "cwd" | keyof Times
>;

function settled(fields: PipelineFields): Settled {
  return {
    description: fields.description ?? null,
    envFile: fields.env_file ?? null,
    passEnv: fields.pass_env,
    shell: fields.shell ?? null,
    python: fields.python ?? null,
    timeoutMs: fields.timeout ?? null,
    maxParallel: fields.max_parallel ?? null,
    maxActiveRuns: fields.max_active_runs,
    retryRun: { times: fields.retry_run?.times ?? 0, delayMs: fields.retry_run?.delay ?? 0 },
    secrets: fields.secrets,
  };
}
