// What keys do, as records: the line of hints, the help page, the palette and the keys themselves all come from these, so
// none can promise what another does not know.
//
// A record that can't do anything now says why: it is shown dim, and pressing it tells the reason.

import type { Move } from "./move.ts";
import type { Room } from "./frame.ts";
import type { View } from "./view.ts";

/**
 * A key as it is written in help: "j", "R", "Enter", "Esc", "Tab", "S-Tab", "Space", "Backspace", "Up", "Down", "Left",
 * "Right", "PgUp", "PgDn", "Home", "End", "Delete", and with Ctrl "C-d".
 */
export type Key = string;

export interface Situation<State> {
  readonly view: View;
  readonly state: State;
  /** What the screen is drawn into, without the line of hints. */
  readonly room: Room;
}

export interface KeyRecord<State> {
  /** For rebinding and for the palette: "run.cancel". */
  readonly command: string;
  readonly keys: readonly Key[];
  /** A word or two behind the key in the hints: "cancel". */
  readonly label: string;
  /** One line for help and the palette: "Cancel this run, after a question". */
  readonly help: string;
  /** Its place in the line of hints, the lowest first; null leaves it to the help page. */
  readonly hint: number | null;
  /** Why it can't be done now; null when it can. An empty text means that it is nothing here: then it is shown nowhere. */
  readonly unable: (situation: Situation<State>) => string | null;
  readonly press: (situation: Situation<State>) => Move<State>;
}

export const always = (): null => null;

export interface RecordMore<State> {
  /** Its command where nothing is said. */
  readonly label?: string;
  readonly hint?: number | null;
  readonly unable?: KeyRecord<State>["unable"];
}

/** Writes the records of one screen. @param usually - why one can't do anything, where it says nothing of its own */
export function recordsOf<State>(
  screen: string,
  usually: KeyRecord<State>["unable"] = always,
): (
  command: string,
  keys: readonly Key[],
  help: string,
  press: KeyRecord<State>["press"],
  more?: RecordMore<State>,
) => KeyRecord<State> {
  return (command, keys, help, press, more = {}) => {
    const { label = command, hint = null, unable = usually } = more;
    return { command: `${screen}.${command}`, keys, label, help, hint, unable, press };
  };
}
