// What somebody asks a host to do, as it stands in a command row. The asker chooses the run's id and settles the
// plan; the host never reads a pipeline file.

import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { RerunOf, StageEnd } from "./event.ts";
import type { Trigger } from "./rows.ts";
import type { Outputs } from "./stage.ts";

/** What a stage gets from whoever asked for its run (semantics 7.1). */
export interface RunEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
}

/** What the code of a run was (semantics 2.7). */
export interface RunSource {
  /** Null before the first commit. */
  readonly commit: string | null;
  readonly branch: string | null;
  readonly dirty: boolean;
  /** What differs from the commit; null where nothing does, or where that was not to be had. */
  readonly patch: string | null;
}

/** A stage of a rerun that is not run: it stands as it stood in another run, or is left out. */
export interface TakenOver {
  readonly stage: StageKey;
  readonly from: string;
  readonly end: StageEnd;
  readonly outputs: Outputs | null;
}

export interface Rerun extends RerunOf {
  readonly taken: readonly TakenOver[];
}

export interface TriggerArgs extends RunEnvironment {
  readonly run: RunId;
  readonly plan: Plan;
  readonly planHash: string;
  readonly trigger: Trigger;
  readonly source: RunSource | null;
  readonly rerun: Rerun | null;
}

export interface CancelArgs {
  readonly run: RunId;
  readonly stage: StageKey | null;
}

export interface RetryArgs {
  readonly run: RunId;
}

export interface AnswerArgs {
  readonly run: RunId;
  readonly stage: StageKey;
  /** Of the question that was seen; a later one is another question. */
  readonly round: number;
  readonly approved: boolean;
  readonly message: string | null;
}

export type Ask =
  | { readonly kind: "trigger"; readonly args: TriggerArgs }
  | { readonly kind: "cancel"; readonly args: CancelArgs }
  | { readonly kind: "retry"; readonly args: RetryArgs }
  | { readonly kind: "answer"; readonly args: AnswerArgs };

/** A command that no host has answered yet. `by` says who asked: user, and terminal or SSH client. */
export type NewCommand = Ask & { readonly id: number; readonly by: string };
