// What holds whatever a pipeline looks like, whatever its attempts do and whoever cancels what when. Each property is
// a rule of semantics; a failure prints the seed and the smallest case that fast-check could find.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { msUntilDue } from "../../src/engine/decide.ts";
import { fold, foldAll } from "../../src/engine/fold.ts";
import type { Event, RunEvent } from "../../src/engine/event.ts";
import { rerunOf } from "../../src/engine/rerun.ts";
import { type Run, stageAt } from "../../src/engine/run.ts";
import { isGuard } from "../../src/engine/shape.ts";
import { endedBadly, fencedInARow, hasEnded, isFenced, satisfies } from "../../src/engine/stage.ts";
import type { RunId } from "../../src/pipeline/ids.ts";
import type { StagePlan } from "../../src/pipeline/plan.ts";
import { type Case, calmCases, cases } from "./random-pipelines.ts";
import { planOf, stagePlan, World } from "./simulate.ts";

const RUNS = 300;
const SEED = process.env["DAGTOP_TEST_SEED"];
// A fixed seed is for comparing programs: the first failure is enough, nothing is shrunk.
const TRIES =
  SEED === undefined
    ? { numRuns: RUNS }
    : { numRuns: RUNS, seed: Number(SEED), endOnFailure: true };

interface Played {
  readonly world: World;
  readonly run: RunId;
}

/** Plays a case to its end; `watch` sees the world after every turn. */
function play(one: Case, watch: (world: World) => void = () => {}): Played {
  const started = new Map<string, number>();
  const world = new World((stage, _number, run) => {
    if (run === "busy") return { code: 0, takes: one.busyMs };
    const count = (started.get(stage) ?? 0) + 1;
    started.set(stage, count);
    return one.scripts[(Number(stage.slice(1)) * 7 + count) % one.scripts.length]!;
  });
  const placeOf = (stage: string, round: number): number => Number(stage.slice(1)) + round * 5;
  world.filesOf = (stage, round) => one.files[placeOf(stage, round) % one.files.length]!;
  world.saidOf = (stage, round) => one.said[placeOf(stage, round) % one.said.length]!;
  world.pools = { ...one.pools };
  world.maxRunning = one.maxRunning;
  world.watch = () => watch(world);
  if (one.busyMs > 0) world.trigger(planOf([stagePlan("s0")]), "busy");
  const run = world.trigger(one.plan, "run");
  const began = world.up;
  for (const cancel of one.cancels.toSorted((a, b) => a.atMs - b.atMs)) {
    world.play(Math.max(0, began + cancel.atMs - world.up));
    const key =
      cancel.stage === null
        ? null
        : (one.plan.stages[cancel.stage % one.plan.stages.length]?.key ?? null);
    world.cancel(run, key);
  }
  finish(world, run);
  for (let hand = 0; hand < one.rounds; hand += 1) {
    world.retry(run);
    finish(world, run);
  }
  return { world, run };
}

/** What hangs without a time limit, or waits for what never comes, is ended by hand. */
function finish(world: World, run: RunId): void {
  world.play();
  if (world.runs.get(run)!.status.is !== "ended") world.cancel(run);
  world.play();
}

function runOf({ world, run }: Played): Run {
  return world.runs.get(run)!;
}

function forAll(arbitrary: fc.Arbitrary<Case>, check: (one: Case) => void): void {
  fc.assert(fc.property(arbitrary, check), TRIES);
}

/** Every stage of the run beside its plan. */
function stagesOf(run: Run): { plan: StagePlan; stage: ReturnType<typeof stageAt> }[] {
  return run.plan.stages.map((plan, index) => ({ plan, stage: stageAt(run, index) }));
}

it("every run ends, every stage with it, and no attempt stays live", () => {
  forAll(cases, (one) => {
    const played = play(one);
    const run = runOf(played);
    expect(run.status.is).toBe("ended");
    expect(played.world.state.runs.size).toBe(0);
    expect(stagesOf(run).filter(({ stage }) => !hasEnded(stage.status))).toEqual([]);
    expect([run.live, run.retrying, run.waiting]).toEqual([[], [], []]);
    expect([run.left, run.normalLeft, run.notifyLeft]).toEqual([0, 0, 0]);
  });
});

