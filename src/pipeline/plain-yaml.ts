// YAML that is no pipeline file (another tool's, a configuration), as plain values: read by the same reader and within the
// same limits, so that no such text can do harm either.

import { Report } from "./report.ts";
import { checkText } from "./text-limits.ts";
import { valueOf } from "./yaml-node.ts";
import { treeOf } from "./yaml-tree.ts";

export type PlainYaml =
  | { readonly ok: true; readonly value: unknown }
  /** `line` counts from 1. */
  | { readonly ok: false; readonly line: number; readonly message: string };

/** The values of a text of one YAML document; null for an empty one. Never throws. */
export function plainYaml(text: string): PlainYaml {
  const report = new Report("", text.startsWith("\ufeff") ? text.slice(1) : text);
  const root = checkText(report) ? treeOf(report) : null;
  const problem = report.problems()[0];
  if (problem !== undefined) return { ok: false, line: problem.line, message: problem.message };
  return { ok: true, value: root === null ? null : valueOf(root) };
}
