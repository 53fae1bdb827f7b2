// The question before something is stopped: what it hits, how it is stopped, and what still runs afterwards (semantics
// 3.3). Where it is being stopped already the host kills, so the question says that.

import type { RunRow, StageRow } from "../../../engine/rows.ts";
import { runName } from "../../../engine/run.ts";
import { type Shape, isGuard, shapeOf } from "../../../engine/shape.ts";
import type { Plan } from "../../../pipeline/plan.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import type { Reader } from "../../../store/reader.ts";
import { elapsed } from "../../../ui/format.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import { plainText } from "../../../ui/sanitise.ts";
import type { ActionContext, Of } from "./context.ts";

const LIVE: ReadonlySet<string> = new Set(["running", "retrying", "waiting"]);
const UNBEGUN: ReadonlySet<string> = new Set(["pending", "queued"]);
const MOST_NAMED = 4;

/** @throws UserError no-run | ended */
export async function cancelDialog(
  { reader }: Pick<ActionContext, "reader">,
  wish: Of<"prepare-cancel">,
): Promise<Told> {
  const home = reader();
  const run = home?.runs.get(wish.run) ?? null;
  if (home === null || run === null)
    throw new UserError("no-run", "That run is gone.", { hint: "" });
  const name = plainText(runName(run));
  if (run.endedAt !== null)
    throw new UserError("ended", `${name} is over: ${run.state.replace("_", " ")}.`, { hint: "" });
  const { run: id, stage } = wish;
  const kill = wish.kill || isStopping(home, run, stage);
  const plan = home.versions.plan(run.plan);
  const stages = home.stages.stages(id).filter(({ key }) => stage === null || key === stage);
  const lines =
    stage === null ? ofRun(stages, plan, kill, run) : ofStage(stages[0] ?? null, plan, kill);
  const what = stage === null ? name : `${plainText(stage)} of ${name}`;
  const title = `${kill ? "kill" : "cancel"} ${what}?`;
  const yes = { is: "cancel", run: id, stage, kill } as const;
  return Promise.resolve({
    is: "dialog",
    dialog: { is: "confirm", title, lines, yes, onYes: false },
  });
}

function isStopping(home: Reader, run: RunRow, stage: string | null): boolean {
  if (stage === null) return run.state === "cancelling";
  return home.stages
    .attempts(run.id)
    .some((attempt) => attempt.stage === stage && attempt.state === "stopping");
}

function ofRun(
  stages: readonly StageRow[],
  plan: Plan | null,
  kill: boolean,
  run: RunRow,
): string[] {
  const shape = plan === null ? null : shapeOf(plan);
  // A run that waits for its turn has nothing to tidy up.
  const isSpared = (row: StageRow): boolean =>
    !kill && run.state !== "queued" && isAlways(shape, row);
  const live = stages.filter((row) => LIVE.has(row.state) && !isSpared(row));
  const unbegun = stages.filter((row) => UNBEGUN.has(row.state) && !isSpared(row));
  const spared = stages.filter(
    (row) => isSpared(row) && (LIVE.has(row.state) || UNBEGUN.has(row.state)),
  );
  const stops = live.length === 0 ? [] : [`stops ${listed(live.map(workOf))}`];
  const unrun = unbegun.length === 0 ? [] : [`${listed(unbegun.map(nameOf))} will not run`];
  const verb = spared.length === 1 ? "runs" : "run";
  const still = spared.length === 0 ? "" : `; ${listed(spared.map(nameOf))} still ${verb}`;
  return [...stops, ...unrun, `${how(plan, live, kill)}${still}`];
}

function isAlways(shape: Shape | null, { key }: StageRow): boolean {
  const index = shape?.index.get(key);
  return index !== undefined && shape?.belowAlways[index] === true;
}

function ofStage(row: StageRow | null, plan: Plan | null, kill: boolean): string[] {
  if (row === null || !(LIVE.has(row.state) || UNBEGUN.has(row.state)))
    throw new UserError("ended", "That stage is over.", { hint: "" });
  const own = plan?.stages.find(({ key }) => key === row.key);
  const after = (plan?.stages ?? [])
    .filter((stage) => !isGuard(stage) && stage.needs.includes(row.key))
    .map(nameOf);
  const isLost = own?.onFail === "fail";
  const follows = isLost ? "will not run after it" : "go on without it";
  return [
    LIVE.has(row.state) ? `stops ${workOf(row)}; no other try` : `${nameOf(row)} will not run`,
    ...(after.length === 0 ? [] : [`${listed(after)} ${follows}`]),
    how(plan, [row], kill),
  ];
}

const nameOf = ({ key }: { readonly key: string }): string => plainText(key);

/** "train (try 2, 28m of work)" */
function workOf({ key, state, attempt, startedAt }: StageRow): string {
  if (state !== "running") return `${plainText(key)} (${state})`;
  const work = startedAt === null ? "" : `, ${elapsed(Date.now() - startedAt)} of work`;
  return `${plainText(key)} (try ${attempt}${work})`;
}

function listed(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return `${names.slice(0, MOST_NAMED).join(", ")}${more}`;
}

function how(plan: Plan | null, live: readonly StageRow[], kill: boolean): string {
  const running = new Set<string>(
    live.filter(({ state }) => state === "running").map(({ key }) => key),
  );
  if (running.size === 0) return "nothing of it runs now";
  if (kill) return "KILL at once: nothing of it can be tidied up";
  const stops = plan?.stages.filter(({ key }) => running.has(key)).map(({ stop }) => stop) ?? [];
  const grace = Math.max(0, ...stops.map(({ graceMs }) => graceMs));
  const [signal = "TERM", ...others] = [...new Set(stops.map((stop) => stop.signal))];
  const first = others.length === 0 ? signal : "their signals";
  return `${first} now, KILL after ${elapsed(grace)}`;
}
