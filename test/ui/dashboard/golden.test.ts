// How the Dashboard looks, as text: a person reads these files.

import { describe, expect, it } from "vitest";
import { pipelineName } from "../../../src/pipeline/ids.ts";
import { dashboardScreen } from "../../../src/ui/dashboard/screen.ts";
import { type DashboardState, openDashboard } from "../../../src/ui/dashboard/state.ts";
import { pictureOf } from "../../../src/ui/monitor/picture.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import { markedOf, room, textOf } from "../stage/screen-text.ts";
import { bareHome, emptyHome, night, viewOf } from "./views.ts";

const NONE = { running: 0, waiting: 0, pool: null, forYou: 0 };
const atNight: DashboardState = openDashboard(pipelineName("pricecheck"));
const board: DashboardState = {
  ...atNight,
  focus: "runs",
  columns: [
    { of: "metric", name: "f1" },
    { of: "param", name: "lr" },
  ],
  sort: { column: { of: "metric", name: "f1" }, descending: true },
};

const PICTURES: Readonly<Record<string, readonly [View, DashboardState]>> = {
  night: [viewOf(night), atNight],
  leaderboard: [viewOf(night), board],
  empty: [viewOf(emptyHome, { host: { is: "none" }, counts: NONE }), openDashboard(null)],
  bare: [
    viewOf(bareHome, { host: { is: "none" }, counts: NONE, home: "/data/home" }),
    openDashboard(null),
  ],
  "no-host": [viewOf(night, { host: { is: "none" } }), atNight],
  stopped: [viewOf(night, { host: { is: "stopped", pid: 812 }, readonly: true }), atNight],
  trouble: [
    viewOf(night, { trouble: "The database of this home is damaged. Keep a copy." }),
    atNight,
  ],
};

/** The whole picture, with its line of hints. */
function drawn(
  [view, state]: readonly [View, DashboardState],
  columns: number,
  rows: number,
  ascii = false,
) {
  const terminal = room(columns, rows, ascii);
  const settled = dashboardScreen.settle(view, state, room(columns, rows - 1, ascii));
  const ui = {
    stack: [{ is: "dashboard", state: settled }] as const,
    dialog: null,
    typed: null,
    toasts: [],
  };
  return pictureOf(view, ui, terminal);
}

describe("the Dashboard looks as it is drawn", () => {
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
    it(`${name}, in ASCII`, async () => {
      const text = textOf(drawn(picture, 80, 24, true), 80);
      // oxlint-disable-next-line no-control-regex -- that nothing else is there is the point
      expect(text).toMatch(/^[\x00-\x7f]*$/u);
      await expect(text).toMatchFileSnapshot(`__screens__/${name}-80x24-ascii.txt`);
    });
    it(`${name}, with what its colours mean`, async () => {
      const text = markedOf(drawn(picture, 120, 40));
      await expect(text).toMatchFileSnapshot(`__screens__/${name}-120x40-marked.txt`);
    });
  }

  it.each([
    [50, 12],
    [36, 6],
    [20, 1],
  ])("on a terminal of %ix%i as a list of states, or one line", async (columns, rows) => {
    const text = textOf(drawn(PICTURES["night"]!, columns, rows), columns);
    await expect(text).toMatchFileSnapshot(`__screens__/small-${columns}x${rows}.txt`);
  });
});
