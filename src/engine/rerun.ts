// What a rerun keeps of another run (semantics 2.5, 2.6): which stages stand as they stood there, which are left out, and
// which go on with their state folder. Pure: rows and plans in, the rerun or what speaks against it out.

import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { Plan, StagePlan } from "../pipeline/plan.ts";
import { sortedText } from "../pipeline/plan-text.ts";
import type { Rerun, RunEnvironment, TakenOver } from "./command.ts";
import type { StageEnd } from "./event.ts";
import type { StageRow } from "./rows.ts";
import { type Shape, isGuard, shapeOf } from "./shape.ts";
import { satisfies } from "./stage.ts";

export interface RerunFrom {
  readonly run: RunId;
  /** "spam#3" */
  readonly name: string;
  readonly plan: Plan;
  readonly environment: RunEnvironment;
  readonly stages: readonly StageRow[];
  /** The runs whose state folders its stages went on with. */
  readonly state: Readonly<Record<string, RunId>>;
}

/** `from`: these stages and all below them; `only`: these alone. Keys of the file, or of members. Both empty: all. */
export interface Choice {
  readonly from: readonly string[];
  readonly only: readonly string[];
}

export type RerunResult =
  | { readonly ok: true; readonly rerun: Rerun }
  /** `unknown`: a chosen name that is no stage. Else an ancestor that was not satisfied, perhaps since a person said no. */
  | {
      readonly ok: false;
      readonly unknown: string | null;
      readonly rejected: boolean;
      readonly message: string;
    };

export function rerunOf(
  old: RerunFrom,
  plan: Plan,
  environment: RunEnvironment,
  { from, only }: Choice,
): RerunResult {
  const rerun = { run: old.run, name: old.name };
  const chosen = [...from, ...only];
  if (chosen.length === 0)
    return { ok: true, rerun: { ...rerun, state: {}, fresh: [], taken: [] } };
  const unknown = chosen.find((name) => !plan.stages.some((stage) => isCalled(stage, name)));
  if (unknown !== undefined) {
    const message = `${plan.pipeline} has no stage ${unknown}`;
    return { ok: false, unknown, rejected: false, message };
  }
  const rows = new Map(old.stages.map((row) => [row.key, row]));
  const shape = shapeOf(plan);
  const places = placesOf(shape, chosen);
  const anew = anewOf(old, shape);
  const taken: TakenOver[] = [];
  const state: [string, RunId][] = [];
  for (const [index, stage] of plan.stages.entries()) {
    const row = rows.get(stage.key);
    const isRun = shape.belowGuard[index] === true || anew[index] === true;
    const fate = fateOf(places[index] ?? "aside", only.length > 0, isRun);
    const kept = fate === "run" || fate === "leave" ? null : keptOf(row, stage, old.name);
    if (kept !== null) taken.push(kept);
    else if (fate === "need") return notSatisfied(stage.key, row, old.name);
    else if (fate === "leave" || fate === "keep_or_leave") taken.push(leftOut(stage.key, old.name));
    else if (goesOn(old, row, plan, stage, environment))
      state.push([stage.key, old.state[stage.key] ?? old.run]);
  }
  const fresh = plan.stages.filter((_, index) => places[index] === "chosen").map(({ key }) => key);
  return { ok: true, rerun: { ...rerun, state: Object.fromEntries(state), fresh, taken } };
}

/** Whether a stage puts a question anew, or comes after one that does: nothing below it may go before the answer. */
function anewOf(old: RerunFrom, shape: Shape): readonly boolean[] {
  const anew: boolean[] = [];
  for (const [index, stage] of shape.stages.entries()) {
    const needs = shape.needs[index] ?? [];
    anew.push(asksAnew(old, stage) || needs.some((need) => anew[need] === true));
  }
  return anew;
}

/** A yes holds for the question that was asked: another one is put again. */
function asksAnew({ plan }: RerunFrom, { key, command }: StagePlan): boolean {
  if (command.is !== "approval") return false;
  const before = plan.stages.find((stage) => stage.key === key);
  return before !== undefined && !isSame(before.command, command);
}

/** What becomes of a stage. `need`: it must be kept; the other two are kept where they can be. */
type Fate = "run" | "leave" | "need" | "keep_or_run" | "keep_or_leave";

