// What one of dagtop's own steps says of its end: a file of its attempt's folder, put there whole by a rename, so that a
// step that is killed has said it or has not.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OnFail } from "../../pipeline/plan.ts";
import type { Said } from "../input.ts";

const FILE = "said";
const RULES: readonly (OnFail | null)[] = ["fail", "warn", "ignore", null];

export function writeSaid(folder: string, said: Said): void {
  const draft = join(folder, `${FILE}.draft`);
  writeFileSync(draft, JSON.stringify(said), { mode: 0o600 });
  renameSync(draft, join(folder, FILE));
}

/** Null where nothing was said; what is no such record is nothing, too. */
export function readSaid(folder: string): Said | null {
  try {
    const { text, onFail } = JSON.parse(readFileSync(join(folder, FILE), "utf8")) as Partial<Said>;
    const rule = RULES.find((known) => known === onFail);
    return typeof text !== "string" || rule === undefined ? null : { text, onFail: rule };
  } catch {
    return null;
  }
}
