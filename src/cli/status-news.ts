// What of a run that goes on is not in its rows: how far its logs say it is, its metrics by now, and when it may be over.
// Only runs with something to say are looked at, so that `status` of a home at rest reads nothing of this.

import { statSync } from "node:fs";
import { type HomePaths, attemptFolder } from "../engine/home-paths.ts";
import type { Masker } from "../engine/host/mask.ts";
import type { AttemptRow, RunRow, StageRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import type { RunId, StageKey } from "../pipeline/ids.ts";
import type { StagePlan } from "../pipeline/plan.ts";
import type { Reader } from "../store/reader.ts";
import {
  type Done,
  type Eta,
  type History,
  type Left,
  type TimedStage,
  leftOf,
  leftUntil,
} from "../ui/eta.ts";
import { type MetricValue, chosenMetric } from "../ui/progress-short.ts";
import type { Progress } from "../ui/progress.ts";
import { etaOf } from "../ui/run-eta.ts";
import { plainText } from "../ui/sanitise.ts";
import { type Going, runsIn, waitOf } from "../ui/waiting.ts";
import { historiesOf } from "./history.ts";
import { tailOf } from "./log-tail.ts";
import { maskOfRun } from "./masking.ts";
import type { ActiveRun } from "./overview.ts";

export interface StageNews {
  readonly progress: Progress | null;
  readonly metric: Pick<MetricValue, "name" | "value"> | null;
  readonly left: Left;
}

export interface RunNews {
  readonly eta: Eta | null;
  /** Of the stages that run. */
  readonly stages: ReadonlyMap<StageKey, StageNews>;
}

export interface News {
  readonly runs: ReadonlyMap<RunId, RunNews>;
  /** What others may be waiting for. */
  readonly going: readonly Going[];
}

export const NO_NEWS: News = { runs: new Map(), going: [] };

/** Of these runs, and of those that they wait for. */
export function newsOf(
  reader: Reader,
  paths: HomePaths,
  active: readonly ActiveRun[],
  now: number,
): News {
  const historyOf = historiesOf(reader);
  const all = [...active, ...othersOf(reader, active)].filter(({ run }) => run.state === "running");
  const looked = all.map((one): Looked => {
    const history = historyOf(one.run);
    const live = liveOf(reader, paths, one.run.id);
    return { ...one, history, live, needs: needsOf(reader, one, history) };
  });
  // Who waits in a queue goes on when those before it are over: so these are told first.
  const first = looked.map((one) => ({ one, news: newsOfRun(one, [], now) }));
  const going = first.flatMap(({ one, news }) => goingOf(one.run, news, now));
  const runs = first.map(({ one, news }): [RunId, RunNews] => {
    const waits = one.stages.some(({ state }) => state === "queued");
    return [one.run.id, waits ? newsOfRun(one, going, now) : news];
  });
  return { runs: new Map(runs), going };
}

/** Null where nothing can come of them: a plan may be large, and of stages that never ran nobody knows how long they take. */
function needsOf(reader: Reader, { run, stages }: ActiveRun, history: History): Looked["needs"] {
  const isToCome = stages.some(({ state }) => state === "pending" || state === "queued");
  const plan = isToCome && history.size === 0 ? null : reader.versions.plan(run.plan);
  return plan === null ? null : new Map(plan.stages.map((stage) => [stage.key, stage]));
}

function goingOf(run: RunRow, { eta, stages }: RunNews, now: number): Going[] {
  return [
    { name: runName(run), left: leftUntil(eta, now) },
    ...[...stages].map(([key, { left }]) => ({ name: `${runName(run)} ${key}`, left })),
  ];
}

/** Runs that somebody waits for and that are not looked at anyway. */
function othersOf(reader: Reader, active: readonly ActiveRun[]): ActiveRun[] {
  const known = new Set(active.map(({ run }) => runName(run)));
  const reasons = active.flatMap(({ run, stages }) =>
    [run, ...stages].flatMap(({ state, reason }) => (state === "queued" ? (reason ?? []) : [])),
  );
  const named = new Set(reasons.flatMap(runsIn).filter((name) => !known.has(name)));
  return [...named].flatMap((name) => {
    const at = name.lastIndexOf("#");
    const run = reader.runs.named(name.slice(0, at), Number(name.slice(at + 1)));
    return run === null ? [] : [{ run, stages: reader.stages.stages(run.id) }];
  });
}

/** What is known of the live attempt of a stage. */
interface Live {
  readonly startedAt: number;
  readonly progress: Progress | null;
  readonly done: Done | null;
  readonly metric: StageNews["metric"];
}

function liveOf(reader: Reader, paths: HomePaths, run: RunId): Map<StageKey, Live> {
  const live = reader.stages.attempts(run).filter(({ endedAt }) => endedAt === null);
  return new Map(live.map((attempt) => [attempt.stage, lookAt(reader, paths, attempt)]));
}

function lookAt(reader: Reader, paths: HomePaths, attempt: AttemptRow): Live {
  const mask = (): Masker => maskOfRun(reader, attempt.runId);
  const log = `${attemptFolder(paths, attempt.id)}/log`;
  const tail = tailOf(log, null, false, mask);
  const { progress } = tail.extras;
  const points = reader.metrics.series(attempt.id, 2).map((point) => [point.name, point] as const);
  const metric = chosenMetric(progress, [...new Map(points).values()]);
  const name = metric === null ? "" : mask().text(plainText(metric.name));
  return {
    startedAt: attempt.startedAt,
    progress,
    done: doneAt(log, progress),
    metric: metric === null ? null : { ...metric, name },
  };
}

/** The line with the progress is taken for the last one of its log. */
function doneAt(log: string, progress: Progress | null): Done | null {
  const share = progress?.fraction ?? null;
  const at = share === null ? undefined : statSync(log, { throwIfNoEntry: false })?.mtimeMs;
  return share === null || at === undefined ? null : { share, at };
}

interface Looked extends ActiveRun {
  readonly live: ReadonlyMap<StageKey, Live>;
  readonly needs: ReadonlyMap<StageKey, StagePlan> | null;
  readonly history: History;
}

function newsOfRun(looked: Looked, going: readonly Going[], now: number): RunNews {
  const { stages, live, history } = looked;
  const timed = stages.map((stage): TimedStage => {
    const { startedAt = null, done = null } = live.get(stage.key) ?? {};
    const { key, state } = stage;
    const wait = state === "queued" ? waitOf(stage.reason ?? "", going) : null;
    const dueAt = wait === null ? stage.dueAt : now + wait;
    return { key, state, dueAt, startedAt, done };
  });
  const told = timed
    .filter(({ state }) => state === "running")
    .map((stage): [StageKey, StageNews] => {
      const { progress = null, metric = null } = live.get(stage.key) ?? {};
      return [stage.key, { progress, metric, left: leftOf(stage, history, now) }];
    });
  return { eta: runEta(looked, timed, now), stages: new Map(told) };
}

/** Null also where a stage waits and nobody knows how long. */
function runEta(
  { run, stages, needs, history }: Looked,
  timed: readonly TimedStage[],
  now: number,
): Eta | null {
  const waits = ({ state, reason }: StageRow, place: number): boolean =>
    state === "queued" && reason?.startsWith("waits for") === true && timed[place]?.dueAt === null;
  if (needs === null || stages.some(waits)) return null;
  return etaOf({ run, stages: timed, needs, history }, now);
}
