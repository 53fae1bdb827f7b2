// The templates of a dvc.yaml (`${train.lr}`, `${item}`): what they stand for, and what a pipeline file says in their place.
//
// DVC puts text into a command before a shell sees it. A pipeline file puts nothing into a script: there, a value is a
// variable of the environment; in paths it is a hole.

import { mapOf, listOf } from "./dvc-file.ts";
import { takeParamName } from "./made-names.ts";

export type ScalarValue = string | number | boolean;

/** What an expression becomes. */
export type Bound =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "variable"; readonly variable: string; readonly hole: string };

/** Null where the expression can't be carried over. */
export type Binding = (expression: string) => Bound | null;

const TEMPLATE = /(\\?)\$\{([^{}]*)\}/g;

export interface Filled {
  readonly text: string;
  /** Expressions for which there is nothing. */
  readonly unknown: readonly string[];
  /** Whether a variable stands between single quotes, where a shell leaves it alone. */
  readonly isQuoted: boolean;
}

/** @param form - how a bound expression is written */
export function filled(text: string, bind: Binding, form: "script" | "path"): Filled {
  const unknown: string[] = [];
  let isQuoted = false;
  const result = text.replace(
    TEMPLATE,
    (all: string, escape: string, inside: string, at: number) => {
      if (escape !== "") return all.slice(1);
      const bound = bind(inside.trim());
      if (bound === null) {
        unknown.push(inside.trim());
        return all;
      }
      if (bound.is === "text") return bound.text;
      if (form === "path") return `\${{ ${bound.hole} }}`;
      const line = text.slice(text.lastIndexOf("\n", at) + 1, at).replaceAll(/"[^"]*"/g, "");
      isQuoted ||= line.split("'").length % 2 === 0;
      return `\${${bound.variable}}`;
    },
  );
  return { text: result, unknown, isQuoted };
}

/** Values by name: those of params.yaml, then of each map in `vars`; files that `vars` names are not read. */
export function valuesOf(
  params: unknown,
  ...vars: readonly unknown[]
): Readonly<Record<string, unknown>> {
  const maps = vars.flatMap((each) => listOf(each).map(mapOf));
  return Object.assign({}, mapOf(params), ...maps) as Record<string, unknown>;
}

/** "a.b[0].c" in nested values; undefined where there is none. */
export function lookUp(values: unknown, path: string): unknown {
  let here = values;
  for (const step of path.replaceAll(/\[(\w+)\]/g, ".$1").split(".")) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}

export function isScalarValue(value: unknown): value is ScalarValue {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

export interface Param {
  readonly name: string;
  readonly path: string;
  /** Undefined where nothing says what it is. */
  readonly value: ScalarValue | undefined;
}

/** The parameters of a pipeline, made one after the other as expressions ask for them. */
export class Params {
  readonly made = new Map<string, Param>();
  readonly #taken = new Set<string>();

  /** Null for what is no single value. */
  bind(path: string, values: unknown): Bound | null {
    if (!/^\w[\w.-]*(?:\[\w+\][\w.-]*)*$/.test(path)) return null;
    const value = lookUp(values, path);
    if (value !== undefined && !isScalarValue(value)) return null;
    const known = this.made.get(path);
    if (known !== undefined && known.value !== value) return null;
    const param = known ?? { name: takeParamName(path, this.#taken), path, value };
    this.made.set(path, param);
    return {
      is: "variable",
      variable: `DAGTOP_PARAM_${param.name.toUpperCase()}`,
      hole: `params.${param.name}`,
    };
  }
}
