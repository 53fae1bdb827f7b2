// A home with many finished runs, written through the real core and the real journal; only the attempts themselves are
// told, not made.

import { attemptId, runId } from "../../src/pipeline/ids.ts";
import type { Plan } from "../../src/pipeline/plan.ts";
import { prepareHome } from "../../src/cli/home.ts";
import type { TriggerArgs } from "../../src/engine/command.ts";
import { decide } from "../../src/engine/decide.ts";
import { EMPTY, type EngineState } from "../../src/engine/draft.ts";
import { homePaths } from "../../src/engine/home-paths.ts";
import type { Context, Input } from "../../src/engine/input.ts";
import { bootId, now, pidNamespace } from "../../src/engine/host/proc.ts";
import { uuidv7 } from "../../src/engine/host/uuid.ts";
import { commandInbox } from "../../src/store/command-table.ts";
import { openJournal } from "../../src/store/journal.ts";
import { openWriter } from "../../src/store/open.ts";
import { benchPlan, benchStage } from "./plans.ts";

const PIPELINES = 5;
const STAGES = ["data", "train", "evaluate", "push"];

export function homeOfRuns(home: string, runs: number): void {
  const paths = homePaths(home);
  prepareHome(paths);
  process.umask(0o077);
  const db = openWriter(paths.database);
  const journal = openJournal(db);
  const inbox = commandInbox(db);
  const since = now();
  const facts = {
    pid: 1,
    startTime: 1,
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    version: "bench",
    kind: "daemon" as const,
    machine: "bench",
    place: "1:1",
  };
  journal.enter({
    ...facts,
    since: since.at,
    homeIdIfNew: uuidv7(since.at),
    secretKeyIfNew: "00".repeat(32),
  });
  let state: EngineState = EMPTY;
  const turn = (
    inputs: readonly Input[],
    triggers: readonly TriggerArgs[] = [],
  ): ReturnType<typeof decide> => {
    const at = now();
    const mint = () => attemptId(uuidv7(at.at));
    const context: Context = {
      now: at,
      hostSince: since,
      pidNamespace: facts.pidNamespace,
      maxRunning: 8,
      pools: {},
      mint,
    };
    const decided = decide(state, inputs, context);
    journal.commit({
      turn: decided,
      at: at.at,
      triggers,
      done: decided.effects.map(({ key }) => key),
      metrics: [],
      samples: [],
      kept: [],
      notKept: [],
      homeCommands: [],
      posted: [],
      secrets: [],
    });
    state = decided.state;
    return decided;
  };
  for (let number = 0; number < runs; number += 1) {
    const plan = planOf(`pipeline-${number % PIPELINES}`);
    const args: TriggerArgs = {
      run: runId(uuidv7(Date.now())),
      plan,
      planHash: plan.pipeline,
      trigger: "manual",
      source: null,
      rerun: null,
      env: { PATH: "/bin" },
      umask: 0o22,
    };
    inbox.add(`key-${number}`, { kind: "trigger", args }, "bench", Date.now());
    const [command] = journal.commands();
    if (command === undefined) throw new Error("the command was not stored");
    const { run, planHash, trigger } = args;
    let decided = turn(
      [
        {
          kind: "trigger",
          command: command.id,
          run,
          plan,
          planHash,
          trigger,
          rerun: null,
          by: "bench",
        },
      ],
      [args],
    );
    while (decided.effects.length > 0) {
      const code = number % 7 === 0 ? 1 : 0;
      const remains = {
        claim: null,
        outputs: null,
        cpuMs: 10,
        peakRssBytes: 1e6,
        leftovers: [],
        said: null,
      };
      const reports = decided.effects.flatMap((effect): Input[] => {
        if (effect.kind !== "start") return [];
        const { stage, attempt } = effect;
        const record = { code, ended: now() };
        return [{ kind: "exited", run, stage, attempt, record, remains, warning: null }];
      });
      decided = turn(reports);
    }
  }
  journal.leave(Date.now(), "asked to");
  journal.close();
}

function planOf(name: string): Plan {
  const needs = (place: number): string[] => (place === 0 ? [] : [STAGES[place - 1] ?? ""]);
  return benchPlan(
    name,
    STAGES.map((key, place) => benchStage(key, needs(place))),
  );
}
