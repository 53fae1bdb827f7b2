// The screens under a person who presses anything: no order of keys, answers and sizes makes them fail, no picture is larger
// than the terminal, nothing but text reaches it, and there is always a way out.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pipelineName } from "../../../src/pipeline/ids.ts";
import { openDashboard } from "../../../src/ui/dashboard/state.ts";
import type { DashboardView } from "../../../src/ui/dashboard/view.ts";
import { lineWidth } from "../../../src/ui/line.ts";
import type { Room } from "../../../src/ui/monitor/frame.ts";
import { GLOBAL_KEYS } from "../../../src/ui/monitor/globals.ts";
import { onScreen } from "../../../src/ui/monitor/kinds.ts";
import { pictureOf, screenRoom } from "../../../src/ui/monitor/picture.ts";
import type { Screen } from "../../../src/ui/monitor/screens.ts";
import type { Told } from "../../../src/ui/monitor/told.ts";
import { type Ui, topOf } from "../../../src/ui/monitor/ui.ts";
import { type Press, interestOf, update } from "../../../src/ui/monitor/update.ts";
import type { View } from "../../../src/ui/monitor/view.ts";
import type { Wish } from "../../../src/ui/monitor/wish.ts";
import { openModels } from "../../../src/ui/models/state.ts";
import { openRun } from "../../../src/ui/run/state.ts";
import { openStage } from "../../../src/ui/stage/state.ts";
import { openLog } from "../../../src/ui/log/log-state.ts";
import { helpScreen } from "../../../src/ui/monitor/help.ts";
import { three } from "../models/views.ts";
import { sweep } from "../run/large-pictures.ts";
import { failed, training } from "../run/pictures.ts";
import { RUN } from "../rows.ts";
import * as stages from "../stage/views.ts";

const dashboard: DashboardView = {
  pipelines: ["alpha", "漢字の流れ", "z".repeat(63)].map((name, place) => ({
    id: pipelineName(name),
    name,
    strip: [{ number: 1, state: "failed", forYou: false }],
    active:
      place === 0
        ? {
            id: RUN,
            number: 2,
            state: "running",
            startedAt: 1000,
            others: 0,
            says: "train 2/2",
            brief: "train",
            dueAt: null,
            eta: null,
            asks: null,
          }
        : null,
    last: { id: RUN, number: 1, state: "failed", endedAt: 2000, reason: "data: exit 3" },
    week: [{ state: "failed", count: 1 }],
  })),
  runs: {
    pipeline: pipelineName("alpha"),
    name: "alpha",
    sinceMs: 604_800_000,
    rows: [
      {
        id: RUN,
        number: 2,
        name: "alpha#2",
        state: "running",
        forYou: false,
        trigger: "manual",
        by: "ada",
        createdAt: 1000,
        startedAt: 1000,
        endedAt: null,
        doing: null,
        says: "",
        metrics: { f1: 0.81 },
        params: { epochs: "3" },
      },
    ],
    isCut: false,
    totals: [{ state: "running", count: 1 }],
    metrics: ["f1"],
    params: ["epochs"],
  },
  news: [],
  empty: null,
};

const VIEWS: readonly View[] = [
  training().view,
  failed().view,
  sweep().view,
  stages.failed().view,
  stages.training().view,
].map((view, place) => ({ ...view, dashboard, models: place === 0 ? null : three }));

const firstStage = (view: View) => view.run?.run.stages[0]?.key;

function beginnings(view: View): Screen[] {
  const key = firstStage(view);
  return [
    { is: "run", state: openRun(RUN) },
    ...(key === undefined
      ? []
      : [
          { is: "stage", state: openStage(RUN, key) } as const,
          { is: "log", state: openLog({ is: "stage", run: RUN, stage: key }) } as const,
        ]),
    { is: "log", state: openLog({ is: "run", run: RUN }) },
    { is: "models", state: openModels() },
  ];
}

function begin(screen: Screen | null): Ui {
  const bottom: Screen = { is: "dashboard", state: openDashboard(null) };
  return {
    stack: screen === null ? [bottom] : [bottom, screen],
    dialog: null,
    typed: null,
    toasts: [],
  };
}

/** Every key that any screen knows, and what it does not. */
const KEYS: readonly Press[] = [
  ...new Set([
    ...[null, ...beginnings(VIEWS[0]!)].flatMap((screen) =>
      onScreen(topOf(begin(screen)), (kind) => kind.keys.flatMap(({ keys }) => keys)),
    ),
    ...helpScreen.keys.flatMap(({ keys }) => keys),
    ...GLOBAL_KEYS.flatMap(({ keys }) => keys),
    ..."Enter Esc Tab S-Tab Up Down Left Right Backspace Space y n a f d ! C-u C-p 漢".split(" "),
  ]),
].map((key) => ({ key, text: key.length === 1 ? key : key === "Space" ? " " : null }));

