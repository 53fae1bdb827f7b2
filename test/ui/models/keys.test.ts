// What the keys of the Models screen do, and what they say where they can't.

import { describe, expect, it } from "vitest";
import { openDashboard } from "../../../src/ui/dashboard/state.ts";
import { modelsScreen } from "../../../src/ui/models/screen.ts";
import { type ModelsState, openModels } from "../../../src/ui/models/state.ts";
import type { ModelsView } from "../../../src/ui/models/view.ts";
import { actionsOf } from "../../../src/ui/monitor/actions.ts";
import { type Ui, topOf } from "../../../src/ui/monitor/ui.ts";
import { type Press, type Updated, update } from "../../../src/ui/monitor/update.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import { modelsView, none, one, three } from "./views.ts";

const ROOM = { columns: 80, rows: 23, ascii: false, zone: "UTC" };
const press = (key: string): Press => ({ key, text: key.length === 1 ? key : null });

function after(view: View, state: ModelsState, ...keys: readonly string[]): Updated {
  const settled = modelsScreen.settle(view, state, ROOM);
  let at: Updated = {
    ui: {
      stack: [
        { is: "dashboard", state: openDashboard(null) },
        { is: "models", state: settled },
      ],
      dialog: null,
      typed: null,
      toasts: [],
    },
    wishes: [],
  };
  const around = { view, room: ROOM, now: view.now };
  for (const key of keys) at = update(at.ui, { is: "press", press: press(key) }, around);
  return at;
}

const stateIn = (ui: Ui): ModelsState => {
  const top = topOf(ui);
  if (top.is !== "models") throw new Error(`on ${top.is}`);
  return top.state;
};

const said = ({ ui }: Updated): string | undefined => ui.toasts.at(-1)?.text;
const onVersion = (version: number): ModelsState => ({
  ...openModels(),
  focus: "versions",
  model: three.models[0]!.key,
  version,
});

describe("on the Models screen", () => {
  it("a person comes from the Dashboard by a key that help and palette know, and goes back by Esc and by q", () => {
    const view = modelsView(three);
    const dashboard: Ui = {
      stack: [{ is: "dashboard", state: openDashboard(null) }],
      dialog: null,
      typed: null,
      toasts: [],
    };
    const around = { view, room: ROOM, now: view.now };
    const { ui } = update(dashboard, { is: "press", press: press("m") }, around);
    expect(topOf(ui).is).toBe("models");
    const actions = actionsOf(dashboard.stack[0], view, ROOM);
    expect(actions.find(({ command }) => command === "dashboard.models")?.keys).toEqual(["m"]);
    for (const key of ["Esc", "q"]) {
      const back = update(ui, { is: "press", press: press(key) }, around);
      expect(topOf(back.ui).is).toBe("dashboard");
    }
  });

  it("the cursor begins on the only model's newest version, and on the models where there are more", () => {
    expect(stateIn(after(modelsView(one), openModels()).ui)).toMatchObject({
      focus: "versions",
      version: 8,
    });
    expect(stateIn(after(modelsView(three), openModels()).ui)).toMatchObject({
      focus: "models",
      model: three.models[0]!.key,
      version: 8,
    });
    const moved = stateIn(after(modelsView(three), openModels(), "j", "Enter", "G").ui);
    expect(moved).toMatchObject({ focus: "versions", model: "prices", version: 1 });
  });

  it("Enter on a version opens the run that made it, and says so where that is gone", () => {
    const opened = after(modelsView(three), onVersion(7), "Enter");
    expect(topOf(opened.ui)).toMatchObject({ is: "run", state: { run: "run-7" } });
    const gone = after(modelsView(three), onVersion(1), "Enter");
    expect(said(gone)).toBe("open: pricecheck#31 is gone: v1 outlived it");
  });

  it("p asks before a version is made champion, and b before champion and previous change places", () => {
    const { ui, wishes } = after(modelsView(three), onVersion(8), "p");
    const ask = { act: "promote", model: three.models[0]!.key, version: 8, force: false };
    expect(wishes).toEqual([{ is: "prepare-model", ask }]);
    expect(ui.dialog).toMatchObject({
      is: "waiting",
      title: "make v8 champion of bert_fake_review_detector?",
    });
    const back = after(modelsView(three), onVersion(8), "b");
    expect(back.wishes).toEqual([
      { is: "prepare-model", ask: { act: "rollback", model: three.models[0]!.key } },
    ]);
    expect(back.ui.dialog).toMatchObject({ title: "roll bert_fake_review_detector back to v6?" });
  });

  it("what can't be done is refused in words", () => {
    const refusal = (view: View, state: ModelsState, key: string) => {
      const at = after(view, state, key);
      expect(at.wishes).toEqual([]);
      return said(at);
    };
    const view = modelsView(three);
    expect(refusal(view, onVersion(7), "p")).toBe("promote: v7 is champion already");
    expect(refusal(view, onVersion(1), "p")).toBe("promote: the files of v1 are gone");
    expect(refusal(view, onVersion(2), "p")).toBe(
      "promote: v2 is archived: dagtop models promote bert_fake_review_detector v2 --force",
    );
    const never = "rollback: there is no version that was champion before";
    expect(refusal(view, { ...openModels(), model: "spam" }, "b")).toBe(never);
    expect(refusal(view, { ...openModels(), model: "prices" }, "b")).toBe(never);
    const lost: ModelsView = {
      models: one.models.map((model) => ({
        ...model,
        versions: model.versions.map((each) => ({ ...each, filesAreGone: true })),
      })),
    };
    expect(refusal(modelsView(lost), onVersion(8), "b")).toBe("rollback: the files of v6 are gone");
    expect(refusal(modelsView(none), openModels(), "p")).toBe("promote: there are no models yet");
    expect(refusal(modelsView(null), openModels(), "b")).toBe(
      "rollback: the models are still being read",
    );
    const readonly = modelsView(three, { readonly: true });
    for (const key of ["p", "b"])
      expect(refusal(readonly, onVersion(8), key)).toMatch(/read-only: dagtop was started/u);
  });

  it("/ filters the list that has the cursor, and Esc takes the filter away before the screen", () => {
    const view = modelsView(three);
    const keys = ["/", "s", "p", "a", "Enter"];
    const filtered = after(view, openModels(), ...keys);
    expect(stateIn(filtered.ui)).toMatchObject({ model: "spam", filter: { models: "spa" } });
    const cleared = after(view, openModels(), ...keys, "Esc");
    expect(stateIn(cleared.ui).filter).toEqual({ models: "", versions: "" });
    const versions = after(view, onVersion(8), "/", ..."previous".split(""), "Enter");
    expect(stateIn(versions.ui)).toMatchObject({ version: 6 });
  });

  it("] and [ scroll the metrics where not all of them are in view", () => {
    const view = modelsView(three);
    expect(stateIn(after(view, onVersion(8), "]").ui).metricTop).toBe(1);
    expect(stateIn(after(view, onVersion(8), "]", "]", "]", "]", "[").ui).metricTop).toBe(1);
    expect(said(after(view, onVersion(5), "]"))).toBe("metrics: all metrics are in view");
  });
});
