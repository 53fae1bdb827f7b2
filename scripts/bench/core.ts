// What the pure core costs: a plan of 10,000 stages is shaped and carried to its end through `decide`, one attempt's
// end per turn, with nothing around it but a list of what goes on. Two graphs: chains of 100, and a wide one in which
// a stage needs three earlier ones.
//
// Each graph has a process of its own, so that its first pass is a cold one. Prints that and the median of the nine
// passes after it, in milliseconds, and fails where 10,000 stages take more than 100. `node scripts/bench/core.ts [STAGES]`

import { execFileSync } from "node:child_process";
import { type Turn, decide } from "../../src/engine/decide.ts";
import { EMPTY } from "../../src/engine/draft.ts";
import type { StartEffect } from "../../src/engine/effect.ts";
import type { Context, Input, Remains } from "../../src/engine/input.ts";
import { attemptId, runId } from "../../src/pipeline/ids.ts";
import type { Plan } from "../../src/pipeline/plan.ts";

import { finish, judge } from "./measure.ts";
import { benchPlan, benchStage } from "./plans.ts";

const STAGES = Number(process.argv[2] ?? 10_000);
const GRAPH = process.argv[3];
const PASSES = 9;
const WIDTH = 100;

const NOTHING_LEFT: Remains = {
  claim: null,
  outputs: null,
  cpuMs: null,
  peakRssBytes: null,
  leftovers: [],
  said: null,
};

function planOf(needsOf: (place: number) => readonly number[]): Plan {
  const places = Array.from({ length: STAGES }, (_, place) => place);
  return benchPlan(
    "bench",
    places.map((place) => benchStage(name(place), needsOf(place).map(name))),
  );
}

function name(place: number): string {
  return `stage-${place}`;
}

function chained(place: number): readonly number[] {
  return place % WIDTH === 0 ? [] : [place - 1];
}

function wide(place: number): readonly number[] {
  if (place < WIDTH) return [];
  const above = place - WIDTH - (place % WIDTH);
  return [0, 7, 31].map((step) => above + ((place + step) % WIDTH));
}

/** Carries one run to its end; returns milliseconds, and how many turns and events that took. */
function pass(plan: Plan): {
  readonly ms: number;
  readonly turns: number;
  readonly events: number;
} {
  let minted = 0;
  let up = 0;
  let events = 0;
  let turns = 0;
  const going: StartEffect[] = [];
  const context = (): Context => ({
    now: { at: 1_700_000_000_000 + up, up, boot: "boot" },
    hostSince: { at: 1_699_999_999_000, up: -1000, boot: "boot" },
    pidNamespace: "pid:[1]",
    maxRunning: 8,
    pools: {},
    mint: () => attemptId(`attempt-${(minted += 1)}`),
  });
  const take = (turn: Turn): Turn => {
    for (const effect of turn.effects) if (effect.kind === "start") going.push(effect);
    events += turn.events.length;
    turns += 1;
    return turn;
  };
  const run = runId("run");
  const began = performance.now();
  const first: Input = {
    kind: "trigger",
    command: 1,
    run,
    plan,
    planHash: "hash",
    trigger: "manual",
    rerun: null,
    by: "bench",
  };
  let turn = take(decide(EMPTY, [first], context()));
  for (let next = 0; next < going.length; next += 1) {
    const effect = going[next];
    if (effect === undefined) break;
    up += 1;
    const { stage, attempt } = effect;
    const record = { code: 0, ended: { at: 1_700_000_000_000 + up, up, boot: "boot" } };
    turn = take(
      decide(
        turn.state,
        [{ kind: "exited", run, stage, attempt, record, remains: NOTHING_LEFT, warning: null }],
        context(),
      ),
    );
  }
  const ms = performance.now() - began;
  const last = turn.touched.get(run)?.status;
  if (last?.is !== "ended" || last.as !== "succeeded") throw new Error("the run did not succeed");
  return { ms, turns, events };
}

function measure(name: string, needsOf: (place: number) => readonly number[]): void {
  const plan = planOf(needsOf);
  const cold = pass(plan);
  const warm = Array.from({ length: PASSES }, () => pass(plan).ms).sort((a, b) => a - b);
  const median = warm[Math.floor(PASSES / 2)] ?? NaN;
  console.log(
    `${name}: ${STAGES} stages, ${cold.turns} turns, ${cold.events} events: ` +
      `first ${cold.ms.toFixed(0)} ms, median of ${PASSES} ${median.toFixed(0)} ms`,
  );
  judge(`${name} / 10,000 stages`, (median * 10_000) / STAGES, 100, null, " ms");
  finish();
}

const GRAPHS = { "chains of 100": chained, "wide, 3 needs": wide } as const;

for (const [name, needsOf] of Object.entries(GRAPHS)) {
  if (GRAPH === undefined) {
    execFileSync(process.execPath, [import.meta.filename, `${STAGES}`, name], { stdio: "inherit" });
  } else if (GRAPH === name) {
    measure(name, needsOf);
  }
}
