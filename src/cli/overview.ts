// What `status` tells, from the rows of a home.

import type { RunRow, RunState, StageRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import { didYouMean } from "../pipeline/nearest.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { Reader } from "../store/reader.ts";
import { maskedRun, maskedStage } from "./masked-rows.ts";
import { maskOfRun } from "./masking.ts";

export interface PipelineOverview {
  readonly name: string;
  readonly last: RunRow | null;
  /** Runs since the given time that ended, and those of them that succeeded. */
  readonly ended: number;
  readonly succeeded: number;
  /** Of those that ended: what a person has taken back says nothing about the pipeline. */
  readonly cancelled: number;
}

export interface ActiveRun {
  readonly run: RunRow;
  readonly stages: readonly StageRow[];
}

export interface Waiting {
  readonly run: string;
  /** Null where the whole run waits. */
  readonly stage: string | null;
  readonly reason: string;
}

export interface Overview {
  readonly pipelines: readonly PipelineOverview[];
  readonly active: readonly ActiveRun[];
  readonly waiting: readonly Waiting[];
}

/** @param name - only this pipeline @param since - epoch milliseconds @throws UserError no-pipeline */
export function overviewOf(reader: Reader | null, name: string | null, since: number): Overview {
  if (reader === null) {
    if (name !== null) throw noPipeline(name, []);
    return { pipelines: [], active: [], waiting: [] };
  }
  return reader.snapshot(() => {
    const known = reader.overview.pipelines().map((each) => each.name);
    if (name !== null && !known.includes(name)) throw noPipeline(name, known);
    const isMeant = (pipeline: string): boolean => name === null || pipeline === name;
    const counts = reader.overview.endedSince(since);
    const active = reader.runs
      .open()
      .filter((run) => isMeant(run.pipeline))
      .map((run): ActiveRun => {
        const mask = maskOfRun(reader, run.id);
        const stages = reader.stages.stages(run.id).map((stage) => maskedStage(stage, mask));
        return { run: maskedRun(run, mask), stages };
      });
    const pipelines = known.filter(isMeant).map((pipeline) => {
      const own = counts.filter((each) => each.pipeline === pipeline);
      const of = (state: RunState): number => sum(own.filter((each) => each.state === state));
      return {
        name: pipeline,
        last: lastOf(reader, pipeline),
        ended: sum(own),
        succeeded: of("succeeded"),
        cancelled: of("cancelled"),
      };
    });
    return { pipelines, active, waiting: active.flatMap(waitingIn) };
  });
}

function lastOf(reader: Reader, pipeline: string): RunRow | null {
  const [last] = reader.runs.recent(1, pipeline);
  return last === undefined ? null : maskedRun(last, maskOfRun(reader, last.id));
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}

function noPipeline(name: string, known: readonly string[]): UserError {
  return new UserError("no-pipeline", `No pipeline ${name} has run in this home.`, {
    hint: didYouMean(name, known) || "dagtop status shows those that have.",
    exit: 4,
  });
}

function waitingIn({ run, stages }: ActiveRun): Waiting[] {
  const name = runName(run);
  if (run.state === "queued") return [{ run: name, stage: null, reason: run.reason ?? "waits" }];
  return stages
    .filter(({ state }) => state === "queued" || state === "retrying" || state === "waiting")
    .map((stage) => ({ run: name, stage: stage.key, reason: reasonOf(stage) }));
}

function reasonOf({ state, reason }: StageRow): string {
  return state === "waiting" ? `waits for a person: ${reason ?? ""}` : (reason ?? state);
}
