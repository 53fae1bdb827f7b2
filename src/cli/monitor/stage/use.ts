// What a try used, as lanes: its samples in equal spans of its time. A row says what was used since the row before it.

import type { AttemptRow, SampleRow } from "../../../engine/rows.ts";
import type { UseView } from "../../../ui/stage/view.ts";

const MOST_SPANS = 120;

type Value = number | null;

/** Null where nothing was seen of it. @param rows - the oldest first @param now - its end while it runs */
export function useOf(
  rows: readonly SampleRow[],
  { startedAt, endedAt }: Pick<AttemptRow, "startedAt" | "endedAt">,
  now: number,
): UseView | null {
  const last = rows.at(-1);
  if (last === undefined) return null;
  const end = Math.max(endedAt ?? now, last.at, startedAt + 1);
  const count = Math.min(MOST_SPANS, rows.length);
  const spanMs = (end - startedAt) / count;
  const lane = (of: (row: SampleRow) => Value): Value[] =>
    laneOf(rows, of, count, (at) => (at - startedAt) / spanMs);
  const hasGpu = rows.some(({ gpuPercent, gpuBytes }) => gpuPercent !== null || gpuBytes !== null);
  return {
    cpuPercent: lane(({ cpuPercent }) => cpuPercent),
    rssBytes: lane(({ rssBytes }) => rssBytes),
    gpuPercent: hasGpu ? lane(({ gpuPercent }) => gpuPercent) : [],
    gpuBytes: hasGpu ? lane(({ gpuBytes }) => gpuBytes) : [],
    now: {
      cpuPercent: last.cpuPercent,
      rssBytes: last.rssBytes,
      gpuPercent: last.gpuPercent,
      gpuBytes: last.gpuBytes,
    },
  };
}

/** The most of the rows that fall into a span, else what the next row says of it. */
function laneOf(
  rows: readonly SampleRow[],
  of: (row: SampleRow) => Value,
  count: number,
  placeOf: (at: number) => number,
): Value[] {
  const spans = Array.from({ length: count }, (): Value => null);
  let from = 0;
  for (const row of rows) {
    const to = Math.max(0, Math.min(count - 1, Math.ceil(placeOf(row.at)) - 1));
    const value = of(row);
    for (let span = Math.min(from, to); span <= to; span += 1) {
      const before = spans[span] ?? null;
      if (value !== null && (before === null || value > before)) spans[span] = value;
    }
    from = to + 1;
  }
  return spans;
}
