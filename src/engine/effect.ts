// What the host has to do once a turn is committed. Each can be performed twice without harm: a start is guarded by
// the shim's claim, a stop may be asked again. `key` is unique in the home.

import type { AttemptId, RunId, StageKey } from "../pipeline/ids.ts";

type OfAttempt = {
  readonly key: string;
  readonly run: RunId;
  readonly stage: StageKey;
  readonly attempt: AttemptId;
};

export type StartEffect = OfAttempt & { readonly kind: "start" };
/** `kill` skips the grace: nothing but KILL. */
export type StopEffect = OfAttempt & { readonly kind: "stop"; readonly kill: boolean };

export type Effect = StartEffect | StopEffect;
