// The one text of a plan: JSON with its keys sorted, so that equal plans have equal texts and equal hashes.

import type { Plan } from "./plan.ts";

export function planText(plan: Plan): string {
  return JSON.stringify(plan, (_key, value: unknown) => (isRecord(value) ? sorted(value) : value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(record).toSorted();
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}
