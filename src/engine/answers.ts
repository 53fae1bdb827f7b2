// What is waited for outside attempts: a person's yes or no (semantics 8.3), and what the files of a cached stage come
// to (8.2).

import type { RunId } from "../pipeline/ids.ts";
import { type Draft, emit, runOf } from "./draft.ts";
import type { AnswerInput, HashInput } from "./input.ts";
import { isDue } from "./instant.ts";
import { makeReady } from "./readiness.ts";
import { type Run, runName, stageAt } from "./run.ts";

/** Who answers twice is told what was answered first; nothing changes by the second. */
export function answer(draft: Draft, input: AnswerInput): void {
  const { run: id, stage, by, approved } = input;
  const refuse = (text: string): void => {
    draft.results.push({ command: input.command, ok: false, text });
  };
  const run = draft.runs.get(id);
  if (run === undefined) return refuse("that run has ended");
  const index = run.shape.index.get(stage);
  const plan = index === undefined ? undefined : run.shape.stages[index];
  if (index === undefined || plan === undefined)
    return refuse(`${runName(run)} has no stage ${stage}`);
  const name = `${stage} of ${runName(run)}`;
  const { status } = stageAt(run, index);
  if (plan.command.is !== "approval") return refuse(`${name} does not wait for a person`);
  if (status.is !== "waiting") return refuse(`${name} is ${status.is}, it does not wait`);
  if (input.round !== run.round) return refuse(`${name} is in round ${run.round} now`);
  if (!mayAnswer(plan.command.by, by))
    return refuse(`only ${plan.command.by.join(", ")} may answer ${name}, not ${by}`);
  const said = input.message === null ? "" : `: ${input.message}`;
  const endedAt = draft.context.now.at;
  const end = approved
    ? ({ is: "succeeded", endedAt, reason: `approved by ${by}${said}` } as const)
    : ({ is: "rejected", endedAt, reason: `rejected by ${by}${said}` } as const);
  emit(draft, { kind: "stage.ended", run: id, stage, end }, index);
  draft.results.push({
    command: input.command,
    ok: true,
    run: id,
    text: approved ? "approved" : "rejected",
  });
}

/** `by` may say more than the name: "ada from 10.0.0.7", "ada as root". */
function mayAnswer(names: readonly string[], by: string): boolean {
  return names.length === 0 || names.includes(by) || names.includes(by.split(" ")[0] ?? "");
}

/** Ends what nobody has answered in time. */
export function endUnanswered(draft: Draft, id: RunId): void {
  const { now } = draft.context;
  for (const index of runOf(draft, id).waiting) {
    const run = runOf(draft, id);
    const plan = run.shape.stages[index];
    const { status } = stageAt(run, index);
    if (plan === undefined || status.is !== "waiting" || status.due === null) continue;
    if (!isDue(status.due, now)) continue;
    const end = { is: "timed_out", endedAt: now.at, reason: "nobody answered in time" } as const;
    emit(draft, { kind: "stage.ended", run: id, stage: plan.key, end }, index);
  }
}

/** An answer of another round, or for a stage that has ended meanwhile, changes nothing. */
export function hashing(draft: Draft, input: HashInput): void {
  const run = draft.runs.get(input.run);
  const index = run?.shape.index.get(input.stage);
  if (run === undefined || index === undefined || input.round !== run.round) return;
  const { status } = stageAt(run, index);
  if (status.is !== "queued" || status.for.is !== "hash") return;
  settleFiles(draft, run, index, input);
}

function settleFiles(draft: Draft, run: Run, index: number, input: HashInput): void {
  const { id } = run;
  const { stage } = input;
  const endedAt = draft.context.now.at;
  const of = { run: id, stage };
  switch (input.kind) {
    case "hashing": {
      const { done, total } = input;
      return emit(draft, { kind: "stage.queued", ...of, for: { is: "hash", done, total } }, index);
    }
    case "unhashed": {
      const reason = `could not start: ${input.cause}`;
      const end = { is: "failed", endedAt, reason } as const;
      return emit(draft, { kind: "stage.ended", ...of, end }, index);
    }
    case "hashed": {
      const isNamed = run.rerun?.fresh.includes(stage) === true;
      if (input.hit === null || isNamed) {
        const { hashed } = input;
        const miss = isNamed ? "this rerun names it" : input.miss;
        emit(draft, { kind: "stage.hashed", ...of, ...hashed, miss }, index);
        return makeReady(draft, id, index);
      }
      return emit(
        draft,
        {
          kind: "stage.taken_over",
          ...of,
          from: input.hit.run,
          end: { is: "cached", endedAt, reason: `unchanged since ${input.hit.run}` },
          outputs: input.hit.outputs,
        },
        index,
      );
    }
  }
}
