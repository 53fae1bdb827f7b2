// All events of a run, as the engine has them: what a run is folded from.

import { type RunEvent, isRunEvent } from "../engine/event.ts";
import type { RunId } from "../pipeline/ids.ts";
import { eventOf } from "../store/event-log.ts";
import type { Reader } from "../store/reader.ts";

const PAGE = 5000;

export function eventsOfRun(reader: Reader, run: RunId): RunEvent[] {
  const events: RunEvent[] = [];
  for (let cursor = 0; ;) {
    const rows = reader.events.since(cursor, PAGE, run);
    events.push(...rows.map((row) => eventOf(row)).filter(isRunEvent));
    cursor = rows.at(-1)?.seq ?? cursor;
    if (rows.length < PAGE) return events;
  }
}
