// The menu of a rerun: what was wrong and below it, one stage, a stage and below it, or all. Each says which stages it would
// run, or why it can't; and what in today's definition is not as it was.

import { runName } from "../../../engine/run.ts";
import type { RunRow, StageRow } from "../../../engine/rows.ts";
import type { StageKey } from "../../../pipeline/ids.ts";
import { isUserError } from "../../../pipeline/user-error.ts";
import type { RerunOption } from "../../../ui/dialogs/dialog.ts";
import { elapsed } from "../../../ui/format.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { isBadEnd } from "../../../ui/theme.ts";
import type { Choice, RerunFrom } from "../../../engine/rerun.ts";
import type { Ready } from "../../load-pipeline.ts";
import type { ActionContext } from "./context.ts";

const MOST_NAMED = 4;

/** @throws UserError no-plan, or what is wrong with today's file */
export async function rerunDialog(
  { reader }: Pick<ActionContext, "reader">,
  wish: Extract<Wish, { readonly is: "prepare-rerun" }>,
): Promise<Told> {
  const home = reader();
  const row = home?.runs.get(wish.run) ?? null;
  if (home === null || row === null) return { is: "no dialog", why: "that run is gone" };
  const { rerunSource } = await import("../../rerun-source.ts");
  const { rerunReady } = await import("../../what-to-run.ts");
  const { definitionChanges } = await import("../../definition-changes.ts");
  const old = rerunSource(home, row);
  const { isEvaluated } = await import("../../typescript-pipeline.ts");
  // A program is not evaluated to show a menu: what it would do otherwise is seen when it runs.
  const isProgram = old.plan.file !== null && isEvaluated(old.plan.file);
  const ready = await rerunReady(old, row, isProgram, {
    params: {},
    preset: null,
    env: process.env,
  });
  const changes = isProgram ? [] : definitionChanges(old.plan, ready.plan);
  const stage = wish.stage ?? firstBad(old.stages) ?? old.stages[0]?.key ?? null;
  const options = await optionsOf(old, row, ready, stage);
  return {
    is: "dialog",
    dialog: {
      is: "rerun",
      title: `rerun ${plainText(runName(row))}`,
      run: row.id,
      options,
      at: Math.max(
        0,
        options.findIndex(({ unable }) => unable === null),
      ),
      changed: changes.length === 0 ? null : `changed since: ${changes.join("; ")}`,
      changes,
      showsChanges: false,
    },
  };
}

function firstBad(stages: readonly StageRow[]): StageKey | null {
  return stages.find(({ state }) => isBadEnd(state))?.key ?? null;
}

async function optionsOf(
  old: RerunFrom,
  row: RunRow,
  ready: Ready,
  stage: StageKey | null,
): Promise<RerunOption[]> {
  const { keptOf } = await import("../../what-to-run.ts");
  const isOpen = row.endedAt === null ? "the run goes on: cancel it, or wait" : null;

  function option(
    letter: string,
    label: string,
    choice: Choice,
    own: RerunOption["wish"],
  ): RerunOption {
    try {
      const taken = new Set<string>(keptOf(old, ready, choice).taken.map((each) => each.stage));
      const keys = ready.plan.stages.map(({ key }) => key).filter((key) => !taken.has(key));
      return { letter, label, what: named(keys), wish: own, unable: isOpen };
    } catch (error) {
      const why = isUserError(error) ? (error.message.split("\n", 1)[0] ?? "") : String(error);
      return { letter, label, what: "", wish: own, unable: isOpen ?? plainText(why) };
    }
  }

  const run = row.id;
  const bad = old.stages.filter(
    ({ state }) => isBadEnd(state) || state === "upstream_failed" || state === "cancelled",
  );
  const failed: RerunOption = {
    letter: "f",
    label: "failed ones and what is below, as another round",
    what: named(bad.map(({ key }) => key)),
    wish: { is: "rerun", run, choice: { is: "failed" } },
    unable: isOpen ?? (bad.length === 0 ? "nothing of it failed" : null),
  };
  const took =
    row.startedAt === null || row.endedAt === null
      ? ""
      : `, took ${elapsed(row.endedAt - row.startedAt)}`;
  const all: RerunOption = {
    letter: "a",
    label: "all of it",
    what: `${ready.plan.stages.length} stages${took}`,
    wish: { is: "rerun", run, choice: { is: "all" } },
    unable: null,
  };
  if (stage === null) return [failed, all];
  const name = plainText(stage);
  return [
    failed,
    option(
      "s",
      `only ${name}`,
      { from: [], only: [stage] },
      { is: "rerun", run, choice: { is: "only", stage } },
    ),
    option(
      "d",
      `${name} and what is below`,
      { from: [stage], only: [] },
      { is: "rerun", run, choice: { is: "from", stage } },
    ),
    all,
  ];
}

function named(keys: readonly string[]): string {
  const shown = keys.slice(0, MOST_NAMED).map((key) => plainText(key));
  const more = keys.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
