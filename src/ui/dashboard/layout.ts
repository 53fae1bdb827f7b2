// How the rows of the Dashboard are shared. It depends on the size of the terminal and on how many pipelines and news there
// are, not on the runs of the pipeline that has the cursor: so nothing moves when that one changes.
//
//   header, pipelines with their title, a gap, the runs with theirs, a gap, news

import type { Room } from "../monitor/frame.ts";

export interface Layout {
  /** With its title; 0 where only the runs are shown. */
  readonly pipelines: number;
  /** With title, headings and picker; 0 where only the pipelines are shown. */
  readonly runs: number;
  readonly news: number;
}

export interface Wanted {
  readonly pipelines: number;
  readonly news: number;
  readonly header: number;
  readonly focus: "pipelines" | "runs";
}

/** With fewer rows only the list that has the focus is shown. */
const LEAST_FOR_BOTH = 9;

export function layoutOf(wanted: Wanted, { rows }: Pick<Room, "rows">): Layout {
  const most = rows < 14 ? 0 : rows < 32 ? 2 : rows < 50 ? 4 : 8;
  const news = Math.min(most, wanted.news);
  const body = Math.max(0, rows - wanted.header - (news > 0 ? news + 1 : 0));
  if (body < LEAST_FOR_BOTH) {
    return wanted.focus === "runs"
      ? { pipelines: 0, runs: body, news }
      : { pipelines: body, runs: 0, news };
  }
  const forPipelines = Math.max(3, Math.floor((body - 1) / 2));
  const pipelines = 1 + Math.min(Math.max(1, wanted.pipelines), forPipelines - 1);
  return { pipelines, runs: body - pipelines - 1, news };
}
