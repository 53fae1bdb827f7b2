// What the stages of a run use: by the newest sample of a live attempt, else by what its last attempt came to.

import type { AttemptRow, SampleRow } from "../../../engine/rows.ts";
import type { StageKey } from "../../../pipeline/ids.ts";
import type { Usage } from "../../../ui/run/view.ts";

/** What is the same as before stays the same object, and so does the whole. */
export function usageOf(
  attempts: readonly AttemptRow[],
  samples: readonly SampleRow[],
  before: ReadonlyMap<StageKey, Usage>,
): ReadonlyMap<StageKey, Usage> {
  const newest = new Map(samples.map((sample) => [sample.attemptId, sample]));
  const usage = new Map<StageKey, Usage>();
  for (const attempt of attempts) {
    const own = usedBy(attempt, newest.get(attempt.id) ?? null);
    const old = before.get(attempt.stage);
    if (own === null) usage.delete(attempt.stage);
    else usage.set(attempt.stage, old !== undefined && isSame(own, old) ? old : own);
  }
  const isAsBefore =
    usage.size === before.size && [...usage].every(([stage, own]) => before.get(stage) === own);
  return isAsBefore ? before : usage;
}

function usedBy(
  { endedAt, startedAt, cpuMs, peakRssBytes }: AttemptRow,
  sample: SampleRow | null,
): Usage | null {
  if (endedAt === null) {
    if (sample === null) return null;
    const { cpuPercent, rssBytes, gpuPercent, gpuBytes } = sample;
    return { cpuPercent, rssBytes, gpuPercent, gpuBytes };
  }
  if (cpuMs === null && peakRssBytes === null) return null;
  const took = endedAt - startedAt;
  const cpuPercent = cpuMs === null || took <= 0 ? null : (100 * cpuMs) / took;
  return { cpuPercent, rssBytes: peakRssBytes, gpuPercent: null, gpuBytes: null };
}

function isSame(a: Usage, b: Usage): boolean {
  return (
    a.cpuPercent === b.cpuPercent &&
    a.rssBytes === b.rssBytes &&
    a.gpuPercent === b.gpuPercent &&
    a.gpuBytes === b.gpuBytes
  );
}
