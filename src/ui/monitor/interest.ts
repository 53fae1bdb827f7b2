// What a screen wants to see: the rows that are read for it, and no others.

import type { AttemptId, PipelineName, RunId, StageKey } from "../../pipeline/ids.ts";
import type { LogAsk } from "../log/view.ts";

/** The rows that are to be read for a screen. Two equal interests read the same. */
export interface Interest {
  /** Whose runs the Dashboard lists. */
  readonly pipeline: PipelineName | null;
  /** How far back, in milliseconds. */
  readonly sinceMs: number;
  readonly run: RunId | null;
  readonly stage: StageKey | null;
  /** Whose samples and metrics are shown; null for the last one. */
  readonly attempt: AttemptId | null;
  readonly log: LogAsk | null;
  /** Whether the kept models are. */
  readonly models: boolean;
}
