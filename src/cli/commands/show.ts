// `dagtop show RUN`: one run with its stages and attempts, and where it came from.

import type { AttemptRow, StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { snapshotOf } from "../follow.ts";
import { NO_HOST, hostState } from "../host-process.ts";
import { LOOKING, looking } from "../looking.ts";
import { maskOfRun, maskedValue } from "../masking.ts";
import { remark, say, sayJson } from "../output.ts";
import { roundShape, runShape, sourceShape, stageShape } from "../shapes.ts";
import { runPage } from "../show-page.ts";

export const show: Command = {
  name: "show",
  takes: "RUN",
  summary: "Show a run: its stages, attempts, outputs, metrics and environment",
  counts: [1, 1],
  options: LOOKING,
  examples: ["dagtop show last", "dagtop show spam#3", "dagtop show last:failed --json"],
  run: async (args) => {
    const { paths, reader, json, paint } = looking(args);
    const row = findRun(reader, args.positionals[0] ?? "");
    if (reader === null) return EXIT.notFound;
    const { run, stages, attempts } = snapshotOf(reader, row.id);
    const metrics = Map.groupBy(reader.metrics.ofRun(run.id), (one) => one.stage);
    const plan = reader.versions.plan(run.plan);
    const environment = reader.versions.environment(run.id);
    const rounds = reader.rounds.ofRun(run.id);
    const source = reader.sources.ofRun(run.id);
    if (run.endedAt === null && hostState(reader.hosts.last()).is === "gone") remark(NO_HOST);
    const mask = maskOfRun(reader, run.id);
    if (!json) {
      const page = {
        run,
        stages,
        attempts,
        metrics,
        plan,
        environment,
        rounds,
        source,
        paths,
        paint,
      };
      for (const line of runPage(page, Date.now(), mask)) say(line);
      return EXIT.succeeded;
    }
    const shape = {
      ...runShape(run),
      run: runName(run),
      file: plan?.file ?? null,
      folder: run.folder,
      params: plan?.params ?? {},
      rounds: rounds.map(roundShape),
      source: source === null ? null : sourceShape(source),
      environment: environment?.env ?? {},
      stages: stages.map((stage) =>
        stageShape(stage, ofStage(attempts, stage), metrics.get(stage.key) ?? [], paths),
      ),
    };
    sayJson(maskedValue(shape, mask));
    return EXIT.succeeded;
  },
};

function ofStage(attempts: readonly AttemptRow[], stage: StageRow): AttemptRow[] {
  return attempts.filter((attempt) => attempt.stage === stage.key);
}
