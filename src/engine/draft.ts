// One turn in the making. Everything that happens goes through `emit`, which folds the event at once, so that the
// rest of the turn sees it; the state that the turn began with is not touched, and a turn whose commit was refused
// is simply dropped.
//
// A run is copied before its first event of the turn and written to after that. So what `runOf` gave may be out of
// date after an `emit`: ask again.

import type { RunId } from "../pipeline/ids.ts";
import type { Effect } from "./effect.ts";
import type { Event, StageEnd } from "./event.ts";
import { type LaterEvent, apply } from "./fold.ts";
import type { CommandRef, Context } from "./input.ts";
import { type OwnRun, type Run, indexOf, ownRun } from "./run.ts";
import { endedBadly } from "./stage.ts";

export interface EngineState {
  /** Runs that have not ended, oldest first. */
  readonly runs: ReadonlyMap<RunId, Run>;
  /** The last number given to a run of each pipeline name. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Why nothing is launched at the moment: a full disk, no processes left. */
  readonly hold: string | null;
  /** Nothing new begins, and the host leaves when what runs has ended (drain.ts). */
  readonly drains: boolean;
  /** The home is a copy, and what ran when it was copied is nobody's before a person says so. */
  readonly isCopy: boolean;
}

export const EMPTY: EngineState = {
  runs: new Map(),
  numbers: new Map(),
  hold: null,
  drains: false,
  isCopy: false,
};

export type CommandResult =
  | {
      readonly command: CommandRef;
      readonly ok: true;
      /** Null for what is asked of the host itself. */
      readonly run: RunId | null;
      readonly text: string;
    }
  | { readonly command: CommandRef; readonly ok: false; readonly text: string };

export interface Draft {
  readonly context: Context;
  readonly runs: Map<RunId, Run>;
  numbers: ReadonlyMap<string, number>;
  hold: string | null;
  drains: boolean;
  isCopy: boolean;
  readonly events: Event[];
  effects: Effect[];
  readonly results: CommandResult[];
  /** Runs that this turn changed, ended ones too: copies of its own. */
  readonly touched: Map<RunId, OwnRun>;
  /** Stages to be looked at again, since something they wait for has changed. */
  worklist: { readonly run: RunId; readonly index: number }[];
  /** Stages that became ready in this turn and are not queued yet. */
  readonly fresh: Map<RunId, number[]>;
  /** Members of a matrix with `fail_fast` that ended badly: the others are still to be stopped. */
  failedFast: { readonly run: RunId; readonly index: number }[];
}

export function draftOf(state: EngineState, context: Context): Draft {
  return {
    context,
    runs: new Map(state.runs),
    numbers: state.numbers,
    hold: state.hold,
    drains: state.drains,
    isCopy: state.isCopy,
    events: [],
    effects: [],
    results: [],
    touched: new Map(),
    worklist: [],
    fresh: new Map(),
    failedFast: [],
  };
}

/** @throws Error when the run is not in this state: a bug of the caller. */
export function runOf(draft: Draft, id: RunId): Run {
  const run = draft.runs.get(id);
  if (run === undefined) throw new Error(`no run ${id} in this state`);
  return run;
}

/** Takes a run of this turn's own into the state. */
export function adopt(draft: Draft, run: OwnRun): OwnRun {
  draft.runs.set(run.id, run);
  draft.touched.set(run.id, run);
  return run;
}

/** @param index - the place of the event's stage, from who has it at hand */
export function emit(draft: Draft, event: LaterEvent, index?: number): void {
  const run = draft.touched.get(event.run) ?? adopt(draft, ownRun(runOf(draft, event.run)));
  const { normalLeft, notifyLeft } = run;
  if (!apply(run, event, index)) return;
  draft.events.push(event);
  if (event.kind !== "stage.ended" && event.kind !== "stage.taken_over") return;
  // What another run gave is no end of this one.
  if (event.kind === "stage.ended")
    noteFailFast(draft, run, index ?? indexOf(run, event.stage), event.end);
  // Whoever waited for this stage is looked at again; guards that wait for many, when the last of those has ended.
  look(draft, run.id, run.shape.children[index ?? indexOf(run, event.stage)]);
  if (run.normalLeft === 0 && normalLeft > 0) look(draft, run.id, run.shape.waitForNormal);
  if (run.notifyLeft === 0 && notifyLeft > 0) look(draft, run.id, run.shape.waitForAll);
}

function noteFailFast(draft: Draft, run: Run, index: number, end: StageEnd): void {
  const group = run.shape.stages[index]?.matrix?.group;
  if (group === undefined || run.shape.groups.get(group)?.failFast !== true) return;
  // Who is cancelled did not fail: a person may leave one member out.
  if (endedBadly(end) && end.is !== "cancelled") draft.failedFast.push({ run: run.id, index });
}

function look(draft: Draft, run: RunId, stages: readonly number[] = []): void {
  for (const index of stages) draft.worklist.push({ run, index });
}