function fateOf(place: Place, isOnly: boolean, isRun: boolean): Fate {
  if (place === "chosen") return "run";
  if (place === "below") return isOnly ? "leave" : "run";
  if (isRun) return "run";
  if (place === "above") return "need";
  return isOnly ? "keep_or_leave" : "keep_or_run";
}

/** The stage as it stood there; null where that satisfies nothing. */
function keptOf(row: StageRow | undefined, stage: StagePlan, from: string): TakenOver | null {
  const end = row === undefined ? null : endOf(row, stage);
  if (row === undefined || end === null) return null;
  return { stage: stage.key, from, end: kept(end, from), outputs: row.outputs };
}

/** By its key, or by that of its matrix. */
function isCalled(stage: StagePlan, name: string): boolean {
  return stage.key === name || stage.matrix?.group === name;
}

type Place = "chosen" | "below" | "above" | "aside";

/** Where each stage stands to the chosen ones, in one walk down and one up. */
function placesOf(shape: Shape, chosen: readonly string[]): Place[] {
  const places: Place[] = [];
  for (const [index, stage] of shape.stages.entries()) {
    const isChosen = chosen.some((name) => isCalled(stage, name));
    const isBelow = (shape.needs[index] ?? []).some((need) => places[need] !== "aside");
    places.push(isChosen ? "chosen" : isBelow ? "below" : "aside");
  }
  const above = new Set<number>();
  for (let index = places.length - 1; index >= 0; index -= 1) {
    if (places[index] !== "chosen" && !above.has(index)) continue;
    for (const need of shape.needs[index] ?? []) above.add(need);
  }
  for (const index of above) if (places[index] === "aside") places[index] = "above";
  return places;
}

/** How the stage stood there, if that satisfies what comes after it; null where it does not. */
function endOf(row: StageRow, plan: StagePlan): StageEnd | null {
  const { state, endedAt, reason } = row;
  if (endedAt === null || isGuard(plan) || reason === LEFT_OUT) return null;
  if (state === "succeeded") return { is: state, endedAt, reason };
  const known = KEPT.find((word) => word === state);
  if (known === undefined) return null;
  const end = { is: known, endedAt, reason: reason ?? state };
  return satisfies(end, plan.onFail) ? end : null;
}

/** Ends that may satisfy a need in another run; a cancelled stage is run again. */
const KEPT = ["cached", "skipped", "failed", "timed_out", "crashed", "rejected"] as const;

function kept(end: StageEnd, name: string): StageEnd {
  const own = end.reason?.replace(/(?:; )?taken over from \S+$/, "") ?? "";
  const before = own === "" ? "" : `${own}; `;
  return { ...end, reason: `${before}taken over from ${name}` };
}

/** It says that a stage was not run there, so nothing can be taken over of it later. */
const LEFT_OUT = "left out of this rerun";

function leftOut(stage: StageKey, name: string): TakenOver {
  const end = { is: "skipped", endedAt: 0, reason: LEFT_OUT } as const;
  return { stage, from: name, end, outputs: null };
}

function notSatisfied(stage: StageKey, row: StageRow | undefined, name: string): RerunResult {
  const was = row === undefined ? "was not in it" : `was ${row.state} there`;
  return {
    ok: false,
    unknown: null,
    rejected: row?.state === "rejected",
    message: `${stage} comes before what you chose, and ${was}: nothing of ${name} can stand for it`,
  };
}

/** A stage that had not succeeded goes on where it was, if it would do the same again (2.6). */
function goesOn(
  old: RerunFrom,
  row: StageRow | undefined,
  plan: Plan,
  stage: StagePlan,
  environment: RunEnvironment,
): boolean {
  if (row === undefined) return false;
  if (row.state === "succeeded" || row.state === "cached") return false;
  const before = old.plan.stages.find(({ key }) => key === stage.key);
  if (before === undefined) return false;
  const was = [
    before.command,
    before.cwd,
    before.env,
    old.plan.env,
    old.plan.params,
    old.plan.python,
  ];
  const is = [stage.command, stage.cwd, stage.env, plan.env, plan.params, plan.python];
  return isSame([...was, old.environment.env], [...is, environment.env]);
}

function isSame(a: unknown, b: unknown): boolean {
  return sortedText(a) === sortedText(b);
}
