// What one of dagtop's own steps knows of the run that it belongs to, and how it asks the host for something. A step never
// starts a host (semantics 5.9): it waits for one.

import { setTimeout as sleep } from "node:timers/promises";
import type { Ask } from "../../engine/command.ts";
import { type HomePaths, attemptFolder, homePaths } from "../../engine/home-paths.ts";
import type { RunRow } from "../../engine/rows.ts";
import { type AttemptId, attemptId, runId } from "../../pipeline/ids.ts";
import type { Plan, StagePlan } from "../../pipeline/plan.ts";
import { UserError } from "../../pipeline/user-error.ts";
import { commandInbox } from "../../store/command-table.ts";
import { openForCommands } from "../../store/open.ts";
import { type Reader, openStore } from "../../store/reader.ts";
import { wake } from "../ask.ts";
import { say } from "../output.ts";

export interface StepHome {
  readonly paths: HomePaths;
  readonly reader: Reader;
  readonly run: RunRow;
  readonly plan: Plan;
  readonly stage: StagePlan;
  readonly attempt: AttemptId;
  /** Of the attempt. */
  readonly folder: string;
}

/** @throws UserError no-step for whoever is no stage of a run */
export function stepHome(env: Readonly<Record<string, string | undefined>>): StepHome {
  const { DAGTOP_HOME: home, DAGTOP_RUN_ID: id, DAGTOP_STAGE: key, DAGTOP_ATTEMPT_ID: of } = env;
  if (home === undefined || id === undefined || key === undefined || of === undefined) {
    throw new UserError("no-step", "A step runs as a stage of a run only.", {
      hint: "Write it into a pipeline file: uses: promote.",
    });
  }
  return found(homePaths(home), id, key, attemptId(of));
}

function found(paths: HomePaths, id: string, key: string, attempt: AttemptId): StepHome {
  const reader = openStore(paths.database);
  const run = reader?.runs.get(runId(id)) ?? null;
  const plan = run === null ? null : (reader?.versions.plan(run.plan) ?? null);
  const stage = plan?.stages.find((one) => one.key === key);
  if (reader === null || run === null || plan === null || stage === undefined) {
    throw new UserError("no-step", "The run of this step can't be read.", {
      hint: "dagtop doctor looks at the home.",
    });
  }
  return { paths, reader, run, plan, stage, attempt, folder: attemptFolder(paths, attempt) };
}

const PAUSE_MS = 20;
const TELL_AFTER_MS = 5000;

/**
 * Asks once for all tries under the same key, and waits for the answer.
 *
 * @returns the host's words
 * @throws Error where it refuses
 */
export async function askOnce(
  { paths, run }: Pick<StepHome, "paths" | "run">,
  key: string,
  what: Ask,
): Promise<string> {
  const db = openForCommands(paths.database);
  try {
    const inbox = commandInbox(db);
    inbox.add(key, what, run.by, Date.now());
    wake(paths);
    for (let waited = 0; ; waited += PAUSE_MS) {
      const answer = inbox.stateOf(key) ?? { state: "new" };
      if (answer.state === "done") return answer.result;
      if (answer.state === "refused") throw new Error(answer.result);
      if (waited === TELL_AFTER_MS) say("waits for a host");
      await sleep(PAUSE_MS);
    }
  } finally {
    db.close();
  }
}
