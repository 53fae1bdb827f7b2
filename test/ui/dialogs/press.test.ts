// What keys do in dialogs.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dialog } from "../../../src/ui/dialogs/dialog.ts";
import { dialogLines } from "../../../src/ui/dialogs/lines.ts";
import { pressDialog } from "../../../src/ui/dialogs/press.ts";
import { ATTACKS } from "../attacks.ts";
import { room } from "../stage/screen-text.ts";
import {
  RUN,
  answerDialog,
  anyDialog,
  confirmDialog,
  field,
  rerunDialog,
  triggerDialog,
} from "./dialogs.ts";

const NAMED = "Enter Esc Tab S-Tab Backspace Delete Up Down Left Right Home C-u C-w F1".split(" ");

const press = (key: string) => ({
  key,
  text: key === "Space" ? " " : Array.from(key).length === 1 ? key : null,
});

/** Presses keys until the dialog closes. */
function pressed(dialog: Dialog, ...keys: readonly string[]) {
  let result = pressDialog(dialog, { key: "", text: null });
  for (const key of keys) {
    if (result.dialog === null) break;
    result = pressDialog(result.dialog, press(key));
  }
  return result;
}

function form(dialog: Dialog | null) {
  if (dialog?.is !== "trigger") throw new Error("no form");
  return dialog;
}

const anyPress = fc.oneof(
  fc.constantFrom(...NAMED, ...Array.from("asdfvyYnNqjkhlR0"), "Space").map((key) => press(key)),
  fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => ({ key: text, text })),
  fc.constantFrom(...ATTACKS).map(({ text }) => ({ key: text, text })),
  fc.constant({ key: "constructor", text: null }),
);

