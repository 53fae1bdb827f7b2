// Dagu, the reference for whole runs: fetched from the npm registry into .cache/, never a dependency.

import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { command } from "./measure.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");
export const DAGU_VERSION = "1.30.2";

/** The path of its program. */
export function dagu(): string {
  const folder = join(CACHE, `dagu-${DAGU_VERSION}`);
  const program = join(folder, "package/bin/dagu");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const name = command(
    "npm",
    ["pack", `@dagu-org/dagu-linux-x64@${DAGU_VERSION}`, "--silent"],
    {},
    folder,
  ).trim();
  command("tar", ["xzf", name], {}, folder);
  return program;
}
