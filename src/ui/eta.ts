// How long a stage still takes: by what its log says of how far it is, else by how long it took before.
//
//   an attempt   ├──── elapsed ────┤now├──── left ────┤
//
// Of past times only those count that are longer than what has elapsed already, so that an end only ever moves away and
// is never in the past. Beyond them all it is "over": it takes longer than usual, and nobody knows how long.
//
// Durations are milliseconds, instants epoch milliseconds, percentiles are nearest-rank.

import type { StageState } from "../engine/rows.ts";
import type { StageKey } from "../pipeline/ids.ts";
import { clock, countdown } from "./format.ts";

/** When it ends, as likely before as after, and hardly ever after `p95`: null where too few runs tell. */
export interface Eta {
  readonly p50: number;
  readonly p95: number | null;
}

/** As likely less as more, and hardly ever more than `p95`, which is null where too few runs tell. */
export type Left =
  | { readonly is: "known"; readonly p50: number; readonly p95: number | null }
  | { readonly is: "over" }
  | { readonly is: "unknown" };

/** Stage key → how long its successes took, the newest first. */
export type History = ReadonlyMap<string, readonly number[]>;

export interface TimedStage {
  readonly key: StageKey;
  readonly state: StageState;
  /** When its live attempt began; of a stage that does not run it does not matter. */
  readonly startedAt: number | null;
  /** When its next attempt is due, while it is retrying; when it is thought to get its place, while it is queued. */
  readonly dueAt: number | null;
  /** How far the log of its live attempt proves it to be; null where it proves nothing. */
  readonly done: Done | null;
}

export interface Done {
  /** 0 to 1. */
  readonly share: number;
  /** When the log said so. */
  readonly at: number;
}

const UNKNOWN_LEFT: Left = { is: "unknown" };
const FEWEST_FOR_P95 = 5;

/** @param share - above 0, at most 1 @throws RangeError without values */
export function percentile(values: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * values.length));
  const found = values.toSorted((a, b) => a - b)[rank - 1];
  if (found === undefined) throw new RangeError("a percentile of nothing");
  return found;
}

/** What the whole of a stage takes that has still to begin. */
export function usualOf(history: History, key: string): Left {
  return leftByPast(pastOf(history, key), -1);
}

/** What the live attempt of a stage still takes; unknown of a stage that does not run. */
export function leftOf(stage: TimedStage, history: History, now: number): Left {
  if (stage.state !== "running" || stage.startedAt === null) return UNKNOWN_LEFT;
  const past = pastOf(history, stage.key);
  const elapsed = Math.max(0, now - stage.startedAt);
  const byPast = leftByPast(past, elapsed);
  const byLog = stage.done === null ? null : leftByLog(stage.done, stage.startedAt, now, past);
  return byLog !== null && (byPast.is !== "known" || isCredible(elapsed + byLog.p50, past))
    ? byLog
    : byPast;
}

/** Of a member of a matrix that has never run before: what others of that matrix took. */
function pastOf(history: History, key: string): readonly number[] {
  const own = history.get(key) ?? [];
  const end = key.indexOf("[");
  if (own.length > 0 || end < 0) return own;
  const group = key.slice(0, end + 1);
  return [...history].flatMap(([other, past]) => (other.startsWith(group) ? past : []));
}

function leftByPast(past: readonly number[], elapsed: number): Left {
  if (past.length === 0) return UNKNOWN_LEFT;
  const hasBand = past.length >= FEWEST_FOR_P95;
  const longest = hasBand ? percentile(past, 0.95) : Math.max(...past);
  if (elapsed > longest + graceOf(longest)) return { is: "over" };
  const longer = past.filter((ms) => ms > elapsed);
  const left = (share: number): number =>
    longer.length === 0 ? 0 : percentile(longer, share) - Math.max(0, elapsed);
  return { is: "known", p50: left(0.5), p95: hasBand ? left(0.95) : null };
}

const LEAST_GRACE_MS = 5000;

/** What differs by so little is not yet longer than usual. */
function graceOf(ms: number): number {
  return Math.max(LEAST_GRACE_MS, ms / 10);
}

type Known = Extract<Left, { is: "known" }>;

const LEAST_SHARE = 0.02;
const LEAST_ELAPSED_MS = 3000;

/** By its pace up to that line, so that nothing moves until the next; null once it is slower than that. */
function leftByLog(
  { share, at }: Done,
  startedAt: number,
  now: number,
  past: readonly number[],
): Known | null {
  const toThere = Math.min(at, now) - startedAt;
  if (share < LEAST_SHARE || share >= 1 || toThere < LEAST_ELAPSED_MS) return null;
  const total = toThere / share;
  const left = total - (now - startedAt);
  if (left < -graceOf(total)) return null;
  const p50 = Math.max(0, left);
  return { is: "known", p50, p95: past.length < FEWEST_FOR_P95 ? null : p50 * spreadOf(past) };
}

/** How much longer than usual the longest take, in proportion. */
function spreadOf(past: readonly number[]): number {
  const usual = percentile(past, 0.5);
  return usual > 0 ? percentile(past, 0.95) / usual : 1;
}

const FARTHEST = 4;

/** A bar may be that of one epoch, or of reading a file: one so far from all that was before is not the stage's. */
function isCredible(total: number, past: readonly number[]): boolean {
  return total * FARTHEST >= Math.min(...past) && total <= FARTHEST * Math.max(...past);
}

/** "~37m", "any moment", "longer than usual"; empty where it is not known. */
export function leftText(left: Left): string {
  if (left.is === "unknown") return "";
  if (left.is === "over") return "longer than usual";
  return left.p50 < SHORTEST_MS ? "any moment" : `~${countdown(left.p50)}`;
}

const SHORTEST_MS = 1000;

/** The same as a time that is left. */
export function leftUntil(eta: Eta | null, now: number): Left {
  if (eta === null) return UNKNOWN_LEFT;
  const from = (end: number): number => Math.max(0, end - now);
  return { is: "known", p50: from(eta.p50), p95: eta.p95 === null ? null : from(eta.p95) };
}

const DAY_MS = 86_400_000;

/** "ETA 03:18 (p95 03:41)", with the day where that is farther than a day away; empty where nobody knows. */
export function etaText(eta: Eta | null, now: number, zone: string): string {
  if (eta === null) return "";
  const time = (at: number): string =>
    at - now < DAY_MS ? clock(at, zone) : `${dayIn(zone).format(at)} ${clock(at, zone)}`;
  const [p50, p95] = [time(eta.p50), eta.p95 === null ? null : time(eta.p95)];
  return p95 === null || p95 === p50 ? `ETA ${p50}` : `ETA ${p50} (p95 ${p95})`;
}

function dayIn(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" });
}
