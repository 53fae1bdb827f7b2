// What tests of a host's life run: a stage that says that it has begun and waits for a file, and the looks at what became of it.

import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { type Place, type ShownRun, until } from "./program.ts";

export interface WaitingStage {
  /** The file of a pipeline `t`, whose stage `a` waits for the file `go` and ends with `code`. */
  readonly file: (code: number, rest?: string, script?: string) => string;
  /** Each attempt's id, in the order in which their commands began (W1). */
  readonly witnesses: () => string[];
  readonly running: () => Promise<void>;
  readonly go: () => void;
  readonly shown: (run: string, home?: string) => Promise<ShownRun>;
  readonly over: (run: string, state: string, home?: string) => Promise<ShownRun>;
  /** The books of the home are in order. */
  readonly sound: (home?: string) => Promise<void>;
}

export function waitingStage(here: Place): WaitingStage {
  const witness = `${here.folder}/witness`;
  const at = (home: string | undefined): string[] => (home === undefined ? [] : ["--home", home]);
  const shown = (run: string, home?: string) => here.json<ShownRun>("show", run, ...at(home));
  return {
    shown,
    file: (code, rest = "", script = "until test -e go; do sleep 0.05; done") =>
      here.file(
        "t.yaml",
        `name: t
stages:
  a:
    run: |
      echo "$DAGTOP_ATTEMPT_ID" >> witness
      ${script}
      exit ${code}
${rest}`,
      ),
    witnesses: () => readFileSync(witness, "utf8").trim().split("\n"),
    running: () => until(() => existsSync(witness)),
    go: () => here.file("go", ""),
    over: async (run, state, home) => {
      await until(async () => (await shown(run, home)).state === state);
      return shown(run, home);
    },
    sound: async (home) => {
      const { out } = await here.dagtop("doctor", "--verify", ...at(home));
      expect(out).toContain("all events agree with all rows");
    },
  };
}
