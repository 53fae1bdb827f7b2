// Which log is looked at, by the run that it belongs to: its name for the header, and the logs beside it.

import type { AttemptId, StageKey } from "../../pipeline/ids.ts";
import type { StageView } from "../project.ts";
import type { RunPageView } from "../run/view.ts";
import type { LogTarget } from "./view.ts";

function stageOf(page: RunPageView | null, key: StageKey): StageView | null {
  return page?.run.stages.find((stage) => stage.key === key) ?? null;
}

/** "pricecheck#42 train · try 2", "pricecheck#42 train", "pricecheck#42" */
export function targetTitle(target: LogTarget, page: RunPageView | null): string {
  const isOwn = page !== null && page.run.id === target.run;
  if (!isOwn) return "log";
  if (target.is === "run") return page.run.name;
  const stage = stageOf(page, target.stage);
  const name = `${page.run.name} ${stage?.name ?? ""}`.trimEnd();
  if (target.is === "stage") return name;
  const attempt = stage?.attempts.find(({ id }) => id === target.attempt);
  return attempt === undefined ? name : `${name} · try ${attempt.number}`;
}

/** The try before or behind the one that is shown; null where there is none. */
export function otherTry(
  target: LogTarget,
  page: RunPageView | null,
  by: 1 | -1,
): LogTarget | null {
  if (target.is !== "attempt") return null;
  const attempts = stageOf(page, target.stage)?.attempts ?? [];
  const at = attempts.findIndex(({ id }) => id === target.attempt);
  const other = at < 0 ? undefined : attempts[at + by];
  return other === undefined ? null : { ...target, attempt: other.id };
}

/**
 * From one try to its whole stage, to its whole run, and from there to one try.
 *
 * @param shown - the attempt whose line is shown first
 */
export function wider(
  target: LogTarget,
  page: RunPageView | null,
  shown: AttemptId | null,
): LogTarget {
  const { run } = target;
  if (target.is === "attempt") return { is: "stage", run, stage: target.stage };
  if (target.is === "stage") return { is: "run", run };
  const stage = page?.run.stages.find(({ attempts }) => attempts.some(({ id }) => id === shown));
  return stage === undefined || shown === null
    ? target
    : { is: "attempt", run, stage: stage.key, attempt: shown };
}
