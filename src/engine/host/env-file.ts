// Reads a pipeline's env file (semantics 7.2). It holds secrets: others must not be able to read it, and neither its text
// nor a part of it is ever shown.

import { readFileSync, statSync } from "node:fs";
import { parseEnvFile } from "../../pipeline/environment.ts";

export type EnvFileRead =
  | { readonly ok: true; readonly env: Record<string, string> }
  | { readonly ok: false; readonly cause: string };

export function readEnvFile(path: string): EnvFileRead {
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

const no = (cause: string): EnvFileRead => ({ ok: false, cause });
