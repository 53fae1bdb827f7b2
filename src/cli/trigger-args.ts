// What is asked of a host to make a run: its id, its plan, the caller's environment, and what the code was.

import type { RunSource, TriggerArgs } from "../engine/command.ts";
import { uuidv7 } from "../engine/host/uuid.ts";
import { markAbove } from "../integrations/git-mark.ts";
import { runId } from "../pipeline/ids.ts";
import type { Plan } from "../pipeline/plan.ts";
import type { ToRun } from "./what-to-run.ts";

export async function triggerArgs({ ready, trigger, rerun }: ToRun): Promise<TriggerArgs> {
  return {
    run: runId(uuidv7(Date.now())),
    plan: ready.plan,
    planHash: ready.planHash,
    trigger,
    env: ready.env,
    umask: process.umask(),
    source: await sourceOf(ready.plan),
    rerun,
  };
}

/** What asks git is loaded where there is a repository only. */
async function sourceOf({ folder, envFile }: Plan): Promise<RunSource | null> {
  if (markAbove(folder) === null) return null;
  const git = await import("../integrations/git.ts");
  return git.sourceOf(folder, process.env, envFile === null ? [] : [envFile]);
}
