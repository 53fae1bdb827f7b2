// Reads a pipeline text for a test: its definition, or a failure that shows what a user would read.

import type { Definition } from "../../src/pipeline/definition.ts";
import { loadDefinition } from "../../src/pipeline/load.ts";
import { type Problem, problemText } from "../../src/pipeline/problem.ts";

export async function definitionOf(text: string): Promise<Definition> {
  const loaded = await loadDefinition({ file: "pipeline.yaml", text });
  if (loaded.ok) return loaded.definition;
  throw new Error(loaded.problems.map(problemText).join("\n"));
}

export async function warningsOf(text: string): Promise<Problem[]> {
  const loaded = await loadDefinition({ file: "pipeline.yaml", text });
  return loaded.ok ? loaded.warnings : [];
}

export async function problemsOf(text: string): Promise<Problem[]> {
  const loaded = await loadDefinition({ file: "pipeline.yaml", text });
  return loaded.ok ? [] : loaded.problems;
}
