// A shell of the user's where a try of a stage ran: in its folder, with the environment that its host gave it. It gets no
// secret that whoever asks has not, and not the mark of the try, by which its processes are found and ended.

import { statSync } from "node:fs";
import type { Attempt } from "../../engine/attempt.ts";
import type { RunEvent } from "../../engine/event.ts";
import { foldAll } from "../../engine/fold.ts";
import type { HomePaths } from "../../engine/home-paths.ts";
import { attemptSpec } from "../../engine/host/attempt-spec.ts";
import { MARK_VARIABLE } from "../../engine/host/census.ts";
import { type Run, stageAt } from "../../engine/run.ts";
import type { AttemptId, RunId, StageKey } from "../../pipeline/ids.ts";
import type { Plan } from "../../pipeline/plan.ts";
import type { Reader } from "../../store/reader.ts";
import { plainText } from "../../ui/sanitise.ts";
import { configFile } from "../home.ts";
import { eventsOfRun } from "../run-events.ts";
import type { Program } from "./terminal.ts";

export interface ShellPlace {
  readonly run: RunId;
  readonly stage: StageKey;
  /** Null for the last one. */
  readonly attempt: AttemptId | null;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Of whoever looks: what a terminal is to a program. */
const OF_THE_TERMINAL = ["TERM", "COLORTERM", "TERM_PROGRAM"];

/** @returns what is to be run, or one line that says why nothing can be */
export function shellSpec(
  paths: HomePaths,
  reader: Reader | null,
  place: ShellPlace,
  caller: Env = process.env,
): Program | string {
  const plan = reader === null ? null : planOf(reader, place.run);
  if (reader === null || plan === null) return "the run is not there any more";
  const stage = plan.stages.find(({ key }) => key === place.stage);
  if (stage === undefined) return "there is no such stage";
  if (stage.command.is === "approval") return "it runs nothing: a person is asked";
  const begun = asBegun(eventsOfRun(reader, place.run), plan, place);
  if (begun === null) return "it has had no try yet";
  const captured = reader.versions.environment(place.run) ?? { env: {}, umask: 0o022 };
  const around = { paths, homeId: "", config: configFile(caller), program: [], captured };
  const made = attemptSpec(begun.run, begun.index, begun.attempt, around);
  if (!made.ok) return plainText(made.cause);
  const { cwd, env } = made.spec;
  if (!isFolder(cwd)) return `its folder ${plainText(cwd)} is not there`;
  return { program: shellOf(caller), args: [], cwd, env: ofCaller(env, plan, caller) };
}

function planOf(reader: Reader, run: RunId): Plan | null {
  const row = reader.runs.get(run);
  return row === null ? null : reader.versions.plan(row.plan);
}

function shellOf({ SHELL = "" }: Env): string {
  return SHELL === "" ? "/bin/sh" : SHELL;
}

function ofCaller(env: Env, { secrets }: Plan, caller: Env): Env {
  // An env file may have secrets too.
  const kept = Object.entries(env).filter(
    ([name]) => name !== MARK_VARIABLE && !secrets.includes(name),
  );
  const given = present(caller, [...secrets, ...OF_THE_TERMINAL]);
  return { ...Object.fromEntries(kept), ...given };
}

/** The run as its host had it when the try began, so that its variables are those that it got; null where none has. */
function asBegun(
  events: readonly RunEvent[],
  plan: Plan,
  place: ShellPlace,
): { readonly run: Run; readonly index: number; readonly attempt: Attempt } | null {
  const at = events.findLastIndex(
    (event) =>
      event.kind === "attempt.starting" &&
      event.stage === place.stage &&
      (place.attempt === null || event.attempt === place.attempt),
  );
  const run = at < 0 ? null : foldAll(events.slice(0, at + 1), plan);
  const index = run?.shape.index.get(place.stage);
  if (run === null || index === undefined) return null;
  const attempt = stageAt(run, index).attempts.at(-1);
  return attempt === undefined ? null : { run, index, attempt };
}

function present(env: Env, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
