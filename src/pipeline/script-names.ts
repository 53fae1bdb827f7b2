// Finds the environment variables that a shell script reads.
//
// No shell is parsed: single-quoted text, comments and escaped dollars are taken out, and what the script assigns
// itself does not count. Good enough for a warning, so nothing but warnings may rest on it.

import type { Names } from "./load-texts.ts";
import { nearest } from "./nearest.ts";
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

/** What reaches every script besides parameters and matrix values, without the prefix of all of them. */
const OWN = (
  "HOME CONFIG MARK RUN RUN_ID PIPELINE STAGE ATTEMPT ATTEMPT_ID MAX_ATTEMPTS PREVIOUS_EXIT STATE_DIR LOGICAL_TIME " +
  "OUTPUT METRICS"
).split(" ");

const PREFIX = "DAGTOP_";

interface Kind {
  /** What its names begin with, after the prefix of all. */
  readonly start: string;
  readonly names: readonly string[];
  readonly code: string;
  readonly says: string;
  readonly declare: (bare: string) => string;
}

/** The first whose `start` fits is the kind that is meant: $DAGTOP_PARAM_A is no mistyped $DAGTOP_PARAM_B. */
function kindsOf({ params, matrix }: Names): readonly Kind[] {
  const capitals = (names: ReadonlySet<string>) => [...names].map((name) => name.toUpperCase());
  const ofParams: Kind = {
    start: "PARAM_",
    names: capitals(params),
    code: "unknown-param",
    says: "no parameter of this pipeline sets",
    declare: (bare) => `Declare it: params: {${bare}: default}.`,
  };
  const ofMatrix: Kind = {
    start: "MATRIX_",
    names: capitals(matrix ?? new Set()),
    code: "unknown-axis",
    says: "no matrix of this stage sets",
    declare: (bare) => `Give the stage an axis of that name: matrix: {${bare}: [a, b]}.`,
  };
  const full = [ofParams, ofMatrix].flatMap(({ start, names }) => names.map((one) => start + one));
  const others: Kind = {
    start: "",
    names: [...OWN, ...full],
    code: "unknown-variable",
    says: "dagtop never sets",
    declare: () => `There are ${OWN.map((own) => PREFIX + own).join(", ")}.`,
  };
  return [ofParams, ofMatrix, others];
}

/** Warns of each `$DAGTOP_X` of a script that nothing sets: it would be empty. */
export function warnOfUnset(report: Report, run: ScalarNode, given: Names): void {
  if (!run.source.includes(PREFIX)) return;
  const kinds = kindsOf(given);
  for (const name of namesRead(run.source)) {
    if (!name.startsWith(PREFIX) || name === PREFIX) continue;
    const rest = name.slice(PREFIX.length);
    const kind = kinds.find(({ start }) => rest.startsWith(start));
    const bare = rest.slice(kind?.start.length);
    if (kind === undefined || kind.names.includes(bare)) continue;
    const place = new RegExp(`${name}(?!\\w)`).exec(report.text.slice(run.at, run.end));
    const at = run.at + (place?.index ?? 0);
    report.warn(at, kind.code, `${kind.says} $${name}`, () => {
      const near = nearest(bare, kind.names);
      if (near === null) return kind.declare(bare.toLowerCase());
      return `Did you mean $${PREFIX}${kind.start}${near}?`;
    });
  }
}
