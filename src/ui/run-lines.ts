// A run told line by line, one per change, where there is no terminal (CI, a file, a pipe). Pure.
//
// A change is found by comparing two views, so nothing is lost when many things happened between them: each attempt
// tells its start and its end once, round by round, in the order of their times. Times are in the zone of whoever reads.

import { clockSeconds, duration, elapsed } from "./format.ts";
import type { AttemptView, RunView, StageView } from "./project.ts";
import { roundAt, roundsBegun } from "./round-times.ts";
import { tookOf } from "./run-summary.ts";
import { ATTEMPT_MARKS, RUN_MARKS, STAGE_MARKS, isBadEnd, runIsOver } from "./theme.ts";
import { cut } from "./width.ts";

const LONGEST_QUOTE = 80;

export interface When {
  /** For what has no time of its own. */
  readonly now: number;
  readonly zone: string;
  /** Of a run that goes on after its end: when that was. What was before is not told; null tells all. */
  readonly since: number | null;
}

interface Change {
  readonly at: number;
  readonly round: number;
  readonly words: string;
}

/** What happened between two views of a run, oldest first; everything since then where there was none before. */
export function changes(before: RunView | null, after: RunView, when: When): string[] {
  if (before === after) return [];
  const old = new Map(before?.stages.map((stage) => [stage.key, stage]));
  const found = [
    ...runBegins(before, after, when),
    ...after.stages.flatMap((stage) =>
      stageChanges(old.get(stage.key) ?? null, stage, after, when),
    ),
  ];
  const isNews = ({ at }: Change): boolean =>
    before !== null || when.since === null || at > when.since;
  const inOrder = found.filter(isNews).toSorted((a, b) => a.round - b.round || a.at - b.at);
  // The end of a run is its last line, whatever the clocks said.
  return [...inOrder, ...runEnds(before, after, when)].map(
    ({ at, words }) => `${clockSeconds(at, when.zone)} ${after.name} ${words}`,
  );
}

/** Triggers that are a person's doing; all others happen by themselves. */
const BY_HAND: ReadonlySet<RunView["trigger"]> = new Set(["manual", "rerun", "backfill"]);

function whoStarted({ trigger, by }: RunView): string {
  if (trigger === "manual") return by;
  return BY_HAND.has(trigger) ? `${by} (${trigger})` : trigger;
}

function runBegins(before: RunView | null, run: RunView, when: When): Change[] {
  const { now, since } = when;
  const { round, startedAt } = run;
  const waits = run.state === "queued" && (before === null || before.reason !== run.reason);
  const began = startedAt !== null && (before === null || before.startedAt === null);
  const queuedAt = before === null && since === null ? run.createdAt : now;
  return [
    ...(waits ? [{ at: queuedAt, round, words: told("queued", run.reason) }] : []),
    ...(began ? [{ at: startedAt, round: 1, words: `started by ${whoStarted(run)}` }] : []),
    ...roundsBegun(before, run, when).map(({ at, round }) => ({
      at,
      round,
      words: `round ${round} began`,
    })),
    ...roundIsDue(before, run, now),
  ];
}

function roundIsDue(before: RunView | null, { round, dueAt }: RunView, now: number): Change[] {
  if (dueAt === null || before?.round === round) return [];
  return [{ at: now, round, words: `round ${round} in ${waitText(dueAt - now)}` }];
}

function runEnds(before: RunView | null, run: RunView, { now }: When): Change[] {
  if (before?.state === run.state) return [];
  if (run.state === "cancelling")
    return [{ at: now, round: run.round, words: told("cancelling", run.reason) }];
  if (!runIsOver(run.state)) return [];
  const words = told(RUN_MARKS[run.state].word + tookOf(run), run.reason);
  return [{ at: run.endedAt ?? now, round: run.round, words }];
}

