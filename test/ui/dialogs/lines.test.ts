// How dialogs look, as text: a person reads these files. And that no box is larger than its room.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dialog } from "../../../src/ui/dialogs/dialog.ts";
import { dialogLines } from "../../../src/ui/dialogs/lines.ts";
import { pressDialog } from "../../../src/ui/dialogs/press.ts";
import { lineWidth } from "../../../src/ui/line.ts";
import { linesOnly } from "../../../src/ui/monitor/frame.ts";
import { markedOf, room, textOf } from "../stage/screen-text.ts";
import {
  answerDialog,
  anyDialog,
  confirmDialog,
  field,
  rerunDialog,
  triggerDialog,
} from "./dialogs.ts";

function after(dialog: Dialog, ...keys: readonly string[]): Dialog {
  return keys.reduce((now, key) => {
    const text = key.length === 1 ? key : key === "Space" ? " " : null;
    return pressDialog(now, { key, text }).dialog ?? now;
  }, dialog);
}

const PICTURES: Readonly<Record<string, Dialog>> = {
  waiting: { is: "waiting", title: "rerun pricecheck#41" },
  confirm: confirmDialog(),
  trigger: triggerDialog(),
  "trigger-typed": after(triggerDialog(), "Backspace", "0", "Tab", "Tab", "1", "Enter"),
  "trigger-choice": after(triggerDialog(), "Tab", "Tab", "Tab", "Right"),
  "trigger-preset": after(triggerDialog(), "Up", "Right"),
  "trigger-none": triggerDialog({ fields: [], presets: [], remarks: [] }),
  "trigger-many": triggerDialog({
    at: 17,
    fields: Array.from({ length: 40 }, (_, place) =>
      field(
        `setting_${place + 1}`,
        String(place),
        { type: "integer", description: "one of many" },
        "integer",
      ),
    ),
  }),
  rerun: rerunDialog(),
  "rerun-changes": after(rerunDialog(), "j", "v"),
  answer: answerDialog(),
  "answer-reject": after(answerDialog(), "R", ...Array.from("too few rows")),
};

const drawn = (dialog: Dialog, columns: number, rows: number, ascii = false) =>
  linesOnly(dialogLines(dialog, room(columns, rows - 1, ascii)));

describe("a dialog looks as it is drawn", () => {
  for (const [name, dialog] of Object.entries(PICTURES)) {
    for (const [columns, rows] of [
      [80, 24],
      [50, 16],
    ] as const) {
      it(`${name}, ${columns}x${rows}`, async () => {
        await expect(textOf(drawn(dialog, columns, rows), columns)).toMatchFileSnapshot(
          `__screens__/${name}-${columns}x${rows}.txt`,
        );
      });
    }
    it(`${name}, in ASCII`, async () => {
      const text = textOf(drawn(dialog, 80, 24, true), 80);
      expect(text).toMatch(/^[\n\u0020-\u007e]*$/u);
      await expect(text).toMatchFileSnapshot(`__screens__/${name}-80x24-ascii.txt`);
    });
    it(`${name}, with what its colours mean`, async () => {
      await expect(markedOf(drawn(dialog, 80, 24))).toMatchFileSnapshot(
        `__screens__/${name}-80x24-marked.txt`,
      );
    });
  }
});

describe("the box of a dialog", () => {
  it("is never larger than its room, and all its lines are equally wide, whatever stands in it", () => {
    const sizes = fc.record({
      columns: fc.integer({ min: 4, max: 220 }),
      rows: fc.integer({ min: 3, max: 60 }),
      ascii: fc.boolean(),
    });
    fc.assert(
      fc.property(anyDialog, sizes, (dialog, { columns, rows, ascii }) => {
        const lines = dialogLines(dialog, room(columns, rows, ascii));
        expect(lines.length).toBeLessThanOrEqual(Math.max(3, rows - 2));
        const widths = new Set(lines.map((line) => lineWidth(line)));
        expect(widths.size).toBe(1);
        expect([...widths][0]).toBeLessThanOrEqual(columns >= 16 ? columns - 4 : columns);
      }),
      { numRuns: 400 },
    );
  });

  it("shows no control character of what it was given, typed or not", () => {
    fc.assert(
      fc.property(anyDialog, (dialog) => {
        const text = textOf(drawn(dialog, 80, 24), 80).replaceAll("\n", "");
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
      { numRuns: 300 },
    );
  });

  it("has the field with the cursor in sight, wherever that is", () => {
    const many = PICTURES["trigger-many"];
    if (many?.is !== "trigger") throw new Error("no form");
    for (const rows of [8, 12, 24]) {
      for (let at = 0; at < many.fields.length; at += 1) {
        expect(textOf(drawn({ ...many, at }, 60, rows), 60)).toMatch(
          new RegExp(`▸ setting_${at + 1} `, "u"),
        );
      }
    }
  });

  it("stays as wide while a value is typed", () => {
    const dialog = triggerDialog({ at: 5 });
    const keys = Array.from("a long remark that has no room in the form at all");
    const widths = (one: Dialog) => lineWidth(dialogLines(one, room(80, 24))[0] ?? []);
    expect(widths(after(dialog, ...keys))).toBe(widths(dialog));
  });
});
