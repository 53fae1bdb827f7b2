// Reads the `if` of a stage: one of three words, or an expression, whose names are checked like those of holes.

import type { SourceCondition } from "./condition.ts";
import { parseCondition, readsState, usesOf } from "./condition-parser.ts";
import type { Texts } from "./load-texts.ts";
import type { StageIf } from "./plan.ts";
import type { Report } from "./report.ts";
import { insteadOfCondition } from "./words.ts";
import { shown, type ScalarNode, type YamlNode } from "./yaml-node.ts";

export interface ReadIf {
  readonly if: StageIf;
  readonly condition: SourceCondition | null;
}

const WORDS: readonly StageIf[] = ["success", "always", "failure"];
const MUST = '"if" must be one of success, always, failure, or an expression';

/** Null where it can't be read; the report says why. */
export function readIf(report: Report, texts: Texts, node: YamlNode | undefined): ReadIf | null {
  if (node === undefined) return { if: "success", condition: null };
  if (node.is !== "scalar" || node.value === null || node.source.trim() === "") {
    const hint = "Write a word or an expression: if: params.size == 'large'.";
    report.add(node.at, "bad-value", `${MUST}, not ${shown(node)}`, hint);
    return null;
  }
  const word = WORDS.find((known) => known === node.value);
  if (word !== undefined) return { if: word, condition: null };
  const ours = insteadOfCondition(node.source);
  const inside = /^\s*\$\{\{(.*)\}\}\s*$/s.exec(node.source)?.[1]?.trim();
  if (ours !== null || inside !== undefined) {
    const hint = ours === null ? `Write it bare, without \${{ }}: if: ${inside}` : `Write ${ours}.`;
    report.add(node.at, "bad-value", `${MUST}, not ${shown(node)}`, hint);
    return null;
  }
  return expressionOf(report, texts, node);
}

function expressionOf(report: Report, texts: Texts, node: ScalarNode): ReadIf | null {
  const read = parseCondition(node.source);
  if (!read.ok) {
    report.add(placeIn(report, node, read.at), "bad-condition", read.message, read.hint);
    return null;
  }
  for (const use of usesOf(read.condition)) {
    const name = "stage" in use ? use.stage : use.name;
    const at = placeIn(report, node, node.source.search(new RegExp(`\\.${name}(?![\\w-])`)) + 1);
    if ("stage" in use) texts.uses.push({ at, stage: use.stage, of: use.is });
    else if (use.is === "param") texts.checkParam(name, at);
    else texts.checkMatrix(name, at);
  }
  return { if: readsState(read.condition) ? "always" : "success", condition: read.condition };
}

/** The place of an offset in a text; the text's own place where escapes or line breaks hide it. */
function placeIn(report: Report, node: ScalarNode, offset: number): number {
  const start = report.text.slice(node.at, node.at + 1 + node.source.length).indexOf(node.source);
  return start < 0 ? node.at : node.at + start + offset;
}