describe("any dialog", () => {
  it("takes any keys and pastes in any order, and can be drawn after each", () => {
    fc.assert(
      fc.property(anyDialog, fc.array(anyPress, { maxLength: 25 }), (dialog, presses) => {
        let now: Dialog | null = dialog;
        for (const one of presses) {
          if (now === null) break;
          now = pressDialog(now, one).dialog;
          const drawn: readonly unknown[] = now === null ? [] : dialogLines(now, room(60, 16));
          expect(drawn.length).toBeLessThanOrEqual(16);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is left by Esc without anything being done: at once, or from a reason by two", () => {
    fc.assert(
      fc.property(anyDialog, fc.array(anyPress, { maxLength: 10 }), (dialog, presses) => {
        let now: Dialog = dialog;
        for (const one of presses) now = pressDialog(now, one).dialog ?? now;
        const once = pressed(now, "Esc");
        const twice = once.dialog === null ? once : pressed(once.dialog, "Esc");
        expect(twice).toEqual({ dialog: null, wishes: [], say: null });
      }),
    );
  });
});

describe("a question with yes and no", () => {
  const yes = [{ is: "cancel", run: RUN, stage: null, kill: false }];

  it("is answered with no by Enter alone, which is the safe answer", () => {
    expect(pressed(confirmDialog(), "Enter")).toEqual({ dialog: null, wishes: [], say: null });
  });

  it("answers to its letters, to arrows and Enter, and to Tab", () => {
    for (const keys of [["y"], ["Y"], ["Right", "Enter"], ["Tab", "Enter"], ["l", "Enter"]])
      expect(pressed(confirmDialog(), ...keys).wishes).toEqual(yes);
    for (const keys of [
      ["n"],
      ["q"],
      ["Right", "Left", "Enter"],
      ["Tab", "Tab", "Enter"],
      ["Right", "Esc"],
    ])
      expect(pressed(confirmDialog(), ...keys)).toMatchObject({ dialog: null, wishes: [] });
  });
});

describe("the form of a trigger", () => {
  it("asks for a run with what was changed alone, as values of their types", () => {
    const keys = [
      "Backspace",
      "5",
      "Tab",
      "Tab",
      "C-u",
      "Backspace",
      "4",
      "Up",
      "Up",
      "S-Tab",
      "S-Tab",
    ];
    const result = pressed(triggerDialog(), ...keys, "x", "Enter");
    expect(result).toEqual({
      dialog: null,
      wishes: [
        {
          is: "trigger",
          pipeline: "pricecheck",
          params: { epochs: 5, lr: 2e-4, note: "x" },
          preset: null,
        },
      ],
      say: null,
    });
    expect(pressed(triggerDialog(), "Enter").wishes).toMatchObject([{ params: {}, preset: null }]);
  });

  it("says at the field what is wrong, by the rules of the file, and goes there", () => {
    const wrong = form(
      pressed(triggerDialog(), "Tab", "x", "Up", "C-w", "0", "Tab", "Tab", "Enter").dialog,
    );
    expect(wrong.at).toBe(0);
    expect(wrong.fields.map(({ problem }) => problem).slice(0, 3)).toEqual([
      "must be at least 1, not 0",
      'must be an integer, not "16x"',
      null,
    ]);
    const mended = pressed(wrong, "C-u", "Tab", "Backspace", "Enter");
    expect(mended.wishes).toMatchObject([{ params: {} }]);
  });

  it("asks for what has no value and must have one", () => {
    const dialog = triggerDialog({ fields: [field("who", null, { required: true })] });
    const asked = form(pressed(dialog, "Enter").dialog);
    expect(asked.fields[0]?.problem).toBe("has to be given");
    expect(pressed(asked, "m", "e", "Enter").wishes).toMatchObject([{ params: { who: "me" } }]);
  });

  it("leaves out what may be left out, and keeps an empty text where there was one", () => {
    const dialog = triggerDialog({ fields: [field("a", "x"), field("b", null)], presets: [] });
    expect(pressed(dialog, "Backspace", "Enter").wishes).toMatchObject([{ params: { a: "" } }]);
    expect(pressed(dialog, "Tab", "y", "Backspace", "Enter").wishes).toMatchObject([
      { params: {} },
    ]);
  });

  it("goes round what can be chosen by Left, Right, Space and letters", () => {
    const at = triggerDialog({ at: 3 });
    const text = (...keys: string[]) => form(pressed(at, ...keys).dialog).fields[3]?.text;
    expect(text("Right")).toBe("sgd");
    expect(text("Space", "Space", "Space")).toBe("adamw");
    expect(text("Left")).toBe("lion");
    expect(text("l")).toBe("lion");
    expect(text("x")).toBe("adamw");
    const toggled = form(pressed(triggerDialog({ at: 4 }), "Space").dialog);
    expect(toggled.fields[4]?.text).toBe("true");
  });

  it("takes the values of a preset where nothing was changed by hand, and asks for it by its name", () => {
    const dialog = triggerDialog();
    const chosen = form(pressed(dialog, "Backspace", "7", "S-Tab", "Right").dialog);
    expect(chosen.preset).toBe("smoke");
    expect(chosen.fields.slice(0, 2).map(({ text }) => text)).toEqual(["7", "4"]);
    expect(pressed(chosen, "Enter").wishes).toMatchObject([
      { params: { epochs: 7 }, preset: "smoke" },
    ]);
    const back = form(pressed(chosen, "Right").dialog);
    expect(back).toMatchObject({ preset: null });
    expect(back.fields.slice(0, 2).map(({ text }) => text)).toEqual(["7", "16"]);
  });

  it("restores the usual value by Ctrl-U, which is the preset's where one is chosen", () => {
    const chosen = pressed(triggerDialog(), "S-Tab", "Space", "Tab", "9", "C-u").dialog;
    expect(form(chosen).fields[0]?.text).toBe("1");
  });

  it("holds of a paste only what can be shown", () => {
    const at = triggerDialog({ at: 5 });
    for (const { text } of ATTACKS) {
      const held = form(pressDialog(at, { key: text, text }).dialog).fields[5]?.text;
      expect(held).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    const long = form(pressDialog(at, { key: "", text: "a".repeat(100_000) }).dialog);
    expect(long.fields[5]?.text.length).toBeLessThanOrEqual(2000);
  });
});

describe("the menu of a rerun", () => {
  it("answers to letters, and to arrows and Enter", () => {
    expect(pressed(rerunDialog(), "a").wishes).toMatchObject([{ choice: { is: "all" } }]);
    expect(pressed(rerunDialog(), "Enter").wishes).toEqual([{ is: "retry", run: RUN }]);
    expect(pressed(rerunDialog(), "j", "Enter").wishes).toMatchObject([{ choice: { is: "only" } }]);
    expect(pressed(rerunDialog(), "Down", "Up", "Enter").wishes).toEqual([
      { is: "retry", run: RUN },
    ]);
  });

  it("says why what can't be chosen can't be, and stays", () => {
    const result = pressed(rerunDialog(), "d");
    expect(result).toMatchObject({
      wishes: [],
      say: "promote and what is below: train was failed there",
    });
    expect(result.dialog).toMatchObject({ at: 2 });
  });

  it("shows what changed in the definition by v, and says so where nothing has", () => {
    expect(pressed(rerunDialog(), "v").dialog).toMatchObject({ showsChanges: true });
    const same = pressed(rerunDialog({ changed: null, changes: [] }), "v");
    expect(same.say).toBe("the definition is as it was");
  });
});

describe("a question of a pipeline", () => {
  const answer = (approved: boolean, message: string | null) => [
    { is: "answer", run: RUN, stage: "promote", round: 1, approved, message },
  ];

  it("is left for later by Enter alone", () => {
    expect(pressed(answerDialog(), "Enter")).toEqual({ dialog: null, wishes: [], say: null });
  });

  it("is approved by a, by y, and by arrows and Enter", () => {
    for (const keys of [["a"], ["y"], ["Right", "Enter"]])
      expect(pressed(answerDialog(), ...keys).wishes).toEqual(answer(true, null));
  });

  it("is rejected by R behind a reason, which may be left out and is taken back by Esc", () => {
    const typing = ["R", ...Array.from("too few"), "Space", "Backspace"];
    expect(pressed(answerDialog(), ...typing, "Enter").wishes).toEqual(answer(false, "too few"));
    expect(pressed(answerDialog(), "n", "Enter").wishes).toEqual(answer(false, null));
    expect(pressed(answerDialog(), "Left", "Enter", "x", "Esc").dialog).toMatchObject({
      reason: null,
      choice: "later",
    });
  });
});
