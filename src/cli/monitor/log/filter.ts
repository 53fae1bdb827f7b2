// The rows of a document that hold a text, found outwards from where somebody looks, and no farther than is looked at: the
// last ones of 1 GB are there at once though there are millions. What is known is shown while more is found.
//
//   ◀── above, newest last ──│ where looking began │── below ──▶      then what is appended, as it comes

import { type Masker, NO_MASK } from "../../../engine/host/mask.ts";
import type { AttemptId } from "../../../pipeline/ids.ts";
import type { LogAsk, LogPlace, LogWindow } from "../../../ui/log/view.ts";
import type { AttemptLog } from "./attempt-log.ts";
import { type Block, blocksOf, turns } from "./blocks.ts";
import type { LogDocument } from "./document.ts";
import { probeFor } from "./find.ts";
import { type Probe, fitting } from "./probe.ts";
import { type Span, rowStart } from "./spans.ts";
import { type Spot, rowsOf, standing } from "./window.ts";

export interface Filtered {
  readonly window: (document: LogDocument, ask: LogAsk, mask: Masker) => LogWindow;
  readonly stop: () => void;
}

interface Hit {
  readonly attempt: AttemptId;
  readonly span: Span;
}

const MOST_FOLLOWED = 20_000;
/** Nobody has asked for so long: looking goes on when somebody does. */
const REST_MS = 3000;
const TELL_MS = 100;

/** @param changed - called when there is more to see */
export function filtered(text: string, changed: () => void): Filtered {
  const probe = probeFor(text);
  let found = emptyFrom("end");
  let now: { readonly document: LogDocument; readonly mask: Masker; readonly ask: LogAsk } | null =
    null;
  let working: AbortController | null = null;
  let askedAt = 0;

  function begin(document: LogDocument, from: LogAsk["top"]): void {
    found = emptyFrom(from);
    if (from !== "start") found.up = blocksOf(document.backward(from), -1);
    if (from !== "end") found.down = blocksOf(document.forward(from), 1);
    for (const log of document.logs) found.read.set(log.attempt.id, completeSize(log));
  }

  /** What was written since all was gone through. */
  function goOn(document: LogDocument): void {
    if (found.down !== null) return;
    const grown = document.logs.flatMap((log) => {
      const from = found.read.get(log.attempt.id) ?? 0;
      const to = completeSize(log);
      found.read.set(log.attempt.id, Math.max(from, to));
      return to > from ? [{ log, from, to }] : [];
    });
    if (grown.length > 0) found.down = blocksOf(grown, 1);
  }

  function toDo(): "up" | "down" | null {
    if (now === null || performance.now() - askedAt > REST_MS) return null;
    return wanted(found, now.ask, now.document);
  }

  async function work(signal: AbortSignal, probe: Probe): Promise<void> {
    const turn = turns(signal);
    let toldAt = performance.now();
    for (let direction = toDo(); direction !== null; direction = toDo()) {
      await turn();
      step(found, direction, probe, now?.mask ?? NO_MASK);
      if (performance.now() - toldAt > TELL_MS) {
        toldAt = performance.now();
        changed();
      }
    }
  }

  function start(): void {
    if (working !== null || probe === null || now === null) return;
    if (wanted(found, now.ask, now.document) === null) return;
    const own = new AbortController();
    working = own;
    work(own.signal, probe)
      .catch((error: unknown) => {
        if (!own.signal.aborted) throw error;
      })
      .finally(() => {
        if (working !== own) return;
        working = null;
        changed();
      });
  }

  return {
    window: (document, ask, mask) => {
      askedAt = performance.now();
      if (now === null || !holds(found, document, ask.top)) begin(document, ask.top);
      if (ask.top === "end" && found.below.length > MOST_FOLLOWED) begin(document, "end");
      now = { document, ask, mask };
      goOn(document);
      start();
      return windowOf(found, document, ask, mask);
    },
    stop: () => {
      working?.abort();
      working = null;
      now = null;
    },
  };
}

interface Found {
  readonly from: LogAsk["top"];
  /** Away from where it began: the nearest first. */
  readonly above: Hit[];
  readonly below: Hit[];
  /** What has still to be gone through; null when all was. */
  up: Iterator<Block, void> | null;
  down: Iterator<Block, void> | null;
  /** Up to where each log was given to be gone through. */
  readonly read: Map<AttemptId, number>;
  seen: number;
}

