// What a host does for attempts that go on, four times a second: it notes how long their logs are, reads their metrics,
// and now and then looks at what their processes use (samples.ts).

import { statSync } from "node:fs";
import type { AttemptId } from "../../pipeline/ids.ts";
import { type GpuUse, shareOf } from "../gpu-use.ts";
import type { Instant } from "../instant.ts";
import type { SampleRow } from "../rows.ts";
import type { MetricBatch } from "./ports.ts";
import { readMetrics } from "./outputs.ts";
import { appendText, readPlain, replaceText } from "./plain-file.ts";
import { type Process, usageOf } from "./proc.ts";
import { afterLook, isRowDue, rowOf, rssOf } from "./samples.ts";
import { type Tracked, shimOf } from "./tracked.ts";

/** Notes (offset, time) of a log that has grown: times in log views come from here (design 7). */
export function indexLog(one: Tracked, at: number): void {
  try {
    const size = statSync(`${one.folder}/log`, { throwIfNoEntry: false })?.size ?? 0;
    if (size === one.logBytes) return;
    // Everything up to `size` was written before `at`, and what is behind the last entry after that entry's time.
    appendText(`${one.folder}/log.idx`, `${size} ${at}\n`);
    one.logBytes = size;
  } catch {
    // No room, or no folder any more: an index is not worth more than the work that it is of.
  }
}

/** The points added since the last time, or null. `keep` is told of the new offset once they are committed. */
export function newMetrics(one: Tracked): MetricBatch | null {
  const { points, offset } = readMetrics(`${one.folder}/metrics`, one.metricsOffset);
  if (offset === one.metricsOffset) return null;
  one.metricsOffset = offset;
  return { attempt: one.attempt, points, offset };
}

/** What there is to read of one that has ended. */
export function lastLook(one: Tracked, to: Readers): void {
  indexLog(one, Date.now());
  for (let batch = newMetrics(one); batch !== null; batch = newMetrics(one)) to.metrics(batch);
  const row = lastSample(one);
  if (row !== null) to.samples([row]);
}

interface Readers {
  readonly metrics: (batch: MetricBatch) => void;
  readonly samples: (rows: readonly SampleRow[]) => void;
}

/** One look at many. @returns the rows that are due */
export function sampleAll(
  ones: readonly Tracked[],
  members: ReadonlyMap<AttemptId, readonly Process[]>,
  now: Instant,
  gpu: GpuUse | null,
): SampleRow[] {
  return ones.flatMap((one) => sample(one, members.get(one.attempt) ?? [], now, gpu) ?? []);
}

/** Notes what an attempt's processes use, and which of them is its command. Gives a row when one is due. */
export function sample(
  one: Tracked,
  members: readonly Process[],
  now: Instant,
  gpu: GpuUse | null,
): SampleRow | null {
  const seen = members.flatMap(({ pid, startTime }) => usageOf(pid, startTime) ?? []);
  const shim = shimOf(one);
  const bytes = rssOf(seen);
  if (bytes > 0) one.peakRssBytes = Math.max(one.peakRssBytes ?? 0, bytes);
  one.sampling = afterLook(one.sampling, {
    now,
    members: seen,
    shim: shim === null ? null : usageOf(shim.pid, shim.startTime),
    gpu: shareOf(gpu, new Set(seen.map(({ pid }) => pid))),
    lookUp: usageOf,
  });
  noteChild(one, members);
  return isRowDue(one.sampling, one.started.up) ? lastSample(one) : null;
}

/** The row of what was seen since the last one; null where nothing was. */
function lastSample(one: Tracked): SampleRow | null {
  const made = rowOf(one.sampling, one.attempt);
  if (made === null) return null;
  one.sampling = made.next;
  return made.row;
}

function noteChild(one: Tracked, members: readonly Process[]): void {
  const child = members.find(({ parent }) => parent === one.session);
  if (one.child !== null || child === undefined) return;
  one.child = { pid: child.pid, startTime: child.startTime };
  try {
    replaceText(`${one.folder}/child`, `${child.pid} ${child.startTime}\n`);
  } catch {
    // This host knows it; the next one takes the oldest of the session for it.
  }
}

/** The direct child as an earlier host saw it. */
export function childAsSampled(folder: string): Tracked["child"] {
  const text = readPlain(`${folder}/child`, 64)?.toString("latin1") ?? "";
  const [, pid, startTime] = /^(\d+) (\d+)\n$/.exec(text) ?? [];
  return pid === undefined ? null : { pid: Number(pid), startTime: Number(startTime) };
}
