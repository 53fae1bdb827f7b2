// The text of the pipeline file of one cron job.

import { yamlLine, yamlList, yamlScript, yamlText } from "./pipeline-text.ts";

export interface JobParts {
  readonly head: readonly string[];
  readonly name: string;
  readonly about: string | null;
  readonly cron: string | null;
  readonly timezone: string | null;
  readonly folder: string | null;
  readonly shell: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly command: string;
  readonly input: string | null;
}

export function jobText(parts: JobParts): string {
  const { head, name, about, folder, shell, env } = parts;
  const variables = Object.entries(env);
  const lines = [
    ...head,
    `name: ${yamlText(name)}`,
    ...(about === null ? [] : [`description: ${yamlLine(about)}`]),
    ...scheduleLines(parts),
    ...(folder === null ? [] : [`cwd: ${yamlLine(folder)}`]),
    ...(shell[0] === "/bin/sh"
      ? ["# As cron does it. Without this line a script ends at the first command that fails."]
      : []),
    `shell: ${yamlList(shell)}`,
    ...(variables.length === 0 ? [] : ["env:"]),
    ...variables.map(([key, value]) => `  ${key}: ${yamlText(value)}`),
    "stages:",
    `  ${yamlText(name)}:`,
    `    run: ${yamlScript(scriptOf(parts), "      ")}`,
  ];
  return `${lines.join("\n")}\n`;
}

function scheduleLines({ cron, timezone }: JobParts): string[] {
  if (cron === null) return [];
  if (timezone === null) return [`schedule: "${cron}"`];
  return ["schedules:", `  - { name: cron, cron: "${cron}", timezone: ${yamlText(timezone)} }`];
}

/** A stage reads nothing, so what cron would give to the command is written behind it. */
function scriptOf({ command, input }: JobParts): string {
  if (input === null || input === "") return command;
  const lines = input.split("\n");
  let end = "END";
  while (lines.includes(end)) end += "_";
  return ["{", command, `} <<'${end}'`, ...lines, end].join("\n");
}
