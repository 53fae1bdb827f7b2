// What differs between two runs, section by section. Pure: it sees what a home has kept of both. A section without a
// difference is empty; what was never kept of one of them (a run from before it was, or outside of any repository) is as
// good as nothing there.

import type { RunEnvironment, RunSource } from "../engine/command.ts";
import type { RunRow, StageRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { MetricSummary } from "../store/metric-table.ts";
import { type Change, type DefinitionDiff, changes, diffPlans } from "./diff-plans.ts";

export interface RunSide {
  readonly run: RunRow;
  readonly plan: Plan | null;
  readonly source: RunSource | null;
  readonly environment: RunEnvironment | null;
  readonly stages: readonly StageRow[];
  /** Of all attempts, in the order in which they began. */
  readonly metrics: readonly MetricSummary[];
}

/** Numbers of one stage in both; null where it has none. */
export interface NumberChange {
  readonly stage: string;
  readonly name: string;
  readonly before: number | null;
  readonly after: number | null;
}

export interface StateChange {
  readonly stage: string | null;
  readonly before: string;
  readonly after: string;
}

export interface RunDiff {
  readonly runs: readonly [before: string, after: string];
  readonly definition: DefinitionDiff;
  readonly params: readonly Change[];
  readonly git: readonly Change[];
  readonly environment: readonly Change[];
  /** The last value of the last attempt that gave one. */
  readonly metrics: readonly NumberChange[];
  readonly outputs: readonly (Change & { readonly stage: string })[];
  /** In milliseconds; only where it is worth a word. */
  readonly durations: readonly NumberChange[];
  /** How the runs themselves (null) and the stages that both have ended, or stand. */
  readonly states: readonly StateChange[];
}

export function diffRuns(before: RunSide, after: RunSide): RunDiff {
  return {
    runs: [runName(before.run), runName(after.run)],
    definition:
      before.plan === null || after.plan === null ? NO_CHANGE : diffPlans(before.plan, after.plan),
    params: changes(paramTexts(before), paramTexts(after)),
    git: changes(sourceTexts(before), sourceTexts(after)),
    environment: changes(environmentTexts(before), environmentTexts(after)),
    metrics: numberChanges(metricsOf(before), metricsOf(after), (a, b) => !Object.is(a, b)),
    outputs: outputChanges(before, after),
    durations: numberChanges(durationsOf(before), durationsOf(after), isWorthAWord),
    states: stateChanges(before, after),
  };
}

const NO_CHANGE: DefinitionDiff = { pipeline: [], added: [], removed: [], changed: [] };

/** Whether nothing differs at all. */
export function isSame({ runs: _runs, definition, ...sections }: RunDiff): boolean {
  return [...Object.values(definition), ...Object.values(sections)].every(
    (section: readonly unknown[]) => section.length === 0,
  );
}

function paramTexts({ plan }: RunSide): Record<string, string> {
  return Object.fromEntries(
    Object.entries(plan?.params ?? {}).map(([name, value]) => [name, String(value)]),
  );
}

function sourceTexts({ source }: RunSide): Record<string, string> {
  if (source === null) return {};
  const { commit, branch, dirty, patch } = source;
  return {
    ...(commit === null ? {} : { commit }),
    ...(branch === null ? {} : { branch }),
    dirty: dirty ? "yes" : "no",
    ...(patch === null ? {} : { patch }),
  };
}

function stateChanges(before: RunSide, after: RunSide): StateChange[] {
  const old = new Map(before.stages.map(({ key, state }) => [key, state]));
  const ofStages = after.stages.flatMap(({ key, state }): StateChange[] => {
    const was = old.get(key);
    return was === undefined ? [] : [{ stage: key, before: was, after: state }];
  });
  const ofRun = { stage: null, before: before.run.state, after: after.run.state };
  return [ofRun, ...ofStages].filter((change) => change.before !== change.after);
}

function environmentTexts({ environment }: RunSide): Record<string, string> {
  if (environment === null) return {};
  return { ...environment.env, umask: environment.umask.toString(8).padStart(4, "0") };
}

/** Stage → name → number. */
type Numbers = ReadonlyMap<string, ReadonlyMap<string, number>>;

function metricsOf({ metrics }: RunSide): Numbers {
  const found = new Map<string, Map<string, number>>();
  for (const { stage, name, last } of metrics) {
    const own = found.get(stage) ?? new Map<string, number>();
    found.set(stage, own.set(name, last));
  }
  return found;
}

/** Of those that began and ended: what was cached or taken over took no time of its own. */
function durationsOf({ stages }: RunSide): Numbers {
  return new Map(
    stages.flatMap(({ key, startedAt, endedAt }) =>
      startedAt === null || endedAt === null
        ? []
        : [[key, new Map([["duration_ms", endedAt - startedAt]])] as const],
    ),
  );
}

const LEAST_MS = 1000;
const LEAST_SHARE = 0.1;

/** No two runs take the same time: more than a second, and more than a tenth of the longer. */
function isWorthAWord(before: number | null, after: number | null): boolean {
  if (before === null || after === null) return true;
  const apart = Math.abs(after - before);
  return apart > LEAST_MS && apart > LEAST_SHARE * Math.max(before, after);
}

function numberChanges(
  before: Numbers,
  after: Numbers,
  differ: (before: number | null, after: number | null) => boolean,
): NumberChange[] {
  return both(before, after).flatMap((stage) => {
    const old = before.get(stage) ?? new Map<string, number>();
    const now = after.get(stage) ?? new Map<string, number>();
    return both(old, now)
      .map((name) => ({ stage, name, before: old.get(name) ?? null, after: now.get(name) ?? null }))
      .filter((change) => differ(change.before, change.after));
  });
}

function both(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])];
}

function outputChanges(before: RunSide, after: RunSide): (Change & { readonly stage: string })[] {
  const texts = ({ stages }: RunSide) =>
    new Map(stages.map(({ key, outputs }) => [key as string, outputs ?? {}]));
  const [old, now] = [texts(before), texts(after)];
  return both(old, now).flatMap((stage) =>
    changes(old.get(stage) ?? {}, now.get(stage) ?? {}).map((change) => ({ stage, ...change })),
  );
}
