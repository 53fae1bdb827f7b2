// The environment that a command starts with (semantics 7): what its caller had, the env file, `env`, then dagtop's own
// variables. It passes by execve alone.

import { readFileSync, statSync } from "node:fs";
import { parseEnvFile } from "../../pipeline/environment.ts";
import type { Plan } from "../../pipeline/plan.ts";
import type { RunEnvironment } from "../command.ts";

export type Made =
  | { readonly ok: true; readonly env: Record<string, string> }
  | { readonly ok: false; readonly cause: string };

/**
 * @param stageEnv - the stage's own `env`, filled in
 * @param own - dagtop's variables, which nothing of the user's replaces
 */
export function stageEnvironment(
  captured: RunEnvironment,
  plan: Pick<Plan, "env" | "envFile" | "python">,
  stageEnv: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Made {
  const file = plan.envFile === null ? NO_FILE : readEnvFile(plan.envFile);
  if (!file.ok) return file;
  const env = { ...captured.env, ...file.env, ...plan.env, ...stageEnv };
  return { ok: true, env: { ...env, ...pythonFirst(plan.python, env), ...own } };
}

const NO_FILE: Made = { ok: true, env: {} };

/** An env file holds secrets: others must not be able to read it, and its text is never shown. */
function readEnvFile(path: string): Made {
  let text: string;
  try {
    const mode = statSync(path).mode & 0o777;
    if ((mode & 0o077) !== 0) {
      const shown = mode.toString(8).padStart(4, "0");
      return no(`the env_file ${path} can be read by others (mode ${shown}): chmod 600 it`);
    }
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return no(`the env_file ${path} ${code === "ENOENT" ? "is not there" : "can't be read"}`);
  }
  const parsed = parseEnvFile(text);
  if (!parsed.ok) return no(`line ${parsed.line} of the env_file ${path}: ${parsed.message}`);
  return { ok: true, env: parsed.values };
}

const no = (cause: string): Made => ({ ok: false, cause });

function pythonFirst(
  folder: string | null,
  { PATH }: Readonly<Record<string, string>>,
): Record<string, string> {
  if (folder === null) return {};
  const root = folder.replace(/\/bin$/, "");
  const isVenv = statSync(`${root}/pyvenv.cfg`, { throwIfNoEntry: false }) !== undefined;
  return {
    PATH: PATH === undefined || PATH === "" ? folder : `${folder}:${PATH}`,
    ...(isVenv ? { VIRTUAL_ENV: root } : {}),
  };
}
