// What a pipeline file names that is not there yet, or not as it must be when a stage starts. Only warnings: it may come in
// time, by an earlier stage for one.

import { readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Definition, SourceText } from "../pipeline/definition.ts";
import { parseEnvFile } from "../pipeline/environment.ts";
import { absolute } from "../pipeline/paths.ts";
import { notActedOn } from "./not-yet.ts";

/** Paragraphs for people. */
export function fileWarnings(file: string, definition: Definition): string[] {
  const folder = dirname(resolve(file));
  const env =
    definition.envFile === null ? [] : envFileWarnings(absolute(folder, definition.envFile));
  const folders = definition.stages.flatMap(({ key, cwd, command }) => {
    if (command.is === "approval") return [];
    const path = textOf(cwd ?? definition.cwd);
    if (path === null) return [];
    const found = statSync(absolute(folder, path), { throwIfNoEntry: false });
    return found?.isDirectory() === true
      ? []
      : [`warning: the folder of the stage ${key} is not there: ${absolute(folder, path)}`];
  });
  return [...notActedOn(definition), ...env, ...folders];
}

function envFileWarnings(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [`warning: the env_file is not there: ${path}`];
  if ((found.mode & 0o077) !== 0)
    return [
      `warning: the env_file can be read by others, and no stage starts with it\n  hint: chmod 600 ${path}`,
    ];
  try {
    const parsed = parseEnvFile(readFileSync(path, "utf8"));
    return parsed.ok ? [] : [`warning: line ${parsed.line} of ${path}: ${parsed.message}`];
  } catch {
    return [`warning: the env_file can't be read: ${path}`];
  }
}

/** The path, where it is known before any run. */
function textOf(text: SourceText | null): string | null {
  if (text === null || text.some((piece) => piece.is !== "text")) return null;
  return text.map((piece) => (piece.is === "text" ? piece.text : "")).join("");
}
