// Looks for a row in either direction, block by block, in pieces that leave the rest of the program its turn.

import type { Masker } from "../../../engine/host/mask.ts";
import { matcherOf } from "../../../ui/log/match.ts";
import { type LogPlace, samePlace } from "../../../ui/log/view.ts";
import { type Block, blocksOf, turns } from "./blocks.ts";
import type { LogDocument } from "./document.ts";
import { type Probe, both, fitting, probeOf } from "./probe.ts";

/** What goes on for a while: it can be given up, and says how far it is. */
export interface Course {
  readonly signal: AbortSignal;
  /** @param share - 0 to 1 */
  readonly progress: (share: number) => void;
}

/** Null for an empty text: everything fits. */
export function probeFor(text: string | null): Probe | null {
  return text === null || text === "" ? null : probeOf(matcherOf(text));
}

export function queryProbe(query: string, filter: string | null): Probe {
  const probe = probeOf(matcherOf(query));
  const narrower = probeFor(filter);
  return narrower === null ? probe : both(probe, narrower);
}

/**
 * The next row that fits behind a place, or before it.
 *
 * @throws the signal's reason when it is aborted
 */
export async function findRow(
  document: LogDocument,
  probe: Probe,
  mask: Masker,
  from: LogPlace | "start" | "end",
  direction: 1 | -1,
  course: Course,
): Promise<LogPlace | null> {
  const turn = turns(course.signal);
  let seen = 0;
  for (const block of blocksAround(document, from, direction)) {
    await turn();
    const places = fitting(block, probe, mask)
      .map((span): LogPlace => ({ attempt: block.log.attempt.id, offset: span.from }))
      .filter((place) => typeof from === "string" || !samePlace(place, from));
    const found = places.at(direction === 1 ? 0 : -1);
    if (found !== undefined) return found;
    seen += block.to - block.from;
    course.progress(seen / Math.max(1, document.bytes));
  }
  return null;
}

function blocksAround(
  document: LogDocument,
  from: LogPlace | "start" | "end",
  direction: 1 | -1,
): Iterable<Block> {
  if (direction === 1) return from === "end" ? [] : blocksOf(document.forward(from), 1);
  return from === "start" ? [] : blocksOf(document.backward(from), -1);
}
