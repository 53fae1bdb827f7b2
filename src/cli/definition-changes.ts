// What a rerun does otherwise than the run it does over, in a few words: stages that came, went or changed, keys at the
// top of the file, parameters.

import type { ParamValue, Plan } from "../pipeline/plan.ts";
import { sortedText } from "../pipeline/plan-text.ts";
import { plainText } from "../ui/sanitise.ts";

const MOST_NAMED = 5;

export function definitionChanges(before: Plan, after: Plan): string[] {
  const old = new Map(before.stages.map((stage) => [stage.key, stage]));
  const now = new Map(after.stages.map((stage) => [stage.key, stage]));
  const added = [...now.keys()].filter((key) => !old.has(key));
  const removed = [...old.keys()].filter((key) => !now.has(key));
  const changed = [...now].filter(([key, stage]) => {
    const was = old.get(key);
    return was !== undefined && sortedText(was) !== sortedText(stage);
  });
  return [
    ...named("new", added),
    ...named("gone", removed),
    ...named(
      "other",
      changed.map(([key]) => key),
    ),
    ...topChanges(before, after),
    ...paramChanges(before, after),
  ];
}

/** Keys at the top of a file, by what they are called there. */
const TOP = {
  env: "env",
  envFile: "env_file",
  secrets: "secrets",
  python: "python",
  timeoutMs: "timeout",
  maxParallel: "max_parallel",
  maxActiveRuns: "max_active_runs",
  retryRun: "retry_run",
} as const satisfies Partial<Record<keyof Plan, string>>;

function topChanges(before: Plan, after: Plan): string[] {
  const keys = (Object.keys(TOP) as (keyof typeof TOP)[]).filter(
    (key) => sortedText(before[key]) !== sortedText(after[key]),
  );
  return keys.length === 0 ? [] : [`other ${keys.map((key) => TOP[key]).join(", ")}`];
}

function named(what: string, keys: readonly string[]): string[] {
  if (keys.length === 0) return [];
  const more = keys.length > MOST_NAMED ? ` and ${keys.length - MOST_NAMED} more` : "";
  const shown = keys
    .slice(0, MOST_NAMED)
    .map((key) => plainText(key))
    .join(", ");
  return [`${what} ${keys.length === 1 ? "stage" : "stages"} ${shown}${more}`];
}

function paramChanges({ params: before }: Plan, { params: after }: Plan): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const shown = (value: ParamValue | undefined): string =>
    value === "" ? '""' : plainText(String(value ?? "none"));
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `${plainText(name)} ${shown(before[name])} → ${shown(after[name])}`);
}
