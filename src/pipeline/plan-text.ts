// The one text of a plan, or of a part of one: JSON with its keys sorted, so that equal ones have equal texts and equal
// hashes. A stored plan may have its keys in another order than one that was just made.

import type { Plan } from "./plan.ts";

export function planText(plan: Plan): string {
  return sortedText(plan);
}

/** Of plain data. */
export function sortedText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (isRecord(each) ? sorted(each) : each));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(record).toSorted();
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}
