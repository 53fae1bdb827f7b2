// A sound home and what `doctor --verify` says of a damaged copy of it.

import { afterAll, beforeAll } from "vitest";
import { type Violation, violations } from "../../src/store/invariants.ts";
import { livedIn } from "./sound-home.ts";
import { Home } from "./stored-world.ts";

export interface Damaged {
  /** The sound one: for looking. */
  readonly home: () => Home;
  /** What is found in a copy of the home after this was done to it. Nothing hinders: no unique index, no foreign key. */
  readonly foundAfter: (damage: string) => Violation[];
}

/** One home for all tests of a file. */
export function soundHome(): Damaged {
  let home: Home;
  beforeAll(() => {
    home = new Home();
    livedIn(home);
  });
  afterAll(() => {
    home.remove();
  });
  return {
    home: () => home,
    foundAfter: (damage) => {
      const db = home.writer(home.copy("damaged.db"));
      db.pragma("foreign_keys = off");
      db.exec("drop index attempt_live; drop index attempt_number; drop index event_of_run");
      db.exec(damage);
      return violations(db, false);
    },
  };
}

export const namesIn = (found: readonly Violation[]): string[] =>
  [...new Set(found.map(({ invariant }) => invariant))].toSorted();

export const PLAN_OF = (run: string): string => `hash = (select plan from run where id = '${run}')`;

/** A case of `it.each`: the name begins with the invariant; all invariants that the damage breaks; what is said of it. */
export type Case = [name: string, damage: string, names: string[], what: RegExp];
