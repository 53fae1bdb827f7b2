// Why things are as they are, in words: why a run or a stage waits, why it failed, and what comes next. Rows and the plan
// in, sentences out; nothing is looked up here.

import type { AttemptRow, RunRow, StageRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import type { Plan, StagePlan } from "../pipeline/plan.ts";
import { clockFrom, countdown } from "../ui/format.ts";
import { shellWord } from "../ui/shell-word.ts";
import { isBadEnd } from "../ui/theme.ts";

export interface Explained {
  /** What it is about: a run's name, or a stage's key. */
  readonly of: string;
  readonly state: string;
  readonly why: readonly string[];
  readonly next: readonly string[];
}

export interface Facts {
  readonly run: RunRow;
  readonly stages: readonly StageRow[];
  readonly attempts: readonly AttemptRow[];
  readonly plan: Plan;
  readonly now: number;
  readonly zone: string;
  /** Why no host goes on with it, in words; null where one does. */
  readonly noHost: string | null;
}

export function explainRun(facts: Facts): Explained[] {
  const { run, stages } = facts;
  const open = stages.filter(({ state }) => !isQuiet(state));
  return [
    { of: runName(run), state: run.state, why: whyRun(facts), next: nextOfRun(facts) },
    ...open.map((stage) => explainStage(facts, stage)),
  ];
}

/** States of which there is nothing to explain beside those that are their cause. */
function isQuiet(state: StageRow["state"]): boolean {
  return (
    state === "succeeded" ||
    state === "pending" ||
    state === "skipped" ||
    state === "upstream_failed"
  );
}

function whyRun({ run, stages, noHost }: Facts): string[] {
  const why = run.reason === null ? [] : [run.reason];
  if (run.endedAt === null && noHost !== null) why.push(noHost);
  if (run.state !== "running") return why;
  const counts = Map.groupBy(stages, ({ state }) => state);
  const words = [...counts].map(([state, of]) => `${of.length} ${state.replace("_", " ")}`);
  return [...why, words.join(", ")];
}

function nextOfRun(facts: Facts): string[] {
  const { run, plan, now, zone } = facts;
  const name = runName(run);
  if (run.dueAt !== null)
    return [
      `round ${run.round} begins at ${clockFrom(now, run.dueAt, zone)}, ${inWords(run.dueAt - now)}`,
    ];
  if (run.endedAt === null) {
    const limit = plan.timeoutMs;
    if (limit === null || run.startedAt === null) return [];
    return [`its time limit is ${countdown(limit)} a round`];
  }
  if (run.state === "succeeded") return [];
  return [
    `dagtop retry ${name} repeats what went wrong, on the same plan`,
    `dagtop rerun ${name} runs it anew with today's file`,
  ];
}

function inWords(ms: number): string {
  return ms <= 0 ? "now" : `in ${countdown(ms)}`;
}

function explainStage(facts: Facts, stage: StageRow): Explained {
  const plan = facts.plan.stages.find(({ key }) => key === stage.key);
  const why = [
    ...(stage.reason === null ? [] : [stage.reason]),
    ...whoAnswers(stage, plan),
    ...whyPending(facts, stage, plan),
    ...whyTries(facts, stage, plan),
  ];
  return { of: stage.key, state: stage.state, why, next: nextOfStage(facts, stage, plan) };
}

/** The same of a stage that is asked for by itself, without its run. */
export function explainAlone(facts: Facts, stage: StageRow): Explained {
  const explained = explainStage(facts, stage);
  const { noHost, run } = facts;
  if (noHost === null || run.endedAt !== null || !LIVE.has(stage.state)) return explained;
  return { ...explained, why: [...explained.why, noHost] };
}

/** Who is asked, where that is not anybody. */
function whoAnswers({ state }: StageRow, plan: StagePlan | undefined): string[] {
  if (state !== "waiting" || plan?.command.is !== "approval") return [];
  const { by } = plan.command;
  return by.length === 0 ? [] : [`only ${by.join(", ")} may answer`];
}

/** A stage that has not begun: which of its needs it waits for. */
function whyPending(facts: Facts, stage: StageRow, plan: StagePlan | undefined): string[] {
  if (stage.state !== "pending" || plan === undefined) return [];
  const { run, stages } = facts;
  if (run.state === "queued") return [`its run waits: ${run.reason ?? "for its turn"}`];
  const states = new Map(stages.map(({ key, state }) => [key, state]));
  const open = plan.needs.filter((need) => !isEnd(states.get(need)));
  const named = open.slice(0, 5).map((need) => `${need} (${states.get(need) ?? "unknown"})`);
  const more = open.length > 5 ? ` and ${open.length - 5} more` : "";
  if (open.length > 0) return [`waits for ${named.join(", ")}${more}`];
  if (plan.if === "success") return [];
  return ["waits until everything that is no `if: always` or `if: failure` stage has ended"];
}

function isEnd(state: StageRow["state"] | undefined): boolean {
  return state !== undefined && !LIVE.has(state);
}

const LIVE: ReadonlySet<StageRow["state"]> = new Set([
  "pending",
  "queued",
  "running",
  "retrying",
  "waiting",
]);

/** What its attempts came to, and why there were no more. */
function whyTries(
  { attempts, run }: Facts,
  stage: StageRow,
  plan: StagePlan | undefined,
): string[] {
  const own = attempts.filter((one) => one.stage === stage.key && one.round === run.round);
  const bad = own.filter(({ state }) => isBadEnd(state));
  if (plan === undefined || bad.length === 0) return [];
  const isToldByReason = bad.length === 1 && (isBadEnd(stage.state) || stage.state === "retrying");
  const lines = isToldByReason
    ? []
    : bad.map(({ number, cause }) => `try ${number}: ${cause ?? ""}`);
  const code = bad.at(-1)?.exitCode ?? null;
  const why = whyNoMore(stage.state, code, bad.length, plan);
  return why === null ? lines : [...lines, why];
}

/** Why it was not tried again; null where it may be, or where that is no question. */
function whyNoMore(
  state: StageRow["state"],
  code: number | null,
  tries: number,
  { retry, onCrash }: StagePlan,
): string | null {
  if (!isBadEnd(state) || state === "cancelled") return null;
  if (state === "crashed" && onCrash === "fail")
    return "on_crash is fail, so it was not tried again";
  const { onExit, notOnExit } = retry;
  const isExcluded =
    code !== null && (notOnExit.includes(code) || (onExit.length > 0 && !onExit.includes(code)));
  if (state === "failed" && isExcluded)
    return `exit code ${code} is not among those that are retried`;
  return tries === 1 ? "it has no retries" : `all of its ${tries} tries are used`;
}

function nextOfStage(facts: Facts, stage: StageRow, plan: StagePlan | undefined): string[] {
  const { state } = stage;
  const name = runName(facts.run);
  if (state === "retrying") return nextTry(facts, stage);
  if (state === "waiting") return [...answers(name, stage), ...limitOfAnswer(facts, stage)];
  if (state === "running") {
    const limit = plan?.timeoutMs ?? null;
    return limit === null ? [] : [`its time limit is ${countdown(limit)} a try`];
  }
  if (!isBadEnd(state) || state === "upstream_failed") return [];
  const log = stage.attempt === 0 ? [] : [`dagtop logs ${name} ${shellWord(stage.key)}`];
  return [...consequence(facts, stage, plan), ...log];
}

function nextTry({ now, zone }: Facts, { dueAt, attempt, maxAttempts }: StageRow): string[] {
  if (dueAt === null) return [];
  const when = `${clockFrom(now, dueAt, zone)}, ${inWords(dueAt - now)}`;
  return [`try ${attempt + 1} of ${maxAttempts} at ${when}`];
}

function answers(name: string, { key }: StageRow): string[] {
  const stage = shellWord(key);
  return [`dagtop approve ${name} ${stage}, or dagtop reject ${name} ${stage}`];
}

function limitOfAnswer({ now, zone }: Facts, { dueAt }: StageRow): string[] {
  return dueAt === null ? [] : [`it is given up at ${clockFrom(now, dueAt, zone)}`];
}

function consequence(
  { plan, stages }: Facts,
  stage: StageRow,
  own: StagePlan | undefined,
): string[] {
  if (own?.onFail === "ignore") return ["on_fail is ignore: the run does not mind"];
  if (own?.onFail === "warn") return ["on_fail is warn: the run is partial at best"];
  const below = plan.stages.filter(({ needs }) => needs.includes(stage.key)).map(({ key }) => key);
  const blocked = below.filter((key) =>
    stages.some((row) => row.key === key && row.state === "upstream_failed"),
  );
  if (blocked.length === 0) return [];
  return [
    `not run because of it: ${blocked.slice(0, 8).join(", ")}${blocked.length > 8 ? ", …" : ""}`,
  ];
}
