// A run as something that another can go on from: its plan, its environment, how its stages ended, and whose state folders
// they had.

import type { RerunOf } from "../engine/event.ts";
import type { RerunFrom } from "../engine/rerun.ts";
import type { RunRow } from "../engine/rows.ts";
import { runName } from "../engine/run.ts";
import { UserError } from "../pipeline/user-error.ts";
import type { Reader } from "../store/reader.ts";

/** @throws UserError no-plan where the home no longer has what the run was made from */
export function rerunSource(reader: Reader, run: RunRow): RerunFrom {
  const plan = reader.versions.plan(run.plan);
  if (plan === null) {
    throw new UserError("no-plan", `The plan of ${runName(run)} is gone.`, {
      hint: "Run its file anew: dagtop run FILE",
    });
  }
  const [first] = reader.events.since(0, 1, run.id);
  const created =
    first === undefined ? null : (JSON.parse(first.data) as { rerun?: RerunOf | null });
  return {
    run: run.id,
    name: runName(run),
    plan,
    environment: reader.versions.environment(run.id) ?? { env: {}, umask: 0o022 },
    stages: reader.stages.stages(run.id),
    state: created?.rerun?.state ?? {},
  };
}
