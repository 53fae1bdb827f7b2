// Performs effects after a commit: starts, stops, and what has to be read of files. Each may be performed twice without
// harm. What the machine has no room for is held and tried again each second (semantics 5.3).

import type { RunId } from "../../pipeline/ids.ts";
import type { Attempt } from "../attempt.ts";
import { claimOf } from "../attempt.ts";
import type { RunEnvironment } from "../command.ts";
import type { EngineState } from "../draft.ts";
import type { Effect, HashEffect, KeepEffect, StartEffect, StopEffect } from "../effect.ts";
import { type HomePaths, attemptFolder, lineageFolder } from "../home-paths.ts";
import type { Input } from "../input.ts";
import { type Run, indexOf, stageAt } from "../run.ts";
import { liveAttempt } from "../stage.ts";
import { type Specified, attemptSpec } from "./attempt-spec.ts";
import { awaitedSecrets } from "./awaited-secrets.ts";
import { cacheOf } from "./cached.ts";
import type { Hasher } from "./hashing/hasher.ts";
import type { Commit, HostSettings, Journal } from "./ports.ts";
import { makeFolder } from "./state-folder.ts";
import type { Supervisor } from "./supervise.ts";
import { type Tracked, tracked } from "./tracked.ts";

export interface PerformPorts {
  readonly paths: HomePaths;
  readonly homeId: string;
  readonly secretKey: string;
  readonly config: string;
  /** The words that start this very dagtop, for its own steps. */
  readonly program: readonly string[];
  readonly journal: Journal;
  readonly supervisor: Supervisor;
  readonly settings: () => HostSettings;
  readonly hasher: Hasher;
  readonly give: (input: Input) => void;
  /** There is something to commit. */
  readonly soon: () => void;
  readonly note: (text: string) => void;
}

/** What was performed since the last commit, to be told in the next one. */
export type Performed = Pick<Commit, "done" | "kept" | "notKept" | "secrets">;

export interface Performer {
  readonly all: (state: EngineState, effects: readonly Effect[]) => void;
  /** What was performed since the last time. */
  readonly news: () => Performed;
  readonly hasNews: () => boolean;
  /** It could not be committed. */
  readonly undone: (performed: Performed) => void;
  /** It is committed: what waited for that is done now. */
  readonly committed: (state: EngineState, performed: Performed) => void;
  /** How many effects are not done with. */
  readonly busy: () => number;
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
  const files = cacheOf({ ...ports, environment: environmentOf });
  /** Effects that files are being read for, and how to let that be. */
  const reading = new Map<string, { readonly effect: Effect; readonly stop: AbortController }>();
  const secrets = awaitedSecrets({
    secretKey: ports.secretKey,
    environment: environmentOf,
    commands: () => ports.settings().secretCommands,
    found: (fingerprints) => {
      add({ secrets: [fingerprints] });
    },
    refused,
    held: hold,
  });
  let news: Performed = NOTHING_DONE;

  function environmentOf(run: RunId): RunEnvironment {
    const known = environments.get(run) ?? journal.environment(run);
    environments.set(run, known);
    return known;
  }

  function specify(run: Run, index: number, attempt: Attempt): Specified {
    const { homeId, config, program } = ports;
    return attemptSpec(run, index, attempt, {
      paths,
      homeId,
      config,
      program,
      captured: environmentOf(run.id),
    });
  }

