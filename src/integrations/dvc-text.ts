// The text of the pipeline file that is made from a dvc.yaml.

import type { Param, ScalarValue } from "./dvc-values.ts";
import { importedHead } from "./imported.ts";
import { yamlComment, yamlLine, yamlList, yamlScript, yamlText } from "./pipeline-text.ts";

export interface DvcPart {
  readonly name: string;
  readonly description: string | null;
  readonly needs: readonly string[];
  readonly axes: Readonly<Record<string, readonly ScalarValue[]>> | null;
  readonly cwd: string | null;
  readonly run: string;
  readonly deps: readonly string[];
  readonly outs: readonly string[];
  readonly comment: string | null;
}

export interface DvcTextParts {
  readonly label: string;
  readonly name: string;
  readonly schema: string;
  readonly version: string;
  readonly params: readonly Param[];
  readonly parts: readonly DvcPart[];
  readonly notes: readonly string[];
}

export function dvcText({
  label,
  name,
  schema,
  version,
  params,
  parts,
  notes,
}: DvcTextParts): string {
  const about = [
    `Imported from ${label} by dagtop ${version}. Paths are relative to this file: keep it beside ${label}.`,
    "",
    "DVC is not asked any more. dagtop runs the commands, and `cache` leaves out what has not changed; it restores no file and deletes none. To keep DVC in charge of its cache, dvc.lock and remotes, have one stage instead:",
    "  stages: { repro: { run: dvc repro } }",
  ];
  const lines = [
    ...importedHead(schema, about, notes),
    `name: ${yamlText(name)}`,
    ...(params.length === 0 ? [] : ["params:"]),
    ...params.map(
      ({ name: key, value }) =>
        `  ${key}: ${value === undefined ? "{ required: true }" : valueText(value)}`,
    ),
    "stages:",
    ...parts.flatMap(stageLines),
  ];
  return `${lines.join("\n")}\n`;
}

function stageLines(part: DvcPart): string[] {
  const { name, description, needs, axes, cwd, run, deps, outs, comment } = part;
  return [
    `  ${yamlText(name)}:`,
    ...(comment === null ? [] : yamlComment(comment, "    # ")),
    ...(description === null || description.trim() === ""
      ? []
      : [`    description: ${yamlLine(description)}`]),
    ...(needs.length === 0
      ? []
      : [`    needs: ${needs.length === 1 ? yamlText(needs[0] ?? "") : yamlList(needs)}`]),
    ...(axes === null ? [] : [`    matrix: ${axesText(axes)}`]),
    ...(cwd === null ? [] : [`    cwd: ${yamlText(cwd)}`]),
    `    run: ${yamlScript(run, "      ")}`,
    ...cacheLines(deps, outs),
  ];
}

function cacheLines(deps: readonly string[], outs: readonly string[]): string[] {
  if (deps.length + outs.length === 0) return [];
  return [
    "    cache:",
    ...(deps.length === 0 ? [] : [`      deps: ${yamlList(deps)}`]),
    ...(outs.length === 0 ? [] : [`      outs: ${yamlList(outs)}`]),
  ];
}

function axesText(axes: Readonly<Record<string, readonly ScalarValue[]>>): string {
  const pairs = Object.entries(axes).map(
    ([key, values]) => `${key}: [${values.map(valueText).join(", ")}]`,
  );
  return `{ ${pairs.join(", ")} }`;
}

function valueText(value: ScalarValue): string {
  return typeof value === "string" ? yamlText(value) : String(value);
}
