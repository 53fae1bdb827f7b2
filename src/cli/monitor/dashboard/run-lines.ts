// The runs of one pipeline as the Dashboard lists them. What has ended does not change: its line is made once, with the
// metrics, outputs and parameters that were read for it, and stays the same object.

import type { Masker } from "../../../engine/host/mask.ts";
import type { RunRow } from "../../../engine/rows.ts";
import { runName } from "../../../engine/run.ts";
import type { RunId } from "../../../pipeline/ids.ts";
import type { Reader } from "../../../store/reader.ts";
import type { Doing, RunLine } from "../../../ui/dashboard/view.ts";
import { shortValue } from "../../../ui/progress-short.ts";
import { oneLine, plainText } from "../../../ui/sanitise.ts";

export interface RunLines {
  /** @param doing - of a run that has not ended */
  readonly line: (row: RunRow, doing: Doing | null) => RunLine;
  /** What is known of other runs than these is forgotten. */
  readonly keep: (ids: ReadonlySet<RunId>) => void;
}

export function runLines(reader: Reader, masks: (run: RunId) => Masker): RunLines {
  const known = new Map<RunId, { readonly stamp: string; readonly line: RunLine }>();
  const params = new Map<string, RunLine["params"]>();

  function paramsOf({ plan }: RunRow, mask: Masker): RunLine["params"] {
    // Those that a mask changes belong to one run alone.
    if (!mask.none) return cleanParams(reader.overview.params(plan), mask);
    const found = params.get(plan) ?? cleanParams(reader.overview.params(plan), mask);
    params.set(plan, found);
    return found;
  }

  function made(row: RunRow, doing: Doing | null): RunLine {
    const { id, number, state, trigger, createdAt, startedAt, endedAt } = row;
    const mask = masks(id);
    const metrics = metricsOf(reader.overview.lastMetrics(id), mask);
    return {
      id,
      number,
      name: plainText(runName(row)),
      state,
      forYou: doing !== null && doing.asks !== null,
      trigger,
      by: plainText(row.by),
      createdAt,
      startedAt,
      endedAt,
      doing,
      says: endedAt === null ? "" : endText(row, metrics, reader, mask),
      metrics,
      params: paramsOf(row, mask),
    };
  }

  return {
    line: (row, doing) => {
      const stamp = `${row.state} ${row.round} ${row.endedAt}`;
      const before = known.get(row.id);
      if (before?.stamp === stamp && row.endedAt !== null) return before.line;
      const line = made(row, doing);
      const same = before !== undefined && JSON.stringify(before.line) === JSON.stringify(line);
      known.set(row.id, { stamp, line: same ? before.line : line });
      return same ? before.line : line;
    },
    keep: (ids) => {
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      if (params.size > 2 * known.size + 100) params.clear();
    },
  };
}

function cleanParams(params: Readonly<Record<string, unknown>>, mask: Masker): RunLine["params"] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      plainText(name),
      mask.text(oneLine(String(value))),
    ]),
  );
}

function metricsOf(found: ReadonlyMap<string, number>, mask: Masker): RunLine["metrics"] {
  return Object.fromEntries([...found].map(([name, value]) => [mask.text(plainText(name)), value]));
}

const MOST_OUTPUTS = 3;
const MOST_METRICS = 2;

/** Why it ended as it did, else what it gave. */
function endText(row: RunRow, metrics: RunLine["metrics"], reader: Reader, mask: Masker): string {
  if (row.reason !== null) return mask.text(oneLine(row.reason));
  const { outputs, words } = reader.overview.lastOutputs(row.id);
  if (words !== null) return mask.text(oneLine(words));
  const given = Object.entries(outputs)
    .slice(0, MOST_OUTPUTS)
    .map(([name, value]) => `${plainText(name)} ${oneLine(value)}`);
  if (given.length > 0) return mask.text(given.join(", "));
  return Object.entries(metrics)
    .slice(0, MOST_METRICS)
    .map(([name, value]) => `${name} ${shortValue(value)}`)
    .join("  ");
}
