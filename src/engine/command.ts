// What somebody asks a host to do, as it stands in a command row. The asker chooses the run's id and settles the
// plan; the host never reads a pipeline file.

import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { RerunOf, StageEnd } from "./event.ts";
import type { ModelAsk } from "./model-ask.ts";
import type { NotifyArgs } from "./outbox.ts";
import type { Trigger } from "./rows.ts";
import type { RunSource } from "./run-source.ts";
import type { Outputs } from "./stage.ts";

export type { RunSource } from "./run-source.ts";

/** What a stage gets from whoever asked for its run (semantics 7.1). */
export interface RunEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
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

/** Asked of the home itself, not of a run: answered in the transaction that writes what follows from it. */
export type HomeAsk =
  | { readonly kind: "model"; readonly args: ModelAsk }
  | { readonly kind: "notify"; readonly args: NotifyArgs };

/** Asked of the host that lives now. */
export interface DrainArgs {
  /** That host: another one does not drain. */
  readonly epoch: number;
  readonly isOn: boolean;
}

export type Ask =
  | HomeAsk
  | { readonly kind: "drain"; readonly args: DrainArgs }
  | { readonly kind: "take_over"; readonly args: object }
  | { readonly kind: "trigger"; readonly args: TriggerArgs }
  | { readonly kind: "cancel"; readonly args: CancelArgs }
  | { readonly kind: "retry"; readonly args: RetryArgs }
  | { readonly kind: "answer"; readonly args: AnswerArgs };

/** A command that no host has answered yet. `by` says who asked: user, and terminal or SSH client. */
export type NewCommand = Ask & Asker;
export type NewHomeCommand = HomeAsk & Asker;

interface Asker {
  readonly id: number;
  readonly by: string;
}

export function isHomeCommand(command: NewCommand): command is NewHomeCommand {
  return command.kind === "model" || command.kind === "notify";
}
