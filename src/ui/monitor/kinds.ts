// Which kind of screen each one is: whoever works on a screen without knowing which it is gets its kind and its state, and
// a way back to the screen.

import { dashboardScreen } from "../dashboard/screen.ts";
import { logScreenKind } from "../log/screen.ts";
import { modelsScreen } from "../models/screen.ts";
import { runScreen } from "../run/screen.ts";
import { stageScreen } from "../stage/screen.ts";
import { helpScreen } from "./help.ts";
import type { ScreenKind } from "./screen.ts";
import type { Screen } from "./screens.ts";

export type Use<Result> = <State>(
  kind: ScreenKind<State>,
  state: State,
  back: (state: State) => Screen,
) => Result;

export function onScreen<Result>(screen: Screen, use: Use<Result>): Result {
  switch (screen.is) {
    case "dashboard":
      return use(dashboardScreen, screen.state, (state) => ({ ...screen, state }));
    case "run":
      return use(runScreen, screen.state, (state) => ({ ...screen, state }));
    case "stage":
      return use(stageScreen, screen.state, (state) => ({ ...screen, state }));
    case "log":
      return use(logScreenKind, screen.state, (state) => ({ ...screen, state }));
    case "models":
      return use(modelsScreen, screen.state, (state) => ({ ...screen, state }));
    case "help":
      return use(helpScreen, screen.state, (state) => ({ ...screen, state }));
  }
}
