// Reads the matrix of a stage: axes with their values, and beside them `include`, `exclude`, `max_parallel`, `fail_fast`.
//
// Members are made only once their number is known to be small, so a matrix of a hundred axes is refused at once.

import type { MatrixDefinition, MatrixValues } from "./definition.ts";
import { stageKey } from "./ids.ts";
import { fieldsOf } from "./load-fields.ts";
import { scalarText, valuesOf } from "./load-values.ts";
import {
  combinationsOf,
  excludedBy,
  membersOf,
  MOST_COMBINATIONS,
  MOST_MEMBERS,
  namesIn,
} from "./matrix.ts";
import { isEnvName } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import type { ParamValue } from "./plan.ts";
import type { Report } from "./report.ts";
import { matrixSchema } from "./schema.ts";
import { shown, type Entry, type MapNode, type YamlNode } from "./yaml-node.ts";

export const MATRIX_KEYS = Object.keys(matrixSchema.shape);
const MOST_EXCLUDES = 100;
const LONGEST_KEY = 200;

/** What the matrices of one file may cost together. */
export interface MatrixBudget {
  combinations: number;
}

/** Null where something is wrong with it; the report says what. */
export function readMatrix(
  report: Report,
  stage: string,
  node: YamlNode,
  budget: MatrixBudget,
): MatrixDefinition | null {
  const before = report.count;
  if (node.is !== "map") {
    const hint = "Write each axis with its values: matrix: {lr: [0.1, 0.2]}.";
    report.add(node.at, "bad-matrix", `"matrix" must be a map, not ${shown(node)}`, hint);
    return null;
  }
  const axes = readAxes(report, node);
  const fields = fieldsOf(report, node, matrixSchema, "the matrix");
  const include = readLists(report, node.entries.get("include"));
  const exclude = readLists(report, node.entries.get("exclude"));
  if (fields === null || report.count > before) return null;
  const matrix: MatrixDefinition = {
    axes,
    include: include.map(({ values }) => values),
    exclude: exclude.map(({ values }) => values),
    maxParallel: fields.max_parallel ?? null,
    failFast: fields.fail_fast ?? false,
  };
  checkNames(report, node, matrix);
  checkLists(report, axes, include, exclude);
  if (report.count > before || !isSmall(report, node, matrix, budget)) return null;
  checkMembers(report, stage, node, matrix, { include, exclude });
  return report.count > before ? null : matrix;
}

/** Entries that are no setting are axes. */
function readAxes(report: Report, matrix: MapNode): Record<string, readonly ParamValue[]> {
  const axes = [...matrix.entries.values()].filter(({ key }) => !MATRIX_KEYS.includes(key));
  return Object.fromEntries(axes.map((axis) => [axis.key, readAxis(report, axis)]));
}

function readAxis(report: Report, { key, at, value }: Entry): ParamValue[] {
  const meant = didYouMean(key, MATRIX_KEYS);
  const isOdd = value.is !== "list" || value.items.some((item) => item.is !== "scalar");
  if (isOdd && meant !== "") {
    report.add(at, "unknown-key", `unknown key "${key}"`, meant);
    return [];
  }
  if (value.is !== "list" || value.items.length === 0) {
    const hint = `Write it as a list: ${key}: [${value.is === "scalar" && value.value !== null ? value.source : "a"}, …].`;
    const what = value.is === "list" ? "empty" : shown(value);
    report.add(value.at, "bad-matrix", `the axis "${key}" must be a list, not ${what}`, hint);
    return [];
  }
  const seen = new Set<string>();
  return value.items.flatMap((item) => {
    const read = scalarText(report, item, `a value of "${key}"`);
    if (read === null) return [];
    if (seen.has(String(read))) {
      const message = `${shown(item)} is given twice in the axis "${key}"`;
      report.add(
        item.at,
        "bad-matrix",
        message,
        "Keep one of them: each makes a stage of its own.",
      );
    }
    seen.add(String(read));
    return [read];
  });
}

interface Placed {
  readonly at: number;
  readonly values: MatrixValues;
}

function readLists(report: Report, entry: Entry | undefined): Placed[] {
  if (entry === undefined) return [];
  const { key, value } = entry;
  const hint = `Write ${key}: [{lr: 0.1}], a map for each combination.`;
  if (value.is !== "list") {
    report.add(
      value.at,
      "bad-matrix",
      `"${key}" must be a list of maps, not ${shown(value)}`,
      hint,
    );
    return [];
  }
  const most = key === "exclude" ? MOST_EXCLUDES : MOST_MEMBERS;
  if (value.items.length > most) {
    const mend = key === "exclude" ? "Write out what is wanted, in include." : "Make it smaller.";
    const message = `"${key}" has ${value.items.length} entries; at most ${most}`;
    report.add(value.at, "bad-matrix", message, mend);
    return [];
  }
  return value.items.flatMap((item) => {
    if (item.is === "map" && item.entries.size > 0) {
      return { at: item.at, values: valuesOf(report, item) };
    }
    const what = item.is === "map" ? "empty" : shown(item);
    report.add(item.at, "bad-matrix", `an entry of "${key}" must be a map, not ${what}`, hint);
    return [];
  });
}

