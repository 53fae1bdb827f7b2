// What comes of a key: another state of the same screen, another screen, a dialog, something that is to be done outside,
// or something to say. Plain data: who presses keys in a test sees all that they do.

import type { Dialog } from "../dialogs/dialog.ts";
import type { Screen } from "./screens.ts";
import type { Wish } from "./wish.ts";

export interface Move<State> {
  /** The screen's own state from now on. */
  readonly state: State;
  /** A screen that is put on top of it. */
  readonly open: Screen | null;
  /** Takes the screen away; the lowest one stays. */
  readonly close: boolean;
  readonly dialog: Dialog | null;
  readonly wishes: readonly Wish[];
  /** Said for a few seconds. */
  readonly say: string | null;
}

export const stay = <State>(state: State): Move<State> => ({
  state,
  open: null,
  close: false,
  dialog: null,
  wishes: [],
  say: null,
});

export const wishing = <State>(state: State, ...wishes: readonly Wish[]): Move<State> => ({
  ...stay(state),
  wishes,
});
