// What a state looks like: a glyph, the same in ASCII, a word, and a meaning that has a colour. A state is never told
// by colour alone. Every state must be here: the compiler asks for the one that is missing.

import type { AttemptState, RunState, StageState } from "../engine/rows.ts";

/** What a colour says: over and fine, wrong, look at it, going on, a person is asked for, nothing to see. */
export type Meaning = "ok" | "bad" | "warn" | "live" | "wait" | "quiet";

export interface Mark {
  /** One column wide. */
  readonly glyph: string;
  readonly ascii: string;
  readonly meaning: Meaning;
  /** The state in words, for people. */
  readonly word: string;
}

const mark = (glyph: string, ascii: string, meaning: Meaning, word: string): Mark => ({
  glyph,
  ascii,
  meaning,
  word,
});

const SUCCEEDED = mark("✓", "+", "ok", "succeeded");
const FAILED = mark("✗", "x", "bad", "failed");
const TIMED_OUT = mark("◷", "T", "bad", "timed out");
const CRASHED = mark("↯", "#", "bad", "crashed");
const CANCELLED = mark("⊘", "-", "quiet", "cancelled");
const RUNNING = mark("●", "*", "live", "running");
const QUEUED = mark("◌", ".", "quiet", "queued");

export const RUN_MARKS: { readonly [State in RunState]: Mark } = {
  queued: QUEUED,
  running: RUNNING,
  cancelling: mark("●", "*", "warn", "cancelling"),
  succeeded: SUCCEEDED,
  partial: mark("▲", "!", "warn", "partial"),
  failed: FAILED,
  cancelled: CANCELLED,
  timed_out: TIMED_OUT,
};

export const STAGE_MARKS: { readonly [State in StageState]: Mark } = {
  pending: mark("◌", ".", "quiet", "pending"),
  queued: QUEUED,
  running: RUNNING,
  retrying: mark("↻", "r", "warn", "retrying"),
  waiting: mark("◆", "?", "wait", "waits for a person"),
  succeeded: SUCCEEDED,
  cached: mark("≡", "=", "ok", "cached"),
  skipped: mark("⊘", "-", "quiet", "skipped"),
  upstream_failed: mark("⊘", "-", "quiet", "upstream failed"),
  failed: FAILED,
  timed_out: TIMED_OUT,
  crashed: CRASHED,
  cancelled: CANCELLED,
  rejected: mark("✗", "x", "bad", "rejected"),
};

export const ATTEMPT_MARKS: { readonly [State in AttemptState]: Mark } = {
  starting: mark("●", "*", "live", "starting"),
  running: RUNNING,
  stopping: mark("●", "*", "warn", "stopping"),
  succeeded: SUCCEEDED,
  failed: FAILED,
  timed_out: TIMED_OUT,
  cancelled: CANCELLED,
  crashed: CRASHED,
  fenced: mark("⊘", "-", "quiet", "never started"),
};

/** The terminal's own colours, so that they fit its theme; null leaves the text as it is. */
export const COLOURS: {
  readonly [M in Meaning]: "green" | "red" | "yellow" | "cyan" | "magenta" | null;
} = {
  ok: "green",
  bad: "red",
  warn: "yellow",
  live: "cyan",
  wait: "magenta",
  quiet: null,
};

export function glyphOf(mark: Mark, ascii: boolean): string {
  return ascii ? mark.ascii : mark.glyph;
}

const RUN_IS_OVER: { readonly [State in RunState]: boolean } = {
  queued: false,
  running: false,
  cancelling: false,
  succeeded: true,
  partial: true,
  failed: true,
  cancelled: true,
  timed_out: true,
};

export function runIsOver(state: RunState): boolean {
  return RUN_IS_OVER[state];
}

const BAD_ENDS: ReadonlySet<StageState | AttemptState> = new Set<StageState | AttemptState>([
  "failed",
  "timed_out",
  "crashed",
  "rejected",
]);

/** Whether this is an end that a person should look at. A cancel was asked for, so it is none. */
export function isBadEnd(state: StageState | AttemptState): boolean {
  return BAD_ENDS.has(state);
}