const PASTE: Press = { key: "", text: "ha\u001b[31mck\u202e\n$(rm)" };

/** What an answer from outside to a wish might be. */
function answerTo(wish: Wish): Told[] {
  if (wish.is === "prepare-cancel") {
    const yes = { is: "cancel", run: wish.run, stage: wish.stage, kill: wish.kill } as const;
    const lines = ["stops it"];
    return [
      { is: "dialog", dialog: { is: "confirm", title: "cancel?", lines, yes, onYes: false } },
    ];
  }
  if (wish.is === "prepare-model") {
    const yes = { is: "model", ask: wish.ask } as const;
    return [
      { is: "dialog", dialog: { is: "confirm", title: "now?", lines: ["v8"], yes, onYes: false } },
    ];
  }
  if (wish.is.startsWith("prepare")) return [{ is: "no dialog", why: "the file has gone" }];
  if (wish.is === "search")
    return [{ is: "found", target: wish.target, place: null, query: wish.query }];
  if (wish.is === "trigger") return [{ is: "run", run: RUN }];
  return [{ is: "toast", text: "done", meaning: "ok" }];
}

const press = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...KEYS) },
  { weight: 1, arbitrary: fc.constant(PASTE) },
);
const size = fc.record({
  columns: fc.integer({ min: 1, max: 220 }),
  rows: fc.integer({ min: 1, max: 70 }),
});
const normal = fc.constantFrom(
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 60, rows: 16 },
);

function checked(view: View, ui: Ui, terminal: Room): void {
  const { lines, table } = pictureOf(view, ui, terminal);
  expect(lines.length).toBeLessThanOrEqual(terminal.rows);
  for (const line of lines) {
    expect(lineWidth(line)).toBeLessThanOrEqual(terminal.columns);
    for (const { text } of line) expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
  expect((table?.at ?? 0) + (table?.records.length ?? 0)).toBeLessThan(Math.max(1, terminal.rows));
}

describe("whatever is pressed", () => {
  it("draws within the terminal, and Esc leads out of everything", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VIEWS),
        fc.nat(4),
        fc.array(press, { maxLength: 60 }),
        fc.oneof(normal, size),
        fc.boolean(),
        (view, first, presses, { columns, rows }, ascii) => {
          const terminal: Room = { columns, rows, ascii, zone: "UTC" };
          const around = { view, room: screenRoom(terminal), now: view.now };
          let ui = begin([null, ...beginnings(view)][first] ?? null);
          const send = (message: Parameters<typeof update>[1]): readonly Wish[] => {
            const updated = update(ui, message, around);
            ui = updated.ui;
            return updated.wishes;
          };
          for (const one of presses) {
            for (const wish of send({ is: "press", press: one }))
              for (const told of answerTo(wish)) send({ is: "told", told });
            checked(view, ui, terminal);
            interestOf(ui, around);
          }
          for (let times = 0; times < 60; times += 1)
            send({ is: "press", press: { key: "Esc", text: null } });
          expect(ui.dialog).toBeNull();
          expect(ui.typed).toBeNull();
          expect(ui.stack.map(({ is }) => is)).toEqual(["dashboard"]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("asks the host for nothing destructive before somebody has said yes", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VIEWS),
        fc.nat(4),
        fc.array(press, { maxLength: 40 }),
        (view, first, presses) => {
          const around = {
            view,
            room: { columns: 120, rows: 39, ascii: false, zone: "UTC" },
            now: view.now,
          };
          let ui = begin([null, ...beginnings(view)][first] ?? null);
          for (const one of presses) {
            const wasAsked = ui.dialog !== null;
            const updated = update(ui, { is: "press", press: one }, around);
            ui = updated.ui;
            for (const wish of updated.wishes) {
              const isActing = ["cancel", "rerun", "answer", "trigger"].includes(wish.is);
              expect([isActing, wasAsked]).not.toEqual([true, false]);
              for (const told of answerTo(wish)) ui = update(ui, { is: "told", told }, around).ui;
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("says why, where a key does nothing now", () => {
    for (const view of VIEWS)
      for (const screen of [null, ...beginnings(view)]) {
        const around = {
          view,
          room: { columns: 120, rows: 39, ascii: false, zone: "UTC" },
          now: view.now,
        };
        const ui = update(begin(screen), { is: "seen" }, around).ui;
        onScreen(topOf(ui), (kind, state) => {
          for (const record of kind.keys) {
            const why = record.unable({ view, state, room: around.room });
            if (why === null || why === "") continue;
            expect(`${record.command} ${why}`).toMatch(/^[a-z.… ]+ \S.*[^.]$/u);
          }
        });
      }
  });
});
