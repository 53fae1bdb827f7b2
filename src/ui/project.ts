// From the rows of one run to what screens show of it. Pure: no clock, nothing remembered but the view before.
//
//   RunRow, StageRow[], AttemptRow[], needs, log extras ──▶ RunView
//
// What did not change stays the same object, so that components of unchanged things are not drawn again. Every text in
// a view has passed the sanitiser: whoever draws it need not ask where it came from.

import type { AttemptId, RunId, StageKey } from "../pipeline/ids.ts";
import type {
  AttemptRow,
  AttemptState,
  RunRow,
  RunState,
  StageRow,
  StageState,
  Trigger,
} from "../engine/rows.ts";
import { plainText, sanitise } from "./sanitise.ts";
import { type Says, type StageExtras, type StageNeeds, saysOf } from "./says.ts";

export interface AttemptView {
  readonly id: AttemptId;
  readonly number: number;
  readonly round: number;
  readonly state: AttemptState;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly exitCode: number | null;
  readonly cause: string | null;
}

export interface StageView {
  readonly key: StageKey;
  /** The key as it may be shown. */
  readonly name: string;
  readonly state: StageState;
  readonly says: Says;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly dueAt: number | null;
  readonly maxAttempts: number;
  /** Attempts of this round that used a try. */
  readonly tries: number;
  /** The last line of its last attempt's log, as it may be shown; empty where there is none. */
  readonly lastLine: string;
  /** The reason of its row, as it may be shown. */
  readonly reason: string | null;
  /** Of this round, oldest first. */
  readonly attempts: readonly AttemptView[];
}

export interface RunView {
  readonly id: RunId;
  /** "spam#3" */
  readonly name: string;
  readonly state: RunState;
  readonly reason: string | null;
  readonly trigger: Trigger;
  readonly by: string;
  readonly round: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** When its round begins by itself; null once it has. */
  readonly dueAt: number | null;
  /** What stands behind the header: parameters, for one. */
  readonly note: string | null;
  /** In the order of the plan. */
  readonly stages: readonly StageView[];
}

export interface RunFacts {
  readonly run: RunRow;
  readonly stages: readonly StageRow[];
  readonly attempts: readonly AttemptRow[];
  /** By stage key; the stages of a plan fit as they are. */
  readonly needs: ReadonlyMap<StageKey, StageNeeds>;
  readonly extras: ReadonlyMap<StageKey, StageExtras>;
  readonly note: string | null;
}

/** The view of a run. `before` is the last one, of which equal parts are kept; null at first. */
export function runView(facts: RunFacts, before: RunView | null): RunView {
  const { run } = facts;
  const view: RunView = {
    id: run.id,
    name: plainText(`${run.pipeline}#${run.number}`),
    state: run.state,
    reason: cleanOrNull(run.reason),
    trigger: run.trigger,
    by: plainText(run.by),
    round: run.round,
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    dueAt: run.dueAt,
    note: cleanOrNull(facts.note),
    stages: kept(stageViews(facts, before), before?.stages),
  };
  return kept(view, before ?? undefined);
}

function stageViews(facts: RunFacts, before: RunView | null): StageView[] {
  const rows = facts.stages.toSorted((a, b) => a.position - b.position);
  const attempts = Map.groupBy(facts.attempts, (attempt) => attempt.stage);
  const old = new Map(before?.stages.map((stage) => [stage.key, stage]));
  const unended = new Set<string>(rows.filter((row) => row.endedAt === null).map((row) => row.key));
  return rows.map((row) => {
    const needs = facts.needs.get(row.key) ?? null;
    const own = (attempts.get(row.key) ?? []).filter(
      (attempt) => attempt.round === facts.run.round,
    );
    const view = stageView(row, own, {
      needs,
      unended: needs?.needs.filter((need) => unended.has(need)) ?? [],
      extras: facts.extras.get(row.key) ?? null,
    });
    return kept(view, old.get(row.key));
  });
}

interface Around {
  readonly needs: StageNeeds | null;
  readonly unended: readonly string[];
  readonly extras: StageExtras | null;
}

function stageView(row: StageRow, own: readonly AttemptRow[], around: Around): StageView {
  const attempts = own.toSorted((a, b) => a.startedAt - b.startedAt || a.number - b.number);
  const last = attempts.at(-1);
  const tries = attempts.filter((attempt) => attempt.state !== "fenced").length;
  return {
    key: row.key,
    name: plainText(row.key),
    state: row.state,
    says: saysOf({
      row,
      cause: last?.cause ?? null,
      tries,
      stopping: last?.state === "stopping",
      ...around,
    }),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    dueAt: row.dueAt,
    maxAttempts: row.maxAttempts,
    tries,
    lastLine: sanitise(around.extras?.lastLine ?? "", { colour: false }).trim(),
    reason: cleanOrNull(row.reason),
    attempts: attempts.map(attemptView),
  };
}

function attemptView(row: AttemptRow): AttemptView {
  return {
    id: row.id,
    number: row.number,
    round: row.round,
    state: row.state,
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    exitCode: row.exitCode,
    cause: cleanOrNull(row.cause),
  };
}

function cleanOrNull(text: string | null): string | null {
  return text === null ? null : plainText(text);
}

/** `before` if it says the same as `value`, which is plain data; else `value`. */
function kept<Value>(value: Value, before: Value | undefined): Value {
  return before !== undefined && isSame(value, before) ? before : value;
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, n) => isSame(item, b[n]));
  }
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  if (left.length !== right.size) return false;
  return left.every(([name, item]) => right.has(name) && isSame(item, right.get(name)));
}
