// What the keys do on the Dashboard, and in an empty home.

import type { KeyRecord } from "../monitor/keys.ts";
import { ACTING } from "./acting-keys.ts";
import { LOOKING, MOVING } from "./looking-keys.ts";
import type { DashboardState } from "./state.ts";

export const DASHBOARD_KEYS: readonly KeyRecord<DashboardState>[] = [
  ...ACTING,
  ...LOOKING,
  ...MOVING,
];
