// Checks the keys of the maps inside a stage: retry, stop, cache, approval.

import { checkKeys, type KnownKeys } from "./check-keys.ts";
import type { Report } from "./report.ts";
import { approvalSchema, cacheSchema, retrySchema, stopSchema } from "./schema.ts";
import type { MapNode } from "./yaml-node.ts";

/** What checkKeys is to know of a map whose keys are those of a schema. */
export function keysOf(of: string, schema: { readonly shape: object }): KnownKeys {
  return {
    of,
    known: Object.keys(schema.shape),
    elsewhere: {},
    extensions: false,
    instead: () => null,
  };
}

const PARTS: Readonly<Record<string, KnownKeys>> = {
  retry: keysOf('"retry"', retrySchema),
  stop: keysOf('"stop"', stopSchema),
  cache: keysOf('"cache"', cacheSchema),
  approval: keysOf('"approval"', approvalSchema),
};

export function checkPartKeys(report: Report, stage: MapNode): void {
  for (const [key, known] of Object.entries(PARTS)) {
    const part = stage.entries.get(key)?.value;
    if (part?.is === "map") checkKeys(report, part, known);
  }
}
