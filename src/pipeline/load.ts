// From the text of a pipeline file to a definition, or to all that is wrong with it at once.
//
//   text ─limits─▶ placed YAML ─keys, schema─▶ fields ─names, graph, holes─▶ definition
//
// One parse gives both the values and their places. Whatever is refused is refused in time linear in the text.

import { checkGraph } from "./check-graph.ts";
import { checkKeys, hasStandIn, type KnownKeys } from "./check-keys.ts";
import type { Definition, ParamDefinition, SourceText } from "./definition.ts";
import { pipelineName } from "./ids.ts";
import { fieldsOf } from "./load-fields.ts";
import { paramDefinitions } from "./load-params.ts";
import { readStages, type ReadStage } from "./load-stages.ts";
import { Texts } from "./load-texts.ts";
import { NAME, NAME_HINT } from "./names.ts";
import type { Problem } from "./problem.ts";
import { Report } from "./report.ts";
import { pipelineSchema, stageSchema, type PipelineFields } from "./schema.ts";
import { checkText } from "./text-limits.ts";
import { shown, type MapNode } from "./yaml-node.ts";
import { treeOf } from "./yaml-tree.ts";

export type Loaded =
  | { readonly ok: true; readonly definition: Definition; readonly warnings: Problem[] }
  | { readonly ok: false; readonly problems: Problem[] };

const PIPELINE_KEYS: KnownKeys = {
  of: "a pipeline",
  known: Object.keys(pipelineSchema.shape),
  elsewhere: { "inside a stage": Object.keys(stageSchema.shape) },
  extensions: true,
};

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
  const fields = fieldsOf(report, root, pipelineSchema);
  const params = paramDefinitions(report, root.entries.get("params")?.value);
  const texts = readTexts(report, root, params);
  const stages = stagesIn(report, root, new Set(Object.keys(params)));
  checkGraph(report, stages);
  if (name === null || fields === null) return null;
  const definitions = stages.flatMap((stage) => stage.definition ?? []);
  return { ...settled(fields), ...texts, name: pipelineName(name), params, stages: definitions };
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
  const texts = new Texts(report, new Set(Object.keys(params)));
  const cwd = root.entries.get("cwd")?.value;
  const read = {
    env: texts.env(root.entries.get("env")?.value),
    cwd: cwd?.is === "scalar" && typeof cwd.value === "string" ? texts.read(cwd, '"cwd"') : null,
  };
  for (const { at, stage } of texts.outputs) {
    const hint = `Put it into the stage that uses it, and "${stage}" into the needs of that stage.`;
    report.add(at, "output-at-top", "only a stage can use the output of another", hint);
  }
  return read;
}

function stagesIn(report: Report, root: MapNode, params: ReadonlySet<string>): ReadStage[] {
  const entry = root.entries.get("stages");
  if (entry === undefined && hasStandIn(root, ["stages"])) return [];
  if (entry === undefined) {
    const hint = "Add at least one:\n  stages:\n    hello: { run: echo hello }";
    report.add(root.at, "no-stages", "the pipeline has no stages", hint);
    return [];
  }
  const node = entry.value;
  if (node.is === "map" && node.entries.size > 0) return readStages(report, node, params);
  const hint =
    node.is === "list"
      ? 'Write each stage as "name: {run: COMMAND}" without the dash; its key is its name.'
      : "Write them below it, indented:\n  hello: { run: echo hello }";
  const message = `"stages" must be a map from names to stages, not ${node.is === "map" ? "empty" : shown(node)}`;
  report.add(node.at, "bad-stages", message, hint);
  return [];
}

type Settled = Omit<Definition, "name" | "params" | "stages" | "env" | "cwd">;

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
  };
}
