// How the Models screen looks, as text: a person reads these files.

import { describe, expect, it } from "vitest";
import { openDashboard } from "../../../src/ui/dashboard/state.ts";
import { modelsScreen } from "../../../src/ui/models/screen.ts";
import { type ModelsState, openModels } from "../../../src/ui/models/state.ts";
import { pictureOf } from "../../../src/ui/monitor/picture.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import { markedOf, room, textOf } from "../stage/screen-text.ts";
import { modelsView, none, one, three } from "./views.ts";

const PICTURES: Readonly<Record<string, readonly [View, ModelsState]>> = {
  three: [modelsView(three), openModels()],
  champion: [
    modelsView(one),
    { ...openModels(), model: three.models[0]!.key, focus: "versions", version: 7 },
  ],
  oldest: [
    modelsView(one),
    { ...openModels(), model: three.models[0]!.key, focus: "versions", version: 1 },
  ],
  "no-champion": [modelsView(three), { ...openModels(), model: "prices" }],
  empty: [
    modelsView(none, { counts: { running: 0, waiting: 0, pool: null, forYou: 0 } }),
    openModels(),
  ],
  filtered: [
    modelsView(three, { home: "/data/home", readonly: true }),
    { ...openModels(), focus: "versions", filter: { models: "", versions: "!archived" } },
  ],
};

/** The whole picture, with its line of hints. */
function drawn(
  [view, state]: readonly [View, ModelsState],
  columns: number,
  rows: number,
  ascii = false,
) {
  const settled = modelsScreen.settle(view, state, room(columns, rows - 1, ascii));
  const ui = {
    stack: [
      { is: "dashboard", state: openDashboard(null) },
      { is: "models", state: settled },
    ] as const,
    dialog: null,
    typed: null,
    toasts: [],
  };
  return pictureOf(view, ui, room(columns, rows, ascii));
}

describe("the Models screen looks as it is drawn", () => {
  for (const [name, picture] of Object.entries(PICTURES)) {
    for (const [columns, rows] of [
      [80, 24],
      [120, 40],
      [200, 60],
    ] as const) {
      it(`${name}, ${columns}x${rows}`, async () => {
        const text = textOf(drawn(picture, columns, rows), columns);
        await expect(text).toMatchFileSnapshot(`__screens__/${name}-${columns}x${rows}.txt`);
      });
    }
    it(`${name}, 60x16`, async () => {
      const text = textOf(drawn(picture, 60, 16), 60);
      await expect(text).toMatchFileSnapshot(`__screens__/${name}-60x16.txt`);
    });
    it(`${name}, in ASCII, and with what its colours mean`, async () => {
      const text = textOf(drawn(picture, 80, 24, true), 80);
      expect(text).toMatch(/^[\n -~]*$/u);
      await expect(text).toMatchFileSnapshot(`__screens__/${name}-80x24-ascii.txt`);
      const marked = markedOf(drawn(picture, 120, 40));
      await expect(marked).toMatchFileSnapshot(`__screens__/${name}-120x40-marked.txt`);
    });
  }
});
