// A home that passes from an earlier host to the next within one test, and the stages that tests let run in it: each
// command appends its attempt's id to the witness file (W1).

import { expect } from "vitest";
import type { Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { type Earlier, type EarlierOptions, type Next, earlierHost, nextHost } from "./homes.ts";
import { type Lab, made } from "./lab.ts";

export const WITNESS = 'echo "$DAGTOP_ATTEMPT_ID" >>witness';
/** Says that it has begun, and waits for the file `go`. */
export const WAIT = `${WITNESS}; echo >ready; until test -e go; do sleep 0.02; done`;

export interface Succession {
  /** The stage `a`, in the lab's folder. */
  readonly stage: (script: string, over?: Partial<StagePlan>) => StagePlan;
  readonly plan: (...stages: StagePlan[]) => Plan;
  readonly earlier: (options?: EarlierOptions) => Earlier;
  /** The earlier host is dead; the next one begins. */
  readonly take: () => Next;
  /** The one that comes after the last. */
  readonly again: () => Next;
  readonly witnesses: () => string[];
  readonly ready: () => Promise<void>;
  /** Everything of the home is sound, and nothing of it lives. */
  readonly sound: (host: Next) => void;
  readonly close: () => Promise<void>;
}

export function succession(here: Lab): Succession {
  let old: Earlier | null = null;
  let next: Next | null = null;
  const again = (): Next => {
    next = nextHost(here);
    return next;
  };
  return {
    again,
    stage: (script, over = {}) =>
      stagePlan("a", {
        command: { is: "shell", shell: ["/bin/sh", "-e", "-c"], script },
        cwd: [{ is: "text", text: here.folder }],
        stop: { signal: "TERM", graceMs: 200, command: null },
        ...over,
      }),
    plan: (...stages) => planOf(stages, { folder: here.folder }),
    earlier: (options = {}) => {
      old = earlierHost(here, options);
      return old;
    },
    take: () => {
      old?.die();
      return again();
    },
    witnesses: () => here.lines("witness"),
    ready: () => made(here.path("ready")),
    sound: (host) => {
      expect(host.unsound()).toEqual([]);
      expect(here.living()).toEqual([]);
    },
    close: async () => {
      try {
        await next?.leave();
      } finally {
        await here.close();
      }
    },
  };
}
