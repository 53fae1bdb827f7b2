// Reads a pipeline's env file (semantics 7.2). It holds secrets: others must not be able to read it, and neither its text
// nor a part of it is ever shown.

import { parseEnvFile } from "../../pipeline/environment.ts";
import { wholeText } from "./plain-file.ts";

export type EnvFileRead =
  | { readonly ok: true; readonly env: Record<string, string> }
  | { readonly ok: false; readonly cause: string };

export function readEnvFile(path: string): EnvFileRead {
  const read = wholeText(path);
  if (!read.ok) return no(`the env_file ${path} ${read.why}`);
  const mode = read.mode & 0o777;
  if ((mode & 0o077) !== 0) {
    const shown = mode.toString(8).padStart(4, "0");
    return no(`the env_file ${path} can be read by others (mode ${shown}): chmod 600 it`);
  }
  const parsed = parseEnvFile(read.text);
  if (!parsed.ok) return no(`line ${parsed.line} of the env_file ${path}: ${parsed.message}`);
  return { ok: true, env: parsed.values };
}

const no = (cause: string): EnvFileRead => ({ ok: false, cause });
