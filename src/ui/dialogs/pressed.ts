// What comes of a key in a dialog.

import type { Wish } from "../monitor/wish.ts";
import type { Dialog } from "./dialog.ts";

export interface Pressed {
  /** Null closes it. */
  readonly dialog: Dialog | null;
  readonly wishes: readonly Wish[];
  /** Said for a few seconds. */
  readonly say: string | null;
}

export function closed(...wishes: readonly Wish[]): Pressed {
  return { dialog: null, wishes, say: null };
}

export function held(dialog: Dialog, say: string | null = null): Pressed {
  return { dialog, wishes: [], say };
}
