// What a run is asked for with: a pipeline file, the name of a pipeline that has run here, or a command of the user's; and
// what of an older run it keeps. Nothing is started here.

import { type Choice, type RerunFrom, rerunOf } from "../engine/rerun.ts";
import type { Rerun } from "../engine/command.ts";
import type { RunRow, Trigger } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import { capture } from "../pipeline/environment.ts";
import { didYouMean } from "../pipeline/nearest.ts";
import type { Plan } from "../pipeline/plan.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { Reader } from "../store/reader.ts";
import { plainText } from "../ui/sanitise.ts";
import type { Parsed } from "./command.ts";
import { definitionChanges } from "./definition-changes.ts";
import { isFile } from "./is-file.ts";
import { type Ready, loadPipeline, readDefinition } from "./load-pipeline.ts";
import { hashOfPlan } from "./plan-hash.ts";
import { rerunSource } from "./rerun-source.ts";
import { stageHint } from "./stage-names.ts";

export interface ToRun {
  readonly ready: Ready;
  readonly trigger: Trigger;
  readonly rerun: Rerun | null;
}

export interface Given {
  readonly params: Readonly<Record<string, string>>;
  readonly preset: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @throws UserError no-file | no-pipeline | bad-definition | bad-params */
export async function namedReady(
  reader: Reader | null,
  name: string,
  { params, preset, env }: Given,
): Promise<Ready> {
  const [newest] = reader?.runs.recent(1, name) ?? [];
  const plan = newest === undefined ? null : (reader?.versions.plan(newest.plan) ?? null);
  if (plan === null) throw noPipeline(reader, name);
  if (plan.file !== null) return loadPipeline(plan.file, params, env, preset);
  const before = newest === undefined ? null : (reader?.versions.environment(newest.id) ?? null);
  return again(plan, { params, preset, env }, before?.env ?? {});
}

/**
 * A plan once more: that of `run -- COMMAND`, where there is no file to read, or one that is pinned.
 *
 * @param before - the environment that it had: what was passed on then is passed on again, with today's values
 * @throws UserError bad-params
 */
function again(plan: Plan, { params, preset, env }: Given, before: Given["env"]): Ready {
  if (Object.keys(params).length > 0 || preset !== null) {
    const option = preset === null ? "-p" : "--preset";
    const isCommand = plan.file === null;
    throw new UserError(
      "bad-params",
      isCommand
        ? `${plan.pipeline} has no parameters.`
        : `${option} does not go with --same-plan: its parameters are those of the run.`,
      {
        hint: isCommand
          ? "It is a command without a pipeline file: dagtop run -- COMMAND"
          : `Leave --same-plan away to run today's file with ${option}.`,
      },
    );
  }
  const passed = capture(env, Object.keys(before));
  return { plan, planHash: hashOfPlan(plan), env: passed, warnings: [] };
}

function noPipeline(reader: Reader | null, name: string): UserError {
  const names = reader?.overview.pipelines().map((pipeline) => pipeline.name) ?? [];
  const near = didYouMean(name, names);
  if (/#\d+$|^last(?::failed)?$/.test(name)) {
    return new UserError("no-pipeline", `${plainText(name)} names a run, not a pipeline.`, {
      hint: `dagtop rerun ${plainText(name)} runs it anew, dagtop retry ${plainText(name)} goes on with it.`,
      exit: 4,
    });
  }
  const file = isFile(name)
    ? `A file is run by dagtop run ${plainText(name)}`
    : `A file ends in .yaml, .yml or .ts, or has a slash: dagtop run ./${plainText(name)}`;
  return new UserError("no-pipeline", `No pipeline "${plainText(name)}" has run in this home.`, {
    hint: near === "" ? file : `${near}\n${file}`,
    exit: 4,
  });
}

const MOST_LOOKED_AT = 2000;
const AT_ONCE = 100;

/** What --from and --only choose; both empty where all is run. @throws UserError usage */
export function choiceFrom(args: Parsed): Choice {
  const choice = { from: args.texts("from"), only: args.texts("only") };
  if (choice.from.length === 0 || choice.only.length === 0) return choice;
  throw new UserError("usage", "Either --from or --only, not both.", {
    hint: "--from runs what is below the stage as well, --only leaves that out.",
  });
}

export function isPart({ from, only }: Choice): boolean {
  return from.length + only.length > 0;
}

/**
 * `run FILE --from/--only`: by the newest run of the pipeline that satisfied what comes before.
 *
 * @returns with a warning where that run was of another definition or other parameters
 * @throws UserError
 */
export function fromNewest(reader: Reader | null, ready: Ready, choice: Choice): ToRun {
  const { plan } = ready;
  const none = new UserError(
    "no-run",
    `No run of ${plan.pipeline} has ended that could be gone on from.`,
    { hint: "Run it whole first: without --from and --only." },
  );
  if (reader === null) throw none;
  let first: UserError | null = null;
  for (const run of endedRuns(reader, plan)) {
    try {
      const old = rerunSource(reader, run);
      const rerun = keptOf(old, ready, choice);
      return { ready: withChanges(old, ready), trigger: "manual", rerun };
    } catch (error) {
      // An older yes must not stand for what a person has refused since.
      const isFinal = error instanceof UserError && FINAL.has(error.code);
      if (!(error instanceof UserError) || isFinal) throw error;
      first ??= error;
    }
  }
  throw first ?? none;
}

const FINAL: ReadonlySet<string> = new Set(["no-stage", "rejected"]);

/** The newest first, from page to page. */
function* endedRuns(reader: Reader, plan: Plan): Generator<RunRow> {
  let below = Number.MAX_SAFE_INTEGER;
  for (let seen = 0; seen < MOST_LOOKED_AT; seen += AT_ONCE) {
    const page = reader.runs.endedOf(plan, below, AT_ONCE);
    yield* page;
    below = page.at(-1)?.number ?? 0;
    if (page.length < AT_ONCE) return;
  }
}

/** Says in a line what is not as it was in the run that is gone on from. */
export function withChanges(old: RerunFrom, ready: Ready): Ready {
  const changes = definitionChanges(old.plan, ready.plan);
  if (changes.length === 0) return ready;
  const line = `changed since ${plainText(old.name)}: ${changes.join("; ")}`;
  return { ...ready, warnings: [...ready.warnings, line] };
}

/** @throws UserError no-stage | not-satisfied | rejected */
export function keptOf(old: RerunFrom, ready: Ready, choice: Choice): Rerun {
  const result = rerunOf(old, ready.plan, { env: ready.env, umask: process.umask() }, choice);
  if (result.ok) return result.rerun;
  const { unknown, rejected, message } = result;
  if (unknown === null) {
    throw new UserError(rejected ? "rejected" : "not-satisfied", `${message}.`, {
      hint: `Choose a stage further up, or run all of it: dagtop rerun ${plainText(old.name)}`,
    });
  }
  const keys = ready.plan.stages.map(({ key }) => key);
  throw new UserError("no-stage", `${plainText(message)}.`, {
    hint: stageHint(keys, unknown),
    exit: 4,
  });
}

/** `rerun RUN`: today's definition with the values that the run had, and -p on top. @throws UserError */
export async function rerunReady(
  old: RerunFrom,
  row: RunRow,
  isSamePlan: boolean,
  given: Given,
): Promise<Ready> {
  const { params, preset, env } = given;
  const { plan } = old;
  if (isSamePlan || plan.file === null) return again(plan, given, old.environment.env);
  const { definition } = await readDefinition(plan.file);
  const named = preset === null ? {} : (definition.presets[preset] ?? {});
  const before = Object.entries(plan.params)
    .filter(([name]) => Object.hasOwn(definition.params, name) && !Object.hasOwn(named, name))
    .map(([name, value]): [string, string] => [name, String(value)]);
  const values = { ...Object.fromEntries(before), ...params };
  const ready = await loadPipeline(plan.file, values, env, preset);
  if (ready.plan.pipeline === row.pipeline) return ready;
  throw new UserError(
    "other-pipeline",
    `${plan.file} is the pipeline ${ready.plan.pipeline} now; ${runName(row)} was of ${row.pipeline}.`,
    { hint: "--same-plan runs what was run then." },
  );
}
