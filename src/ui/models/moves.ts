// How the cursors of the Models screen move, and where they are put when what they were on has gone.

import { type Step, rowAfter } from "../dashboard/moves.ts";
import type { Room } from "../monitor/frame.ts";
import type { View } from "../monitor/view.ts";
import { chosenModel, chosenVersion, shownModels, shownVersions } from "./lists.ts";
import { mostMetricTop } from "./metrics.ts";
import { panesOf } from "./panes.ts";
import type { ModelsState } from "./state.ts";
import type { ModelsView } from "./view.ts";

export function stepped(view: View, state: ModelsState, room: Room, step: Step): ModelsState {
  if (view.models === null) return state;
  const { models, versions } = panesOf(view.models, state, room);
  if (state.focus === "models") {
    const model = rowAfter(step, models)?.key ?? state.model;
    return model === state.model ? state : onModel(state, model);
  }
  const version = rowAfter(step, versions)?.version ?? state.version;
  return version === state.version ? state : { ...state, version, metricTop: 0 };
}

function onModel(state: ModelsState, model: string | null): ModelsState {
  return { ...state, model, version: null, versionTop: 0, metricTop: 0 };
}

export function metricsScrolled(
  view: View,
  state: ModelsState,
  room: Room,
  by: number,
): ModelsState {
  const most = view.models === null ? 0 : mostTop(view.models, state, room);
  return { ...state, metricTop: Math.max(0, Math.min(most, state.metricTop + by)) };
}

export function mostTop(view: ModelsView, state: ModelsState, room: Room): number {
  const model = chosenModel(view, state);
  const version = chosenVersion(view, state);
  if (model === null || version === null) return 0;
  return mostMetricTop({ model, version }, panesOf(view, state, room).layout.metrics);
}

/** With every cursor on something that is there; the same state where nothing had to change. */
export function settledModels(view: View, state: ModelsState, room: Room): ModelsState {
  if (view.models === null || view.models.models.length === 0) return state;
  const placed = withVersion(view.models, withModel(view.models, state));
  const { models, versions } = panesOf(view.models, placed, room);
  const metricTop = Math.min(placed.metricTop, mostTop(view.models, placed, room));
  return models.top === placed.modelTop &&
    versions.top === placed.versionTop &&
    metricTop === placed.metricTop
    ? placed
    : { ...placed, modelTop: models.top, versionTop: versions.top, metricTop };
}

/** At first on the first one; where there is no other, its versions have the cursor. */
function withModel(view: ModelsView, state: ModelsState): ModelsState {
  const rows = shownModels(view, state);
  if (rows.some(({ key }) => key === state.model)) return state;
  const isThere = view.models.some(({ key }) => key === state.model);
  const model = rows[0]?.key ?? (isThere ? state.model : null);
  if (model === state.model) return state;
  const focus = state.model === null && view.models.length === 1 ? "versions" : state.focus;
  return { ...onModel(state, model), focus };
}

function withVersion(view: ModelsView, state: ModelsState): ModelsState {
  const rows = shownVersions(chosenModel(view, state), state);
  if (rows.some(({ version }) => version === state.version)) return state;
  const version = rows[0]?.version ?? null;
  return version === state.version ? state : { ...state, version, metricTop: 0 };
}
