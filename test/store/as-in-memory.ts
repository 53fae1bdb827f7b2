// What must hold of a run at any moment: readers see what the host has in memory, and the next host would have the same.

import { expect } from "vitest";
import { roundRows } from "../../src/engine/project.ts";
import type { RunId } from "../../src/pipeline/ids.ts";
import { violations } from "../../src/store/invariants.ts";
import type { StoredWorld } from "./stored-world.ts";

export function expectAsInMemory(world: StoredWorld, run: RunId): void {
  const { runs, rounds, stages } = world.home.reader();
  const inMemory = world.runs.get(run)!;
  expect(runs.get(run)).toEqual(world.runRow(run));
  expect(rounds.ofRun(run)).toEqual(roundRows(inMemory));
  expect(stages.stages(run)).toEqual(inMemory.plan.stages.map(({ key }) => world.stage(run, key)));
  expect(world.refolded(run)).toEqual(inMemory);
  expect(violations(world.home.writer(), false)).toEqual([]);
}
