// Whether the files of a version are there. Those of deleted versions are removed from the home, if no other version has the
// same.

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { HomePaths } from "../engine/home-paths.ts";
import { keptAt } from "../integrations/registry/keep.ts";
import type { Reader } from "../store/reader.ts";

const HASH = /^[0-9a-f]{64}$/;

/** Whether what was kept below a hash is not in the home any more. */
export function filesAreGone({ models }: Pick<HomePaths, "models">, hash: string): boolean {
  return !existsSync(keptAt(models, hash));
}

export function removeUnused(
  paths: Pick<HomePaths, "models">,
  reader: Reader,
  hashes: readonly string[],
): void {
  for (const hash of hashes) {
    if (!HASH.test(hash) || reader.models.isUsed(hash)) continue;
    rmSync(join(paths.models, hash), { recursive: true, force: true });
  }
}
