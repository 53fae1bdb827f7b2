// What happened of late in a home, in the order of its events, in words: runs that began and ended, stages that ended, tries
// that failed and when the next one comes, people who are asked. What a run did at one moment is one piece of news.

import type { Masker } from "../../engine/host/mask.ts";
import type { Event } from "../../engine/event.ts";
import { runName } from "../../engine/run.ts";
import type { RunId } from "../../pipeline/ids.ts";
import { eventOf } from "../../store/event-log.ts";
import type { Reader } from "../../store/reader.ts";
import type { News, NewsPart } from "../../ui/dashboard/view.ts";
import { countdown } from "../../ui/format.ts";
import { oneLine, plainText } from "../../ui/sanitise.ts";
import { ATTEMPT_MARKS, type Mark, RUN_MARKS, STAGE_MARKS, isBadEnd } from "../../ui/theme.ts";

const MOST_EVENTS = 400;
/** Who is further behind begins anew (semantics 5.11). */
const FAR_BEHIND = 10_000;
const MOST_KEPT = 40;
/** What happens within so long is one moment. */
const MOMENT_MS = 1000;

export interface NewsFeed {
  /** The oldest first; the same list where nothing is new. */
  readonly read: () => readonly News[];
}

type Item = readonly NewsPart[];

export function newsFeed(reader: Reader, masks: (run: RunId) => Masker): NewsFeed {
  let seen = Math.max(0, reader.events.last() - MOST_EVENTS);
  let news: readonly News[] = [];
  const names = new Map<RunId, string>();

  function nameOf(run: RunId): string {
    const known = names.get(run);
    if (known !== undefined) return known;
    const row = reader.runs.get(run);
    if (row === null) return "";
    const name = plainText(runName(row));
    names.set(run, name);
    return name;
  }

  return {
    read: () => {
      const last = reader.events.last();
      if (last - seen > FAR_BEHIND) {
        seen = last - MOST_EVENTS;
        news = [];
      }
      const rows = reader.events.since(seen, MOST_EVENTS, null);
      if (rows.length === 0) return news;
      const next = [...news];
      for (const row of rows) {
        seen = row.seq;
        const item = itemOf(eventOf(row), row.at);
        if (item === null) continue;
        const mask = row.runId === null ? null : masks(row.runId);
        const hidden = item.map(({ mark, text }) => ({ mark, text: mask?.text(text) ?? text }));
        const name = row.runId === null ? "" : nameOf(row.runId);
        const last = next.at(-1);
        if (last?.name === name && row.at - last.at < MOMENT_MS && last.items.length < MOST_ITEMS)
          next[next.length - 1] = { ...last, items: [...last.items, hidden] };
        else next.push({ id: row.seq, at: row.at, name, items: [hidden] });
      }
      news = next.slice(-MOST_KEPT);
      return news;
    },
  };
}

const MOST_ITEMS = 4;
const plain = (text: string): NewsPart => ({ mark: null, text: oneLine(text) });
const marked = (mark: Mark, text = ""): NewsPart => ({ mark, text: oneLine(text) });

type Telling = {
  readonly [Kind in Event["kind"]]?: (
    event: Extract<Event, { readonly kind: Kind }>,
    at: number,
  ) => Item;
};

/** What is not here is no news to a person. */
const TELLING: Telling = {
  "run.started": () => [plain("started")],
  "run.ended": ({ as, reason }) => {
    const mark = RUN_MARKS[as];
    return [marked(mark, reason === null ? mark.word : `${mark.word}: ${reason}`)];
  },
  "round.opened": ({ round, by }) => [plain(`round ${round} by ${by}`)],
  "stage.ended": ({ stage, end }) => {
    const reason = "reason" in end ? end.reason : null;
    const isTold = isBadEnd(end.is) && reason !== null;
    return [plain(stage), marked(STAGE_MARKS[end.is], isTold ? reason : "")];
  },
  "stage.waiting": ({ stage, message }) => [plain(stage), marked(STAGE_MARKS.waiting, message)],
  "stage.retrying": ({ stage, cause, due }, at) => {
    const next = `next try in ${countdown(Math.max(0, due.at - at))}`;
    return [plain(stage), marked(ATTEMPT_MARKS.failed, `${cause}, ${next}`)];
  },
  "run.stopping": ({ why }) => [
    plain(why.is === "timeout" ? "its time is over" : `cancelled by ${why.by}`),
  ],
  "host.holding": ({ cause }) => [plain(`the host waits: ${cause}`)],
  "host.draining": ({ by }) => [plain(`the host drains, asked by ${by}`)],
  "host.drain_off": ({ by }) => [plain(`the host works as usual, asked by ${by}`)],
  "host.took_over": ({ by }) => [plain(`what ran in the copied home is taken over by ${by}`)],
};

function itemOf(event: Event, at: number): Item | null {
  const tell = TELLING[event.kind] as ((event: Event, at: number) => Item) | undefined;
  return tell?.(event, at) ?? null;
}