function stageChanges(
  before: StageView | null,
  stage: StageView,
  run: RunView,
  when: When,
): Change[] {
  if (before === stage) return [];
  const old = new Map(before?.attempts.map((attempt) => [attempt.id, attempt]));
  const found = stage.attempts.flatMap((attempt) =>
    attemptChanges(old.get(attempt.id) ?? null, attempt, {
      stage,
      last: lastNumber(attempt, stage, before),
    }),
  );
  if (before?.state !== stage.state) found.push(...stateChange(stage, run, when));
  return found.map((change) => ({ ...change, words: `${stage.name}  ${change.words}` }));
}

/** A change of state that no attempt tells. */
function stateChange(
  { state, reason, endedAt, attempts }: StageView,
  run: RunView,
  { now }: When,
): Change[] {
  const words = told(STAGE_MARKS[state].word, reason);
  if (state === "queued" || state === "waiting") return [{ at: now, round: run.round, words }];
  const last = attempts.at(-1);
  if (endedAt === null || (last?.state === state && last.endedAt === endedAt)) return [];
  return [{ at: endedAt, round: roundAt(run, endedAt), words }];
}

/** The last number that the attempt's round can reach; null of a round that came and went between two looks. */
function lastNumber(
  { round }: AttemptView,
  stage: StageView,
  before: StageView | null,
): number | null {
  if (round === stage.round) return stage.maxAttempts;
  return before?.round === round ? before.maxAttempts : null;
}

interface Of {
  readonly stage: StageView;
  readonly last: number | null;
}

function attemptChanges(before: AttemptView | null, attempt: AttemptView, of: Of): Change[] {
  const { number, round, endedAt } = attempt;
  // That a built-in could be tried again is worth no word before it is.
  const isOneOfMany = of.stage.isBuiltIn ? number > 1 : (of.last ?? number) > 1;
  const begins = isOneOfMany
    ? `try ${number}${of.last === null ? "" : ` of ${of.last}`}`
    : "started";
  const which = isOneOfMany ? `try ${number} ` : "";
  const ended = endedAt !== null && (before === null || before.endedAt === null);
  return [
    ...(before === null ? [{ at: attempt.startedAt, round, words: begins }] : []),
    ...(ended ? [{ at: endedAt, round, words: which + endOf(attempt, endedAt, of) }] : []),
  ];
}

function endOf(attempt: AttemptView, endedAt: number, of: Of): string {
  if (attempt.state === "fenced") return "never started, which uses no try";
  const { stage } = of;
  if (attempt.state === "succeeded") {
    const said = stage.attempts.at(-1) === attempt ? stage.reason : null;
    return told(`succeeded in ${duration(endedAt - attempt.startedAt)}`, attempt.cause ?? said);
  }
  const code = attempt.exitCode === null ? null : `exit ${attempt.exitCode}`;
  const isLast = stage.attempts.at(-1) === attempt;
  const words = isLast && isBadEnd(attempt.state) ? cut(stage.lastLine, LONGEST_QUOTE) : "";
  const cause = [attempt.cause ?? code ?? "", words].filter((each) => each !== "").join(": ");
  const end = told(ATTEMPT_MARKS[attempt.state].word, cause);
  return `${end}${whatFollows(attempt, endedAt, of)}`;
}

function whatFollows(attempt: AttemptView, endedAt: number, { stage, last }: Of): string {
  const isLast = stage.attempts.findLast(({ round }) => round === attempt.round) === attempt;
  if (!isLast || !isBadEnd(attempt.state) || last === null) return "";
  if (attempt.round === stage.round && stage.state === "retrying" && stage.dueAt !== null) {
    return `; try ${attempt.number + 1} of ${last} in ${waitText(stage.dueAt - endedAt)}`;
  }
  return last > 1 && attempt.number >= last ? "; no try is left" : "";
}

// Between the end and its being seen some milliseconds pass: "3s", not "4s", for 3.02 s.
function waitText(ms: number): string {
  return ms < 1000 ? duration(ms) : elapsed(Math.round(ms / 1000) * 1000);
}

function told(what: string, why: string | null): string {
  return why === null || why === "" ? what : `${what}: ${why}`;
}
