// Reads maps of plain values: combinations of a matrix, values of parameters in presets and schedules.

import type { ParamDefinition } from "./definition.ts";
import { didYouMean } from "./nearest.ts";
import { objectionTo } from "./param-value.ts";
import type { ParamValue } from "./plan.ts";
import type { Report } from "./report.ts";
import { shown, type MapNode, type YamlNode } from "./yaml-node.ts";

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** One value that can stand in the key of a stage, or null after its problem was added. */
export function scalarText(report: Report, node: YamlNode, what: string): ParamValue | null {
  const value = node.is === "scalar" ? node.value : null;
  if (value === null || (typeof value === "number" && !Number.isFinite(value))) {
    const hint = "Write a text, a number, true or false.";
    report.add(node.at, "bad-matrix", `${what} must be one value, not ${shown(node)}`, hint);
    return null;
  }
  if (typeof value === "string" && CONTROL.test(value)) {
    const hint =
      "Values become part of the stage's key: write it without line breaks and the like.";
    report.add(node.at, "bad-matrix", `${what} holds a control character`, hint);
    return null;
  }
  return value;
}

/** The values of one combination of a matrix. */
export function valuesOf(report: Report, map: MapNode): Record<string, ParamValue> {
  return Object.fromEntries(
    [...map.entries.values()].flatMap(({ key, value }) => {
      const read = scalarText(report, value, `the value of "${key}"`);
      return read === null ? [] : [[key, read]];
    }),
  );
}

/** Values of parameters, each checked by the rules of its own. `of` names the map: `the preset "smoke"`. */
export function paramValues(
  report: Report,
  node: YamlNode | undefined,
  params: Readonly<Record<string, ParamDefinition>>,
  of: string,
): Record<string, ParamValue> {
  if (node === undefined) return {};
  if (node.is !== "map") {
    const hint = "Write NAME: value for each parameter that it sets.";
    report.add(node.at, "bad-value", `${of} must be a map, not ${shown(node)}`, hint);
    return {};
  }
  const names = Object.keys(params);
  const values: [string, ParamValue][] = [];
  for (const { key, at, value } of node.entries.values()) {
    const rules = Object.hasOwn(params, key) ? params[key] : undefined;
    if (rules === undefined) {
      const known = names.length === 0 ? "" : `The parameters are ${names.join(", ")}.`;
      report.add(at, "unknown-param", `there is no parameter "${key}"`, () => {
        return didYouMean(key, names) || known || `Declare it: params: {${key}: default}.`;
      });
      continue;
    }
    const scalar = value.is === "scalar" ? value.value : null;
    const objection = objectionTo(scalar, rules);
    if (objection !== null) {
      const message = `"${key}" ${objection.message}, not ${shown(value)}`;
      report.add(value.at, "bad-value", message, objection.hint);
    } else if (scalar !== null) values.push([key, scalar]);
  }
  return Object.fromEntries(values);
}
