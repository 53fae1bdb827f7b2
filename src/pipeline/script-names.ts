// Finds the environment variables that a shell script reads.
//
// No shell is parsed: single-quoted text, comments and escaped dollars are taken out, and what the script assigns
// itself does not count. Good enough for a warning, so nothing but warnings may rest on it.

import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";
import type { ScalarNode } from "./yaml-node.ts";

/** The names that a script reads as $NAME or ${NAME…} and does not set, each once, in their order. */
export function namesRead(script: string): string[] {
  const bare = withoutQuoted(script);
  const set = namesSet(bare);
  const read = [...bare.matchAll(/\$\{?[#!]?([A-Za-z_][A-Za-z0-9_]*)/g)].map(
    (match) => match[1] ?? "",
  );
  return [...new Set(read)].filter((name) => !set.has(name));
}

/** Without single-quoted text outside double quotes, comments, `\$` and `$$`. */
function withoutQuoted(script: string): string {
  const parts = /\\[\s\S]|\$\$|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*'|(?<=^|\s)#[^\n]*/g;
  return script.replace(parts, (part) =>
    part.startsWith('"') ? part.replace(/\\[\s\S]|\$\$/g, " ") : " ",
  );
}

function namesSet(script: string): Set<string> {
  const assigned = script.matchAll(/(?<![\w$])([A-Za-z_]\w*)(?:\[[^\]\n]{0,80}\])?\+?=/g);
  const looped = script.matchAll(/\bfor\s+([A-Za-z_]\w*)/g);
  const names = [...assigned, ...looped].map((match) => match[1] ?? "");
  const declared = script.matchAll(/\b(?:read|mapfile|readarray|getopts)\b([^\n;|&<]*)/g);
  for (const match of declared) names.push(...(match[1]?.match(/[A-Za-z_]\w*/g) ?? []));
  return new Set(names);
}

/** Names that reach a script as variables with a prefix, and how a missing one is declared. */
export interface Prefixed {
  readonly prefix: string;
  readonly names: ReadonlySet<string>;
  readonly of: string;
  readonly declare: (name: string) => string;
}

export const paramNames = (names: ReadonlySet<string>): Prefixed => ({
  prefix: "DAGTOP_PARAM_",
  names,
  of: "parameter of this pipeline",
  declare: (name) => `Declare it: params: {${name}: default}.`,
});

export const matrixNames = (names: ReadonlySet<string>): Prefixed => ({
  prefix: "DAGTOP_MATRIX_",
  names,
  of: "matrix of this stage",
  declare: (name) => `Give the stage an axis of that name: matrix: {${name}: [a, b]}.`,
});

/** Warns of each `$DAGTOP_PARAM_X` of a script that nothing sets: it would be empty. */
export function warnOfUnset(report: Report, run: ScalarNode, given: Prefixed): void {
  const { prefix, names } = given;
  if (!run.source.includes(prefix)) return;
  const known = new Set([...names].map((name) => prefix + name.toUpperCase()));
  for (const name of namesRead(run.source)) {
    if (!name.startsWith(prefix) || known.has(name)) continue;
    const place = new RegExp(`${name}(?!\\w)`).exec(report.text.slice(run.at, run.end));
    const at = run.at + (place?.index ?? 0);
    const bare = name.slice(prefix.length).toLowerCase();
    report.warn(at, "unknown-param", `no ${given.of} sets $${name}`, () => {
      return didYouMean(bare, names) || given.declare(bare);
    });
  }
}
