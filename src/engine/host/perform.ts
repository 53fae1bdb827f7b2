// Performs effects after a commit: starts and stops. Each may be performed twice without harm. What the machine has no
// room for is held and tried again each second (semantics 5.3).

import { mkdirSync } from "node:fs";
import type { RunId } from "../../pipeline/ids.ts";
import type { Attempt } from "../attempt.ts";
import { claimOf } from "../attempt.ts";
import type { RunEnvironment } from "../command.ts";
import type { EngineState } from "../draft.ts";
import type { Effect, StartEffect, StopEffect } from "../effect.ts";
import { type HomePaths, attemptFolder, lineageFolder } from "../home-paths.ts";
import type { Input } from "../input.ts";
import { type Run, indexOf, stageAt } from "../run.ts";
import { liveAttempt } from "../stage.ts";
import { type Specified, attemptSpec } from "./attempt-spec.ts";
import type { Journal } from "./ports.ts";
import type { Supervisor } from "./supervise.ts";
import { type Tracked, tracked } from "./tracked.ts";

export interface PerformPorts {
  readonly paths: HomePaths;
  readonly homeId: string;
  readonly config: string;
  readonly journal: Journal;
  readonly supervisor: Supervisor;
  readonly give: (input: Input) => void;
}

export interface Performer {
  readonly all: (state: EngineState, effects: readonly Effect[]) => void;
  /** Keys of effects that were performed since the last time. */
  readonly done: () => readonly string[];
  /** They could not be committed. */
  readonly undone: (keys: readonly string[]) => void;
  readonly held: () => number;
  /** Tries again what was held. */
  readonly retry: (state: EngineState) => void;
  /** Goes on with the stops that another host had begun: it may have died in the grace of one. */
  readonly resume: (runs: readonly Run[]) => void;
  /** The live attempts of runs that another host has left. */
  readonly tracked: (runs: readonly Run[]) => Tracked[];
}

export function performer(ports: PerformPorts): Performer {
  const { paths, journal, supervisor, give } = ports;
  const environments = new Map<RunId, RunEnvironment>();
  const held = new Map<string, StartEffect>();
  const lineages = new Set<RunId>();
  let done: string[] = [];

  function environmentOf(run: RunId): RunEnvironment {
    const known = environments.get(run) ?? journal.environment(run);
    environments.set(run, known);
    return known;
  }

  function specify(run: Run, index: number, attempt: Attempt): Specified {
    const { homeId, config } = ports;
    return attemptSpec(run, index, attempt, {
      paths,
      homeId,
      config,
      captured: environmentOf(run.id),
    });
  }

  function track(run: Run, index: number, attempt: Attempt): Tracked {
    const plan = run.shape.stages[index];
    if (plan === undefined) throw new RangeError(`no stage ${index}`);
    const spec = () => {
      const made = specify(run, index, attempt);
      return made.ok ? made.spec : null;
    };
    const folder = attemptFolder(paths, attempt.id);
    const { id, started, pidNamespace } = attempt;
    const of = { run: run.id, stage: plan.key, attempt: id };
    const fresh = attempt.status.is === "starting";
    return tracked(
      { ...of, folder, started, pidNamespace, stop: plan.stop, spec },
      claimOf(attempt),
      fresh ? 0 : journal.metricOffset(id),
    );
  }

  function start(state: EngineState, effect: StartEffect): void {
    const run = state.runs.get(effect.run);
    const index = run === undefined ? -1 : indexOf(run, effect.stage);
    const attempt = run === undefined ? null : liveAttempt(stageAt(run, index));
    if (run === undefined || attempt === null || attempt.id !== effect.attempt) {
      return finish(effect);
    }
    const { run: id, stage, attempt: which } = effect;
    const of = { run: id, stage, attempt: which };
    const made = specify(run, index, attempt);
    if (!made.ok) {
      give({ kind: "refused", ...of, cause: made.cause });
      return finish(effect);
    }
    const problem = makeFolders([
      ...(lineages.has(id) ? [] : [lineageFolder(paths, id)]),
      made.stateFolder,
    ]);
    lineages.add(id);
    const submitted =
      problem === null ? supervisor.start(track(run, index, attempt), made.spec) : problem;
    if (submitted.is === "held") {
      held.set(effect.key, effect);
      return give({ kind: "hold", cause: submitted.cause });
    }
    if (submitted.is === "refused") give({ kind: "refused", ...of, cause: submitted.cause });
    finish(effect);
  }

  function stop(effect: StopEffect): void {
    const waiting = held.get(`start:${effect.attempt}`);
    if (waiting === undefined) supervisor.stop(effect.attempt, effect.kill);
    else {
      finish(waiting);
      const { run, stage, attempt } = effect;
      give({ kind: "fenced", run, stage, attempt });
    }
    finish(effect);
  }

  function finish(effect: Effect): void {
    done.push(effect.key);
    if (!held.delete(effect.key) || held.size > 0) return;
    give({ kind: "release" });
  }

  return {
    all: (state, effects) => {
      for (const effect of effects) {
        if (effect.kind === "start") start(state, effect);
        else stop(effect);
      }
      for (const known of [environments, lineages]) {
        for (const id of known.keys()) if (!state.runs.has(id)) known.delete(id);
      }
    },
    done: () => {
      const keys = done;
      done = [];
      return keys;
    },
    undone: (keys) => {
      done = [...keys, ...done];
    },
    held: () => held.size,
    retry: (state) => {
      for (const effect of held.values()) start(state, effect);
    },
    resume: (runs) => {
      for (const run of runs) {
        const isKill = run.status.is === "stopping" && run.status.why.is === "kill";
        for (const index of run.live) {
          const attempt = liveAttempt(stageAt(run, index));
          if (attempt?.status.is === "stopping") supervisor.stop(attempt.id, isKill);
        }
      }
    },
    tracked: (runs) =>
      runs.flatMap((run) =>
        run.live.flatMap((index) => {
          const attempt = liveAttempt(stageAt(run, index));
          return attempt === null ? [] : [track(run, index, attempt)];
        }),
      ),
  };
}

/** Never recursive: a home that is gone must not come back as an empty one. */
function makeFolders(folders: readonly string[]): { is: "held"; cause: string } | null {
  for (const folder of folders) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST") return { is: "held", cause: `the folder ${folder}: ${code}` };
    }
  }
  return null;
}
