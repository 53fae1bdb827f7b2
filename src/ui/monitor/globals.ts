// The keys that work on every screen, for help and the palette; what they do is in update.ts, since it concerns more than
// the screen that is shown.

import type { Key } from "./keys.ts";

export interface GlobalKey {
  readonly command: GlobalCommand;
  readonly keys: readonly Key[];
  readonly label: string;
  readonly help: string;
  readonly hint: number | null;
}

export type GlobalCommand =
  | "find"
  | "actions"
  | "help"
  | "dashboard"
  | "redraw"
  | "suspend"
  | "quit";

export const GLOBAL_KEYS: readonly GlobalKey[] = [
  {
    command: "find",
    keys: ["/"],
    label: "find",
    help: "Filter a list, or search a log",
    hint: 2.5,
  },
  { command: "actions", keys: [":"], label: "actions", help: "Every action by its name", hint: 95 },
  { command: "help", keys: ["?"], label: "help", help: "What the keys do", hint: 96 },
  {
    command: "dashboard",
    keys: ["1"],
    label: "dashboard",
    help: "Back to the Dashboard",
    hint: null,
  },
  { command: "redraw", keys: ["C-l"], label: "redraw", help: "Draw the screen anew", hint: null },
  {
    command: "suspend",
    keys: ["C-z"],
    label: "suspend",
    help: "To the shell; fg comes back",
    hint: null,
  },
  { command: "quit", keys: ["C-c"], label: "quit", help: "Leave; what runs goes on", hint: null },
];

export function globalOf(key: Key): GlobalKey | null {
  return GLOBAL_KEYS.find(({ keys }) => keys.includes(key)) ?? null;
}
