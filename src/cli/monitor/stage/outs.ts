// The files and folders that a stage's cache names: whether they are there, how large they are, and what they came to when
// they were kept.

import { statSync } from "node:fs";
import type { Masker } from "../../../engine/host/mask.ts";
import type { CachedResult } from "../../../engine/host/ports.ts";
import type { StageRow } from "../../../engine/rows.ts";
import { plainText } from "../../../ui/sanitise.ts";
import type { OutView } from "../../../ui/stage/view.ts";

const MOST_OUTS = 200;

/**
 * @param folder - the project's
 * @param kept - the newest result of the stage; of another run it says nothing of this one
 */
export function outsOf(
  paths: readonly string[],
  folder: string,
  kept: CachedResult | null,
  stage: Pick<StageRow, "state" | "reason">,
  runName: string,
  mask: Masker,
): OutView[] {
  const isOwn = kept?.run === runName || isFoundOf(stage, kept?.run ?? null);
  return paths.slice(0, MOST_OUTS).map((path) => {
    const name = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
    const hash = isOwn ? (kept?.parts[name] ?? null) : null;
    return { path: mask.text(plainText(name)), ...lookAt(path), hash };
  });
}

/** Whether the stage was spared because of that run's result. */
function isFoundOf(
  { state, reason }: Pick<StageRow, "state" | "reason">,
  run: string | null,
): boolean {
  if (state !== "cached" || run === null || reason === null) return false;
  return reason.split(/\s/u).some((word) => word.replace(/[,.;]$/u, "") === run);
}

function lookAt(path: string): Pick<OutView, "is" | "bytes"> {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return { is: "missing", bytes: null };
    return found.isDirectory() ? { is: "folder", bytes: null } : { is: "file", bytes: found.size };
  } catch {
    return { is: "missing", bytes: null };
  }
}
