// Checks how large a plan becomes once every matrix is written out: its stages, its edges, its text.
//
// Nothing is written out to know it, so a file of a few lines that would fill the memory is refused at once.

import { stageKey } from "./ids.ts";
import type { ReadStage } from "./load-stages.ts";
import { membersOf } from "./matrix.ts";
import type { Report } from "./report.ts";

const MOST_STAGES = 10_000;
const MOST_EDGES = 100_000;
const MOST_CHARACTERS = 64 * 1024 * 1024;

export function checkSize(report: Report, stages: readonly ReadStage[]): void {
  const sizes = new Map(stages.map(({ key, matrix }) => [key.text, sizeOf(key.text, matrix)]));
  checkStages(report, stages, sizes);
  checkEdges(report, stages, sizes);
}

function sizeOf(key: string, matrix: ReadStage["matrix"]): number {
  return matrix === null ? 1 : membersOf(stageKey(key), matrix).length;
}

type Sizes = ReadonlyMap<string, number>;

function checkStages(report: Report, stages: readonly ReadStage[], sizes: Sizes): void {
  let members = 0;
  let characters = 0;
  for (const { key, matrix, definition } of stages) {
    const size = sizes.get(key.text) ?? 1;
    members += size;
    // Each member has the whole stage in the plan, its script too.
    if (matrix !== null)
      characters += size * JSON.stringify({ ...definition, matrix: null }).length;
    const hint = "Make them smaller, or split the file.";
    if (members > MOST_STAGES) {
      const message = `the matrices make more than ${MOST_STAGES} stages of this file`;
      report.add(key.at, "too-many-stages", message, hint);
      return;
    }
    if (characters > MOST_CHARACTERS) {
      const message = "the members of the matrices have too much text together";
      report.add(key.at, "too-much-text", message, "Put long scripts into files of their own.");
      return;
    }
  }
}

/** A need of a matrix by a matrix is as many edges as the product of their members; so is a use. */
function checkEdges(report: Report, stages: readonly ReadStage[], sizes: Sizes): void {
  let edges = 0;
  for (const { key, needs, uses } of stages) {
    const size = sizes.get(key.text) ?? 1;
    for (const { at, to } of [
      ...needs.map((need) => ({ at: need.at, to: need.text })),
      ...uses.map((use) => ({ at: use.at, to: use.stage })),
    ]) {
      edges += size * (sizes.get(to) ?? 0);
      if (edges <= MOST_EDGES) continue;
      const message = `the stages of this file need each other more than ${MOST_EDGES} times`;
      const hint = "Every member needs every member: put a stage between two large matrices.";
      report.add(at, "too-many-edges", message, hint);
      return;
    }
  }
}