it("2.1 no stage makes more attempts than it may, and 2.9 fenced ones give their numbers back", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    const { rounds } = world.runs.get(run)!;
    for (const [index, { key, retry, onCrash }] of one.plan.stages.entries()) {
      const budget = 1 + Math.max(retry.times, onCrash === "retry" ? 1 : 0);
      const real = world.attempts(run, key).filter((attempt) => !isFenced(attempt));
      expect(real.map((attempt) => attempt.number)).toEqual(real.map((_, i) => i + 1));
      for (const { n } of rounds) {
        expect(real.filter(({ round }) => round === n).length).toBeLessThanOrEqual(budget);
        expect(fencedInARow(stageAt(world.runs.get(run)!, index), n)).toBeLessThanOrEqual(5);
      }
      const { maxAttempts } = world.stage(run, key);
      expect(maxAttempts).toBeGreaterThanOrEqual(real.length);
      expect(rounds.length === 1 ? maxAttempts : budget).toBe(budget);
    }
  });
});

it("1.1 no stage starts before its needs are satisfied, 1.3 no guard before they have ended", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    const ends = new Map<string, { order: number; ok: boolean }>();
    const plans = new Map(one.plan.stages.map((stage) => [stage.key, stage]));
    world.log.forEach((event, order) => {
      if (!("run" in event) || event.run !== run) return;
      if (event.kind === "round.opened") for (const key of event.stages) ends.delete(key);
      if (event.kind === "stage.ended" || event.kind === "stage.taken_over") {
        ends.set(event.stage, { order, ok: satisfies(event.end, plans.get(event.stage)!.onFail) });
      }
      if (event.kind !== "attempt.starting" && event.kind !== "stage.waiting") return;
      const plan = plans.get(event.stage)!;
      expect(ends.has(event.stage)).toBe(false);
      for (const need of plan.needs) {
        expect(ends.get(need)).toBeDefined();
        expect(isGuard(plan) || ends.get(need)?.ok).toBe(true);
      }
    });
  });
});

it("1.3 guards without needs and notifications wait for all that they have to", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    const { shape } = world.runs.get(run)!;
    const ended = new Set<string>();
    const waitsFor = (plan: StagePlan): StagePlan[] => {
      if (!isGuard(plan)) return [];
      if (plan.uses === "notify")
        return one.plan.stages.filter((_, i) => shape.belowNotify[i] !== true);
      return plan.needs.length > 0
        ? []
        : one.plan.stages.filter((_, i) => shape.belowGuard[i] !== true);
    };
    for (const event of world.log) {
      if (!("run" in event) || event.run !== run) continue;
      if (event.kind === "round.opened") for (const key of event.stages) ended.delete(key);
      if (event.kind === "stage.ended" || event.kind === "stage.taken_over") ended.add(event.stage);
      if (event.kind !== "attempt.starting" && event.kind !== "stage.waiting") continue;
      const plan = one.plan.stages.find((stage) => stage.key === event.stage)!;
      expect(waitsFor(plan).filter((stage) => !ended.has(stage.key))).toEqual([]);
    }
  });
});

it("1.2 a stage without cancels is upstream_failed exactly when a need does not satisfy it", () => {
  forAll(calmCases, (one) => {
    const run = runOf(play(one));
    for (const [index, { plan, stage }] of stagesOf(run).entries()) {
      const blocked = (run.shape.needs[index] ?? []).some(
        (need) => !satisfies(stageAt(run, need).status, run.plan.stages[need]!.onFail),
      );
      expect(stage.status.is === "upstream_failed").toBe(blocked && !isGuard(plan));
    }
  });
});

