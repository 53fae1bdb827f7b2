// How the Run screen looks, as text: a person reads these files.

import { describe, expect, it } from "vitest";
import { runScreen } from "../../../src/ui/run/screen.ts";
import type { RunState } from "../../../src/ui/run/state.ts";
import { markedOf, room, textOf } from "../stage/screen-text.ts";
import { large, sweep } from "./large-pictures.ts";
import type { Pictured } from "./pages.ts";
import { failed, held, training } from "./pictures.ts";

const SIZES = [
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

function drawn({ view, state }: Pictured, columns: number, rows: number, ascii = false) {
  // The line of hints takes one row.
  const size = room(columns, rows - 1, ascii);
  return runScreen.draw(view, runScreen.settle(view, state, size), size);
}

const file = (name: string, size: string): string => `__screens__/${name}-${size}.txt`;

const PICTURES: Readonly<Record<string, (state?: Partial<RunState>) => Pictured>> = {
  training,
  failed,
  held,
  sweep,
  large,
};

describe("the Run screen looks as it is drawn", () => {
  for (const [name, picture] of Object.entries(PICTURES)) {
    for (const [columns, rows] of SIZES) {
      it(`${name}, ${columns}x${rows}`, async () => {
        const text = textOf(drawn(picture(), columns, rows), columns);
        await expect(text).toMatchFileSnapshot(file(name, `${columns}x${rows}`));
      });
    }
    it(`${name}, in ASCII`, async () => {
      const text = textOf(drawn(picture(), 80, 24, true), 80);
      await expect(text).toMatchFileSnapshot(file(name, "80x24-ascii"));
    });
    it(`${name}, with what its colours mean`, async () => {
      const text = markedOf(drawn(picture(), 120, 40));
      await expect(text).toMatchFileSnapshot(file(name, "120x40-marked"));
    });
  }

  const VIEWS: Readonly<Record<string, readonly [Pictured, number, number]>> = {
    "training-graph": [training({ pane: "graph" }), 80, 24],
    "training-log": [training({ pane: "log" }), 80, 24],
    "training-focus": [training({ view: "focus" }), 120, 40],
    "training-list": [training({ view: "list" }), 120, 40],
    "training-first-try": [training({ cursor: "train", attempt: 1 }), 80, 24],
    "training-not-begun": [training({ cursor: "notify" }), 120, 40],
    "training-filtered": [training({ cursor: "train", filter: "!succeeded" }), 120, 40],
    "sweep-folded": [sweep({ cursor: "fit" }), 120, 40],
    "sweep-folded-graph": [sweep({ cursor: "fit", pane: "graph" }), 80, 24],
    "sweep-asks": [sweep({ cursor: "ask" }), 120, 40],
    "large-columns": [large({ view: "columns" }), 120, 40],
    "large-focus": [large({ view: "focus" }), 120, 40],
    "large-graph": [large({ pane: "graph", view: "columns" }), 80, 24],
    small: [training(), 40, 8],
  };
  for (const [name, [picture, columns, rows]] of Object.entries(VIEWS)) {
    it(`${name}, ${columns}x${rows}`, async () => {
      const text = textOf(drawn(picture, columns, rows), columns);
      await expect(text).toMatchFileSnapshot(file(name, `${columns}x${rows}`));
    });
  }
});
