// How long to wait before the next attempt. Chance comes from a seed, so that a host that starts again computes
// the same wait, and a test can know it.

import type { RetryPlan } from "../pipeline/plan.ts";

/**
 * Milliseconds to wait after the `failures`-th bad end. `jitter` takes up to that share off, so stages that failed
 * together do not come back together ("full jitter" when it is 1: Brooker, AWS Architecture Blog, 2015).
 *
 * @param failures - attempts that have ended badly, 1 or more
 * @param seed - any text; the same seed gives the same wait
 * @returns whole milliseconds, at least 0
 */
export function waitAfter(failures: number, retry: RetryPlan, seed: string): number {
  const grown = grow(failures, retry);
  const capped = Math.min(grown, retry.maxDelayMs ?? Number.MAX_SAFE_INTEGER);
  return Math.round(capped * (1 - retry.jitter * chance(seed)));
}

function grow(failures: number, retry: RetryPlan): number {
  if (retry.delayMs === 0) return 0; // 0 times an overflown power is no number
  switch (retry.backoff) {
    case "constant":
      return retry.delayMs;
    case "linear":
      return retry.delayMs * failures;
    case "exponential":
      return retry.delayMs * retry.factor ** (failures - 1);
  }
}

/** A number in [0, 1) from a text: FNV-1a, finished by the 32-bit mixer of MurmurHash3 (Appleby, 2011). */
export function chance(seed: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
