// What the host has to do once a turn is committed. Each can be performed twice without harm: a start is guarded by
// the shim's claim, a stop may be asked again, reading files changes nothing. `key` is unique in the home.

import type { AttemptId, PipelineName, RunId, StageKey } from "../pipeline/ids.ts";
import type { CachePlan } from "../pipeline/plan.ts";
import type { Hashed, Outputs } from "./stage.ts";

type OfAttempt = {
  readonly key: string;
  readonly run: RunId;
  readonly stage: StageKey;
  readonly attempt: AttemptId;
};

export type StartEffect = OfAttempt & { readonly kind: "start" };
/** `kill` skips the grace: nothing but KILL. */
export type StopEffect = OfAttempt & { readonly kind: "stop"; readonly kill: boolean };

/** Reads the files of a stage with a cache, and looks whether their result is known. */
export interface HashEffect {
  readonly kind: "hash";
  readonly key: string;
  readonly run: RunId;
  readonly stage: StageKey;
  readonly round: number;
}

/** Keeps what an attempt gave, unless its files changed while it ran. All that it needs is here: the run may be over. */
export type KeepEffect = OfAttempt & { readonly hashed: Hashed } & {
  readonly kind: "keep";
  readonly pipeline: PipelineName;
  /** "spam#3" */
  readonly runName: string;
  readonly cache: CachePlan;
  /** When the command ended: what is changed later is not its doing. */
  readonly endedAt: number;
  /** The project's, absolute. */
  readonly folder: string;
  readonly outputs: Outputs | null;
};

export type Effect = StartEffect | StopEffect | HashEffect | KeepEffect;
