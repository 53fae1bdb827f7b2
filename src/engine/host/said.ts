// What one of dagtop's own steps says of its end: a file of its attempt's folder, put there whole by a rename, so that a
// step that is killed has said it or has not. It holds the exit code that the step is about to end with: one that is killed between
// its word and its end has not ended with that word.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OnFail } from "../../pipeline/plan.ts";
import type { Said } from "../input.ts";

const FILE = "said";
const RULES: readonly (OnFail | null)[] = ["fail", "warn", "ignore", null];

export function writeSaid(folder: string, said: Said, code: number): void {
  const draft = join(folder, `${FILE}.draft`);
  writeFileSync(draft, JSON.stringify({ ...said, code }), { mode: 0o600 });
  renameSync(draft, join(folder, FILE));
}

/**
 * Null where nothing was said; what is no such record is nothing, too.
 *
 * @param ended - the code that the step has ended with; null where that is not known
 */
export function readSaid(folder: string, ended: number | null): Said | null {
  try {
    const read: unknown = JSON.parse(readFileSync(join(folder, FILE), "utf8"));
    const { text, onFail, code } = read as Partial<Said & { readonly code: number }>;
    const rule = RULES.find((known) => known === onFail);
    if (typeof text !== "string" || rule === undefined || code !== ended) return null;
    return { text, onFail: rule };
  } catch {
    return null;
  }
}
