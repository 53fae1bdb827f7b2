// The tries of a stage as rows of a table: what each used, and how long it was waited for.

import type { AttemptRow, SampleRow } from "../../../engine/rows.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";
import type { TryView } from "../../../ui/stage/view.ts";

/** A shorter wait is how long it takes to be seen, not one that was asked for. */
const LEAST_WAIT_MS = 900;

/** In the order in which they began. @param samples - of the last one, the oldest first */
export function triesOf(attempts: readonly AttemptRow[], samples: readonly SampleRow[]): TryView[] {
  const inOrder = attempts.toSorted((a, b) => a.startedAt - b.startedAt || a.number - b.number);
  return inOrder.map((row, place) => {
    const own = samples.filter(({ attemptId }) => attemptId === row.id);
    const { id, number, round, state, exitCode, startedAt, endedAt, cause } = row;
    return {
      id,
      number,
      round,
      state,
      exitCode,
      signal: row.signal === null ? null : plainText(row.signal),
      startedAt,
      endedAt,
      cpuPercent: cpuOf(row, own.at(-1)),
      peakRssBytes: memoryOf(row, own),
      cause: cause === null ? null : oneLine(cause),
      waitedMs: waitOf(row, inOrder.slice(0, place)),
    };
  });
}

function cpuOf(
  { cpuMs, startedAt, endedAt }: AttemptRow,
  last: SampleRow | undefined,
): number | null {
  if (endedAt === null) return last?.cpuPercent ?? null;
  return cpuMs === null || endedAt <= startedAt ? null : (100 * cpuMs) / (endedAt - startedAt);
}

function memoryOf({ peakRssBytes }: AttemptRow, own: readonly SampleRow[]): number | null {
  const seen = own.map(({ rssBytes }) => rssBytes);
  if (seen.length === 0) return peakRssBytes;
  return Math.max(peakRssBytes ?? 0, ...seen);
}

function waitOf({ round, startedAt }: AttemptRow, before: readonly AttemptRow[]): number | null {
  const last = before.findLast((row) => row.round === round && row.state !== "fenced");
  if (last === undefined || last.endedAt === null) return null;
  const waited = startedAt - last.endedAt;
  return waited < LEAST_WAIT_MS ? null : waited;
}
