// 5.10 Where a home is: the journal knows a copy by device and inode, in the same boot, and only where something ran.

import { afterEach, beforeEach, expect, it } from "vitest";
import { openJournal } from "../../src/store/journal.ts";
import { metaFeed } from "../../src/store/meta-table.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { Home, StoredWorld, factsAt } from "./stored-world.ts";

let world: StoredWorld;
beforeEach(() => {
  world = new StoredWorld(new Home(), () => ({ takes: 10, code: 0 }));
});
afterEach(() => {
  world.home.remove();
});

function next(place: string, bootId = "boot-1"): boolean {
  return openJournal(world.home.writer()).enter({ ...factsAt(1), place, bootId }).isCopy;
}
const known = () => metaFeed(world.home.writer()).place();

it("the same place is none, nor is another one where nothing runs", () => {
  expect([next("1:1"), next("1:2")]).toEqual([false, false]);
  expect(known()).toEqual({ place: "1:2", boot: "boot-1" });
});

it("another place in the same boot is one while something runs, for every host until it is taken over", () => {
  world.trigger(planOf([stagePlan("a")]));
  expect([next("1:2"), next("1:2"), next("1:1"), next("1:2")]).toEqual([true, true, false, true]);
  expect(known()).toEqual({ place: "1:1", boot: "boot-1" });
});

it("in another boot device numbers say nothing: the place is learnt anew", () => {
  world.trigger(planOf([stagePlan("a")]));
  expect(next("7:1", "boot-2")).toBe(false);
  expect(known()).toEqual({ place: "7:1", boot: "boot-2" });
});