it("1.3 if: failure is skipped exactly when nothing before it ended badly", () => {
  forAll(calmCases, (one) => {
    const run = runOf(play(one));
    const above = ancestorsOf(run);
    for (const [index, { plan, stage }] of stagesOf(run).entries()) {
      if (plan.if !== "failure") continue;
      const waited = [...run.plan.stages.keys()].filter((other) => {
        if (plan.uses === "notify") return run.shape.belowNotify[other] !== true;
        return plan.needs.length === 0 && run.shape.belowGuard[other] !== true;
      });
      const before = [...new Set([...waited, ...above[index]!])];
      expect(stage.status.is === "skipped").toBe(
        !before.some((other) => endedBadly(stageAt(run, other).status)),
      );
    }
  });
});

function ancestorsOf(run: Run): Set<number>[] {
  const above: Set<number>[] = [];
  for (const needs of run.shape.needs)
    above.push(new Set(needs.flatMap((need) => [need, ...above[need]!])));
  return above;
}

it("a stage has one live attempt at most, a run max_parallel and a host max_running", () => {
  forAll(cases, (one) => {
    play(one, (world) => {
      let working = 0;
      let notifying = 0;
      for (const run of world.state.runs.values()) {
        const live = stagesOf(run).map(
          ({ stage }) => stage.attempts.filter(({ status }) => status.is !== "ended").length,
        );
        const sum = live.reduce((a, b) => a + b, 0);
        expect(Math.max(...live)).toBeLessThanOrEqual(1);
        expect(sum).toBe(run.live.length);
        expect(sum).toBeLessThanOrEqual(run.plan.maxParallel ?? Infinity);
        const telling = run.live.filter(
          (index) => run.plan.stages[index]?.uses === "notify",
        ).length;
        notifying += telling;
        working += sum - telling;
      }
      expect(working).toBeLessThanOrEqual(world.maxRunning);
      expect(notifying).toBeLessThanOrEqual(8);
    });
  });
});

it("nobody waits without a reason: where a place is free and its slots are, nothing is queued", () => {
  forAll(cases, (one) => {
    play(one, (world) => {
      const live = [...world.state.runs.values()].reduce((sum, run) => sum + run.live.length, 0);
      const free = freeOf(world);
      const first = waitingForSlots(world);
      for (const run of world.state.runs.values()) {
        if (live >= world.maxRunning || run.live.length >= (run.plan.maxParallel ?? Infinity))
          continue;
        const couldStart = stagesOf(run).filter(({ plan, stage }) => {
          if (stage.status.is !== "queued" || stage.status.for.is === "hash") return false;
          if (isGroupFull(run, plan)) return false;
          const pools = Object.keys(plan.slots);
          if (pools.some((pool) => plan.slots[pool]! > (free.get(pool) ?? 0))) return false;
          // Whoever waits for a pool keeps others from it.
          return !first.some(
            (other) => other.key !== plan.key && pools.some((pool) => pool in other.slots),
          );
        });
        expect(couldStart).toEqual([]);
      }
    });
  });
});

/** What is left of each pool. */
function freeOf(world: World): Map<string, number> {
  const free = new Map(Object.entries(world.pools));
  for (const run of world.state.runs.values()) {
    for (const index of run.live) {
      for (const [pool, held] of Object.entries(run.plan.stages[index]!.slots))
        free.set(pool, (free.get(pool) ?? 0) - held);
    }
  }
  return free;
}

/** Who waits for slots that it can have one day. */
function waitingForSlots(world: World): StagePlan[] {
  return [...world.state.runs.values()].flatMap((run) =>
    stagesOf(run).flatMap(({ plan, stage: { status } }) => {
      const isFor = status.is === "queued" && status.for.is === "slots" ? status.for : null;
      return isFor !== null && isFor.wanted <= isFor.total ? plan : [];
    }),
  );
}

function isGroupFull(run: Run, plan: StagePlan): boolean {
  const group = run.shape.groups.get(plan.matrix?.group ?? plan.key);
  const live = group?.members.filter((index) => run.live.includes(index)) ?? [];
  return live.length >= (group?.maxParallel ?? Infinity);
}

it("nobody holds more than a pool has, and no more members of a matrix run than it says", () => {
  forAll(cases, (one) => {
    play(one, (world) => {
      for (const left of freeOf(world).values()) expect(left).toBeGreaterThanOrEqual(0);
      for (const run of world.state.runs.values()) {
        for (const { members, maxParallel } of run.shape.groups.values()) {
          const live = members.filter((index) => run.live.includes(index)).length;
          expect(live).toBeLessThanOrEqual(maxParallel ?? Infinity);
        }
      }
    });
  });
});

