// What lies around every screen: the line of hints, help, the palette, what was said a moment ago, and what stays when the
// screens are left. All of it is made from the records of the keys.

import { describe, expect, it } from "vitest";
import type { Line } from "../../../src/ui/line.ts";
import { farewell } from "../../../src/ui/monitor/farewell.ts";
import type { Room } from "../../../src/ui/monitor/frame.ts";
import { pictureOf, screenRoom } from "../../../src/ui/monitor/picture.ts";
import { type Ui, told } from "../../../src/ui/monitor/ui.ts";
import { update } from "../../../src/ui/monitor/update.ts";
import { openDashboard } from "../../../src/ui/dashboard/state.ts";
import { openRun } from "../../../src/ui/run/state.ts";
import { RUN } from "../rows.ts";
import { failed, training } from "../run/pictures.ts";

const EMPTY = { pipelines: [], runs: null, news: [], empty: null };
const view = { ...training().view, dashboard: EMPTY };
const text = (line: Line): string =>
  line
    .map((one) => one.text)
    .join("")
    .trimEnd();
const room = (columns: number, rows: number, ascii = false): Room => ({
  columns,
  rows,
  ascii,
  zone: "UTC",
});

const letters = (word: string): string[] => Array.from(word);

const begun: Ui = {
  stack: [
    { is: "dashboard", state: openDashboard(null) },
    { is: "run", state: openRun(RUN) },
  ],
  dialog: null,
  typed: null,
  toasts: [],
};

function after(keys: readonly string[], terminal: Room, seen = view): Ui {
  const around = { view: seen, room: screenRoom(terminal), now: seen.now };
  const first = update(begun, { is: "seen" }, around).ui;
  return keys.reduce(
    (ui, key) =>
      update(ui, { is: "press", press: { key, text: key.length === 1 ? key : null } }, around).ui,
    first,
  );
}

const shown = (keys: readonly string[], terminal: Room): string =>
  `${pictureOf(view, after(keys, terminal), terminal).lines.map(text).join("\n")}\n`;

describe("around a screen", () => {
  it.each([
    ["palette-80x24", [":"], room(80, 24)],
    ["palette-120x40", [":", ...letters("can")], room(120, 40)],
    ["palette-80x24-ascii", [":", ...letters("log")], room(80, 24, true)],
    ["help-80x24", ["?"], room(80, 24)],
    ["help-120x40", ["?"], room(120, 40)],
    ["filter-80x24", ["/", ...letters("tra")], room(80, 24)],
  ])("%s", async (name, keys, terminal) => {
    await expect(shown(keys, terminal)).toMatchFileSnapshot(`__screens__/${name}.txt`);
  });

  it("keeps actions and help on the line of hints at any width, and never wraps it", () => {
    for (let columns = 60; columns <= 200; columns += 7) {
      const { lines } = pictureOf(view, after([], room(columns, 24)), room(columns, 24));
      const hints = text(lines.at(-1) ?? []);
      expect(hints).toMatch(/: actions {2}\? help$/u);
      expect(hints.length).toBeLessThanOrEqual(columns);
    }
  });

  it("says why a key does nothing, for a few seconds", () => {
    const terminal = room(80, 24);
    const ui = after(["!"], terminal);
    expect(ui.toasts.at(-1)?.text).toBe("failure: nothing has failed");
    const lines = pictureOf(view, ui, terminal).lines.map(text);
    expect(lines.at(-2)).toMatch(/failure: nothing has failed/u);
    const around = { view, room: screenRoom(terminal), now: view.now + 10_000 };
    expect(update(ui, { is: "seen" }, around).ui.toasts).toEqual([]);
  });

  it("finds actions by any letters in their order, by words, and by what they do", () => {
    const terminal = room(120, 40);
    const first = (typed: string): string => {
      const { lines } = pictureOf(view, after([":", ...letters(typed)], terminal), terminal);
      return text(lines.find((line) => text(line).includes("▸ ")) ?? []);
    };
    expect(first("cancel")).toMatch(/x +Cancel this run/u);
    expect(first("whole log")).toMatch(/L +The whole log/u);
    expect(first("help")).toMatch(/\? +What the keys do/u);
  });

  it("does what was found, or says why not, and is left by Esc", () => {
    const terminal = room(120, 40);
    expect(after([":", ...letters("cancel"), "Enter"], terminal).dialog?.is).toBe("waiting");
    const over = { ...failed().view, dashboard: EMPTY };
    const refused = after([":", ...letters("cancel"), "Enter"], terminal, over);
    expect(refused.dialog).toBeNull();
    expect(refused.toasts.at(-1)?.text).toMatch(/^cancel: /u);
    expect(after([":", "Esc"], terminal).typed).toBeNull();
  });

  it("says the same thing once, however often it is told", () => {
    const twice = told(told(begun, "copied", "ok", 1000), "copied", "ok", 2000);
    expect(twice.toasts).toEqual([{ text: "copied", meaning: "ok", until: 8000 }]);
  });
});

describe("when the screens are left", () => {
  it("what goes on and what failed meanwhile stays, and no log", () => {
    const pipeline = {
      id: training().view.run!.pipeline,
      name: "pricecheck",
      strip: [],
      week: [],
    };
    const doing = { says: "train 2/2", brief: "train", dueAt: null, eta: null, asks: null };
    const going = {
      id: RUN,
      number: 42,
      state: "running" as const,
      startedAt: 0,
      others: 0,
      ...doing,
    };
    const ended = {
      id: RUN,
      number: 41,
      state: "failed" as const,
      endedAt: view.now - 5000,
      reason: "data: exit 3",
    };
    const dashboard = {
      ...EMPTY,
      pipelines: [
        { ...pipeline, active: going, last: null },
        { ...pipeline, name: "other", active: null, last: ended },
        { ...pipeline, name: "older", active: null, last: { ...ended, endedAt: 1 } },
      ],
    };
    const lines = farewell({ ...view, dashboard }, view.now - 60_000, false).map(text);
    expect(lines).toEqual([
      "● pricecheck#42 goes on  train 2/2",
      "✗ other#41 failed 5s ago  data: exit 3  dagtop show other#41",
    ]);
  });
});
