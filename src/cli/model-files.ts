// Files of models that nobody has any more are removed from the home: those of deleted versions, if no other version has the same.

import { rmSync } from "node:fs";
import { join } from "node:path";
import type { HomePaths } from "../engine/home-paths.ts";
import type { Reader } from "../store/reader.ts";

const HASH = /^[0-9a-f]{64}$/;

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
