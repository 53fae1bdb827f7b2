// The environment that a command starts with (semantics 7): what its caller had, the env file, `env`, then dagtop's own
// variables. It passes by execve alone.

import { statSync } from "node:fs";
import type { Plan } from "../../pipeline/plan.ts";
import type { RunEnvironment } from "../command.ts";
import { readEnvFile } from "./env-file.ts";

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
  const file = plan.envFile === null ? { ok: true as const, env: {} } : readEnvFile(plan.envFile);
  if (!file.ok) return file;
  const env = { ...captured.env, ...file.env, ...plan.env, ...stageEnv };
  return { ok: true, env: { ...env, ...pythonFirst(plan.python, env), ...own } };
}

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