it("a lasting slot ends: who wants what its pool has is served, however many others want less", () => {
  forAll(calmCases, (one) => {
    const run = runOf(play(one));
    const cancelled = stagesOf(run).filter(({ stage }) => stage.status.is === "cancelled");
    expect(cancelled).toEqual([]);
  });
});

it("2.8 one run of a pipeline is active at a time", () => {
  forAll(cases, (one) => {
    play({ ...one, busyMs: 400 }, (world) => {
      const active = [...world.state.runs.values()].filter(({ status }) => status.is !== "queued");
      expect(active.length).toBeLessThanOrEqual(1);
    });
  });
});

it("the events of a run, folded again, are the run, and so is each event on its own", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    expect(world.refolded(run)).toEqual(world.runs.get(run));
    let single: Run | null = null;
    for (const event of eventsOf(world.log, run)) {
      single = event.kind === "run.created" ? foldAll([event], one.plan) : fold(single!, event);
    }
    expect(single).toEqual(world.runs.get(run));
  });
});

it("an event that comes twice changes nothing", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    const twice = eventsOf(world.log, run).flatMap((event) =>
      isRepeatable(event) ? [event, event] : [event],
    );
    expect(foldAll(twice, one.plan)).toEqual(world.runs.get(run));
  });
});

function eventsOf(log: readonly Event[], run: RunId): RunEvent[] {
  return log.filter((event): event is RunEvent => "run" in event && event.run === run);
}

// A stop that is asked for twice is a second stop: it may make what timed out a person's.
function isRepeatable(event: RunEvent): boolean {
  return event.kind !== "attempt.stopping";
}

it("a report that comes late or again changes nothing", () => {
  forAll(cases, (one) => {
    const seen: Parameters<World["turn"]>[0][] = [];
    play(one, (world) => {
      seen.push(world.inputs.filter((input) => "attempt" in input || "round" in input));
      const before = world.state;
      if (msUntilDue(before, world.now()) === 0) return;
      const again = world.rehearse(seen.flat());
      expect(again.state.runs).toEqual(before.runs);
      expect([again.events, again.effects]).toEqual([[], []]);
    });
  });
});

it("1.4 the outcome of a run is that of its stages, or of who stopped it", () => {
  forAll(cases, (one) => {
    const played = play(one);
    const run = runOf(played);
    const bad = stagesOf(run).filter(({ stage }) => endedBadly(stage.status));
    const events = eventsOf(played.world.log, run.id);
    const lastRound = events.slice(events.findLastIndex(({ kind }) => kind === "round.opened") + 1);
    const stops = lastRound.flatMap((event) =>
      event.kind === "run.stopping" ? [event.why.is] : [],
    );
    const byStages = bad.some(({ plan }) => plan.onFail === "fail")
      ? "failed"
      : bad.some(({ plan }) => plan.onFail === "warn")
        ? "partial"
        : "succeeded";
    const byStop = stops.some((why) => why !== "timeout") ? "cancelled" : "timed_out";
    expect(run.status).toMatchObject({ is: "ended", as: stops.length > 0 ? byStop : byStages });
  });
});

it("never green when it is not: a stage is succeeded only by an attempt's record of 0, or by a person's word", () => {
  forAll(cases, (one) => {
    const run = runOf(play(one));
    for (const { plan, stage } of stagesOf(run)) {
      if (stage.status.is !== "succeeded") continue;
      const last = stage.attempts.at(-1)?.status;
      const isByPerson = plan.command.is === "approval" && last === undefined;
      const word = isByPerson ? stage.status.reason : last;
      const good = isByPerson ? "approved by ada" : { as: "succeeded", exitCode: 0 };
      expect({ word }).toMatchObject({ word: good });
    }
  });
});

