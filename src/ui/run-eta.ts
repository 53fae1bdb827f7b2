// When a run is over: with the last of its stages, each of which begins behind its needs. Slots and places are not looked
// at, so where they are short a run takes longer than this says.
//
//   data ended ──▶ train, 37m left ──▶ promote, usually 8s ──▶ notify, usually 2s       ETA = now + 37m + 8s + 2s
//
// p95 is as if each stage of the path were late: it errs to the late side. Instants are epoch milliseconds.

import type { RunRow, StageState } from "../engine/rows.ts";
import type { StageKey } from "../pipeline/ids.ts";
import type { StageNeeds } from "./says.ts";
import { isBadEnd } from "./theme.ts";
import { type Eta, type History, type Left, type TimedStage, leftOf, usualOf } from "./eta.ts";

export interface EtaFacts {
  readonly run: Pick<RunRow, "state" | "dueAt">;
  /** In the order of the plan. */
  readonly stages: readonly TimedStage[];
  readonly needs: ReadonlyMap<StageKey, Pick<StageNeeds, "needs" | "if">>;
  readonly history: History;
}

/** Null where the run does not go on, waits for a person, or has a stage to come that nothing is known of. */
export function etaOf(facts: EtaFacts, now: number): Eta | null {
  if (facts.run.state !== "running") return null;
  const p50 = endOf(facts, now, (left) => left.p50);
  if (p50 === null) return null;
  const p95 = endOf(facts, now, (left) => left.p95);
  return { p50: Math.ceil(p50), p95: p95 === null ? null : Math.ceil(p95) };
}

type Take = (left: Extract<Left, { is: "known" }>) => number | null;
/** Null where it is not known when. */
type Instant = number | null;

function endOf(facts: EtaFacts, now: number, take: Take): Instant {
  const from = Math.max(now, facts.run.dueAt ?? now);
  const ends = new Map<StageKey, Instant>();
  const [normal, late] = inTwoParts(facts);
  const walk = (stages: readonly TimedStage[], all: Instant): void => {
    for (const stage of stages) {
      const own = facts.needs.get(stage.key);
      const ofNeeds = (own?.needs ?? []).map((need) => endIn(ends, need, from));
      const begin = isLastGuard(own) ? all : latest(ofNeeds, from);
      ends.set(stage.key, stageEnd(stage, facts, begin, now, take));
    }
  };
  walk(normal, from);
  walk(late, latest([...ends.values()], from));
  return latest([...ends.values()], now);
}

function endIn(ends: ReadonlyMap<StageKey, Instant>, key: StageKey, from: number): Instant {
  const end = ends.get(key);
  return end === undefined ? from : end;
}

function latest(ends: readonly Instant[], from: Instant): Instant {
  return ends.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)), from);
}

/** Guards without needs wait for all others: they, and what is below them, come after the rest. */
function inTwoParts({ stages, needs }: EtaFacts): readonly [TimedStage[], TimedStage[]] {
  const late = new Set<StageKey>();
  for (const { key } of stages) {
    const own = needs.get(key);
    if (isLastGuard(own) || own?.needs.some((need) => late.has(need)) === true) late.add(key);
  }
  return [stages.filter(({ key }) => !late.has(key)), stages.filter(({ key }) => late.has(key))];
}

type Needs = Pick<StageNeeds, "needs" | "if">;

function isLastGuard(own: Needs | undefined): boolean {
  return own !== undefined && own.if !== "success" && own.needs.length === 0;
}

/** What is to come of a stage in each state. */
const TO_COME: { readonly [State in StageState]: "all" | "rest" | "an answer" | "nothing" } = {
  pending: "all",
  queued: "all",
  retrying: "all",
  running: "rest",
  waiting: "an answer",
  succeeded: "nothing",
  cached: "nothing",
  skipped: "nothing",
  upstream_failed: "nothing",
  failed: "nothing",
  timed_out: "nothing",
  crashed: "nothing",
  cancelled: "nothing",
  rejected: "nothing",
};

function stageEnd(
  stage: TimedStage,
  facts: EtaFacts,
  begin: Instant,
  now: number,
  take: Take,
): Instant {
  switch (TO_COME[stage.state]) {
    case "all": {
      if (isSpared(facts, stage)) return begin;
      const due = latest([begin], stage.dueAt ?? now);
      return after(due, usualOf(facts.history, stage.key), take);
    }
    case "rest":
      return after(now, leftOf(stage, facts.history, now), take);
    case "an answer":
      return null;
    case "nothing":
      return now;
  }
}

/** What only runs after a failure is spared as long as there is none. */
function isSpared({ stages, needs }: EtaFacts, { key, state }: TimedStage): boolean {
  const isOnFailure = state === "pending" && needs.get(key)?.if === "failure";
  return isOnFailure && !stages.some((other) => isBadEnd(other.state));
}

function after(begin: Instant, left: Left, take: Take): Instant {
  const ms = left.is === "known" ? take(left) : null;
  return begin === null || ms === null ? null : begin + ms;
}
