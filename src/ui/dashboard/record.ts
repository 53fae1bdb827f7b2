// How the keys of the Dashboard are written down.

import { type KeyRecord, always } from "../monitor/keys.ts";
import { stay } from "../monitor/move.ts";
import type { At, Why } from "./able.ts";
import type { DashboardState } from "./state.ts";

export type Press = KeyRecord<DashboardState>["press"];

interface More {
  readonly label?: string;
  readonly hint?: number | null;
  readonly unable?: Why;
}

export function record(
  command: string,
  keys: readonly string[],
  help: string,
  press: Press,
  { label = command, hint = null, unable = always }: More = {},
): KeyRecord<DashboardState> {
  return { command: `dashboard.${command}`, keys, label, help, hint, unable, press };
}

export const toState =
  (next: (at: At) => DashboardState): Press =>
  (at) =>
    stay(next(at));
