// The host's side of the store: one transaction per turn of the loop appends the events, folds them into the rows
// that readers query, closes the commands and stores the effects (semantics 5.1). Either all of a turn is there or
// nothing of it.

import type { NewHomeCommand } from "../engine/command.ts";
import { attemptRow, roundRows, runRow, stageRow } from "../engine/project.ts";
import { type Event, type HostEvent, type RunEvent, isRunEvent } from "../engine/event.ts";
import { foldAll } from "../engine/fold.ts";
import type { CommandResult } from "../engine/draft.ts";
import {
  type Commit,
  DiskFull,
  type Inherited,
  type Journal,
  type Leaving,
  LostLease,
} from "../engine/host/ports.ts";
import type { Run } from "../engine/run.ts";
import { stageAt } from "../engine/run.ts";
import type { RunId } from "../pipeline/ids.ts";
import { cacheTable } from "./cache-table.ts";
import { commandTable } from "./command-table.ts";
import { effectTable } from "./effect-table.ts";
import { eventLog } from "./event-log.ts";
import { hostTable } from "./host-table.ts";
import { isFull } from "./lease.ts";
import { messageTable } from "./message-table.ts";
import { type Place, metaTable } from "./meta-table.ts";
import { metricTable } from "./metric-table.ts";
import { migrate } from "./migrate.ts";
import { modelTable } from "./model-table.ts";
import type { Db } from "./open.ts";
import { roundTable } from "./round-table.ts";
import { runFeed, runTable } from "./run-table.ts";
import { sampleTable } from "./sample-table.ts";
import { secretFeed, secretTable, secretsAtHand } from "./secret-table.ts";
import { sourceTable } from "./source-table.ts";
import { stageTable } from "./stage-table.ts";
import { versionFeed, versionTable } from "./version-table.ts";

