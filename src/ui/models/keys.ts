// What the keys do on the Models screen.

import type { Step } from "../dashboard/moves.ts";
import { type KeyRecord, recordsOf } from "../monitor/keys.ts";
import { type Move, stay, wishing } from "../monitor/move.ts";
import { openRun } from "../run/state.ts";
import { shellWord } from "../shell-word.ts";
import { type At, type Why, allInView, noModel, noPromotion, noRollback, noRun } from "./able.ts";
import { chosenModel, chosenVersion, withAlias } from "./lists.ts";
import { metricsScrolled, stepped } from "./moves.ts";
import type { ModelsState } from "./state.ts";

type Press = KeyRecord<ModelsState>["press"];

const record = recordsOf<ModelsState>("models", noModel);

const step =
  (by: Step): Press =>
  ({ view, state, room }) =>
    stay(stepped(view, state, room, by));

const focused =
  (focus: ModelsState["focus"]): Press =>
  ({ state }) =>
    stay({ ...state, focus });

const scrolled =
  (by: number): Press =>
  ({ view, state, room }) =>
    stay(metricsScrolled(view, state, room, by));

/** Of a model its versions, of a version the run that made it. */
function open({ view, state }: At): Move<ModelsState> {
  const version = chosenVersion(view.models, state);
  if (state.focus === "models") return stay({ ...state, focus: "versions" });
  if (version === null) return stay(state);
  return { ...stay(state), open: { is: "run", state: openRun(version.run) } };
}

const noOpen: Why = (at) => (at.state.focus === "models" ? noModel(at) : noRun(at));

/** A dialog stands there until what it needs has been read. */
function promote({ view, state }: At): Move<ModelsState> {
  const model = chosenModel(view.models, state);
  const version = chosenVersion(view.models, state)?.version;
  if (model === null || version === undefined) return stay(state);
  const ask = { act: "promote", model: model.key, version, force: false } as const;
  const title = `make v${version} champion of ${model.name}?`;
  return {
    ...wishing(state, { is: "prepare-model", ask }),
    dialog: { is: "waiting", title },
  };
}

function rollback({ view, state }: At): Move<ModelsState> {
  const model = chosenModel(view.models, state);
  const previous = model === null ? null : withAlias(model, "previous");
  if (model === null || previous === null) return stay(state);
  const ask = { act: "rollback", model: model.key } as const;
  const title = `roll ${model.name} back to v${previous.version}?`;
  return {
    ...wishing(state, { is: "prepare-model", ask }),
    dialog: { is: "waiting", title },
  };
}

/** Each press takes away one thing that hides something; then the screen. */
function back({ state }: At): Move<ModelsState> {
  const { filter, focus } = state;
  const other = focus === "models" ? "versions" : "models";
  const hiding = ([focus, other] as const).find((each) => filter[each] !== "");
  if (hiding === undefined) return { ...stay(state), close: true };
  return stay({ ...state, filter: { ...filter, [hiding]: "" } });
}

const ACTING: readonly KeyRecord<ModelsState>[] = [
  record("open", ["Enter"], "Of a model its versions, of a version the run that made it", open, {
    hint: 1,
    unable: noOpen,
  }),
  record("promote", ["p"], "Make this version champion, after a question", promote, {
    hint: 3,
    unable: noPromotion,
  }),
  record("rollback", ["b"], "Champion and previous change places, after a question", rollback, {
    label: "roll back",
    hint: 4,
    unable: noRollback,
  }),
  record(
    "copy",
    ["y"],
    "Copy the command that shows the model",
    ({ view, state }) => {
      const model = chosenModel(view.models, state);
      const text = `dagtop models show ${shellWord(model?.key ?? "")}`;
      return model === null ? stay(state) : wishing(state, { is: "copy", text, what: text });
    },
    { hint: 8 },
  ),
];

const LOOKING: readonly KeyRecord<ModelsState>[] = [
  record(
    "pane",
    ["Tab", "S-Tab"],
    "To the versions, and back to the models",
    ({ state }) => stay({ ...state, focus: state.focus === "models" ? "versions" : "models" }),
    { label: "versions", hint: 2 },
  ),
  record("versions", ["l", "Right"], "To the versions", focused("versions")),
  record("models", ["h", "Left"], "To the models", focused("models")),
  record("metrics", ["]"], "More of the metrics", scrolled(1), {
    label: "[ metrics",
    hint: 7,
    unable: allInView,
  }),
  record("metrics back", ["["], "The metrics before", scrolled(-1), { unable: allInView }),
  record("back", ["Esc", "q"], "Clear the filter, then back", back, {
    hint: 9,
    unable: () => null,
  }),
];

const MOVING: readonly KeyRecord<ModelsState>[] = [
  record("down", ["j", "Down"], "The next one", step(1)),
  record("up", ["k", "Up"], "The one before", step(-1)),
  record("first", ["g", "Home"], "The first one", step("start")),
  record("last", ["G", "End"], "The last one", step("end")),
  record("page", ["C-d", "PgDn"], "A page down", step("page")),
  record("page back", ["C-u", "PgUp"], "A page up", step("page back")),
];

export const MODELS_KEYS: readonly KeyRecord<ModelsState>[] = [...ACTING, ...LOOKING, ...MOVING];
