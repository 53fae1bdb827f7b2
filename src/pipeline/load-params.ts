// Reads the parameters of a pipeline file: `epochs: 3`, or a map with type, default, bounds and choices.
//
// The type is the given one, else that of the default, else a text. A default must keep its own rules, so that a
// run without -p can never fail for them.

import { checkKeys, type KnownKeys } from "./check-keys.ts";
import type { ParamDefinition, ParamType } from "./definition.ts";
import { isEnvName } from "./names.ts";
import { didYouMean } from "./nearest.ts";
import { article, isOfType, objectionTo } from "./param-value.ts";
import type { ParamValue } from "./plan.ts";
import type { Report } from "./report.ts";
import { shown, type Entry, type MapNode, type YamlNode } from "./yaml-node.ts";

const TYPES: readonly ParamType[] = ["string", "integer", "number", "boolean"];
const NARROW_FIRST: readonly ParamType[] = ["boolean", "integer", "number", "string"];
const KEYS = ["type", "default", "min", "max", "choices", "required", "description"];

/** The parameters that could be read; what is wrong with the others is in the report. */
export function paramDefinitions(
  report: Report,
  node: YamlNode | undefined,
): Record<string, ParamDefinition> {
  if (node?.is !== "map") return {};
  const byVariable = new Map<string, string>();
  const read: [string, ParamDefinition][] = [];
  for (const entry of node.entries.values()) {
    if (checkName(report, entry, byVariable)) read.push([entry.key, definitionOf(report, entry)]);
  }
  return Object.fromEntries(read);
}

function checkName(report: Report, { key, at }: Entry, byVariable: Map<string, string>): boolean {
  if (!isEnvName(key)) {
    const hint = "Use letters, digits and _, not beginning with a digit.";
    report.add(at, "bad-param-name", `"${key}" cannot be the name of a parameter`, hint);
    return false;
  }
  // Parameters reach a stage as DAGTOP_PARAM_NAME, in capitals.
  const twin = byVariable.get(key.toUpperCase());
  if (twin !== undefined) {
    const hint = `Both would be DAGTOP_PARAM_${key.toUpperCase()} in a stage: rename one.`;
    report.add(
      at,
      "bad-param-name",
      `the parameters "${twin}" and "${key}" differ only in case`,
      hint,
    );
  }
  byVariable.set(key.toUpperCase(), key);
  return true;
}

function definitionOf(report: Report, { key, value }: Entry): ParamDefinition {
  if (value.is === "map") return fromMap(report, key, value);
  const type = typeOf(value);
  if (type === null) {
    const hint = `Write a default (${key}: 3), or a map: ${key}: {type: integer, required: true}.`;
    report.add(
      value.at,
      "bad-param",
      value.is === "list"
        ? `the default of "${key}" must be one value, not ${shown(value)}`
        : `the parameter "${key}" has no default`,
      hint,
    );
  }
  return { ...NOTHING, type: type ?? "string", default: scalarOf(value) };
}

const NOTHING: ParamDefinition = {
  type: "string",
  default: null,
  min: null,
  max: null,
  choices: null,
  required: false,
  description: null,
};

const PARAM_KEYS: KnownKeys = {
  of: "a parameter",
  known: KEYS,
  elsewhere: {},
  extensions: false,
  instead: () => null,
};

function fromMap(report: Report, name: string, map: MapNode): ParamDefinition {
  checkKeys(report, map, PARAM_KEYS);
  const field = (key: string) => map.entries.get(key)?.value;
  const type = readType(report, map) ?? typeOf(field("default")) ?? "string";
  const rules = {
    type,
    min: bound(report, map, "min", type),
    max: bound(report, map, "max", type),
    choices: choicesOf(report, field("choices"), type),
  };
  const given = field("default");
  if (given !== undefined) {
    const objection = objectionTo(scalarOf(given), rules);
    if (objection !== null) {
      const message = `the default of "${name}" ${objection.message}, not ${shown(given)}`;
      report.add(given.at, "bad-default", message, objection.hint);
    }
  }
  if (rules.min !== null && rules.max !== null && rules.min > rules.max) {
    const message = `"min" of "${name}" is above its "max"`;
    report.add(field("min")?.at ?? map.at, "bad-param", message, "Swap them.");
  }
  return {
    ...rules,
    default: scalarOf(given),
    required: requiredOf(report, map),
    description: describe(report, field("description")),
  };
}

