// What a command wrote into its DAGTOP_OUTPUT and DAGTOP_METRICS files. Both are read forgivingly: a line that makes no
// sense is left out and said, and never fails a stage whose command succeeded.

import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import type { Outputs } from "../stage.ts";
import type { MetricPoint } from "./ports.ts";

const MOST_OUTPUT_BYTES = 256 * 1024;
// A line of text may hold what other tools break lines at: U+2028, or a carriage return.
const OUTPUT_LINE = /^([A-Za-z_][A-Za-z0-9_-]{0,62})=(.*)$/s;

export interface ReadOutputs {
  readonly outputs: Outputs | null;
  /** One line, or null when all was well. */
  readonly warning: string | null;
}

/** Lines `key=value`; a later line wins. Null where nothing was given. */
export function readOutputs(file: string): ReadOutputs {
  try {
    return outputsIn(file);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    return { outputs: null, warning: `its outputs can't be read (${code})` };
  }
}

function outputsIn(file: string): ReadOutputs {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return { outputs: null, warning: null };
  if (size > MOST_OUTPUT_BYTES) {
    const warning = `its outputs are left out: ${size} bytes, and ${MOST_OUTPUT_BYTES} at most are read`;
    return { outputs: null, warning };
  }
  const values: [string, string][] = [];
  let firstBad = 0;
  for (const [place, line] of readFileSync(file, "utf8").split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const [, name, value] = OUTPUT_LINE.exec(line) ?? [];
    if (name !== undefined && value !== undefined && name !== "__proto__")
      values.push([name, value]);
    else firstBad ||= place + 1;
  }
  const warning = firstBad === 0 ? null : `line ${firstBad} of its outputs is no key=value`;
  return { outputs: values.length === 0 ? null : Object.fromEntries(values), warning };
}

export interface MetricsRead {
  readonly points: readonly MetricPoint[];
  /** Up to the end of the last whole line that was read. */
  readonly offset: number;
}

const MOST_METRIC_BYTES = 256 * 1024;
const NEWLINE = 10;

/** The points that were added behind `offset`, at most 256 KiB of them. JSON lines: `{"step": 10, "loss": 0.3}`. */
export function readMetrics(file: string, offset: number): MetricsRead {
  try {
    return metricsIn(file, offset);
  } catch {
    return { points: [], offset }; // a folder, a link that leads nowhere: none
  }
}

function metricsIn(file: string, offset: number): MetricsRead {
  const none = { points: [], offset };
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= offset) return none;
  const fd = openSync(file, "r");
  try {
    const bytes = Buffer.allocUnsafe(Math.min(MOST_METRIC_BYTES, fstatSync(fd).size - offset));
    const read = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset));
    const end = read.lastIndexOf(NEWLINE) + 1;
    // A line longer than all that is read at once is no metric: it is gone over.
    if (end === 0)
      return read.length === MOST_METRIC_BYTES
        ? { points: [], offset: offset + read.length }
        : none;
    const lines = read.toString("utf8", 0, end).split("\n");
    return { points: lines.flatMap(pointsOf), offset: offset + end };
  } finally {
    closeSync(fd);
  }
}

function pointsOf(line: string): MetricPoint[] {
  if (!line.startsWith("{")) return [];
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return [];
  }
  const entries = Object.entries(found as Record<string, unknown>);
  const step = entries.find(([name]) => name === "step")?.[1];
  return entries.flatMap(([name, value]) =>
    name !== "step" && typeof value === "number" && Number.isFinite(value)
      ? [{ name, value, step: typeof step === "number" ? step : null }]
      : [],
  );
}
