// Finds the environment variables that a shell script reads.
//
// No shell is parsed: single-quoted text, comments and escaped dollars are taken out, and what the script assigns
// itself does not count. Good enough for a warning, so nothing but warnings may rest on it.

import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";
import type { ScalarNode } from "./yaml-node.ts";

const PREFIX = "DAGTOP_PARAM_";

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

/** Warns of each `$DAGTOP_PARAM_X` of a script that is no parameter of the pipeline: it would be empty. */
export function warnOfParams(report: Report, run: ScalarNode, params: ReadonlySet<string>): void {
  if (!run.source.includes(PREFIX)) return;
  const known = new Set([...params].map((name) => PREFIX + name.toUpperCase()));
  for (const name of namesRead(run.source)) {
    if (!name.startsWith(PREFIX) || known.has(name)) continue;
    const place = new RegExp(`${name}(?!\\w)`).exec(report.text.slice(run.at, run.end));
    const at = run.at + (place?.index ?? 0);
    report.warn(at, "unknown-param", `no parameter of this pipeline sets $${name}`, () => {
      const meant = didYouMean(name.slice(PREFIX.length).toLowerCase(), params);
      return meant || `Declare it: params: {${name.slice(PREFIX.length).toLowerCase()}: default}.`;
    });
  }
}
