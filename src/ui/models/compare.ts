// Two versions side by side: each metric of either, how much it differs, and which is better where that is known.

import { withAlias } from "./lists.ts";
import type { ModelView, VersionView } from "./view.ts";

export interface Pair {
  readonly name: string;
  /** Null where the version has no such metric. */
  readonly value: number | null;
  readonly other: number | null;
  /** By how much the first is more than the other. */
  readonly difference: number | null;
  /** Of the first; null where nobody has said which way is better, or one of them lacks it. */
  readonly judged: "better" | "worse" | "as good" | null;
}

/** Whom a version is looked at beside: the champion; of the champion itself the one before it. */
export function besideOf(model: ModelView, { alias }: VersionView): VersionView | null {
  return withAlias(model, alias === "champion" ? "previous" : "champion");
}

/** Those of the version first, then what only the other has. */
export function pairsOf(
  { goals }: Pick<ModelView, "goals">,
  version: Pick<VersionView, "metrics">,
  other: Pick<VersionView, "metrics"> | null,
): Pair[] {
  const own = new Map(version.metrics.map(({ name, value }) => [name, value]));
  const theirs = new Map(other?.metrics.map(({ name, value }) => [name, value]));
  return [...new Set([...own.keys(), ...theirs.keys()])].map((name) => {
    const value = own.get(name) ?? null;
    const beside = theirs.get(name) ?? null;
    const difference = value === null || beside === null ? null : value - beside;
    const goal = Object.hasOwn(goals, name) ? goals[name] : undefined;
    const judged = difference === null || goal === undefined ? null : wordOf(goal, difference);
    return { name, value, other: beside, difference, judged };
  });
}

function wordOf(goal: "max" | "min", difference: number): Pair["judged"] {
  if (difference === 0) return "as good";
  return (goal === "max") === difference > 0 ? "better" : "worse";
}
