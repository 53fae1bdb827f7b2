// What a screen is drawn into, and what it comes to: lines that fit, as data. Whoever draws on a terminal only copies
// them there, so every screen can be looked at without one.

import type { Line } from "../line.ts";

export interface Room {
  readonly columns: number;
  readonly rows: number;
  readonly ascii: boolean;
  /** The viewer's zone, an IANA name. */
  readonly zone: string;
}

/** A small table inside a screen, which ink-table draws: it takes a row for its titles and one for each record. */
export interface FrameTable {
  /** The line of the screen that it begins at. */
  readonly at: number;
  readonly titles: readonly string[];
  /** Cells fit their columns already. */
  readonly records: readonly (readonly string[])[];
  /** By record: what its second cell means, a state. */
  readonly meanings: readonly Line[number]["meaning"][];
  /** The record that is chosen; null without one. */
  readonly chosen: number | null;
}

export interface Frame {
  /** At most as many as the room has rows, none wider than its columns. Where a table stands, the lines are empty. */
  readonly lines: readonly Line[];
  readonly table: FrameTable | null;
}

export function linesOnly(lines: readonly Line[]): Frame {
  return { lines, table: null };
}
