// The menu of a rerun: what was wrong and below it, one stage, a stage and below it, or all. Each says which stages it would
// run, or why it can't; and what in today's definition is not as it was.

import type { Masker } from "../../../engine/host/mask.ts";
import { foldAll } from "../../../engine/fold.ts";
import type { Choice, RerunFrom } from "../../../engine/rerun.ts";
import { repeated } from "../../../engine/rounds.ts";
import type { RunRow } from "../../../engine/rows.ts";
import { runName } from "../../../engine/run.ts";
import type { StageKey } from "../../../pipeline/ids.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import type { Reader } from "../../../store/reader.ts";
import type { RerunOption } from "../../../ui/dialogs/dialog.ts";
import { elapsed } from "../../../ui/format.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import { plainText } from "../../../ui/sanitise.ts";
import { isBadEnd } from "../../../ui/theme.ts";
import type { Ready } from "../../load-pipeline.ts";
import { rerunSource } from "../../rerun-source.ts";
import { eventsOfRun } from "../../run-events.ts";
import type { ActionContext, Of } from "./context.ts";
import type { PlanNews } from "./plan-news.ts";
import { wordsOf } from "./words.ts";

const MOST_NAMED = 4;

/** @throws UserError no-run | no-plan */
export async function rerunDialog(
  { reader, masks }: Pick<ActionContext, "reader" | "masks">,
  wish: Of<"prepare-rerun">,
): Promise<Told> {
  const home = reader();
  const row = home?.runs.get(wish.run) ?? null;
  if (home === null || row === null)
    throw new UserError("no-run", "That run is gone.", { hint: "" });
  const old = rerunSource(home, row);
  const today = await todaysPlan(old, row, masks(row.id));
  const stage = wish.stage ?? firstBad(old) ?? old.stages[0]?.key ?? null;
  const options = [
    failedOption(home, old, row),
    ...(stage === null ? [] : await stageOptions(old, row, today, stage)),
    allOption(home, row, today),
  ];
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
      ...today.news,
      showsChanges: false,
    },
  };
}

function firstBad({ stages }: RerunFrom): StageKey | null {
  return stages.find(({ state }) => isBadEnd(state))?.key ?? null;
}

interface Today {
  /** Why there is none: what is wrong with the file. */
  readonly ready: Ready | string;
  readonly news: PlanNews;
}

const PROGRAM = "its file is a program: what it says today is seen when it runs";

async function todaysPlan(old: RerunFrom, row: RunRow, mask: Masker): Promise<Today> {
  const { rerunReady } = await import("../../what-to-run.ts");
  const { isEvaluated } = await import("../../typescript-pipeline.ts");
  const { planNews } = await import("./plan-news.ts");
  // A program is not evaluated to show a menu.
  const isProgram = old.plan.file !== null && isEvaluated(old.plan.file);
  const given = { params: {}, preset: null, env: process.env };
  try {
    const ready = await rerunReady(old, row, isProgram, given);
    if (isProgram) return { ready, news: { changed: PROGRAM, changes: [] } };
    const { changed, changes } = planNews(old.plan, ready.plan);
    return { ready, news: { changed, changes: changes.map((line) => mask.text(line)) } };
  } catch (error) {
    return { ready: wordsOf(error), news: { changed: null, changes: [] } };
  }
}

/** As another round of the same run, on the plan that it had (semantics 2.4). */
function failedOption(reader: Reader, old: RerunFrom, row: RunRow): RerunOption {
  const run = row.endedAt === null ? null : foldAll(eventsOfRun(reader, row.id), old.plan);
  const places = run === null ? [] : repeated(run, true);
  const keys = places.flatMap((place) => old.plan.stages[place]?.key ?? []);
  return {
    letter: "f",
    label: "what failed and below",
    what: named(keys),
    wish: { is: "rerun", run: row.id, choice: { is: "failed" } },
    unable: hasNotEnded(row) ?? (keys.length === 0 ? "nothing of it failed" : null),
  };
}

function hasNotEnded({ endedAt }: RunRow): string | null {
  return endedAt === null ? "the run goes on: cancel it, or wait" : null;
}

async function stageOptions(
  old: RerunFrom,
  row: RunRow,
  { ready }: Today,
  stage: StageKey,
): Promise<RerunOption[]> {
  const { keptOf } = await import("../../what-to-run.ts");
  const { id: run } = row;
  const option = (letter: string, label: string, is: "only" | "from"): RerunOption => {
    const wish = { is: "rerun", run, choice: { is, stage } } as const;
    const same = { letter, label, wish };
    const why = hasNotEnded(row) ?? (typeof ready === "string" ? ready : null);
    if (why !== null || typeof ready === "string") return { ...same, what: "", unable: why };
    const choice: Choice = { from: [], only: [], [is]: [stage] };
    try {
      const taken = new Set<string>(keptOf(old, ready, choice).taken.map((each) => each.stage));
      const keys = ready.plan.stages.map(({ key }) => key).filter((key) => !taken.has(key));
      return { ...same, what: named(keys), unable: null };
    } catch (error) {
      return { ...same, what: "", unable: wordsOf(error) };
    }
  };
  const name = plainText(stage);
  return [option("s", `only ${name}`, "only"), option("d", `${name} and below`, "from")];
}

const MOST_RUNS = 20;

function allOption(reader: Reader, row: RunRow, { ready }: Today): RerunOption {
  const wish = { is: "rerun", run: row.id, choice: { is: "all" } } as const;
  const same = { letter: "a", label: "all of it", wish };
  if (typeof ready === "string") return { ...same, what: "", unable: ready };
  const { length } = ready.plan.stages;
  const took = reader.history
    .runDurations(row.pipeline, row.folder, MOST_RUNS)
    .toSorted((a, b) => a - b);
  const usual = took[Math.floor(took.length / 2)];
  const about = usual === undefined ? "" : `, about ${elapsed(usual)}`;
  return { ...same, what: `${length} ${length === 1 ? "stage" : "stages"}${about}`, unable: null };
}

function named(keys: readonly string[]): string {
  const shown = keys.slice(0, MOST_NAMED).map((key) => plainText(key));
  const more = keys.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