/** @param db - opened by `openWriter`, under the lease */
export function openJournal(db: Db): Journal {
  migrate(db);
  const tables = {
    events: eventLog(db),
    runs: { ...runTable(db), ...runFeed(db) },
    stages: stageTable(db),
    commands: commandTable(db),
    effects: effectTable(db),
    hosts: hostTable(db),
    versions: { ...versionTable(db), ...versionFeed(db) },
    rounds: roundTable(db),
    sources: sourceTable(db),
    cache: cacheTable(db),
    secrets: { ...secretTable(db), ...secretFeed(db) },
    metrics: metricTable(db),
    samples: sampleTable(db),
    models: modelTable(db),
    messages: messageTable(db),
    meta: metaTable(db),
  };
  let epoch = 0;
  let here: Place = { place: "", boot: "" };
  let dataVersion = -1;
  const runSeqs = new Map<RunId, number>();
  const secrets = secretsAtHand(tables.secrets);

  const checkEpoch = (): void => {
    if (tables.hosts.last()?.epoch !== epoch) throw new LostLease();
  };

  const write = db.transaction((commit: Commit): void => {
    checkEpoch();
    const { turn, at } = commit;
    for (const args of commit.triggers) {
      tables.versions.put(args.planHash, args.plan, at);
      tables.versions.putEnvironment(args.run, args);
      if (args.source !== null) tables.sources.put(args.run, args.source);
    }
    for (const event of turn.events) appendEvent(event, at);
    for (const [id, run] of turn.touched) writeRows(run, turn.events.filter(ofRun(id)));
    for (const result of turn.results) closeCommand(result, commit);
    // What was performed goes first: the same may be asked for again in this very turn.
    for (const key of commit.done) tables.effects.done(key);
    for (const effect of turn.effects) tables.effects.add(effect, epoch);
    for (const batch of commit.metrics) tables.metrics.add(batch, at);
    tables.samples.add(commit.samples);
    for (const result of commit.kept) tables.cache.put(result, at);
    for (const command of commit.homeCommands) answerHome(command, at);
    for (const row of commit.posted) tables.messages.put(row);
    for (const one of commit.notKept) tables.cache.putNotKept(one);
    for (const { attempt, rows } of commit.secrets) {
      tables.secrets.put(attempt, rows);
      secrets.added(attempt, rows);
    }
  });

  const left = db.transaction((at: number, why: Leaving): boolean => {
    checkEpoch();
    if (why !== "asked to" && (tables.commands.anyNew() || tables.effects.anyOpen())) return false;
    tables.events.append({ kind: "host.left", reason: why }, null, epoch, at);
    tables.hosts.leave(epoch, at);
    return true;
  });

  function appendEvent(event: Event, at: number): void {
    if (!isRunEvent(event)) return appendOfHost(event, at);
    const next = (runSeqs.get(event.run) ?? tables.events.lastOfRun(event.run)) + 1;
    runSeqs.set(event.run, next);
    tables.events.append(event, next, epoch, at);
  }

  function appendOfHost(event: HostEvent, at: number): void {
    tables.events.append(event, null, epoch, at);
    if (event.kind === "host.draining") tables.hosts.drain(epoch, event.by);
    if (event.kind === "host.drain_off") tables.hosts.drain(epoch, null);
    if (event.kind === "host.took_over") tables.meta.putPlace(here);
  }

  function writeRows(run: Run, events: readonly RunEvent[]): void {
    // Nearly all events are of a stage; these change nothing in the run's own row.
    if (events.some((event) => !("stage" in event))) {
      tables.runs.put(runRow(run));
      for (const row of roundRows(run)) tables.rounds.put(row);
    }
    const isNew = events.some((event) => event.kind === "run.created");
    if (isNew) tables.runs.putNumber(run.pipeline, run.number);
    // A round begins some stages anew, and counts the tries of all of them anew.
    const all = isNew || events.some((event) => event.kind === "round.opened");
    for (const index of all ? run.plan.stages.keys() : changedStages(run, events)) {
      tables.stages.putStage(stageRow(run, index));
    }
    for (const [id, index] of changedAttempts(run, events)) {
      const attempt = stageAt(run, index).attempts.findLast((one) => one.id === id);
      if (attempt !== undefined) tables.stages.putAttempt(attemptRow(run, index, attempt));
    }
  }

  function answerHome({ id, by, ...ask }: NewHomeCommand, at: number): void {
    if (ask.kind === "notify") {
      tables.messages.add(ask.args, at);
      return tables.commands.close(id, true, `${ask.args.messages.length} messages`, null);
    }
    const { ok, answer } = tables.models.answer(ask.args, by, at);
    tables.commands.close(id, ok, JSON.stringify(answer), null);
  }

  function closeCommand(result: CommandResult, commit: Commit): void {
    const args = result.ok ? commit.triggers.find((one) => one.run === result.run) : undefined;
    const { plan: _plan, env: _env, source: _source, rerun: _rerun, ...slim } = args ?? {};
    tables.commands.close(
      result.command,
      result.ok,
      result.text,
      args === undefined ? null : JSON.stringify(slim),
    );
  }

  return {
    enter: (facts): Inherited =>
      db
        .transaction((): Inherited => {
          epoch = (tables.hosts.last()?.epoch ?? 0) + 1;
          const { homeIdIfNew, secretKeyIfNew, ...row } = facts;
          tables.hosts.enter({ epoch, ...row });
          here = { place: facts.place, boot: facts.bootId };
          tables.effects.voidStarts(epoch);
          const { pid, version } = facts;
          tables.events.append({ kind: "host.started", pid, version }, null, epoch, facts.since);
          const runs = tables.runs.open().flatMap((row) => load(row.id, row.plan));
          const isCopy = tables.meta.isElsewhere(here) && runs.some(({ live }) => live.length > 0);
          if (!isCopy) tables.meta.putPlace(here);
          return {
            epoch,
            isCopy,
            homeId: tables.meta.homeId(homeIdIfNew),
            secretKey: tables.meta.secretKey(secretKeyIfNew),
            runs,
            numbers: tables.runs.numbers(),
          };
        })
        .immediate(),
    hasNews: () => {
      const before = dataVersion;
      dataVersion = db.pragma("data_version", { simple: true }) as number;
      return dataVersion !== before;
    },
    commands: () => tables.commands.fresh(),
    openEffects: () => tables.effects.open(),
    commit: (commit) => {
      try {
        write.immediate(commit);
      } catch (error) {
        runSeqs.clear();
        throw isFull(error) ? new DiskFull(error) : error;
      }
      for (const [id, run] of commit.turn.touched) {
        if (run.status.is !== "ended") continue;
        runSeqs.delete(id);
        secrets.ended(id);
      }
    },
    environment: (run) => tables.versions.environment(run) ?? { env: {}, umask: 0o022 },
    ended: (run) => {
      const row = tables.runs.get(run);
      return row === null || row.endedAt === null ? null : (load(row.id, row.plan)[0] ?? null);
    },
    cached: tables.cache.get,
    lastKept: tables.cache.last,
    secretsFor: secrets.of,
    waitingMessages: tables.messages.waiting,
    metricOffset: (attempt) => tables.metrics.offset(attempt),
    leave: (at, why) => {
      try {
        return left.immediate(at, why);
      } catch (error) {
        throw isFull(error) ? new DiskFull(error) : error;
      }
    },
    rest: () => {
      // Never waits for readers, and is no more than a hint to them: what they see does not change.
      db.pragma("wal_checkpoint(passive)");
    },
    close: () => {
      db.close();
    },
  };

  function load(id: RunId, planHash: string): Run[] {
    const plan = tables.versions.plan(planHash);
    const run = plan === null ? null : foldAll(tables.events.ofRun(id), plan);
    return run === null ? [] : [run];
  }
}

function ofRun(id: RunId): (event: Event) => event is RunEvent {
  return (event): event is RunEvent => isRunEvent(event) && event.run === id;
}

function changedStages(run: Run, events: readonly RunEvent[]): Set<number> {
  const changed = new Set<number>();
  for (const event of events) {
    const index = "stage" in event ? run.shape.index.get(event.stage) : undefined;
    if (index !== undefined) changed.add(index);
  }
  return changed;
}

// In the order of their events: an attempt that ended makes room for the next one under the unique index.
function changedAttempts(run: Run, events: readonly RunEvent[]): Map<string, number> {
  const changed = new Map<string, number>();
  for (const event of events) {
    const index = "attempt" in event ? run.shape.index.get(event.stage) : undefined;
    if (index !== undefined && "attempt" in event) changed.set(event.attempt, index);
  }
  return changed;
}
