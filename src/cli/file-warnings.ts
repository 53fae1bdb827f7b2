// What a pipeline file names that is not there yet, or not as it must be when a stage starts. Only warnings: it may come in
// time, by an earlier stage for one.

import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { wholeText } from "../engine/host/plain-file.ts";
import type { Definition, SourceText } from "../pipeline/definition.ts";
import { parseEnvFile } from "../pipeline/environment.ts";
import { absolute } from "../pipeline/paths.ts";
import { plainText } from "../ui/sanitise.ts";
import { notActedOn } from "./not-yet.ts";

/** Paragraphs for people, safe to print: the paths are anybody's. */
export function fileWarnings(file: string, definition: Definition): string[] {
  const folder = dirname(resolve(file));
  const env =
    definition.envFile === null ? [] : envFileWarnings(absolute(folder, definition.envFile));
  const folders = definition.stages.flatMap(({ key, cwd, command }) => {
    if (command.is === "approval") return [];
    const path = textOf(cwd ?? definition.cwd);
    if (path === null) return [];
    const where = absolute(folder, path);
    const why = whyNoFolder(where);
    return why === null
      ? []
      : [`warning: the folder of the stage ${key} ${why}: ${plainText(where)}`];
  });
  return [...notActedOn(definition), ...env, ...folders];
}

/** Null where it is one; else why not. */
function whyNoFolder(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "is not there";
    return found.isDirectory() ? null : "is no folder";
  } catch (error) {
    return `can't be reached (${(error as NodeJS.ErrnoException).code})`;
  }
}

function envFileWarnings(path: string): string[] {
  const shown = plainText(path);
  const read = wholeText(path);
  if (!read.ok) return [`warning: the env_file ${read.why}: ${shown}`];
  if ((read.mode & 0o077) !== 0)
    return [
      `warning: the env_file can be read by others, and no stage starts with it\n  hint: chmod 600 ${shown}`,
    ];
  const parsed = parseEnvFile(read.text);
  return parsed.ok ? [] : [`warning: line ${parsed.line} of ${shown}: ${parsed.message}`];
}

/** The path, where it is known before any run. */
function textOf(text: SourceText | null): string | null {
  if (text === null || text.some((piece) => piece.is !== "text")) return null;
  return text.map((piece) => (piece.is === "text" ? piece.text : "")).join("");
}
