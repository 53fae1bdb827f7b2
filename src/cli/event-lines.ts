// Events as they are printed: one line of JSON each, read behind a cursor in pages. The host has hidden secrets in them
// before they were stored; they are hidden again, as in every view.

import { runName } from "../engine/run.ts";
import type { RunId } from "../pipeline/ids.ts";
import type { EventRow } from "../store/event-log.ts";
import type { Reader } from "../store/reader.ts";
import { maskedValue, masksOfRuns } from "./masking.ts";
import { readerHasGone, sayJson } from "./output.ts";
import { eventShape } from "./shapes.ts";

const PAGE = 500;

export interface EventPrinter {
  /** Prints what is new. */
  readonly more: () => void;
}

/** @param run - only of this run, or null for all of the home */
export function eventPrinter(reader: Reader, run: RunId | null, since: number): EventPrinter {
  const names = new Map<RunId, string>();
  const masks = masksOfRuns(reader);
  let cursor = since;

  function nameOf({ runId }: EventRow): string | null {
    if (runId === null) return null;
    const known = names.get(runId);
    if (known !== undefined) return known;
    const row = reader.runs.get(runId);
    if (row === null) return null;
    names.set(runId, runName(row));
    return runName(row);
  }

  return {
    more: () => {
      for (;;) {
        const rows = reader.events.since(cursor, PAGE, run);
        for (const row of rows) {
          const shape = eventShape(row, nameOf(row));
          sayJson(row.runId === null ? shape : maskedValue(shape, masks(row.runId)));
          cursor = row.seq;
        }
        if (rows.length < PAGE || readerHasGone()) return;
      }
    },
  };
}
