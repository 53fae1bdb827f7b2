// What a stage of a dvc.yaml is repeated over: one stage, a matrix, or several stages that differ in more than one value.

import { type DvcStage, listOf, mapOf } from "./dvc-file.ts";
import {
  type Binding,
  type Params,
  type ScalarValue,
  isScalarValue,
  lookUp,
} from "./dvc-values.ts";

export type Members =
  | { readonly is: "one"; readonly bind: Binding }
  | {
      readonly is: "matrix";
      readonly axes: Readonly<Record<string, readonly ScalarValue[]>>;
      readonly bind: Binding;
    }
  | { readonly is: "many"; readonly members: readonly Member[] }
  /** It can't be told from this file. */
  | { readonly is: "unknown"; readonly why: string };

export interface Member {
  /** What DVC puts behind "@". */
  readonly suffix: string;
  readonly bind: Binding;
}

export function membersOf(stage: DvcStage, params: Params, values: unknown): Members {
  const common: Binding = (expression) => params.bind(expression, values);
  if (stage.each === null) return { is: "one", bind: common };
  const of = settled(stage.each.of, values);
  if (stage.each.by === "matrix") return matrixOf(mapOf(of), common, values);
  const list = listOf(of).map((item) => settled(item, values));
  if (list.length > 0 && list.every(isScalarValue)) {
    const bind: Binding = (expression) =>
      expression === "item" ? variable("item") : isOwn(expression) ? null : common(expression);
    return fit({ item: distinct(list) }, bind);
  }
  const entries = Array.isArray(of)
    ? list.map((item, place): [string, unknown] => [String(place), item])
    : Object.entries(mapOf(of)).map(([key, item]): [string, unknown] => [
        key,
        settled(item, values),
      ]);
  if (entries.length === 0)
    return { is: "unknown", why: "what its foreach goes over is not known here" };
  const members = entries.map(([suffix, item]) => ({
    suffix,
    bind: bindItem(suffix, item, common),
  }));
  return { is: "many", members };
}

function matrixOf(
  axes: Readonly<Record<string, unknown>>,
  common: Binding,
  values: unknown,
): Members {
  const found: Record<string, readonly ScalarValue[]> = {};
  for (const [name, of] of Object.entries(axes)) {
    const list = listOf(settled(of, values)).map((item) => settled(item, values));
    if (!/^[A-Za-z]\w{0,62}$/.test(name) || list.length === 0 || !list.every(isScalarValue))
      return { is: "unknown", why: `the values of its matrix are not plain ones (${name})` };
    found[name] = distinct(list);
  }
  if (Object.keys(found).length === 0) return { is: "unknown", why: "its matrix is empty" };
  const bind: Binding = (expression) => {
    const name = /^item\.(\w+)$/.exec(expression)?.[1];
    if (name !== undefined && Object.hasOwn(found, name)) return variable(name);
    return isOwn(expression) ? null : common(expression);
  };
  return fit(found, bind);
}

/** Values that differ in how they are written. */
function distinct(list: readonly ScalarValue[]): ScalarValue[] {
  return [...new Map(list.map((value) => [String(value), value])).values()];
}

const MOST_MEMBERS = 1000;
const LONGEST_KEY = 150;
/** Settings of a matrix, which no axis can be called. */
const SETTINGS = new Set(["include", "exclude", "max_parallel", "fail_fast"]);

/** What a pipeline file can say as a matrix: not too many members, and keys that can be read. */
function fit(axes: Readonly<Record<string, readonly ScalarValue[]>>, bind: Binding): Members {
  const names = Object.keys(axes);
  const count = Object.values(axes).reduce((product, list) => product * list.length, 1);
  const longest = Object.values(axes).map((list) =>
    Math.max(...list.map((one) => String(one).length)),
  );
  const length = longest.reduce((sum, one) => sum + one, names.join(",=").length);
  const texts = Object.values(axes).flatMap((list) => list.map(String));
  const areRight =
    !texts.some((text) => /[\p{Cc}\p{Zl}\p{Zp}\ufffd]/u.test(text)) &&
    !names.some((name) => SETTINGS.has(name)) &&
    new Set(names.map((name) => name.toLowerCase())).size === names.length;
  if (areRight && count <= MOST_MEMBERS && length <= LONGEST_KEY)
    return { is: "matrix", axes, bind };
  return { is: "unknown", why: "it is repeated over more than a matrix can have" };
}

function variable(name: string): ReturnType<Binding> {
  return {
    is: "variable",
    variable: `DAGTOP_MATRIX_${name.toUpperCase()}`,
    hole: `matrix.${name}`,
  };
}

/** "item" and "key" belong to the repetition and are no parameters. */
function isOwn(expression: string): boolean {
  return /^(?:item|key)(?:$|[.[])/.test(expression);
}

function bindItem(key: string, item: unknown, common: Binding): Binding {
  return (expression) => {
    if (!isOwn(expression)) return common(expression);
    const value = lookUp({ key, item }, expression);
    return isScalarValue(value) ? { is: "text", text: String(value) } : null;
  };
}

/** A value that is nothing but a template is what that stands for. */
function settled(value: unknown, values: unknown): unknown {
  const path = typeof value === "string" ? /^\$\{([^{}]+)\}$/.exec(value)?.[1] : undefined;
  return path === undefined ? value : lookUp(values, path.trim());
}
