// `dagtop retry RUN`: another round of a run that has ended: what went wrong, what was not reached, and all below it
// (semantics 2.4). On its frozen plan, in its environment.

import { runName } from "../../engine/run.ts";
import { UserError, isUserError } from "../../pipeline/user-error.ts";
import { plainText } from "../../ui/sanitise.ts";
import type { Command } from "../command.ts";
import { milliseconds } from "../durations.ts";
import { findRun } from "../find-run.ts";
import { hostKeeper } from "../host-keeper.ts";
import { FOLLOWING, howToRun } from "../how-to-run.ts";
import { looking } from "../looking.ts";
import { startRun } from "../start-run.ts";

export const retry: Command = {
  name: "retry",
  takes: "RUN",
  summary: "Repeat what went wrong in a run, and all below it, as a new round of the same run",
  counts: [1, 1],
  options: FOLLOWING,
  examples: ["dagtop retry last:failed", "dagtop retry nightly#42 --detach"],
  run: async (args) => {
    const { paths, reader } = looking(args);
    const run = findRun(reader, args.positionals[0] ?? "");
    const plan = reader?.versions.plan(run.plan) ?? null;
    reader?.close();
    if (plan === null)
      throw new UserError("no-plan", "The plan of that run is gone.", { hint: "dagtop rerun RUN" });
    const keeper = hostKeeper(paths, milliseconds(args.text("idle-ms")));
    const ask = { kind: "retry", args: { run: run.id } } as const;
    try {
      return await startRun(paths, keeper, { run: run.id, plan, ask }, howToRun(args));
    } catch (error) {
      throw isUserError(error) && error.code === "refused" ? hinted(error, runName(run)) : error;
    }
  },
};

/** What else may be meant by who asks for a round of a run that has none to repeat. */
function hinted({ code, message }: UserError, name: string): UserError {
  const run = plainText(name);
  const hint = `dagtop rerun ${run} runs it anew; dagtop show ${run} says how it stands.`;
  return new UserError(code, message, { hint });
}
