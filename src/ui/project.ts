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
import type { Need } from "./after.ts";
import { briefName } from "./member-name.ts";
import { oneLine, plainText } from "./sanitise.ts";
import { type Says, type StageExtras, type StageNeeds, quoteOf, saysOf } from "./says.ts";

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
  /** Shorter where it is a member of a matrix, and still its own: the values without the names of their axes. */
  readonly brief: string;
  readonly state: StageState;
  /** The round that its state is of: an earlier one than the run's where that has left it as it was. */
  readonly round: number;
  readonly says: Says;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly dueAt: number | null;
  readonly maxAttempts: number;
  /** Attempts of its round that used a try. */
  readonly tries: number;
  /** Whom it waits for, by name; empty means anybody, or that it asks nobody. */
  readonly mayAnswer: readonly string[];
  /** A part of dagtop itself, with words of its own for how it ended. */
  readonly isBuiltIn: boolean;
  /** The last line of its last attempt's log, as it may be shown; empty where there is none. */
  readonly lastLine: string;
  /** The reason of its row, as it may be shown. */
  readonly reason: string | null;
  /** Of all rounds, oldest first. */
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
  const open = new Set<string>(rows.filter((row) => row.endedAt === null).map((row) => row.key));
  return rows.map((row) => {
    const needs = facts.needs.get(row.key) ?? null;
    const view = stageView(row, attempts.get(row.key) ?? [], {
      round: facts.run.round,
      needs,
      waitsFor: row.state === "pending" ? needsOf(needs, facts.needs, open) : [],
      extras: facts.extras.get(row.key) ?? null,
    });
    return kept(view, old.get(row.key));
  });
}

function needsOf(
  own: StageNeeds | null,
  all: RunFacts["needs"],
  open: ReadonlySet<string>,
): Need[] {
  return (own?.needs ?? []).map((key) => {
    const group = all.get(key)?.matrix?.group ?? null;
    return { key, group, isOpen: open.has(key) };
  });
}

interface Around {
  /** That of the run. */
  readonly round: number;
  readonly needs: StageNeeds | null;
  readonly waitsFor: readonly Need[];
  readonly extras: StageExtras | null;
}

function stageView(row: StageRow, own: readonly AttemptRow[], around: Around): StageView {
  const attempts = own.toSorted((a, b) => a.startedAt - b.startedAt || a.number - b.number);
  const { needs, extras } = around;
  const round = roundOf(row, attempts.at(-1), around.round);
  const ofRound = attempts.filter((attempt) => attempt.round === round);
  const last = ofRound.at(-1);
  const tries = ofRound.filter((attempt) => attempt.state !== "fenced").length;
  const stopping = last?.state === "stopping";
  return {
    key: row.key,
    name: plainText(row.key),
    brief: briefName(row.key, needs?.matrix ?? null),
    state: row.state,
    round,
    says: saysOf({ row, cause: last?.cause ?? null, tries, stopping, ...around }),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    dueAt: row.dueAt,
    maxAttempts: row.maxAttempts,
    tries,
    mayAnswer: needs?.command.is === "approval" ? needs.command.by.map(plainText) : [],
    isBuiltIn: needs?.command.is === "builtin",
    lastLine: quoteOf({ row, needs, extras }),
    reason: cleanOrNull(row.reason),
    attempts: attempts.map(attemptView),
  };
}

function roundOf({ endedAt }: StageRow, last: AttemptRow | undefined, round: number): number {
  return last !== undefined && endedAt !== null && last.endedAt === endedAt ? last.round : round;
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
  return text === null ? null : oneLine(text);
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