  /** @param values - its secrets, where this host has resolved them: its stop command gets them too */
  function track(
    run: Run,
    index: number,
    attempt: Attempt,
    values: Readonly<Record<string, string>> = {},
  ): Tracked {
    const plan = run.shape.stages[index];
    if (plan === undefined) throw new RangeError(`no stage ${index}`);
    const spec = () => {
      const made = specify(run, index, attempt);
      return made.ok ? { ...made.spec, env: { ...made.spec.env, ...values } } : null;
    };
    const folder = attemptFolder(paths, attempt.id);
    const { id, started, pidNamespace } = attempt;
    const of = { run: run.id, stage: plan.key, attempt: id };
    const fresh = attempt.status.is === "starting";
    const { stop, leaveRunning: leave } = plan;
    return tracked(
      { ...of, folder, started, pidNamespace, stop, leave, spec, isStep: plan.uses !== null },
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
    if (!made.ok) return refused(effect, made.cause);
    const values = secrets.valuesFor(run, effect);
    if (values === null) return;
    const spec = { ...made.spec, env: { ...made.spec.env, ...values } };
    const lineage = lineageFolder(paths, made.lineage);
    const problem = makeFolder(made.stateFolder, [paths.state, lineage]);
    const submitted =
      problem === null ? supervisor.start(track(run, index, attempt, values), spec) : problem;
    if (submitted.is === "held") return hold(effect, submitted.cause);
    if (submitted.is === "refused") give({ kind: "refused", ...of, cause: submitted.cause });
    finish(effect);
  }

  function hold(effect: StartEffect, cause: string): void {
    held.set(effect.key, effect);
    give({ kind: "hold", cause });
  }

  function stop(effect: StopEffect): void {
    const key = `start:${effect.attempt}`;
    const waiting = held.get(key) ?? secrets.effectOf(key);
    if (waiting === undefined) supervisor.stop(effect.attempt, effect.kill);
    else {
      finish(waiting);
      const { run, stage, attempt } = effect;
      give({ kind: "fenced", run, stage, attempt });
    }
    finish(effect);
  }

  function hash(state: EngineState, effect: HashEffect): void {
    const run = state.runs.get(effect.run);
    const plan = run?.shape.stages[run.shape.index.get(effect.stage) ?? -1];
    if (run === undefined || plan === undefined || run.round !== effect.round)
      return finish(effect);
    if (reading.has(effect.key)) return;
    const stop = new AbortController();
    reading.set(effect.key, { effect, stop });
    files.look(run, plan, effect, stop.signal, () => {
      reading.delete(effect.key);
      finish(effect);
    });
  }

  function keep(effect: KeepEffect): void {
    if (reading.has(effect.key)) return;
    reading.set(effect.key, { effect, stop: new AbortController() });
    files.keep(effect, (result) => {
      reading.delete(effect.key);
      add("cause" in result ? { notKept: [result] } : { kept: [result] });
      finish(effect);
    });
  }

  function add(more: Partial<Performed>): void {
    news = joined(news, { ...NOTHING_DONE, ...more });
    if (isUrgent(news)) ports.soon();
  }

  function refused(effect: StartEffect, cause: string): void {
    const { run, stage, attempt } = effect;
    give({ kind: "refused", run, stage, attempt, cause });
    finish(effect);
  }

  function perform(state: EngineState, effect: Effect): void {
    switch (effect.kind) {
      case "start":
        return start(state, effect);
      case "stop":
        return stop(effect);
      case "hash":
        return hash(state, effect);
      case "keep":
        return keep(effect);
    }
  }

  function finish(effect: Effect): void {
    secrets.drop(effect.key);
    add({ done: [effect.key] });
    if (!held.delete(effect.key) || held.size > 0) return;
    give({ kind: "release" });
  }

  return {
    all: (state, effects) => {
      for (const effect of effects) perform(state, effect);
      for (const id of environments.keys()) if (!state.runs.has(id)) environments.delete(id);
    },
    news: () => {
      const performed = news;
      news = NOTHING_DONE;
      return performed;
    },
    hasNews: () => isUrgent(news),
    undone: (performed) => {
      news = joined(performed, news);
    },
    committed: (state, performed) => {
      for (const fingerprints of performed.secrets) {
        const effect = secrets.committed(fingerprints);
        if (effect !== null) start(state, effect);
      }
    },
    busy: () => held.size + reading.size + secrets.count(),
    retry: (state) => {
      for (const { effect, stop } of reading.values()) if (!isAwaited(state, effect)) stop.abort();
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

const NOTHING_DONE: Performed = { done: [], kept: [], notKept: [], secrets: [] };

function joined(a: Performed, b: Performed): Performed {
  return {
    done: [...a.done, ...b.done],
    kept: [...a.kept, ...b.kept],
    notKept: [...a.notKept, ...b.notKept],
    secrets: [...a.secrets, ...b.secrets],
  };
}

/** A stage whose files are read may have ended meanwhile: nobody waits for what they come to. */
function isAwaited(state: EngineState, effect: Effect): boolean {
  if (effect.kind !== "hash") return true;
  const run = state.runs.get(effect.run);
  if (run === undefined || run.round !== effect.round) return false;
  return stageAt(run, indexOf(run, effect.stage)).status.is === "queued";
}

/** That an effect is done can be told with what comes next. */
function isUrgent({ kept, notKept, secrets }: Performed): boolean {
  return kept.length + notKept.length + secrets.length > 0;
}
