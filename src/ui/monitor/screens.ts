// The screens there are. They lie on top of each other, the Dashboard at the bottom; each remembers where one was in it.

import type { DashboardState } from "../dashboard/state.ts";
import type { LogState } from "../log/log-state.ts";
import type { ModelsState } from "../models/state.ts";
import type { RunState } from "../run/state.ts";
import type { StageState } from "../stage/state.ts";
import type { HelpState } from "./help-state.ts";

export type Screen =
  | { readonly is: "dashboard"; readonly state: DashboardState }
  | { readonly is: "run"; readonly state: RunState }
  | { readonly is: "stage"; readonly state: StageState }
  | { readonly is: "log"; readonly state: LogState }
  | { readonly is: "models"; readonly state: ModelsState }
  | { readonly is: "help"; readonly state: HelpState };
