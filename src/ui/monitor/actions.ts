// What can be done on a screen, by name: its own keys and those of every screen. From this come the line of hints, the
// palette and the help page.

import type { Action } from "./action.ts";
import type { Room } from "./frame.ts";
import { GLOBAL_KEYS } from "./globals.ts";
import type { KeyRecord, Situation } from "./keys.ts";
import { onScreen } from "./kinds.ts";
import type { ScreenKind } from "./screen.ts";
import type { Screen } from "./screens.ts";
import type { View } from "./view.ts";

/** The last words of commands that change something outside of the screens. */
const ACTING =
  /(?:^|\.)(?:trigger|cancel|kill|rerun|retry|approve|reject|pause|shell|init|demo|start|once|promote|rollback)$/u;

export const READONLY = "read-only: dagtop was started with --readonly";

/** Why a record can't do anything now, a home that is only looked at included. */
export function unableOf<State>(
  record: KeyRecord<State>,
  situation: Situation<State>,
): string | null {
  const unable = record.unable(situation);
  if (unable === "" || !situation.view.readonly) return unable;
  return ACTING.test(record.command) ? READONLY : unable;
}

export function actionsOf(screen: Screen, view: View, room: Room): readonly Action[] {
  return onScreen(screen, (kind, state) => [
    ...ownActions(kind, { view, state, room }),
    ...GLOBAL_KEYS.map((key) => ({
      ...key,
      label: key.command === "find" ? (kind.finder?.title ?? key.label) : key.label,
      unable: globalUnable(key.command, screen),
    })),
  ]);
}

function ownActions<State>(kind: ScreenKind<State>, situation: Situation<State>): Action[] {
  return kind.keys.flatMap((record) => {
    const { command, keys, label, help, hint } = record;
    const unable = unableOf(record, situation);
    return unable === "" ? [] : [{ command, keys, label, help, hint, unable }];
  });
}

function globalUnable(command: string, screen: Screen): string | null {
  if (command === "find") {
    return onScreen(screen, ({ finder }) => (finder === null ? "there is no list here" : null));
  }
  if (command === "dashboard" && screen.is === "dashboard") return "this is the Dashboard";
  return command === "help" && screen.is === "help" ? "this is the help" : null;
}
