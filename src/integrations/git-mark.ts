// Whether a folder is in a git work tree, without asking git.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The `.git` that git would find; null where none is, so that git need not be started. */
export function markAbove(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const mark = join(at, ".git");
    if (existsSync(mark)) return mark;
    if (at === dirname(at)) return null;
  }
}
