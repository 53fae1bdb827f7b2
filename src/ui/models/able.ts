// Why a key can do nothing on the Models screen now; null where it can.

import type { Situation } from "../monitor/keys.ts";
import { chosenModel, chosenVersion, withAlias } from "./lists.ts";
import { mostTop } from "./moves.ts";
import type { ModelsState } from "./state.ts";

export type At = Situation<ModelsState>;
export type Why = (at: At) => string | null;

export const noModel: Why = ({ view, state }) => {
  if (view.models === null) return "the models are still being read";
  if (view.models.models.length === 0) return "there are no models yet";
  return chosenModel(view.models, state) === null ? "no model is selected" : null;
};

const noVersion: Why = (at) => {
  const why = noModel(at);
  if (why !== null) return why;
  return chosenVersion(at.view.models, at.state) === null ? "no version is selected" : null;
};

export const noRun: Why = (at) => {
  const version = chosenVersion(at.view.models, at.state);
  if (version === null) return noVersion(at);
  return version.runIsThere ? null : `${version.runName} is gone: v${version.version} outlived it`;
};

export const noPromotion: Why = (at) => {
  const model = chosenModel(at.view.models, at.state);
  const version = chosenVersion(at.view.models, at.state);
  if (model === null || version === null) return noVersion(at);
  const name = `v${version.version}`;
  if (version.alias === "champion") return `${name} is champion already`;
  if (version.filesAreGone) return `the files of ${name} are gone`;
  return version.isArchived
    ? `${name} is archived: dagtop models promote ${model.name} ${name} --force`
    : null;
};

export const noRollback: Why = (at) => {
  const model = chosenModel(at.view.models, at.state);
  if (model === null) return noModel(at);
  const previous = withAlias(model, "previous");
  if (previous === null || withAlias(model, "champion") === null)
    return "there is no version that was champion before";
  return previous.filesAreGone ? `the files of v${previous.version} are gone` : null;
};

export const allInView: Why = ({ view, state, room }) =>
  view.models === null || mostTop(view.models, state, room) === 0
    ? "all metrics are in view"
    : null;