it("every effect has a key of its own, and starts are those of the log", () => {
  forAll(cases, (one) => {
    const { world } = play(one);
    const starts = world.effects.filter((effect) => effect.kind === "start");
    const logged = world.log.filter((event) => event.kind === "attempt.starting");
    expect(starts.map((effect) => effect.attempt)).toEqual(logged.map((event) => event.attempt));
    const once = world.effects.filter((effect) => effect.kind !== "stop");
    expect(new Set(once.map((effect) => effect.key)).size).toBe(once.length);
  });
});

it("2.3 a run opens no more rounds by itself than it may, each repeats something, and guards run in the last", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    const { shape } = world.runs.get(run)!;
    let own = 0;
    let guards: string[] = [];
    for (const event of eventsOf(world.log, run)) {
      if (event.kind === "attempt.starting" || event.kind === "stage.waiting") {
        if (shape.belowGuard[shape.index.get(event.stage)!] === true) guards.push(event.stage);
      }
      if (event.kind !== "round.opened") continue;
      own = event.trigger === "retry" ? 0 : own + 1;
      expect(own).toBeLessThanOrEqual(one.plan.retryRun.times);
      expect(event.stages.length).toBeGreaterThan(0);
      expect(event.trigger === "retry" ? [] : guards).toEqual([]);
      guards = [];
    }
  });
});

it("2.3 nothing begins between two rounds, and what is live belongs to the round that goes on", () => {
  forAll(cases, (one) => {
    play(one, (world) => {
      for (const run of world.state.runs.values()) {
        for (const index of run.live)
          expect(stageAt(run, index).attempts.at(-1)?.round).toBe(run.round);
        if (run.status.is !== "between") continue;
        expect([run.live, run.retrying, run.waiting]).toEqual([[], [], []]);
        expect(stagesOf(run).filter(({ stage }) => stage.status.is === "queued")).toEqual([]);
      }
    });
  });
});

it("2.5 a rerun starts nothing of what it took over, repeats the chosen stage and ends; folded again it is the run", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    const stages = one.plan.stages.map(({ key }) => world.stage(run, key));
    const chosen = one.plan.stages[one.busyMs % one.plan.stages.length]!.key;
    const environment = { env: {}, umask: 0 };
    const old = { run, name: "nightly#1", plan: one.plan, environment, stages, state: {} };
    const result = rerunOf(old, one.plan, environment, { from: [chosen], only: [] });
    if (!result.ok) return;
    const taken = new Set(result.rerun.taken.map(({ stage }) => stage));
    expect(taken.has(chosen)).toBe(false);
    const again = world.rerun(one.plan, result.rerun, "again");
    finish(world, again);
    expect(world.runRow(again).endedAt).not.toBeNull();
    const started = world.starts.filter((start) => start.run === again).map(({ stage }) => stage);
    const repeated = eventsOf(world.log, again).flatMap((event) =>
      event.kind === "round.opened" ? event.stages : [],
    );
    expect(started.filter((key) => taken.has(key) && !repeated.includes(key))).toEqual([]);
    expect(world.refolded(again)).toEqual(world.runs.get(again));
  });
});

it("I4 a stage succeeds at most once per round, and ends once", () => {
  forAll(cases, (one) => {
    const { world, run } = play(one);
    const ended = new Set<string>();
    for (const event of eventsOf(world.log, run)) {
      if (event.kind === "round.opened") for (const key of event.stages) ended.delete(key);
      if (event.kind !== "stage.ended" && event.kind !== "stage.taken_over") continue;
      expect(ended.has(event.stage)).toBe(false);
      ended.add(event.stage);
    }
  });
});

it("3.1 the clock of a run's time limit stands exactly while nothing but people are waited for", () => {
  forAll(cases, (one) => {
    play(one, (world) => {
      for (const run of world.state.runs.values()) {
        if (run.status.is !== "running" || run.plan.timeoutMs === null) continue;
        const going = stagesOf(run).map(({ stage }) => stage.status.is);
        const isBusy = going.some((is) => ["queued", "running", "retrying"].includes(is));
        expect(run.clock.since !== null).toBe(going.includes("waiting") && !isBusy);
      }
    });
  });
});