/** Names become variables: DAGTOP_MATRIX_LR. */
function checkNames(report: Report, node: MapNode, matrix: MatrixDefinition): void {
  const byVariable = new Map<string, string>();
  for (const name of namesIn(matrix)) {
    const at = node.entries.get(name)?.at ?? node.entries.get("include")?.at ?? node.at;
    const twin = byVariable.get(name.toUpperCase());
    if (!isEnvName(name)) {
      const hint = "Use letters, digits and _, not beginning with a digit.";
      report.add(at, "bad-matrix", `"${name}" cannot be a name in a matrix`, hint);
    } else if (twin !== undefined) {
      const hint = `Both would be DAGTOP_MATRIX_${name.toUpperCase()}: rename one.`;
      report.add(at, "bad-matrix", `"${name}" and "${twin}" differ only in case`, hint);
    }
    byVariable.set(name.toUpperCase(), name);
  }
}

function checkLists(
  report: Report,
  axes: MatrixDefinition["axes"],
  include: readonly Placed[],
  exclude: readonly Placed[],
): void {
  const names = Object.keys(axes);
  for (const { at, values } of include) {
    const missing = names.filter((name) => !Object.hasOwn(values, name));
    if (missing.length === 0) continue;
    const hint = `An include is a member of its own: give it a value for ${names.join(", ")}.`;
    report.add(at, "bad-matrix", `this include has no "${missing[0]}"`, hint);
  }
  for (const { at, values } of exclude) {
    const other = Object.keys(values).find((name) => !names.includes(name));
    if (other === undefined) continue;
    const hint = (): string => didYouMean(other, names) || `The axes are ${names.join(", ")}.`;
    report.add(at, "bad-matrix", `the matrix has no axis "${other}" to exclude by`, hint);
  }
}

function isSmall(
  report: Report,
  node: MapNode,
  matrix: MatrixDefinition,
  budget: MatrixBudget,
): boolean {
  const count = combinationsOf(matrix.axes);
  if (count <= MOST_COMBINATIONS) budget.combinations -= count;
  if (count <= MOST_COMBINATIONS && budget.combinations >= 0) return true;
  const [message, hint] =
    count > MOST_COMBINATIONS
      ? [`the matrix has ${count > 1e9 ? "over a billion" : count} members`, SMALLER]
      : ["the matrices of this file have too many combinations together", "Make them smaller."];
  report.add(node.at, "too-many-members", message, hint);
  return false;
}

const SMALLER = `At most ${MOST_MEMBERS}: take values out, or give several of them to one stage.`;

function checkMembers(
  report: Report,
  stage: string,
  node: MapNode,
  matrix: MatrixDefinition,
  placed: { readonly include: readonly Placed[]; readonly exclude: readonly Placed[] },
): void {
  const all = membersOf(stageKey(stage), { ...matrix, include: [], exclude: [] });
  for (const { at, values } of placed.exclude) {
    const isExcluded = excludedBy([values]);
    if (all.some((member) => isExcluded(member.values))) continue;
    const hint = "Write values that the axes have, or remove it.";
    report.add(at, "bad-matrix", "this exclude fits no combination", hint);
  }
  const members = membersOf(stageKey(stage), matrix);
  if (members.length === 0) {
    const hint =
      all.length === 0
        ? "Give it an axis with values: lr: [0.1, 0.2]."
        : "Everything is excluded: take an exclude out, or add an include.";
    report.add(node.at, "bad-matrix", "the matrix has no members", hint);
  }
  if (members.length > MOST_MEMBERS) {
    report.add(node.at, "too-many-members", `the matrix has ${members.length} members`, SMALLER);
  }
  const long = members.find(({ key }) => key.length > LONGEST_KEY);
  if (long !== undefined) {
    const message = `a member's key has ${long.key.length} characters; at most ${LONGEST_KEY}`;
    const hint =
      "Values become part of the key: use short ones, and look the long ones up by them.";
    report.add(node.at, "long-key", message, hint);
  }
  checkTwins(report, members, placed.include);
}

function checkTwins(
  report: Report,
  members: ReturnType<typeof membersOf>,
  include: readonly Placed[],
): void {
  const seen = new Set<string>();
  for (const [place, { key }] of members.entries()) {
    const added = include[place - (members.length - include.length)];
    if (seen.has(key)) {
      const hint = "Remove it, or give it a value that tells the two apart.";
      report.add(added?.at ?? 0, "double-member", `there is a member "${key}" already`, hint);
    }
    seen.add(key);
  }
}
