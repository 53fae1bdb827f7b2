// Semantics 9 over pipelines that nobody would write by hand, with matrices, conditions, caches, approvals and rounds: what
// the journal has written of them is sound, at whatever moment a host goes and another one comes.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { RunId } from "../../src/pipeline/ids.ts";
import { violations } from "../../src/store/invariants.ts";
import { type Case, cases } from "../engine/random-pipelines.ts";
import { expectAsInMemory } from "./as-in-memory.ts";
import { Home, StoredWorld } from "./stored-world.ts";

const RUNS = 25;

/** A world that does what the case says. */
function worldOf(one: Case, home: Home): StoredWorld {
  const started = new Map<string, number>();
  const world = new StoredWorld(home, (stage) => {
    const count = (started.get(stage) ?? 0) + 1;
    started.set(stage, count);
    return one.scripts[(Number(stage.slice(1)) * 7 + count) % one.scripts.length]!;
  });
  const placeOf = (stage: string, round: number): number => Number(stage.slice(1)) + round * 5;
  world.filesOf = (stage, round) => one.files[placeOf(stage, round) % one.files.length]!;
  world.saidOf = (stage, round) => one.said[placeOf(stage, round) % one.said.length]!;
  world.pools = { ...one.pools };
  world.maxRunning = one.maxRunning;
  return world;
}

/** The run to its end; what hangs, or waits for what never comes, is ended by hand. */
function finish(world: StoredWorld, run: RunId): void {
  world.play();
  if (world.runs.get(run)!.status.is !== "ended") world.cancel(run);
  world.play();
}

it("I1 to I10 hold of whatever was written, and the next host finds every run as it was", () => {
  const check = (one: Case): void => {
    const home = new Home();
    try {
      const world = worldOf(one, home);
      const run = world.trigger(one.plan, "run");
      for (const { atMs } of one.cancels) world.play(atMs);
      const going = world.runs.get(run)!;
      expect(world.restart().runs).toEqual(going.status.is === "ended" ? [] : [going]);
      for (const { stage } of one.cancels) {
        const { length } = one.plan.stages;
        world.cancel(run, stage === null ? null : one.plan.stages[stage % length]!.key);
      }
      finish(world, run);
      for (let round = 0; round < one.rounds; round += 1) {
        world.restart();
        world.retry(run);
        expectAsInMemory(world, run);
        finish(world, run);
      }
      world.drain();
      expectAsInMemory(world, run);
      expect(violations(home.writer(), true)).toEqual([]);
    } finally {
      home.remove();
    }
  };
  fc.assert(fc.property(cases, check), { numRuns: RUNS });
});
