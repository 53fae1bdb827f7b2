// The rows around a place: as many as a screen has above it, those of the screen, and as many below.

import type { Masker } from "../../../engine/host/mask.ts";
import type { LogAsk, LogPlace, LogRow, LogWindow } from "../../../ui/log/view.ts";
import { oneLine } from "../../../ui/sanitise.ts";
import { widthOf } from "../../../ui/width.ts";
import type { AttemptLog } from "./attempt-log.ts";
import { type LogDocument, type Stretch, isHeading } from "./document.ts";
import { maskedRows } from "./row-bytes.ts";
import { rowText } from "./row-text.ts";
import { type Span, rowStart, spanAt } from "./spans.ts";

/** Rows without an end are long: of those, so many bytes in a direction and no more. */
const MOST_BYTES = 32 * 1024 * 1024;

/** A row that is to be shown; its span is null for a heading. */
export interface Spot {
  readonly log: AttemptLog;
  readonly span: Span | null;
}

interface Collected {
  readonly spots: readonly Spot[];
  /** Whether there are no more in this direction. */
  readonly all: boolean;
}

export function windowOf(document: LogDocument, ask: LogAsk, mask: Masker): LogWindow {
  const { top, rows } = ask;
  const aboveTop = top === "end" ? 2 * rows : rows + ask.above;
  const before =
    top === "start" ? { spots: [], all: true } : collected(document.backward(top), -1, aboveTop);
  const after =
    top === "end" ? { spots: [], all: true } : collected(document.forward(top), 1, 2 * rows);
  const spots = [...before.spots.toReversed(), ...after.spots];
  return {
    ask,
    rows: rowsOf(spots, document, mask, ask),
    ...standing(document, ask, spots, before.spots.length, after.all),
    atStart: before.all,
    atEnd: after.all,
    added: 0,
    busy: null,
  };
}

/** What a window says of where it is. @param anchor - index of the row that `ask.top` names */
export function standing(
  document: LogDocument,
  ask: LogAsk,
  spots: readonly Spot[],
  anchor: number,
  atEnd: boolean,
): Pick<LogWindow, "top" | "bytes" | "share" | "labelColumns" | "isLive"> {
  const last = Math.max(0, spots.length - ask.rows);
  const wanted = ask.top === "end" ? last : Math.max(0, anchor - ask.above);
  const top = atEnd ? Math.min(last, wanted) : wanted;
  const first = spots[top];
  const before = first === undefined ? 0 : document.bytesBefore(placeOf(first));
  return {
    top,
    bytes: document.bytes,
    share: document.bytes === 0 ? 0 : before / document.bytes,
    labelColumns: hasLabels(document, ask)
      ? Math.max(0, ...document.logs.map((log) => widthOf(labelOf(log, document))))
      : 0,
    isLive: document.logs.some(({ isWhole }) => !isWhole),
  };
}

export function placeOf({ log, span }: Spot): LogPlace {
  return { attempt: log.attempt.id, offset: span?.from ?? -1 };
}

function collected(stretches: Iterable<Stretch>, direction: 1 | -1, most: number): Collected {
  const spots: Spot[] = [];
  let bytes = 0;
  for (const stretch of stretches) {
    for (const span of spansOf(stretch, direction)) {
      if (spots.length >= most || bytes > MOST_BYTES) return { spots, all: false };
      spots.push({ log: stretch.log, span });
      bytes += span === null ? 0 : span.to - span.from;
    }
  }
  return { spots, all: true };
}

function* spansOf(stretch: Stretch, direction: 1 | -1): Generator<Span | null> {
  const { log, from, to } = stretch;
  if (isHeading(stretch)) {
    yield null;
  } else if (direction === 1) {
    for (let at = from; at < to;) {
      const span = spanAt(log.file, at);
      yield span;
      at = span.next;
    }
  } else {
    for (let end = to; end > from;) {
      const span = spanAt(log.file, rowStart(log.file, end - 1));
      yield span;
      end = span.from;
    }
  }
}

/** The rows themselves: of each log in one go, since that is how secrets are looked for. */
export function rowsOf(
  spots: readonly Spot[],
  document: LogDocument,
  mask: Masker,
  ask: LogAsk,
): LogRow[] {
  const texts = new Map<Spot, string>();
  for (const [log, own] of Map.groupBy(spots, ({ log }) => log)) {
    const lines = own.flatMap((spot) => (spot.span === null ? [] : [{ spot, span: spot.span }]));
    const spans = lines.map(({ span }) => span);
    const bytes = maskedRows(log.file, spans, mask, log.isWhole);
    for (const [place, row] of bytes.entries()) {
      const spot = lines[place]?.spot;
      if (spot !== undefined) texts.set(spot, rowText(row, mask, true));
    }
  }
  return spots.map((spot) => {
    const { log, span } = spot;
    return {
      place: placeOf(spot),
      kind: span === null ? "heading" : "line",
      at: ask.times && span !== null ? timeOf(log, span.from) : null,
      label: hasLabels(document, ask) && span !== null ? labelOf(log, document) : null,
      text: texts.get(spot) ?? headingOf(log),
    };
  });
}

/** What has not been noted yet was written by when the log was. */
function timeOf(log: AttemptLog, offset: number): number | null {
  return log.index().at(offset) ?? log.attempt.endedAt ?? log.writtenAt;
}

/** With a filter the headings are not there to tell. */
function hasLabels({ apart }: LogDocument, { filter }: LogAsk): boolean {
  return apart === "labels" || (apart === "headings" && filter !== null);
}

/** "train", or "train 2" of its second try; below a stage only "try 2". */
export function labelOf({ attempt }: AttemptLog, { apart }: LogDocument): string {
  if (apart === "headings") return `try ${attempt.number}`;
  const stage = oneLine(attempt.stage);
  return attempt.number === 1 ? stage : `${stage} ${attempt.number}`;
}

export function headingOf({ attempt }: AttemptLog): string {
  return `${oneLine(attempt.stage)} · try ${attempt.number}`;
}
