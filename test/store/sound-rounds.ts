// More of what happens in a home: rounds by hand and by themselves, reruns, results that are kept, and people who are
// asked. All of it by the core and the journal, as in sound-home.ts, and none of it leaves an attempt behind that lives.

import { pipelineName, type RunId, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { CachePlan, Plan, StagePlan } from "../../src/pipeline/plan.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { type StoredWorld, triggerArgs } from "./stored-world.ts";

/** What became of each run. */
export const LATER = {
  // Its second round was asked for; `tidy` does well in both.
  retried: "succeeded",
  // Its second round came by itself.
  again: "succeeded",
  // Goes on from `retried`, of which it has `good`.
  rerun: "succeeded",
  // Makes a result, which the next one has.
  maker: "succeeded",
  cached: "succeeded",
  approved: "succeeded",
  rejected: "failed",
  asking: "running",
  // Its second round comes by itself, in an hour.
  between: "running",
} as const;

export const CACHE: CachePlan = { deps: ["/project/data"], outs: ["/project/model"] };

export function approvalStage(key: string, over: Parameters<typeof stagePlan>[1] = {}): StagePlan {
  const message = [{ is: "text", text: "Promote it?" }] as const;
  return stagePlan(key, { ...over, command: { is: "approval", message, by: [] } });
}

export function liveOn(world: StoredWorld): void {
  const begin = (run: keyof typeof LATER, plan: Plan): RunId => world.trigger(plan, run);
  const named = (name: string, stages: StagePlan[], over: Partial<Plan> = {}): Plan =>
    planOf(stages, { pipeline: pipelineName(name), ...over });
  const ofHand = named("by_hand", [
    stagePlan("good"),
    stagePlan("flaky", { after: ["good"] }),
    stagePlan("tidy", { if: "always" }),
    stagePlan("below", { after: ["flaky"] }),
  ]);

  const retried = begin("retried", ofHand);
  world.play();
  world.tell({ kind: "retry", args: { run: retried } });
  world.play();

  const ofItself = named("by_itself", [stagePlan("flaky")], {
    retryRun: { times: 1, delayMs: 500 },
  });
  begin("again", ofItself);
  world.play();

  const end = { is: "succeeded", endedAt: 0, reason: "taken over from by_hand#1" } as const;
  const taken = [{ stage: stageKey("good"), from: "by_hand#1", end, outputs: { f1: "0.9" } }];
  const rerun = { run: retried, name: "by_hand#1", state: {}, fresh: [], taken };
  const args = triggerArgs(ofHand, runId("rerun"), { trigger: "rerun", rerun });
  world.tell({ kind: "trigger", args });
  world.play();
  world.tell({ kind: "retry", args: { run: args.run } });
  world.play();

  const ofCache = named("thrifty", [
    stagePlan("first"),
    stagePlan("aside"),
    stagePlan("made", { after: ["first"], cache: CACHE }),
  ]);
  for (const run of ["maker", "cached"] as const) {
    const made = begin(run, ofCache);
    // Ends first, and alone.
    world.turn([world.exited(made, "first", 0)]);
    world.turn([world.hashedInput(made, "made", "k-1")]);
    world.play();
    const { pipeline } = world.runRow(made);
    const result = {
      key: "k-1",
      outs: "o-1",
      outputs: { model: "m-7" },
      parts: {},
      run: "thrifty#1",
    };
    if (run === "maker") world.kept = [{ pipeline, stage: stageKey("made"), ...result }];
  }

  const ofPeople = named("careful", [
    stagePlan("built"),
    stagePlan("aside"),
    approvalStage("gate", { after: ["built"] }),
    stagePlan("push", { after: ["gate"] }),
  ]);
  for (const run of ["approved", "rejected", "asking"] as const) {
    const asked = begin(run, ofPeople);
    world.turn([world.exited(asked, "built", 0)]);
    world.play();
    const answer = { run: asked, stage: stageKey("gate"), round: 1, message: "f1 looks right" };
    if (run === "asking") continue;
    world.tell({ kind: "answer", args: { ...answer, approved: run === "approved" } });
    world.play();
  }

  const later = { times: 1, delayMs: 3_600_000 };
  begin("between", named("patient", [stagePlan("failing")], { retryRun: later }));
  world.play(100);
}
