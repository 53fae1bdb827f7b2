// A home in which much has happened, all of it by the core and the journal: retries, outputs, crashes, cancels, fenced
// attempts, a run that waits for another, several hosts; and what sound-rounds.ts adds. It is what invariants are checked
// on, sound and damaged.

import { pipelineName, type RunId } from "../../src/pipeline/ids.ts";
import { planOf, type Script, stagePlan } from "../engine/simulate.ts";
import { LATER, liveOn } from "./sound-rounds.ts";
import { type Home, StoredWorld } from "./stored-world.ts";

const ONCE = { ...stagePlan("x").retry, times: 1 };

/** What the attempts of each stage do; what is not named here ends with 0 after 10 ms. */
const SCRIPTS: Readonly<Record<string, (number: number, count: number) => Script>> = {
  // Fails once, then does well.
  flaky: (number) => ({ code: number === 1 ? 3 : 0, takes: 10 }),
  failing: () => ({ code: 1, takes: 10 }),
  lost: () => ({ lost: true, takes: 10 }),
  // Proved never to have started, the first time.
  late: (_, count) => (count === 1 ? { fenced: true } : { code: 0, takes: 10 }),
  refused: () => ({ refused: "no such folder" }),
  slow: () => ({ hang: true, stopTakes: 20 }),
  // Ends when the test says so.
  told: () => ({ mute: true }),
};

/** These are named by what became of them. `queued` waits for `running`. */
const NAMES = [
  "succeeded",
  "partial",
  "failed",
  "timed_out",
  "cancelled",
  "running",
  "queued",
] as const;

/** Every run of the home and its state. */
export const STATES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(NAMES.map((name) => [name, name])),
  ...LATER,
};

type Stages = Parameters<typeof planOf>[0];

export function livedIn(home: Home): StoredWorld {
  const counts = new Map<string, number>();
  const world = new StoredWorld(home, (stage, number) => {
    const count = (counts.get(stage) ?? 0) + 1;
    counts.set(stage, count);
    return SCRIPTS[stage]?.(number, count) ?? { code: 0, takes: 10 };
  });
  const begin = (run: (typeof NAMES)[number], name: string, stages: Stages, over = {}): RunId =>
    world.trigger(planOf(stages, { pipeline: pipelineName(name), ...over }), run);

  const first = begin("succeeded", "nightly", [
    stagePlan("told"),
    stagePlan("twin"),
    stagePlan("flaky", { after: ["told"], retry: ONCE }),
    stagePlan("late", { after: ["flaky"] }),
    stagePlan("unwell", { if: "failure" }),
  ]);
  world.claim(first, "told", 4242);
  const found = { outputs: { model: "m-1" }, cpuMs: 120, peakRssBytes: 4096 };
  world.turn([world.exitedWith(first, "told", 0, found)]);
  world.play();

  const bad = stagePlan("failing", { retry: ONCE, onFail: "warn" });
  begin("partial", "nightly", [bad, stagePlan("next", { after: ["failing"] })]);
  world.play();
  world.restart();
  begin("failed", "broken", [
    stagePlan("lost"),
    stagePlan("refused", { if: "always", after: ["lost"] }),
    stagePlan("below", { after: ["lost"] }),
  ]);
  world.play();
  begin("timed_out", "broken", [stagePlan("slow")], { timeoutMs: 500 });
  world.play();

  const stages = [stagePlan("slow"), stagePlan("never", { after: ["slow"] })];
  const cancelled = begin("cancelled", "stopped", stages);
  world.play(50);
  world.cancel(cancelled);
  world.restart();
  world.play();

  liveOn(world);
  begin("running", "long", [stagePlan("told")]);
  begin("queued", "long", [stagePlan("told")]);
  world.play(100);
  return world;
}
