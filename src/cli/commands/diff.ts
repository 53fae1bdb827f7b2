// `dagtop diff RUN RUN`: what differs between two runs, in what they were to do, in what surrounded them, and in what came
// of it.

import type { RunId } from "../../pipeline/ids.ts";
import type { Reader } from "../../store/reader.ts";
import type { Command } from "../command.ts";
import { diffPage } from "../diff-page.ts";
import { type RunDiff, type RunSide, diffRuns } from "../diff-runs.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { LOOKING, looking } from "../looking.ts";
import { maskOfRun, maskedValue } from "../masking.ts";
import { say, sayJson } from "../output.ts";

export const diff: Command = {
  name: "diff",
  takes: "RUN RUN",
  summary: "Show what differs between two runs: definition, code, environment, results",
  counts: [2, 2],
  options: LOOKING,
  examples: [
    "dagtop diff spam#3 spam#4",
    "dagtop diff last:failed last",
    "dagtop diff spam#3 last --json",
  ],
  run: async (args) => {
    const { reader, json, paint } = looking(args);
    const [before = "", after = ""] = args.positionals;
    const runs = [findRun(reader, before).id, findRun(reader, after).id] as const;
    if (reader === null) return EXIT.notFound;
    const found = masked(
      reader,
      runs,
      reader.snapshot(() => diffRuns(sideOf(reader, runs[0]), sideOf(reader, runs[1]))),
    );
    if (json) sayJson(shapeOf(found));
    else for (const line of diffPage(found, paint)) say(line);
    return EXIT.succeeded;
  },
};

function sideOf(reader: Reader, id: RunId): RunSide {
  const run = reader.runs.get(id);
  if (run === null) throw new Error(`the run ${id} has gone`);
  return {
    run,
    plan: reader.versions.plan(run.plan),
    source: reader.sources.ofRun(id),
    environment: reader.versions.environment(id),
    stages: reader.stages.stages(id),
    metrics: reader.metrics.ofRun(id),
  };
}

/** An output may hold what was a secret of either. */
function masked(reader: Reader, runs: readonly RunId[], found: RunDiff): RunDiff {
  return runs.reduce((value, run) => maskedValue(value, maskOfRun(reader, run)), found);
}

function shapeOf({ metrics, durations, ...rest }: RunDiff) {
  return {
    ...rest,
    metrics: metrics.map((one) => ({ ...one, difference: difference(one) })),
    durations: durations.map(({ stage, before, after }) => ({
      stage,
      before_ms: before,
      after_ms: after,
      difference_ms: difference({ before, after }),
    })),
  };
}

function difference(change: { readonly before: number | null; readonly after: number | null }) {
  return change.before === null || change.after === null ? null : change.after - change.before;
}
