// Where one is on the Dashboard. Cursors are kept by name, so that nothing jumps while runs come and go.

import type { PipelineName, RunId } from "../../pipeline/ids.ts";

/** How far back runs are listed. */
export type Range = "24h" | "7d" | "30d";

const DAY_MS = 24 * 3_600_000;

export const RANGES: Readonly<Record<Range, number>> = {
  "24h": DAY_MS,
  "7d": 7 * DAY_MS,
  "30d": 30 * DAY_MS,
};

/** A column of the runs that a person has chosen. */
export interface Column {
  readonly of: "metric" | "param";
  readonly name: string;
}

export interface Sort {
  readonly column: Column;
  readonly descending: boolean;
}

export interface DashboardState {
  readonly focus: "pipelines" | "runs";
  /** Null until one has been seen. */
  readonly pipeline: PipelineName | null;
  readonly pipelineTop: number;
  readonly run: RunId | null;
  readonly runTop: number;
  readonly range: Range;
  /** Only pipelines, or runs, that have it; with `!` before it those that have not. */
  readonly filter: { readonly pipelines: string; readonly runs: string };
  /** In the order in which they were chosen. */
  readonly columns: readonly Column[];
  /** Null for the newest first. */
  readonly sort: Sort | null;
  /** The column that the picker is on; null while it is closed. */
  readonly picking: Column | null;
  /** In an empty home: the file that has the cursor. */
  readonly file: string | null;
}

/** @param pipeline - where the cursor begins; null for the first one */
export function openDashboard(pipeline: PipelineName | null): DashboardState {
  return {
    focus: "pipelines",
    pipeline,
    pipelineTop: 0,
    run: null,
    runTop: 0,
    range: "7d",
    filter: { pipelines: "", runs: "" },
    columns: [],
    sort: null,
    picking: null,
    file: null,
  };
}

export const sameColumn = (a: Column | null, b: Column | null): boolean =>
  a === b || (a !== null && b !== null && a.of === b.of && a.name === b.name);
