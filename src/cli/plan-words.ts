// Parts of a plan as texts, much as the pipeline file has them: what is settled is put in, what a run fills in is a hole.

import type { CommandPlan, Template, With } from "../pipeline/plan.ts";

export function templateText(template: Template): string {
  return template
    .map((piece) => {
      if (piece.is === "text") return piece.text;
      const stage = piece.is === "output" ? piece.stage : groupOf(piece.stages);
      return `\${{ stages.${stage}.outputs.${piece.name} }}`;
    })
    .join("");
}

/** Of all members of a matrix the name that they have in the file. */
function groupOf(stages: readonly string[]): string {
  return (stages[0] ?? "").replace(/\[.*/s, "");
}

/** A script line by line; of anything else a line per word. */
export function commandLines(command: CommandPlan): readonly string[] {
  switch (command.is) {
    case "shell":
      return command.script.trimEnd().split("\n");
    case "argv":
      return command.argv.map(templateText);
    case "builtin":
      return [`uses: ${command.uses}`, ...withLines(command.with)];
    case "approval":
      return [templateText(command.message)];
  }
}

/** What a built-in is given, a line each: "min: 0.8". */
export function withLines(given: With): readonly string[] {
  return Object.entries(given).map(([key, value]) =>
    value.is === "text"
      ? `${key}: ${templateText(value.text)}`
      : `${key}: [${value.items.map(templateText).join(", ")}]`,
  );
}
