// Fills the holes of a text with what stages of the run have given, and answers what a condition asks of the run.

import { holds } from "../pipeline/condition-value.ts";
import type { Condition } from "../pipeline/condition.ts";
import type { StageKey } from "../pipeline/ids.ts";
import type { Template } from "../pipeline/plan.ts";
import { type Run, indexOf, stageAt } from "./run.ts";

export interface Filler {
  /** What was asked for and is not there, a sentence each. */
  readonly missing: string[];
  readonly text: (template: Template) => string;
}

export function filler(run: Run): Filler {
  const missing: string[] = [];
  const output = (stage: StageKey, name: string): string => {
    const value = outputOf(run, stage, name);
    if (value === null) missing.push(`the stage ${stage} gave no output "${name}"`);
    return value ?? "";
  };
  const text = (template: Template): string =>
    template
      .map((piece) => {
        if (piece.is === "text") return piece.text;
        if (piece.is === "output") return output(piece.stage, piece.name);
        return JSON.stringify(piece.stages.map((stage) => outputOf(run, stage, piece.name)));
      })
      .join("");
  return { missing, text };
}

function outputOf(run: Run, stage: StageKey, name: string): string | null {
  const outputs = stageAt(run, indexOf(run, stage)).outputs ?? {};
  return Object.hasOwn(outputs, name) ? (outputs[name] ?? null) : null;
}

/** Whether what a stage's `if` asks for is so. */
export function conditionHolds(run: Run, condition: Condition): boolean {
  return holds(condition, {
    output: (stage, name) => outputOf(run, stage, name),
    state: (stage) => stageAt(run, indexOf(run, stage)).status.is,
  });
}
