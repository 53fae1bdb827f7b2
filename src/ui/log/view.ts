// A log as it is looked at: which one, from where, and the rows around that. What is shown was cleaned and had its secrets
// hidden by whoever read it; everything here is plain data.
//
//   LogAsk ──▶ whoever reads files ──▶ LogWindow: a screen above the top, the screen itself, a screen below
//
// A place is where a row begins in the log of an attempt. It stays good while logs grow and attempts are added.

import type { AttemptId, RunId, StageKey } from "../../pipeline/ids.ts";

export type LogTarget =
  | {
      readonly is: "attempt";
      readonly run: RunId;
      readonly stage: StageKey;
      readonly attempt: AttemptId;
    }
  /** All attempts of a stage, one after the other, each below its heading. */
  | { readonly is: "stage"; readonly run: RunId; readonly stage: StageKey }
  /** All attempts of a run, line by line in the order of their times. */
  | { readonly is: "run"; readonly run: RunId };

export interface LogPlace {
  readonly attempt: AttemptId;
  /** Bytes into its log; -1 is its heading. */
  readonly offset: number;
}

export interface LogAsk {
  readonly target: LogTarget;
  /** The end is followed. */
  readonly top: LogPlace | "start" | "end";
  /** So many rows stand above `top` on the screen, where there are so many. */
  readonly above: number;
  /** Of the screen. */
  readonly rows: number;
  /** Whether `at` of the rows is wanted. */
  readonly times: boolean;
  /** Only rows that hold it; null for all. */
  readonly filter: string | null;
}

export interface LogRow {
  readonly place: LogPlace;
  readonly kind: "line" | "heading";
  /** Epoch milliseconds: it was written by then, and less than a second before. Null where it isn't known or wanted. */
  readonly at: number | null;
  /** Whose line it is, "train" or "train 2" of a second try, where the document mixes attempts; else null. */
  readonly label: string | null;
  /** One line without control characters but SGR; of a heading "train · try 2". */
  readonly text: string;
}

export interface LogWindow {
  readonly ask: LogAsk;
  /** At most `ask.rows` above the screen, those of the screen, and as many below. */
  readonly rows: readonly LogRow[];
  /** Index in `rows` of the first of the screen. */
  readonly top: number;
  /** Whether the first of the rows is the first of all. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** Of all its logs. */
  readonly bytes: number;
  /** How far down the top is, 0 to 1. */
  readonly share: number;
  /** Lines that came while the end was not looked at, counted on from window to window. */
  readonly added: number;
  /** Columns of its widest label; 0 where there are none. */
  readonly labelColumns: number;
  /** Whether an attempt of it still runs. */
  readonly isLive: boolean;
  /** What is still being looked for: "filtering 41 %"; null when the rows are all there are. */
  readonly busy: string | null;
}

/** The same text for the same document. */
export function targetKey(target: LogTarget): string {
  switch (target.is) {
    case "attempt":
      return `attempt ${target.attempt}`;
    case "stage":
      return `stage ${target.run} ${target.stage}`;
    case "run":
      return `run ${target.run}`;
  }
}

export function samePlace(a: LogPlace, b: LogPlace): boolean {
  return a.offset === b.offset && a.attempt === b.attempt;
}
