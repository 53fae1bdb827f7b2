// Runs that are begun from the screens: triggered, of a file, or done over. The run is opened and named; what it is refused
// for is thrown in the words of the command.

import type { RunId } from "../../../pipeline/ids.ts";
import type { RunState } from "../../../engine/rows.ts";
import type { RerunChoice } from "../../../ui/monitor/wish.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { patiently } from "./asking.ts";
import { dagtop } from "./child.ts";
import type { ActionContext, Of, Tell } from "./context.ts";

type Context = Pick<ActionContext, "paths" | "reader">;

export async function trigger(
  context: Context,
  { pipeline, params, preset }: Of<"trigger">,
  tell: Tell,
): Promise<void> {
  const given = Object.entries(params).map(([name, value]) => `--param=${name}=${String(value)}`);
  const chosen = preset === null ? [] : [`--preset=${preset}`];
  await started(context, ["trigger", pipeline, ...given, ...chosen], tell);
}

export async function triggerFile(
  context: Context,
  { file }: Of<"trigger-file">,
  tell: Tell,
): Promise<void> {
  await started(context, ["run", file, "--detach"], tell);
}

export async function rerun(
  context: Context,
  run: RunId,
  choice: Exclude<RerunChoice, { readonly is: "failed" }>,
  tell: Tell,
): Promise<void> {
  const chosen = choice.is === "all" ? [] : [`--${choice.is}=${choice.stage}`];
  await started(context, ["rerun", run, ...chosen, "--detach"], tell);
}

/** What a command prints of the run that it has begun. */
interface Shown {
  readonly id: RunId;
  readonly run: string;
  readonly state: RunState;
  readonly reason: string | null;
}

async function started(context: Context, words: readonly string[], tell: Tell): Promise<void> {
  const { out, warnings } = await patiently(context, tell, () =>
    dagtop([...words, "--json", `--home=${context.paths.home}`]),
  );
  const { id, run, state, reason } = JSON.parse(out) as Shown;
  warn(warnings, tell);
  tell({ is: "run", run: id });
  const waits = state === "queued" && reason !== null;
  const text = plainText(waits ? `${run} is queued: ${reason}` : `started ${run}`);
  tell({ is: "toast", text, meaning: "ok" });
}

/** The first, and how many more there are. */
function warn([first, ...others]: readonly string[], tell: Tell): void {
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` (and ${others.length} more: dagtop validate)`;
  tell({ is: "toast", text: plainText(`${first}${more}`), meaning: "warn" });
}
