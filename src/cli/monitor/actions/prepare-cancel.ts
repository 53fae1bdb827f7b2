// The question before something is stopped: what it hits, how it is stopped, and what still runs afterwards.

import type { StageRow } from "../../../engine/rows.ts";
import { runName } from "../../../engine/run.ts";
import type { Plan, StagePlan } from "../../../pipeline/plan.ts";
import { UserError } from "../../../pipeline/user-error.ts";
import { elapsed } from "../../../ui/format.ts";
import type { Told } from "../../../ui/monitor/told.ts";
import type { Wish } from "../../../ui/monitor/wish.ts";
import { plainText } from "../../../ui/sanitise.ts";
import type { ActionContext } from "./context.ts";

const LIVE: ReadonlySet<string> = new Set(["running", "retrying", "waiting"]);
const MOST_NAMED = 5;

export async function cancelDialog(
  { reader }: Pick<ActionContext, "reader">,
  wish: Extract<Wish, { readonly is: "prepare-cancel" }>,
): Promise<Told> {
  const home = reader();
  const run = home?.runs.get(wish.run) ?? null;
  if (home === null || run === null)
    throw new UserError("no-run", "That run is gone.", { hint: "" });
  const name = runName(run);
  if (run.endedAt !== null)
    throw new UserError("ended", `${plainText(name)} is over.`, { hint: "" });
  const plan = home.versions.plan(run.plan);
  const isMeant = ({ key }: StageRow): boolean => wish.stage === null || key === wish.stage;
  const live = home.stages
    .stages(run.id)
    .filter((stage) => isMeant(stage) && LIVE.has(stage.state));
  const what = wish.stage === null ? name : `${wish.stage} of ${name}`;
  const { run: id, stage, kill } = wish;
  return Promise.resolve({
    is: "dialog",
    dialog: {
      is: "confirm",
      title: `${kill ? "kill" : "cancel"} ${plainText(what)}?`,
      lines: [
        ...hits(live, Date.now()),
        ...(live.some(({ state }) => state === "running") ? [how(plan, live, kill)] : []),
        ...(wish.stage === null ? afterwards(plan) : []),
      ],
      yes: { is: "cancel", run: id, stage, kill },
      onYes: false,
    },
  });
}

/** "stops train (try 2, 28m of work)" */
function hits(live: readonly StageRow[], now: number): string[] {
  if (live.length === 0) return ["nothing of it runs yet: it will not begin"];
  const named = live.slice(0, MOST_NAMED).map(({ key, state, attempt, startedAt }) => {
    if (state !== "running") return `${plainText(key)} (${state})`;
    const work = startedAt === null ? "" : `, ${elapsed(now - startedAt)} of work`;
    return `${plainText(key)} (try ${attempt}${work})`;
  });
  const more = live.length > MOST_NAMED ? ` and ${live.length - MOST_NAMED} more` : "";
  return [`stops ${named.join(", ")}${more}`];
}

function how(plan: Plan | null, live: readonly StageRow[], kill: boolean): string {
  if (kill) return "KILL at once: nothing of it can be tidied up";
  const running = new Set<string>(live.map(({ key }) => key));
  const stops = plan?.stages.filter(({ key }) => running.has(key)).map(({ stop }) => stop) ?? [];
  const grace = Math.max(0, ...stops.map(({ graceMs }) => graceMs));
  const [signal = "TERM", ...others] = [...new Set(stops.map((stop) => stop.signal))];
  const first = others.length === 0 ? signal : "their signals";
  return `${first} now, KILL after ${elapsed(grace)}`;
}

/** Stages that run whatever happened. */
function afterwards(plan: Plan | null): string[] {
  const still = plan?.stages.filter(runsAnyway).map(({ key }) => plainText(key)) ?? [];
  if (still.length === 0) return [];
  const more = still.length > MOST_NAMED ? ` and ${still.length - MOST_NAMED} more` : "";
  const verb = still.length === 1 ? "runs" : "run";
  return [`${still.slice(0, MOST_NAMED).join(", ")}${more} still ${verb}`];
}

const runsAnyway = (stage: StagePlan): boolean => stage.if === "always";
