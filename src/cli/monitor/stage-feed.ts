// What the Stage screen sees, read for the stage that is asked for and no other: its plan once, its rows when something was
// committed, its files, metrics and samples now and then, its log as it grows. What says the same stays the same object.

import { homedir } from "node:os";
import { isListed } from "../../pipeline/environment.ts";
import type { RunId } from "../../pipeline/ids.ts";
import type { Plan, StagePlan } from "../../pipeline/plan.ts";
import { type HomePaths, attemptFolder } from "../../engine/home-paths.ts";
import type { Masker } from "../../engine/host/mask.ts";
import type { AttemptRow, RunRow, StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import type { Reader } from "../../store/reader.ts";
import type { Interest } from "../../ui/monitor/interest.ts";
import { oneLine, plainText } from "../../ui/sanitise.ts";
import type { StageEnvironment, StagePageView } from "../../ui/stage/view.ts";
import { maskedAttempt, maskedStage } from "../masked-rows.ts";
import { type LogEnd, logEnd } from "./stage/log-end.ts";
import { gatesOf } from "./gates.ts";
import { stageGates } from "./stage/gate.ts";
import { extremesOf, metricsOf } from "./stage/metrics.ts";
import { outsOf } from "./stage/outs.ts";
import { remembering } from "./stage/remembering.ts";
import { triesOf } from "./stage/tries.ts";
import { useOf } from "./stage/use.ts";
import { plannedOf, shortPath } from "./stage/work.ts";

export interface StageContext {
  readonly paths: HomePaths;
  readonly reader: () => Reader | null;
  readonly masks: (run: RunId) => Masker;
}

export interface StageFeed {
  /** Null where no stage is asked for, or there is none of that name. */
  readonly read: (interest: Interest, now: number) => StagePageView | null;
}

/** Rows, plan and mask of one moment. */
interface Facts {
  readonly reader: Reader;
  readonly run: RunRow;
  readonly plan: Plan;
  readonly planned: StagePlan;
  readonly stages: readonly StageRow[];
  readonly stage: StageRow;
  readonly attempts: readonly AttemptRow[];
  readonly chosen: AttemptRow | null;
  readonly mask: Masker;
  readonly now: number;
}

export function stageFeed({ paths, reader, masks }: StageContext): StageFeed {
  const plans = remembering<Plan | null>();
  const extremes = remembering<ReturnType<typeof extremesOf>>();
  const metrics = remembering<ReturnType<typeof metricsOf>>();
  const promotion = stageGates(paths);
  const samples = remembering<ReturnType<Reader["samples"]["ofAttempt"]>>();
  const outs = remembering<StagePageView["outs"]>();
  let log: { readonly file: string; readonly end: LogEnd } | null = null;
  let before: StagePageView | null = null;

  function factsOf(from: Reader, interest: Interest, now: number): Facts | null {
    if (interest.run === null || interest.stage === null) return null;
    const run = from.runs.get(interest.run);
    const plan = run === null ? null : plans(run.plan, () => from.versions.plan(run.plan));
    const planned = plan?.stages.find(({ key }) => key === interest.stage);
    if (run === null || plan === null || planned === undefined) return null;
    const stages = from.stages.stages(run.id);
    const stage = stages.find(({ key }) => key === planned.key);
    if (stage === undefined) return null;
    const attempts = from.stages.attempts(run.id).filter((row) => row.stage === planned.key);
    const chosen = attempts.find(({ id }) => id === interest.attempt) ?? lastOf(attempts);
    return {
      reader: from,
      run,
      plan,
      planned,
      stages,
      stage,
      attempts,
      chosen,
      mask: masks(run.id),
      now,
    };
  }

  function logLines({ chosen, run }: Facts): readonly string[] {
    if (chosen === null) return [];
    const file = `${attemptFolder(paths, chosen.id)}/log`;
    const known = log?.file === file ? log.end : null;
    const end = logEnd(file, known, chosen.endedAt !== null, () => masks(run.id));
    log = { file, end };
    return end.lines;
  }

  function ofTry(facts: Facts) {
    const { reader: from, attempts, chosen, mask, now } = facts;
    const last = lastOf(attempts);
    const rows = [...new Set([last, chosen])].flatMap((row) =>
      row === null ? [] : samples(timed(row, now, 2000), () => from.samples.ofAttempt(row.id)),
    );
    if (chosen === null) return { rows, metrics: [], use: null };
    const most = extremes(timed(chosen, now, 10_000), () => extremesOf(from, chosen));
    const own = rows.filter(({ attemptId }) => attemptId === chosen.id);
    return {
      rows,
      metrics: metrics(timed(chosen, now, 1000), () => metricsOf(from, chosen, most, mask)),
      use: useOf(own, chosen, now),
    };
  }

  function pageOf(facts: Facts): StagePageView {
    const { reader: from, run, plan, planned, stages, stage, attempts, chosen, mask, now } = facts;
    const outputOf = (of: string, name: string): string | null =>
      stages.find(({ key }) => key === of)?.outputs?.[name] ?? null;
    const { rows, metrics: own, use } = ofTry(facts);
    const gates = gatesOf(plan, outputOf);
    const name = runName(run);
    const key = `${run.id} ${stage.key} ${stage.state} ${stage.endedAt} ${Math.floor(now / 2000)}`;
    return {
      run: run.id,
      key: stage.key,
      runName: plainText(name),
      name: plainText(stage.key),
      ...plannedOf(plan, planned, outputOf, mask, homedir()),
      environment: environmentOf(facts),
      attempts: triesOf(
        attempts.map((row) => maskedAttempt(row, mask)),
        rows,
      ),
      outputs: outputsOf(maskedStage(stage, mask)),
      outs: outs(key, () => {
        const kept = from.kept.newest(run.pipeline, stage.key);
        return outsOf(planned.cache?.outs ?? [], plan.folder, kept, stage, name, mask);
      }),
      chosen: chosen?.id ?? null,
      logPath: chosen === null ? null : `${attemptFolder(paths, chosen.id)}/log`,
      metrics: promotion.beside(own, facts, gates, stage.key, mask),
      use,
      gate: promotion.judged(facts, gates, stage, mask),
      logTail: logLines(facts),
    };
  }

  return {
    read: (interest, now) => {
      const from = reader();
      const facts = from === null ? null : factsOf(from, interest, now);
      before = facts === null ? null : kept(pageOf(facts), before);
      return before;
    },
  };
}

/** What is over is read once, what goes on again after so many milliseconds. */
function timed({ id, endedAt }: AttemptRow, now: number, everyMs: number): string {
  return endedAt === null ? `${id} live ${Math.floor(now / everyMs)}` : `${id} ${endedAt}`;
}

function lastOf(attempts: readonly AttemptRow[]): AttemptRow | null {
  const inOrder = attempts.toSorted((a, b) => a.startedAt - b.startedAt || a.number - b.number);
  return inOrder.at(-1) ?? null;
}

/** Names alone: values may be secret. */
function environmentOf({ reader, run, plan, planned, mask }: Facts): StageEnvironment {
  const captured = Object.keys(reader.versions.environment(run.id)?.env ?? {});
  const clean = (name: string): string => mask.text(plainText(name));
  return {
    set: [...new Set([...Object.keys(plan.env), ...Object.keys(planned.env)])].map(clean),
    passed: captured.filter((name) => !isListed(name)).map(clean),
    usual: captured.filter(isListed).length,
    file: plan.envFile === null ? null : clean(shortPath(plan.envFile, homedir())),
    secrets: plan.secrets.map(clean),
    by: clean(run.by),
  };
}

function outputsOf({ outputs }: StageRow): StagePageView["outputs"] {
  return Object.entries(outputs ?? {}).map(([name, value]) => ({
    name: plainText(name),
    value: oneLine(value),
  }));
}

/** The view with the parts of the one before that say the same; that one itself where all do. */
function kept(next: StagePageView, before: StagePageView | null): StagePageView {
  if (before === null) return next;
  const old: Readonly<Record<string, unknown>> = { ...before };
  const parts = Object.entries(next).map(([name, value]: [string, unknown]) => {
    const isSame = value === old[name] || JSON.stringify(value) === JSON.stringify(old[name]);
    return [name, isSame ? old[name] : value] as const;
  });
  if (parts.every(([name, value]) => value === old[name])) return before;
  return Object.fromEntries(parts) as unknown as StagePageView;
}
