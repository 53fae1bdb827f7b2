// The text of a first pipeline file.

import { yamlComment, yamlList, yamlScript, yamlText } from "../integrations/pipeline-text.ts";
import type { Choice, FoundStage } from "./init-found.ts";
import { SCHEMA_URL } from "./published.ts";

export interface FirstFile {
  readonly name: string;
  readonly choice: Choice;
  readonly isNightly: boolean;
}

export function firstFileText({ name, choice, isNightly }: FirstFile): string {
  const lines = [
    `# yaml-language-server: $schema=${SCHEMA_URL}`,
    "# `dagtop validate` checks this file, `dagtop run` runs it.",
    `name: ${yamlText(name)}`,
    ...(isNightly ? NIGHTLY : []),
    ...choice.top,
    ...choice.about.flatMap((line) => yamlComment(line)),
    "stages:",
    ...choice.stages.flatMap(stageLines),
  ];
  return `${lines.join("\n")}\n`;
}

const NIGHTLY = [
  "# Every night at 02:00. This version does not act on it yet.",
  '# schedule: "0 2 * * *"',
];

function stageLines({ name, run, needs, more }: FoundStage): string[] {
  return [
    `  ${yamlText(name)}:`,
    ...(needs.length === 0
      ? []
      : [`    needs: ${needs.length === 1 ? yamlText(needs[0] ?? "") : yamlList(needs)}`]),
    `    run: ${yamlScript(run, "      ")}`,
    ...more.map((line) => `    ${line}`),
  ];
}