function readType(report: Report, map: MapNode): ParamType | null {
  const node = map.entries.get("type")?.value;
  if (node === undefined) return null;
  const word = node.is === "scalar" ? String(node.value) : "";
  const type = TYPES.find((known) => known === word);
  if (type !== undefined) return type;
  const other: Record<string, string> = {
    int: "integer",
    float: "number",
    double: "number",
    bool: "boolean",
    str: "string",
    text: "string",
  };
  report.add(
    node.at,
    "bad-param",
    `"type" must be one of ${TYPES.join(", ")}, not ${shown(node)}`,
    () =>
      Object.hasOwn(other, word)
        ? `Write ${other[word]}.`
        : didYouMean(word, TYPES) || `Write one of ${TYPES.join(", ")}.`,
  );
  return null;
}

function bound(report: Report, map: MapNode, key: "min" | "max", type: ParamType): number | null {
  const node = map.entries.get(key)?.value;
  if (node === undefined) return null;
  if (type !== "integer" && type !== "number") {
    const hint = "Only integers and numbers have bounds: remove it, or set the type.";
    report.add(node.at, "bad-param", `"${key}" does not go with ${article(type)}`, hint);
    return null;
  }
  const value = scalarOf(node);
  if (typeof value === "number" && isOfType(value, type)) return value;
  report.add(
    node.at,
    "bad-param",
    `"${key}" must be ${article(type)}, not ${shown(node)}`,
    "Write digits, without quotes.",
  );
  return null;
}

function choicesOf(
  report: Report,
  node: YamlNode | undefined,
  type: ParamType,
): ParamValue[] | null {
  if (node === undefined) return null;
  if (node.is !== "list" || node.items.length === 0) {
    report.add(
      node.at,
      "bad-param",
      `"choices" must be a list, not ${shown(node)}`,
      "Write it as [a, b].",
    );
    return null;
  }
  const wrong = node.items.filter((item) => !isOfType(scalarOf(item), type));
  for (const item of wrong) {
    const hint = `Its type is ${type}: every choice must have it.`;
    report.add(item.at, "bad-param", `a choice must be ${article(type)}, not ${shown(item)}`, hint);
  }
  return wrong.length > 0 ? null : node.items.map(scalarOf).filter((value) => value !== null);
}

/** Without a default a parameter is required, unless the file says `required: false`. */
function requiredOf(report: Report, map: MapNode): boolean {
  const node = map.entries.get("required")?.value;
  const hasDefault = map.entries.has("default");
  if (node === undefined) return !hasDefault;
  const value = scalarOf(node);
  if (typeof value !== "boolean") {
    report.add(
      node.at,
      "bad-param",
      `"required" must be true or false, not ${shown(node)}`,
      "Write true or false.",
    );
    return false;
  }
  if (value && hasDefault) {
    const hint = "A parameter with a default is never missing: remove one of the two.";
    report.add(node.at, "bad-param", 'both "required: true" and a default', hint);
  }
  return value;
}

function describe(report: Report, node: YamlNode | undefined): string | null {
  if (node === undefined) return null;
  if (node.is === "scalar" && typeof node.value === "string") return node.value;
  report.add(
    node.at,
    "bad-param",
    `"description" must be a text, not ${shown(node)}`,
    "Put it in quotes.",
  );
  return null;
}

/** The narrowest type that has the value: 3 is an integer, 0.5 a number. */
function typeOf(node: YamlNode | undefined): ParamType | null {
  const value = scalarOf(node);
  return NARROW_FIRST.find((type) => isOfType(value, type)) ?? null;
}

function scalarOf(node: YamlNode | undefined): ParamValue | null {
  return node?.is === "scalar" ? node.value : null;
}
