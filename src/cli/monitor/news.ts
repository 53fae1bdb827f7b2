// What happened of late in a home, a line for each moment of a run: read behind a cursor, so that a look costs only what
// is new. What would only fill the screen is not told: that a stage begins, waits for its needs, or was skipped.

import type { Masker } from "../../engine/host/mask.ts";
import type { AttemptId, RunId } from "../../pipeline/ids.ts";
import { type Event, type RunEvent, isRunEvent } from "../../engine/event.ts";
import { runName } from "../../engine/run.ts";
import { type EventRow, eventOf } from "../../store/event-log.ts";
import type { Reader } from "../../store/reader.ts";
import type { News, NewsPart } from "../../ui/dashboard/view.ts";
import { duration } from "../../ui/format.ts";
import { oneLine, plainText } from "../../ui/sanitise.ts";
import { ATTEMPT_MARKS, RUN_MARKS, STAGE_MARKS, isBadEnd } from "../../ui/theme.ts";

export interface NewsFeed {
  /** The same object where nothing has happened that is told. */
  readonly read: () => readonly News[];
}

/** Who comes late gets only the end of what happened. */
const MOST_BEHIND = 400;
const MOST_KEPT = 40;
/** What happens in one moment is told in one line, as far as there is room. */
const MOST_ITEMS = 8;

type Item = readonly NewsPart[];

export function newsFeed(reader: Reader, masks: (run: RunId) => Masker): NewsFeed {
  const names = new Map<RunId, string>();
  const tries = new Map<AttemptId, { readonly number: number; readonly at: number }>();
  let cursor = -1;
  let news: readonly News[] = [];

  function nameOf(run: RunId): string {
    const known = names.get(run);
    if (known !== undefined) return known;
    const row = reader.runs.get(run);
    const name = row === null ? "" : plainText(runName(row));
    names.set(run, name);
    return name;
  }

  function told(event: Event): Item | null {
    if (isRunEvent(event)) return ofRun(event);
    if (event.kind !== "host.holding") return null;
    return [words("nothing is started:"), words(oneLine(event.cause))];
  }

  function ofRun(event: RunEvent): Item | null {
    switch (event.kind) {
      case "attempt.starting":
        tries.set(event.attempt, { number: event.number, at: event.now.at });
        return null;
      case "attempt.ended": {
        const begun = tries.get(event.attempt) ?? null;
        tries.delete(event.attempt);
        return attemptItem(event, begun);
      }
      default:
        return itemOf(event);
    }
  }

  function add(row: EventRow): void {
    const item = told(eventOf(row));
    if (item === null) return;
    const mask = row.runId === null ? null : masks(row.runId);
    const shown = mask === null || mask.none ? item : maskedItem(item, mask);
    const name = row.runId === null ? "" : nameOf(row.runId);
    const last = news.at(-1);
    const isSameMoment =
      last !== undefined &&
      last.name === name &&
      Math.floor(last.at / 1000) === Math.floor(row.at / 1000) &&
      last.items.length < MOST_ITEMS;
    news = isSameMoment
      ? [...news.slice(0, -1), { ...last, items: [...last.items, shown] }]
      : [...news, { id: row.seq, at: row.at, name, items: [shown] }].slice(-MOST_KEPT);
  }

  return {
    read: () => {
      const last = reader.events.last();
      const from = Math.max(cursor, last - MOST_BEHIND);
      for (const row of reader.events.since(from, MOST_BEHIND, null)) {
        add(row);
        cursor = row.seq;
      }
      // What began long ago and is still going on is told without its time when it ends.
      if (tries.size > 2 * MOST_BEHIND) tries.clear();
      if (names.size > 2 * MOST_BEHIND) names.clear();
      return news;
    },
  };
}

const words = (text: string): NewsPart => ({ mark: null, text });

function maskedItem(item: Item, mask: Masker): Item {
  return item.map(({ mark, text }) => ({ mark, text: mask.text(text) }));
}

type Ended = Extract<RunEvent, { readonly kind: "attempt.ended" }>;

function attemptItem(
  { stage, as, endedAt, cause }: Ended,
  begun: { readonly number: number; readonly at: number } | null,
): Item | null {
  const name = plainText(stage);
  const mark = ATTEMPT_MARKS[as];
  if (as === "succeeded") {
    const took = begun === null ? "" : duration(endedAt - begun.at);
    return [words(name), { mark, text: took }];
  }
  if (!isBadEnd(as)) return null;
  const which = begun === null ? name : `${name} try ${begun.number}`;
  return [words(which), { mark, text: cause === null ? mark.word : oneLine(cause) }];
}

type Other = Exclude<RunEvent, { readonly kind: "attempt.starting" | "attempt.ended" }>;

function itemOf(event: Other): Item | null {
  switch (event.kind) {
    case "run.created":
      return [words(beganText(event))];
    case "run.waiting":
      return [{ mark: RUN_MARKS.queued, text: oneLine(event.reason) }];
    case "round.opened":
      return [
        words(`round ${event.round}${event.due === null ? ` by ${plainText(event.by)}` : ""}`),
      ];
    case "stage.waiting":
      return [
        { mark: STAGE_MARKS.waiting, text: plainText(event.stage) },
        words(oneLine(event.message)),
      ];
    case "stage.retrying":
      return [words(`${plainText(event.stage)} tries again`)];
    case "stage.ended":
      return stageItem(event);
    case "run.stopping":
      return [words(stopText(event.why))];
    case "run.ended": {
      const mark = RUN_MARKS[event.as];
      const why = event.reason === null ? mark.word : `${mark.word}: ${oneLine(event.reason)}`;
      return [{ mark, text: why }];
    }
    case "run.started":
    case "run.clock":
    case "run.always_limit":
    case "stage.queued":
    case "stage.taken_over":
    case "stage.hashed":
    case "attempt.running":
    case "attempt.stopping":
      return null;
  }
}

/** What an attempt came to was told with it; an answer, and what could not begin, has none. */
function stageItem({
  stage,
  end,
}: Extract<RunEvent, { readonly kind: "stage.ended" }>): Item | null {
  const mark = STAGE_MARKS[end.is];
  if (end.is === "succeeded" && end.reason === null) return null;
  if (end.is !== "succeeded" && end.is !== "rejected") return null;
  return [words(plainText(stage)), { mark, text: oneLine(end.reason ?? mark.word) }];
}

function beganText({
  trigger,
  by,
  rerun,
}: Extract<RunEvent, { readonly kind: "run.created" }>): string {
  if (rerun !== null) return `rerun of ${plainText(rerun.name)} by ${plainText(by)}`;
  return trigger === "manual" ? `triggered by ${plainText(by)}` : `triggered by ${trigger}`;
}

function stopText(why: Extract<RunEvent, { readonly kind: "run.stopping" }>["why"]): string {
  switch (why.is) {
    case "cancel":
      return `cancelled by ${plainText(why.by)}`;
    case "kill":
      return `killed by ${plainText(why.by)}`;
    case "timeout":
      return "its time ran out";
  }
}
