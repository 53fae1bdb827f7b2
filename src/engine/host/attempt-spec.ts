// From a stage of a run to the one attempt that is about to start: its command, folder and environment with every
// output filled in that another stage has given.

import { createHash } from "node:crypto";
import { absolute } from "../../pipeline/paths.ts";
import type { CommandPlan, StagePlan, Template } from "../../pipeline/plan.ts";
import type { RunId, StageKey } from "../../pipeline/ids.ts";
import type { Attempt } from "../attempt.ts";
import type { RunEnvironment } from "../command.ts";
import type { AttemptSpec } from "../executors/executor.ts";
import { filler } from "../fill.ts";
import { type HomePaths, attemptFolder, lineageFolder } from "../home-paths.ts";
import { type Run, runName, stageAt } from "../run.ts";
import { isFenced, maxAttempts } from "../stage.ts";
import { MARK_VARIABLE, markOf } from "./census.ts";
import { stageEnvironment } from "./stage-environment.ts";

export interface Surroundings {
  readonly paths: HomePaths;
  readonly homeId: string;
  /** The user's configuration file, whether it is there or not. */
  readonly config: string;
  readonly program: readonly string[];
  readonly captured: RunEnvironment;
}

export type Specified =
  | {
      readonly ok: true;
      readonly spec: AttemptSpec;
      /** The run whose state folders it goes on with: its own, but in a rerun perhaps an older one. */
      readonly lineage: RunId;
      readonly stateFolder: string;
    }
  | { readonly ok: false; readonly cause: string };

/** The cause says what is missing, where the attempt can't be started (semantics 5.3). */
export function attemptSpec(
  run: Run,
  index: number,
  attempt: Attempt,
  around: Surroundings,
): Specified {
  const plan = run.shape.stages[index];
  if (plan === undefined) throw new RangeError(`${runName(run)} has no stage ${index}`);
  const filled = filledStage(run, plan, around.program);
  if (!filled.ok) return filled;
  const { command, cwd, stageEnv } = filled;
  const folder = attemptFolder(around.paths, attempt.id);
  const lineage = run.rerun?.state[plan.key] ?? run.id;
  const stateFolder = `${lineageFolder(around.paths, lineage)}/${hashOf(plan.key)}`;
  const own = ownVariables(run, index, plan, attempt, around, folder, stateFolder);
  const made = stageEnvironment(around.captured, run.plan, stageEnv, own);
  if (!made.ok) return made;
  const { umask } = around.captured;
  const spec = { attempt: attempt.id, folder, command, cwd, env: made.env, umask };
  return { ok: true, spec, lineage, stateFolder };
}

export type FilledStage =
  | {
      readonly ok: true;
      readonly command: readonly string[];
      readonly cwd: string;
      readonly stageEnv: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly cause: string };

/**
 * A stage's command, folder and own environment with every output in its place.
 *
 * @param program - the words that start dagtop, before those of a step
 */
export function filledStage(
  run: Run,
  plan: StagePlan,
  program: readonly string[] = ["dagtop"],
): FilledStage {
  const fill = filler(run);
  const command = commandOf(plan.command, fill.text, program);
  const cwd = absolute(run.plan.folder, fill.text(plan.cwd));
  const stageEnv = Object.fromEntries(
    Object.entries(plan.env).map(([name, text]) => [name, fill.text(text)]),
  );
  if (fill.missing.length > 0) return { ok: false, cause: fill.missing.join("; ") };
  return { ok: true, command, cwd, stageEnv };
}

function commandOf(
  command: CommandPlan,
  text: (template: Template) => string,
  program: readonly string[],
): readonly string[] {
  switch (command.is) {
    case "shell":
      return [...command.shell, command.script];
    case "argv":
      return command.argv.map(text);
    case "builtin": {
      const given = Object.entries(command.with).map(([key, value]) => [
        key,
        value.is === "text" ? text(value.text) : value.items.map(text),
      ]);
      return [...program, "step", command.uses, JSON.stringify(Object.fromEntries(given))];
    }
    case "approval":
      return []; // it has no attempt
  }
}

function ownVariables(
  run: Run,
  index: number,
  plan: StagePlan,
  attempt: Attempt,
  { paths, homeId, config }: Surroundings,
  folder: string,
  stateFolder: string,
): Record<string, string> {
  const stage = stageAt(run, index);
  const before = stage.attempts.filter((one) => one.id !== attempt.id && !isFenced(one)).at(-1);
  const code = before?.status.is === "ended" ? before.status.exitCode : null;
  const params = Object.entries(run.plan.params).map(([name, value]): [string, string] => [
    `DAGTOP_PARAM_${name.toUpperCase()}`,
    String(value),
  ]);
  const matrix = Object.entries(plan.matrix?.values ?? {}).map(([name, value]) => [
    `DAGTOP_MATRIX_${name.toUpperCase()}`,
    String(value),
  ]);
  return {
    PYTHONUNBUFFERED: "1",
    ...Object.fromEntries(params),
    ...Object.fromEntries(matrix),
    [MARK_VARIABLE]: markOf(homeId, attempt.id),
    DAGTOP_HOME: paths.home,
    DAGTOP_CONFIG: config,
    DAGTOP_RUN_ID: run.id,
    DAGTOP_RUN: runName(run),
    DAGTOP_PIPELINE: run.pipeline,
    DAGTOP_STAGE: plan.key,
    DAGTOP_ATTEMPT: String(attempt.number),
    DAGTOP_ATTEMPT_ID: attempt.id,
    DAGTOP_MAX_ATTEMPTS: String(maxAttempts(stage, plan, run.round)),
    ...(code === null ? {} : { DAGTOP_PREVIOUS_EXIT: String(code) }),
    DAGTOP_STATE_DIR: stateFolder,
    DAGTOP_LOGICAL_TIME: new Date(run.createdAt).toISOString(),
    DAGTOP_OUTPUT: `${folder}/output`,
    DAGTOP_METRICS: `${folder}/metrics`,
  };
}

/** A stage's key as the name of a folder. */
function hashOf(key: StageKey): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}
