// How the keys of the Dashboard are written down.

import { type KeyRecord, recordsOf } from "../monitor/keys.ts";
import { stay } from "../monitor/move.ts";
import type { At } from "./able.ts";
import type { DashboardState } from "./state.ts";

export type Press = KeyRecord<DashboardState>["press"];

export const record = recordsOf<DashboardState>("dashboard");

export const toState =
  (next: (at: At) => DashboardState): Press =>
  (at) =>
    stay(next(at));
