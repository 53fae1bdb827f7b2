// Where one is in the Run screen. Everything is kept by name, so that nothing jumps while a run goes on.

import type { RunId } from "../../pipeline/ids.ts";

export type RunPane = "graph" | "stages" | "log";

export interface RunState {
  readonly run: RunId;
  /** A stage's key, or the name of a matrix that is folded; null until the run has been seen. */
  readonly cursor: string | null;
  /** `auto` chooses by the size of the terminal and of the graph. */
  readonly view: "auto" | "columns" | "list" | "focus";
  /** The matrices that are unfolded, sorted. */
  readonly opened: readonly string[];
  /** What is shown where there is room for one only. */
  readonly pane: RunPane;
  /** The number of the try whose log is shown; null for the last one. */
  readonly attempt: number | null;
  /** Only stages that have it in their name or state; with `!` before it, those that have not. */
  readonly filter: string;
  /** The first row of the stages that is shown. */
  readonly top: number;
}

export function openRun(run: RunId): RunState {
  return {
    run,
    cursor: null,
    view: "auto",
    opened: [],
    pane: "stages",
    attempt: null,
    filter: "",
    top: 0,
  };
}
