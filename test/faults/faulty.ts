// The built program with a kill in it: a place whose processes die of SIGKILL before one of the calls by which they change anything
// outside themselves.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PROGRAM, type Place, place } from "../e2e/program.ts";

const BOUNDARY = resolve(import.meta.dirname, "boundary.cjs");

/** The `at`-th call with this label, from 1, of a process with this role. */
export interface Kill {
  readonly role: Role;
  readonly label: string;
  readonly at: number;
}

/** The command that a process is: "host", "send"; "step-" and the stage's key for a step. */
export type Role = string;

export interface FaultyPlace extends Place {
  /** "ROLE LABEL" of each call, in their order. */
  readonly hits: () => string[];
  /** Whether a process was killed. */
  readonly killed: () => boolean;
}

/** @param kill - the call that no longer happens; null counts only */
export function faultyPlace(kill: Kill | null): FaultyPlace {
  const here = place("faulty.cjs");
  const faults = join(here.folder, "faults");
  mkdirSync(faults);
  here.file(
    "faulty.cjs",
    `require(${JSON.stringify(BOUNDARY)})(${JSON.stringify(faults)}); require(${JSON.stringify(PROGRAM)});\n`,
  );
  if (kill !== null) writeFileSync(join(faults, "kill"), `${kill.role} ${kill.label} ${kill.at}`);
  const read = (name: string): string =>
    existsSync(join(faults, name)) ? readFileSync(join(faults, name), "utf8") : "";
  return {
    ...here,
    hits: () => read("hits").split("\n").slice(0, -1),
    killed: () => read("killed") !== "",
  };
}
