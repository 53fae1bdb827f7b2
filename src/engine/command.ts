// What somebody asks a host to do, as it stands in a command row. The asker chooses the run's id and settles the
// plan; the host never reads a pipeline file.

import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { Trigger } from "./rows.ts";

/** What a stage gets from whoever asked for its run (semantics 7.1). */
export interface RunEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly umask: number;
}

export interface TriggerArgs extends RunEnvironment {
  readonly run: RunId;
  readonly plan: Plan;
  readonly planHash: string;
  readonly trigger: Trigger;
}

export interface CancelArgs {
  readonly run: RunId;
  readonly stage: StageKey | null;
}

export type Ask =
  | { readonly kind: "trigger"; readonly args: TriggerArgs }
  | { readonly kind: "cancel"; readonly args: CancelArgs };

/** A command that no host has answered yet. `by` says who asked: user, and terminal or SSH client. */
export type NewCommand = Ask & { readonly id: number; readonly by: string };
