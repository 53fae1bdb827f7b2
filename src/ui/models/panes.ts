// What of the Models screen is seen in a room of some size: which rows of both lists, with the cursors in sight.

import { type Window, windowOf } from "../dashboard/panes.ts";
import type { Room } from "../monitor/frame.ts";
import { chosenModel, shownModels, shownVersions } from "./lists.ts";
import { type Layout, layoutOf } from "./layout.ts";
import type { ModelsState } from "./state.ts";
import type { ModelView, ModelsView, VersionView } from "./view.ts";

export interface Panes {
  readonly layout: Layout;
  readonly models: Window<ModelView>;
  readonly versions: Window<VersionView>;
}

export function panesOf(view: ModelsView, state: ModelsState, room: Room): Panes {
  const most = Math.max(0, ...view.models.map(({ versions }) => versions.length));
  const layout = layoutOf({ models: view.models.length, versions: most, focus: state.focus }, room);
  return {
    layout,
    models: windowOf(
      shownModels(view, state),
      ({ key }) => key === state.model,
      state.modelTop,
      layout.models.rows - 1,
    ),
    versions: windowOf(
      shownVersions(chosenModel(view, state), state),
      ({ version }) => version === state.version,
      state.versionTop,
      layout.versions.rows - 1,
    ),
  };
}
