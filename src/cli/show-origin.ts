// Where a run comes from and how it went on: the run that it does over and what it kept of that, the code, its rounds.

import type { RunSource } from "../engine/command.ts";
import type { RoundRow, RunRow, StageRow } from "../engine/rows.ts";
import { clockSeconds } from "../ui/format.ts";

export interface Origin {
  readonly run: RunRow;
  readonly stages: readonly StageRow[];
  readonly rounds: readonly RoundRow[];
  readonly source: RunSource | null;
}

/** Titles and what stands behind them. */
export function originLines(origin: Origin, zone: string): [string, string][] {
  return [...rerunLine(origin), ...codeLine(origin.source), ...roundLines(origin, zone)];
}

const MOST_NAMED = 8;

function rerunLine({ run, stages }: Origin): [string, string][] {
  if (run.rerunOf === null) return [];
  const kept = stages.filter(({ reason }) => reason?.endsWith(`taken over from ${run.rerunOf}`));
  const names = kept.slice(0, MOST_NAMED).map(({ key }) => key);
  const more = kept.length > MOST_NAMED ? ` and ${kept.length - MOST_NAMED} more` : "";
  const what = kept.length === 0 ? "nothing taken over" : `taken over: ${names.join(", ")}${more}`;
  return [["rerun of", `${run.rerunOf}   ${what}`]];
}

const SHORT_COMMIT = 10;

function codeLine(source: RunSource | null): [string, string][] {
  if (source === null) return [];
  const commit = source.commit?.slice(0, SHORT_COMMIT) ?? "no commit yet";
  const branch = source.branch === null ? "" : ` on ${source.branch}`;
  return [["code", `${commit}${branch}${source.dirty ? ", with changes" : ""}`]];
}

function roundLines({ run, rounds }: Origin, zone: string): [string, string][] {
  if (rounds.length < 2) return [];
  return rounds.map(({ n, trigger, by, state, startedAt }) => {
    const whose = trigger === "retry_run" ? "by itself" : `by ${by}`;
    const when = startedAt === null ? "" : ` at ${clockSeconds(startedAt, zone)}`;
    const begins =
      n === run.round && run.dueAt !== null ? `begins at ${clockSeconds(run.dueAt, zone)}` : null;
    return [`round ${n}`, `${state ?? begins ?? "going on"}   ${trigger} ${whose}${when}`];
  });
}
