// The rows of both lists as they are shown, and what of them has the cursor.

import { matches } from "../dashboard/lists.ts";
import type { ModelsState } from "./state.ts";
import type { ModelView, ModelsView, VersionView } from "./view.ts";

export function shownModels({ models }: ModelsView, { filter }: ModelsState): readonly ModelView[] {
  if (filter.models === "") return models;
  return models.filter(({ name }) => matches(name, filter.models));
}

export function shownVersions(
  model: ModelView | null,
  { filter }: ModelsState,
): readonly VersionView[] {
  if (model === null) return [];
  if (filter.versions === "") return model.versions;
  return model.versions.filter((one) => matches(versionText(one), filter.versions));
}

function versionText(one: VersionView): string {
  const { version, runName, stage, by, commit, params } = one;
  const words = [`v${version}`, aliasText(one), runName, stage, by, commit ?? "", ...params];
  return words.join(" ");
}

/** "champion", "previous archived"; empty for one that is neither. */
export function aliasText({ alias, isArchived }: VersionView): string {
  return [alias ?? "", isArchived ? "archived" : ""].filter((word) => word !== "").join(" ");
}

/** The model that has the cursor; null where there is none. */
export function chosenModel(view: ModelsView | null, state: ModelsState): ModelView | null {
  return view?.models.find(({ key }) => key === state.model) ?? null;
}

/** The version that has the cursor; null where there is none. */
export function chosenVersion(view: ModelsView | null, state: ModelsState): VersionView | null {
  const model = chosenModel(view, state);
  return model?.versions.find(({ version }) => version === state.version) ?? null;
}

export function withAlias(
  { versions }: ModelView,
  alias: "champion" | "previous",
): VersionView | null {
  return versions.find((one) => one.alias === alias) ?? null;
}
