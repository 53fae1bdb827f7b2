// What an import gives: pipeline files, and what could not be carried over into them.

import { yamlComment } from "./pipeline-text.ts";

export interface ImportedFile {
  /** Of the pipeline; its file is called so, too. */
  readonly name: string;
  readonly text: string;
  /** What is not there, or otherwise than it was: a sentence each, fit to be printed. */
  readonly notes: readonly string[];
}

export interface Imported {
  readonly files: readonly ImportedFile[];
  /** What belongs to no file. */
  readonly notes: readonly string[];
}

/**
 * The comments at the top of an imported file: for editors, where it is from, what it lacks. A line of `about` that begins
 * with two spaces is ours, and stays as it is.
 */
export function importedHead(
  schema: string,
  about: readonly string[],
  notes: readonly string[],
): string[] {
  const lacks =
    notes.length === 0
      ? []
      : ["#", "# Not carried over, or otherwise than before:", ...notes.flatMap(bullet)];
  return [
    `# yaml-language-server: $schema=${schema}`,
    ...about.flatMap((line) => (line.startsWith("  ") ? [`# ${line}`] : yamlComment(line))),
    ...lacks,
  ];
}

function bullet(note: string): string[] {
  return yamlComment(note, "# - ", "#   ");
}