function emptyFrom(from: LogAsk["top"]): Found {
  return { from, above: [], below: [], up: null, down: null, read: new Map(), seen: 0 };
}

/** Up to where its rows can't change any more. */
function completeSize({ file, isWhole }: AttemptLog): number {
  if (isWhole || file.size === 0) return file.size;
  return file.slice(file.size - 1, file.size)[0] === 10 ? file.size : rowStart(file, file.size - 1);
}

/** Whether the rows around a place are found by going on from what there is. */
function holds({ above, below, up, down, from }: Found, document: LogDocument, top: LogAsk["top"]) {
  if (top === "start") return up === null;
  if (top === "end") return down === null || from === "end";
  const [first, last] = [above.at(-1) ?? below[0], below.at(-1) ?? above[0]];
  if (first === undefined || last === undefined) return up === null && down === null;
  const isBelow = up === null || document.compare(placeIn(first), top) <= 0;
  return isBelow && (down === null || document.compare(top, placeIn(last)) <= 0);
}

function placeIn({ attempt, span }: Hit): LogPlace {
  return { attempt, offset: span.from };
}

/** The direction in which rows are missing, the screen's own first; one more than is shown, to know whether there is one. */
function wanted(found: Found, ask: LogAsk, document: LogDocument): "up" | "down" | null {
  const anchor = anchorOf(found, ask.top, document);
  const count = found.above.length + found.below.length;
  const isFollowing = ask.top === "end";
  if (found.down !== null && (isFollowing || count - anchor <= 2 * ask.rows)) return "down";
  const above = isFollowing ? 2 * ask.rows : ask.rows + ask.above;
  return found.up !== null && anchor <= above ? "up" : null;
}

/** Goes through one block. */
function step(found: Found, direction: "up" | "down", probe: Probe, mask: Masker): void {
  const next = found[direction]?.next();
  if (next === undefined || next.value === undefined) {
    found[direction] = null;
    return;
  }
  const block = next.value;
  const { id } = block.log.attempt;
  // The last row of a log that goes on may change: it is looked at when it is whole.
  const end = found.read.get(id) ?? 0;
  const hits = fitting(block, probe, mask)
    .filter(({ from }) => from < end)
    .map((span) => ({ attempt: id, span }));
  if (direction === "down") found.below.push(...hits);
  else found.above.push(...hits.toReversed());
  found.seen += block.to - block.from;
}

/** The index, counted from the first that is known, of the row at a place or behind it. */
function anchorOf({ above, below }: Found, top: LogAsk["top"], document: LogDocument): number {
  if (top === "start") return 0;
  const count = above.length + below.length;
  if (top === "end") return count;
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    const hit = hitAt(above, below, middle);
    if (hit !== undefined && document.compare(placeIn(hit), top) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function hitAt(above: readonly Hit[], below: readonly Hit[], index: number): Hit | undefined {
  return index < above.length ? above[above.length - 1 - index] : below[index - above.length];
}

function windowOf(found: Found, document: LogDocument, ask: LogAsk, mask: Masker): LogWindow {
  const { above, below } = found;
  const count = above.length + below.length;
  const anchor = anchorOf(found, ask.top, document);
  const first = Math.max(0, anchor - (ask.top === "end" ? 2 * ask.rows : ask.rows + ask.above));
  const last = Math.min(count, anchor + (ask.top === "end" ? 0 : 2 * ask.rows));
  const logs = new Map(document.logs.map((log) => [log.attempt.id, log]));
  const spots: Spot[] = [];
  for (let index = first; index < last; index += 1) {
    const hit = hitAt(above, below, index);
    const log = hit === undefined ? undefined : logs.get(hit.attempt);
    if (hit !== undefined && log !== undefined) spots.push({ log, span: hit.span });
  }
  const atEnd = found.down === null && last === count;
  const isBusy = wanted(found, ask, document) !== null;
  const percent = Math.min(99, Math.floor((100 * found.seen) / Math.max(1, document.bytes)));
  return {
    ask,
    rows: rowsOf(spots, document, mask, ask),
    ...standing(document, ask, spots, anchor - first, atEnd),
    atStart: found.up === null && first === 0,
    atEnd,
    added: 0,
    busy: isBusy ? `filtering ${percent} %` : null,
  };
}
