// The graph of a definition, ready to be drawn: stages with their matrices written out, and what is written of each.
// No parameter is needed: what an `if` asks is shown as it stands in the file.

import type { Definition, StageDefinition } from "../pipeline/definition.ts";
import { membersOf } from "../pipeline/matrix.ts";
import type { Export } from "../ui/dag/export.ts";
import { type DagNode, type DagStage, folded } from "../ui/dag/fold.ts";
import type { Label } from "../ui/dag/label.ts";
import { plainText } from "../ui/sanitise.ts";
import { STAGE_MARKS, glyphOf } from "../ui/theme.ts";
import { cut, padEnd, widthOf } from "../ui/width.ts";
import { sourceText } from "../pipeline/condition-text.ts";

export interface PipelineDag {
  readonly nodes: readonly DagNode[];
  /** By node, the stage of the file that it is or is a member of. */
  readonly sources: readonly StageDefinition[];
}

export function dagOf({ stages }: Definition, expand: boolean): PipelineDag {
  const all: DagStage[] = [];
  const sources: StageDefinition[] = [];
  for (const stage of stages) {
    const { key, needs, matrix } = stage;
    const members = matrix === null ? [key] : membersOf(key, matrix).map((member) => member.key);
    for (const member of members) {
      all.push({ key: member, group: matrix === null ? null : key, needs });
      sources.push(stage);
    }
  }
  const nodes = folded(all, () => expand);
  return { nodes, sources: nodes.flatMap((node) => sources[node.stages[0] ?? -1] ?? []) };
}

/** How much is said of conditions: a piece of each, only that there is one, or nothing. */
export type Detail = "piece" | "sign" | "none";

const PIECE = 24;

export function labelsOf({ nodes, sources }: PipelineDag, ascii: boolean, detail: Detail): Label[] {
  return nodes.map((node, place) => {
    const stage = sources[place];
    const condition = stage === undefined ? "" : conditionOf(stage);
    const ellipsis = ascii ? "~" : "…";
    const short = condition.startsWith("if ") ? `if ${ellipsis}` : condition;
    const said = detail === "piece" ? cut(condition, PIECE, ellipsis) : short;
    return {
      before: stage?.command.is === "approval" ? `${glyphOf(STAGE_MARKS.waiting, ascii)} ` : "",
      name: plainText(node.key),
      count: node.isFolded ? countText(node.stages.length, ascii) : "",
      after: condition === "" || detail === "none" ? "" : ` (${said})`,
      dashed: condition !== "",
    };
  });
}

/** What a drawing with these labels does not say whole: a line for each stage of the file. */
export function conditionLines({ sources }: PipelineDag, labels: readonly Label[]): string[] {
  const left = new Map<string, string>();
  for (const [node, stage] of sources.entries()) {
    const condition = conditionOf(stage);
    if (condition === "" || labels[node]?.after === ` (${condition})`) continue;
    left.set(plainText(stage.key), condition);
  }
  const width = Math.max(0, ...[...left.keys()].map(widthOf));
  return [...left].map(([key, condition]) => `${padEnd(key, width)}  ${condition}`);
}

function countText(count: number, ascii: boolean): string {
  return ` ${ascii ? "x" : "×"}${count}`;
}

/** By node, what it needs: all members of a matrix by its name. */
export function needNames({ nodes }: PipelineDag, ascii: boolean): string[][] {
  return nodes.map(({ needs }) => {
    const groups = Map.groupBy(
      needs.flatMap((need) => nodes[need] ?? []),
      ({ group, key }) => group ?? key,
    );
    return [...groups].map(([name, some]) => {
      const stages = some.flatMap((node) => node.stages);
      const isMatrix = some[0]?.group !== null;
      return plainText(name) + (isMatrix ? countText(stages.length, ascii) : "");
    });
  });
}

export function exportsOf(dag: PipelineDag): Export[] {
  const labels = labelsOf(dag, false, "none");
  return dag.nodes.map((node, place) => {
    const { before = "", name = "", count = "" } = labels[place] ?? {};
    const stage = dag.sources[place];
    const condition = stage === undefined ? "" : conditionOf(stage);
    return {
      ...node,
      key: plainText(node.key),
      place,
      text: before + name + count + (condition === "" ? "" : ` (${condition})`),
      shape: stage?.command.is === "approval" ? "approval" : node.isFolded ? "matrix" : "stage",
      dashed: condition !== "",
    };
  });
}

/** When the stage starts, where that is not when its needs succeeded: "always", "on failure", "if …"; else nothing. */
export function conditionOf(stage: StageDefinition): string {
  if (stage.condition !== null) return plainText(`if ${sourceText(stage.condition)}`);
  if (stage.if === "success") return "";
  return stage.if === "always" ? "always" : "on failure";
}
