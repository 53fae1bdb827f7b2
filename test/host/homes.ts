// A home as one host leaves it and the next one finds it. The earlier host is its journal and the core alone, so that
// a test can stop it between any two of its steps; the next one is the product's own.

import { mkdirSync } from "node:fs";
import { startHost } from "../../src/cli/compose.ts";
import { prepareHome } from "../../src/cli/home.ts";
import type { Attempt, Claim } from "../../src/engine/attempt.ts";
import type { Ask } from "../../src/engine/command.ts";
import { decide, type Turn } from "../../src/engine/decide.ts";
import { EMPTY, type EngineState } from "../../src/engine/draft.ts";
import type { AttemptSpec } from "../../src/engine/executors/executor.ts";
import { localExecutor } from "../../src/engine/executors/local.ts";
import { type HomePaths, homePaths } from "../../src/engine/home-paths.ts";
import { attemptSpec } from "../../src/engine/host/attempt-spec.ts";
import { now, pidNamespace } from "../../src/engine/host/proc.ts";
import { readClaim } from "../../src/engine/host/records.ts";
import { uuidv7 } from "../../src/engine/host/uuid.ts";
import type { Input } from "../../src/engine/input.ts";
import type { Instant } from "../../src/engine/instant.ts";
import type { AttemptRow, RunRow, StageRow } from "../../src/engine/rows.ts";
import { type Run, indexOf, stageAt } from "../../src/engine/run.ts";
import { type AttemptId, attemptId, type RunId, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { Plan } from "../../src/pipeline/plan.ts";
import { commandInbox } from "../../src/store/command-table.ts";
import { type Violation, violations } from "../../src/store/invariants.ts";
import { openJournal } from "../../src/store/journal.ts";
import { openForCommands, openReader, openWriter } from "../../src/store/open.ts";
import { openStore } from "../../src/store/reader.ts";
import { type Lab, PATH, until } from "./lab.ts";

const OLD_HOST = {
  pid: 999_999,
  startTime: 1,
  bootId: "-",
  pidNamespace: "-",
  version: "0",
  kind: "background" as const,
  machine: "here",
  place: "1:1",
  since: 0,
};

export interface EarlierOptions {
  /** Where and when its attempts seem to have begun. */
  readonly boot?: string;
  readonly pidNamespace?: string;
}

export interface Performed {
  /** The claim, once the shim has written it. */
  readonly claim: () => Promise<Claim>;
  /** Resolves when the shim has gone. */
  readonly gone: Promise<void>;
  readonly spec: AttemptSpec;
}

export interface Earlier {
  readonly paths: HomePaths;
  readonly trigger: (plan: Plan) => RunId;
  readonly turn: (inputs: readonly Input[], done?: readonly string[]) => Turn;
  readonly cancel: (run: RunId, stage?: string) => Turn;
  readonly attempt: (run: RunId, stage: string) => Attempt;
  /** The folder of its attempt, made or not. */
  readonly folder: (run: RunId, stage: string) => string;
  readonly spec: (run: RunId, stage: string) => AttemptSpec;
  /** Starts what it had only promised. */
  readonly perform: (run: RunId, stage: string) => Performed;
  /** The host is dead: nothing of it is left but its home. */
  readonly die: () => void;
}

export function earlierHost(here: Lab, options: EarlierOptions = {}): Earlier {
  const paths = homePaths(here.path("home"));
  prepareHome(paths);
  const journal = openJournal(openWriter(paths.database));
  const inherited = journal.enter({
    ...OLD_HOST,
    homeIdIfNew: uuidv7(Date.now()),
    secretKeyIfNew: "00".repeat(32),
  });
  const hostSince = instant(options);
  let state: EngineState = EMPTY;
  let commands = 0;

  function turn(inputs: readonly Input[], done: readonly string[] = []): Turn {
    const decided = decide(state, inputs, {
      now: instant(options),
      hostSince,
      pidNamespace: options.pidNamespace ?? pidNamespace(),
      maxRunning: 16,
      pools: {},
      mint: () => attemptId(uuidv7(Date.now())),
    });
    const triggers = inputs.flatMap((input) =>
      input.kind === "trigger"
        ? [
            {
              run: input.run,
              plan: input.plan,
              planHash: input.planHash,
              trigger: input.trigger,
              source: null,
              rerun: null,
              ...captured(here),
            },
          ]
        : [],
    );
    journal.commit({
      turn: decided,
      at: Date.now(),
      triggers,
      done,
      metrics: [],
      samples: [],
      kept: [],
      notKept: [],
      homeCommands: [],
      posted: [],
      secrets: [],
    });
    ({ state } = decided);
    return decided;
  }

  const found = (run: RunId, stage: string): readonly [Run, number, Attempt] => {
    const one = state.runs.get(run)!;
    const index = indexOf(one, stageKey(stage));
    return [one, index, stageAt(one, index).attempts.at(-1)!];
  };
  const spec = (run: RunId, stage: string): AttemptSpec => {
    const around = {
      paths,
      homeId: inherited.homeId,
      config: here.path("config"),
      program: ["dagtop"],
      captured: captured(here),
    };
    const made = attemptSpec(...found(run, stage), around);
    if (!made.ok) throw new Error(made.cause);
    return made.spec;
  };
  return {
    paths,
    turn,
    spec,
    trigger: (plan) => {
      const run = runId(uuidv7(Date.now()));
      const planHash = `hash-of-${run}`;
      const command = ++commands;
      turn([
        {
          kind: "trigger",
          command,
          run,
          plan,
          planHash,
          trigger: "manual",
          rerun: null,
          by: "ada",
        },
      ]);
      return run;
    },
    cancel: (run, stage) => {
      const key = stage === undefined ? null : stageKey(stage);
      return turn([{ kind: "cancel", command: ++commands, run, stage: key, by: "ada" }]);
    },
    attempt: (run, stage) => found(run, stage)[2],
    folder: (run, stage) => `${paths.attempts}/${found(run, stage)[2].id}`,
    perform: (run, stage) => {
      const made = spec(run, stage);
      mkdirSync(made.env["DAGTOP_STATE_DIR"] ?? "", { recursive: true });
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      const submitted = localExecutor.submit(made, resolve);
      if (submitted.is !== "started") throw new Error(submitted.cause);
      return { spec: made, gone, claim: () => claimIn(made.folder) };
    },
    die: () => {
      journal.close();
    },
  };
}

const captured = (here: Lab) => ({ env: { PATH, DAGTOP_LAB: here.folder }, umask: 0o022 });

function instant({ boot }: EarlierOptions): Instant {
  return boot === undefined ? now() : { ...now(), boot };
}

async function claimIn(folder: string): Promise<Claim> {
  let claim: Claim | undefined;
  await until(() => {
    const found = readClaim(folder);
    if (found.is === "whole") ({ claim } = found);
    return claim !== undefined;
  });
  return claim!;
}

export interface Rows {
  readonly run: RunRow;
  readonly stages: readonly StageRow[];
  /** In the order of their start. */
  readonly attempts: readonly AttemptRow[];
}

export interface EndOfAttempt {
  readonly attempt: AttemptId;
  readonly as: string;
  readonly endedAt: number;
  readonly leftovers: readonly string[];
}

export interface Next {
  readonly rows: (run: RunId) => Rows;
  /** The run's rows, once it has ended. */
  readonly ended: (run: RunId, limitMs?: number) => Promise<Rows>;
  readonly trigger: (plan: Plan) => Promise<RunId>;
  readonly cancel: (run: RunId, stage?: string) => Promise<void>;
  readonly ends: () => EndOfAttempt[];
  readonly notes: readonly string[];
  /** Leaves the home, whatever runs in it. */
  readonly leave: () => Promise<void>;
  /** What does not hold in the home, which has nothing left to do. */
  readonly unsound: () => Violation[];
}

/** The next host of a home, in this process. */
export function nextHost(here: Lab): Next {
  const paths = homePaths(here.path("home"));
  prepareHome(paths);
  const notes: string[] = [];
  const host = startHost({
    paths,
    config: "/nowhere/config.yaml",
    reader: () => null,
    idleMs: null,
    kind: "daemon",
    note: (text) => notes.push(text),
  });
  if (host === null) throw new Error("another host holds the lease");
  const reader = openStore(paths.database)!;
  const rows = (run: RunId): Rows =>
    reader.snapshot(() => ({
      run: reader.runs.get(run)!,
      stages: reader.stages.stages(run),
      attempts: reader.stages.attempts(run),
    }));
  async function ask(what: Ask): Promise<void> {
    const db = openForCommands(paths.database);
    const inbox = commandInbox(db);
    const key = uuidv7(Date.now());
    inbox.add(key, what, "ada", Date.now());
    host?.wake();
    await until(() => inbox.stateOf(key)?.state !== "new");
    db.close();
  }

  return {
    notes,
    rows,
    ended: async (run, limitMs) => {
      await until(() => rows(run).run.endedAt !== null, limitMs);
      return rows(run);
    },
    trigger: async (plan) => {
      const run = runId(uuidv7(Date.now()));
      const args = {
        run,
        plan,
        planHash: `hash-of-${run}`,
        trigger: "manual" as const,
        source: null,
        rerun: null,
        ...captured(here),
      };
      await ask({ kind: "trigger", args });
      return run;
    },
    cancel: (run, stage) =>
      ask({ kind: "cancel", args: { run, stage: stage === undefined ? null : stageKey(stage) } }),
    ends: () =>
      reader.events
        .since(0, 10_000, null)
        .filter(({ kind }) => kind === "attempt.ended")
        .map(({ data }) => JSON.parse(data) as EndOfAttempt),
    leave: async () => {
      reader.close();
      host.leave();
      await host.done;
    },
    unsound: () => {
      const db = openReader(paths.database);
      try {
        return violations(db, true);
      } finally {
        db.close();
      }
    },
  };
}
