// A log of given lines as whoever reads files would give its windows: for the screen that draws them and moves in them.

import { attemptId, runId, stageKey } from "../../../src/pipeline/ids.ts";
import {
  type LogAsk,
  type LogRow,
  type LogTarget,
  type LogWindow,
  samePlace,
} from "../../../src/ui/log/view.ts";
import { sanitise } from "../../../src/ui/sanitise.ts";

export const ATTEMPT = attemptId("a1");
export const TARGET: LogTarget = {
  is: "attempt",
  run: runId("r1"),
  stage: stageKey("train"),
  attempt: ATTEMPT,
};

export interface FakeLog {
  readonly rows: readonly LogRow[];
  readonly added: number;
  readonly labelColumns: number;
  readonly isLive: boolean;
}

export function fakeLog(lines: readonly string[], more: Partial<FakeLog> = {}): FakeLog {
  const rows = lines.map((line, index): LogRow => ({
    place: { attempt: ATTEMPT, offset: index * 100 },
    kind: "line",
    at: index * 1000,
    label: null,
    text: sanitise(line),
  }));
  return { rows, added: 0, labelColumns: 0, isLive: true, ...more };
}

export function windowOf({ rows, added, labelColumns, isLive }: FakeLog, ask: LogAsk): LogWindow {
  const { top } = ask;
  const anchor =
    top === "start"
      ? 0
      : top === "end"
        ? Math.max(0, rows.length - ask.rows)
        : Math.max(0, rows.findIndex(({ place }) => samePlace(place, top)) - ask.above);
  const first = Math.min(anchor, Math.max(0, rows.length - ask.rows));
  const from = Math.max(0, first - ask.rows);
  const to = Math.min(rows.length, first + 2 * ask.rows);
  return {
    ask,
    rows: rows.slice(from, to),
    top: first - from,
    atStart: from === 0,
    atEnd: to === rows.length,
    bytes: rows.length * 100,
    share: rows.length === 0 ? 0 : first / rows.length,
    added,
    labelColumns,
    isLive,
    busy: null,
  };
}
