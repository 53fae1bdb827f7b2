// Where one is in the Stage screen.

import type { AttemptId, RunId, StageKey } from "../../pipeline/ids.ts";

export interface StageState {
  readonly run: RunId;
  readonly stage: StageKey;
  /** The try that is looked at; null for the last one, whichever that is. */
  readonly attempt: AttemptId | null;
  /** The first of the detail lines that is shown. */
  readonly top: number;
}

export function openStage(run: RunId, stage: StageKey): StageState {
  return { run, stage, attempt: null, top: 0 };
}
