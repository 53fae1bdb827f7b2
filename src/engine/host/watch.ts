// What a host does for attempts that go on, four times a second: it notes how long their logs are, reads their metrics,
// and now and then samples their memory.

import { statSync } from "node:fs";
import type { Process } from "./proc.ts";
import type { MetricBatch } from "./ports.ts";
import { readMetrics } from "./outputs.ts";
import { appendText, readPlain, replaceText } from "./plain-file.ts";
import { residentBytes } from "./proc.ts";
import type { Tracked } from "./tracked.ts";

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

const EARLY_SAMPLES_MS = [500, 1000, 2000];
const SAMPLE_MS = 3000;

/** Notes the memory of an attempt's processes, and which of them is its command. */
export function sample(one: Tracked, members: readonly Process[], nowUp: number): void {
  const bytes = members.reduce((sum, { pid }) => sum + residentBytes(pid), 0);
  if (bytes > 0) one.peakRssBytes = Math.max(one.peakRssBytes ?? 0, bytes);
  one.nextSampleUp = nowUp + (EARLY_SAMPLES_MS[one.samples] ?? SAMPLE_MS);
  one.samples += 1;
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
