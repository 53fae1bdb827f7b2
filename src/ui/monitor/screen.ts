// What every kind of screen gives: how it is drawn, what its keys do, what it wants to see, and how a text typed behind
// `/` is used.

import type { Frame, Room } from "./frame.ts";
import type { Interest } from "./interest.ts";
import type { KeyRecord, Situation } from "./keys.ts";
import type { Move } from "./move.ts";
import type { View } from "./view.ts";

export interface Finder<State> {
  /** What stands before the text that is typed: "filter" or "search". */
  readonly title: string;
  readonly text: (state: State) => string;
  /** After each character; `isDone` when Enter was pressed. */
  readonly typed: (situation: Situation<State>, text: string, isDone: boolean) => Move<State>;
}

export interface ScreenKind<State> {
  /** "Dashboard", for help and the palette. */
  readonly title: string;
  /** Fills the room: the line of hints is not part of it. */
  readonly draw: (view: View, state: State, room: Room) => Frame;
  readonly keys: readonly KeyRecord<State>[];
  readonly finder: Finder<State> | null;
  readonly interest: (state: State, view: View, room: Room) => Interest;
  /** The state with every cursor on something that is there; the same object where nothing had to change. */
  readonly settle: (view: View, state: State, room: Room) => State;
}
