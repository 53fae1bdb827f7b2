// What people are told of a run, from what the home knows of it: the cause first, then stage, run and how long, the numbers of the
// model where there are any, and at the end the command to look closer.

import { createHash } from "node:crypto";
import type { Message, MessageFacts, MessageLevel } from "../../engine/message.ts";
import { foldAll } from "../../engine/fold.ts";
import { outcomeOf } from "../../engine/outcome.ts";
import type { RunEnd } from "../../engine/outcome-words.ts";
import type { StageRow } from "../../engine/rows.ts";
import { runName } from "../../engine/run.ts";
import type { Plan } from "../../pipeline/plan.ts";
import { exactDuration } from "../../ui/format.ts";
import { oneLine, plainText } from "../../ui/sanitise.ts";
import { maskOfRun } from "../masking.ts";
import { notesOf } from "../notes.ts";
import { eventsOfRun } from "../run-events.ts";
import { modelFacts, modelLine } from "./model-facts.ts";
import type { StepHome } from "./step-home.ts";

interface Told {
  readonly as: RunEnd | "running";
  readonly reason: string | null;
}

const LEVELS: { readonly [As in Told["as"]]?: MessageLevel } = {
  running: "ok",
  succeeded: "ok",
  partial: "warn",
};

const NEWS: { readonly [As in Told["as"]]?: string } = {
  running: "all goes well so far",
  succeeded: "all went well",
};

/** The id that a message has on every try (semantics 8.4). */
function messageId({ run, stage }: StepHome, channel: string): string {
  const of = [run.id, String(run.round), stage.key, channel].join("\0");
  return `msg_${createHash("sha256").update(of).digest("hex").slice(0, 32)}`;
}

/** All but the id, which is the channel's. */
export function composed(
  home: StepHome,
  own: string | null,
  at: number,
): (channel: string) => Message {
  const { run, plan, reader } = home;
  const rows = reader.stages.stages(run.id);
  const outcome = outcomeBut(home, rows);
  const model = modelFacts(home, rows);
  const mask = maskOfRun(reader, run.id);
  const clean = (text: string): string => oneLine(plainText(mask.text(text)));
  const [stage, cause] = splitReason(outcome.reason === null ? null : clean(outcome.reason));
  const durationMs = run.startedAt === null ? null : at - run.startedAt;
  const facts: MessageFacts = {
    pipeline: run.pipeline,
    run: runName(run),
    stage,
    state: outcome.as,
    cause,
    durationMs,
    model,
  };
  const title = clean(outcome.reason ?? goodNews(plan, rows) ?? NEWS[outcome.as] ?? outcome.as);
  const took = durationMs === null ? "" : ` after ${exactDuration(durationMs)}`;
  const lines = [
    `${runName(run)} ${outcome.as.replace("_", " ")}${took}`,
    ...(model === null ? notesOf(plan, rows, reader.metrics.ofRun(run.id)) : [modelLine(model)]),
    ...(own === null ? [] : [own]),
  ].map(clean);
  const looks = LEVELS[outcome.as] === "ok" ? "show" : "explain";
  return (channel) => ({
    id: messageId(home, channel),
    at,
    event: `run.${outcome.as}`,
    level: LEVELS[outcome.as] ?? "bad",
    title,
    lines,
    command: `dagtop ${looks} ${runName(run)}`,
    subject: run.pipeline,
    facts,
  });
}

/** What the run has come to by now, whatever becomes of its notifications. */
function outcomeBut({ reader, run, plan, stage: own }: StepHome, rows: readonly StageRow[]): Told {
  const telling = new Set(
    plan.stages.filter(({ uses }) => uses === "notify").map(({ key }) => key),
  );
  const stages = plan.stages.map((stage) =>
    telling.has(stage.key) ? { ...stage, onFail: "ignore" as const } : stage,
  );
  const folded = foldAll(eventsOfRun(reader, run.id), { ...plan, stages });
  if (folded === null) throw new Error(`the run of ${own.key} has no events`);
  const outcome = outcomeOf(folded);
  const goesOn = rows.some(({ key, endedAt }) => endedAt === null && !telling.has(key));
  return goesOn && outcome.as === "succeeded" ? { as: "running", reason: null } : outcome;
}

/** "train: exit 1" is of the stage train. */
function splitReason(reason: string | null): [string | null, string | null] {
  const [, stage, cause] = /^([^:\s]+): (.*)$/s.exec(reason ?? "") ?? [];
  return stage === undefined ? [null, reason] : [stage, cause ?? null];
}

/** What a promotion said of itself. */
function goodNews({ stages }: Plan, rows: readonly StageRow[]): string | null {
  const promotes = new Set(stages.filter(({ uses }) => uses === "promote").map(({ key }) => key));
  return rows.findLast(({ key, reason }) => promotes.has(key) && reason !== null)?.reason ?? null;
}
