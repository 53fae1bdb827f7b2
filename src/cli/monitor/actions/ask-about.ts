// What is asked of the host about a run that is there: to stop it, to go on with it, what a person has answered.

import { runName } from "../../../engine/run.ts";
import type { RunId } from "../../../pipeline/ids.ts";
import { isUserError } from "../../../pipeline/user-error.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { askHost } from "./asking.ts";
import type { ActionContext, Of, Tell } from "./context.ts";

type Context = Pick<ActionContext, "paths" | "reader">;

/** Asked again while it is being stopped, the host kills. */
const STOPPING = /\b(?:cancelling|stopping)\b/u;

export async function cancel(
  context: Context,
  { run, stage, kill }: Of<"cancel">,
  tell: Tell,
): Promise<void> {
  const ask = { kind: "cancel", args: { run, stage } } as const;
  let said = await askHost(context, ask, tell);
  if (kill && STOPPING.test(said)) said = await unlessOver(said, () => askHost(context, ask, tell));
  toast(tell, `${nameOf(context, run, stage)}: ${said}`);
}

/** What was stopped may be over before it could be killed. */
async function unlessOver(before: string, again: () => Promise<string>): Promise<string> {
  try {
    return await again();
  } catch (error) {
    if (isUserError(error) && error.code === "refused") return before;
    throw error;
  }
}

export async function retry(context: Context, run: RunId, tell: Tell): Promise<void> {
  const said = await askHost(context, { kind: "retry", args: { run } }, tell);
  toast(tell, `${nameOf(context, run, null)} goes on: ${said}`);
}

/** 8.3: an answer to the round whose question was seen, and to no later one. */
export async function answer(
  context: Context,
  { run, stage, round, approved, message }: Of<"answer">,
  tell: Tell,
): Promise<void> {
  const args = { run, stage, round, approved, message };
  const said = await askHost(context, { kind: "answer", args }, tell);
  toast(tell, `${nameOf(context, run, stage)}: ${said}`);
}

function nameOf({ reader }: Context, run: RunId, stage: string | null): string {
  const row = reader()?.runs.get(run) ?? null;
  const name = row === null ? run : runName(row);
  return stage === null ? name : `${stage} of ${name}`;
}

function toast(tell: Tell, text: string): void {
  tell({ is: "toast", text: plainText(text), meaning: "ok" });
}
