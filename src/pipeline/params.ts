// Settles the parameters of one run: what was given by -p, checked and typed, else the preset's, else the defaults.

import type { Definition, ParamDefinition, ParamType } from "./definition.ts";
import { didYouMean } from "./nearest.ts";
import { objectionTo } from "./param-value.ts";
import type { ParamValue } from "./plan.ts";

export interface ParamError {
  readonly name: string;
  readonly message: string;
  readonly hint: string;
}

export type ParamsResult =
  | { readonly ok: true; readonly params: Record<string, ParamValue> }
  | { readonly ok: false; readonly errors: ParamError[] };

/**
 * The values of all parameters for a run. `given` are texts as they stand behind -p. An optional parameter
 * without default and value is left out. All errors at once.
 *
 * @param preset - the name of the preset to start from, or null
 */
export function paramsOf(
  definition: Pick<Definition, "params" | "presets">,
  given: Readonly<Record<string, string>>,
  preset: string | null = null,
): ParamsResult {
  const { presets } = definition;
  const known = Object.keys(definition.params);
  const errors: ParamError[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(definition.params, name))
    .map((name) => ({
      name,
      message: `there is no parameter "${name}"`,
      hint: unknownHint(name, known),
    }));
  const usual = preset === null ? NONE : valuesOf(presets, preset);
  if (usual === null) errors.push(unknownPreset(preset ?? "", Object.keys(presets)));
  const params: [string, ParamValue][] = [];
  for (const [name, rules] of Object.entries(definition.params)) {
    const text = Object.hasOwn(given, name) ? given[name] : undefined;
    const usually = usual?.[name] ?? rules.default;
    const value = text === undefined ? usually : valueFrom(text, rules.type);
    const error = value === null ? missing(name, rules) : wrong(name, value, rules);
    if (error !== null) errors.push(error);
    else if (value !== null) params.push([name, value]);
  }
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, params: Object.fromEntries(params) };
}

const NONE = Object.create(null) as Readonly<Record<string, ParamValue>>;

/** Of no prototype: a parameter may be called `constructor`. */
function valuesOf(
  presets: Definition["presets"],
  name: string,
): Readonly<Record<string, ParamValue>> | null {
  if (!Object.hasOwn(presets, name)) return null;
  return Object.assign(Object.create(null), presets[name]) as Record<string, ParamValue>;
}

function unknownPreset(name: string, known: readonly string[]): ParamError {
  const hint =
    known.length === 0
      ? "This pipeline has no presets."
      : didYouMean(name, known) || `Its presets are ${known.join(", ")}.`;
  return { name, message: `there is no preset "${name}"`, hint };
}

function unknownHint(name: string, known: readonly string[]): string {
  if (known.length === 0) return "This pipeline has no parameters.";
  return didYouMean(name, known) || `Its parameters are ${known.join(", ")}.`;
}

function missing(name: string, rules: ParamDefinition): ParamError | null {
  if (!rules.required) return null;
  const message = `the parameter "${name}" has no default and was not given`;
  return { name, message, hint: `Add -p ${name}=VALUE.` };
}

function wrong(name: string, value: ParamValue, rules: ParamDefinition): ParamError | null {
  const objection = objectionTo(value, rules);
  if (objection === null) return null;
  const message = `the parameter "${name}" ${objection.message}, not ${JSON.stringify(value)}`;
  return { name, message, hint: objection.hint };
}

/** The text as its type, or the text itself where it is none of that type; then the rules object to it. */
function valueFrom(text: string, type: ParamType): ParamValue {
  switch (type) {
    case "string":
      return text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "integer":
      return /^[+-]?\d+$/.test(text) ? Number(text) : text;
    case "number":
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
  }
}
