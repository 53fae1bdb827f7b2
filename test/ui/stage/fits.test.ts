// No frame of the Stage screen is taller or wider than its room, whatever is in it, and what matters most is in each.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttemptRow, AttemptState, StageState } from "../../../src/engine/rows.ts";
import { attemptId } from "../../../src/pipeline/ids.ts";
import { oneLine, plainText, sanitise } from "../../../src/ui/sanitise.ts";
import { drawStage } from "../../../src/ui/stage/draw.ts";
import { stageScreen } from "../../../src/ui/stage/screen.ts";
import type { MetricView, StagePageView } from "../../../src/ui/stage/view.ts";
import { ATTEMPT_MARKS, STAGE_MARKS } from "../../../src/ui/theme.ts";
import { widthOf } from "../../../src/ui/width.ts";
import { GATE } from "../../engine/gate.ts";
import { ATTACKS } from "../attacks.ts";
import { T0, attemptRow } from "../rows.ts";
import { room, textOf } from "./screen-text.ts";
import { failed, pictured, training } from "./views.ts";

const raw = fc.oneof(
  fc.constantFrom("", "train", "a".repeat(200), "漢字".repeat(100), "😀👩‍💻🇹🇳".repeat(30)),
  fc.constantFrom(...ATTACKS.map((attack) => attack.text)),
  fc.string({ unit: "binary", maxLength: 200 }),
);
const texts = raw.map(oneLine);
const logTexts = raw.map((text) => sanitise(text, { colour: false }));
const sizes = fc.oneof(fc.constant(null), fc.nat(2 ** 40));
const numbers = fc.double();
const stageStates = fc.constantFrom(...(Object.keys(STAGE_MARKS) as StageState[]));
const attemptStates = fc.constantFrom(...(Object.keys(ATTEMPT_MARKS) as AttemptState[]));

const attempts = fc
  .array(
    fc.record({
      state: attemptStates,
      round: fc.integer({ min: 1, max: 3 }),
      exitCode: fc.constantFrom(null, 0, 1, 255),
      took: fc.constantFrom(null, 0, 999, 4e8),
      cpuMs: sizes,
      peakRssBytes: sizes,
      cause: fc.option(raw, { nil: null }),
    }),
    { maxLength: 60, size: "max" },
  )
  .map((rows) =>
    rows.map(({ took, ...row }, place): AttemptRow =>
      attemptRow("x", place + 1, {
        ...row,
        id: attemptId(`x-${place}`),
        startedAt: T0 + place,
        endedAt: took === null ? null : T0 + place + took,
      }),
    ),
  );

const metrics = fc.array(
  fc.record({ name: texts, points: fc.array(numbers, { maxLength: 250 }), isMax: fc.boolean() }),
  { maxLength: 30 },
);

const lanes = fc.array(fc.option(numbers, { nil: null }), { maxLength: 130 });

const pages = fc.record<Partial<StagePageView>>({
  description: fc.option(texts, { nil: null }),
  work: fc.oneof(
    fc.record({
      is: fc.constant("script" as const),
      lines: fc.array(raw.map(plainText), { minLength: 1, maxLength: 40 }),
      count: fc.nat(3000),
    }),
    fc.record({ is: fc.constant("argv" as const), text: texts }),
    fc.record({ is: fc.constant("approval" as const), message: texts, by: fc.array(texts) }),
  ),
  cwd: texts,
  python: fc.option(texts, { nil: null }),
  environment: fc.record({
    set: fc.array(texts),
    passed: fc.array(texts),
    usual: fc.nat(40),
    file: fc.option(texts, { nil: null }),
    secrets: fc.array(texts),
    by: texts,
  }),
  needs: fc.array(texts, { maxLength: 9 }),
  retry: texts,
  timeoutMs: fc.option(fc.nat(1e9), { nil: null }),
  outputs: fc.array(fc.record({ name: texts, value: texts }), { maxLength: 2000 }),
  outs: fc.array(
    fc.record({
      path: texts,
      is: fc.constantFrom("file" as const, "folder" as const, "missing" as const),
      bytes: sizes,
      hash: fc.constantFrom(null, "9f86d081884c"),
    }),
    { maxLength: 200 },
  ),
  metrics: metrics.map((all) =>
    all.map(({ name, points, isMax }): MetricView => {
      const value = points.at(-1) ?? 0;
      const champion = isMax ? { version: 1234, value } : null;
      return { name, points, latest: value, best: { value, isMax }, champion };
    }),
  ),
  gate: fc.option(
    fc.tuple(texts, fc.option(numbers, { nil: null })).map(([metric, value]) => ({
      model: metric,
      gate: { ...GATE, metric, max: value },
      value,
      champion: { version: 1234, value, filesAreGone: true },
      isOver: false,
    })),
    { nil: null },
  ),
  use: fc.option(
    fc.record({
      cpuPercent: lanes,
      rssBytes: lanes,
      gpuPercent: lanes,
      gpuBytes: lanes,
      now: fc.constant({ cpuPercent: 1e7, rssBytes: null, gpuPercent: 83, gpuBytes: 2e10 }),
    }),
    { nil: null },
  ),
  logTail: fc.array(logTexts, { maxLength: 60 }),
});

const stages = fc.record({
  key: raw,
  state: stageStates,
  reason: fc.option(raw, { nil: null }),
  isEnded: fc.boolean(),
  attempts,
  page: pages,
  columns: fc.integer({ min: 40, max: 250 }),
  rows: fc.integer({ min: 7, max: 80 }),
  ascii: fc.boolean(),
  top: fc.nat(2500),
  chosen: fc.nat(60),
});

describe("the Stage screen", () => {
  it("is never taller or wider than its room, and its table stands where its lines are empty", () => {
    fc.assert(
      fc.property(stages, (given) => {
        const { view, state } = pictured({
          key: `${given.key}x`,
          stage: {
            state: given.state,
            reason: given.reason,
            startedAt: T0,
            endedAt: given.isEnded ? T0 + 5000 : null,
            maxAttempts: 3,
          },
          attempts: given.attempts,
          page: { ...given.page, name: plainText(`${given.key}x`) },
          now: T0 + 6000,
        });
        const attempt = given.attempts[given.chosen]?.id ?? null;
        const size = room(given.columns, given.rows, given.ascii);
        const settled = stageScreen.settle(view, { ...state, attempt, top: given.top }, size);
        const { lines, table } = drawStage(view, settled, size);
        expect(lines.length).toBeLessThanOrEqual(size.rows);
        for (const line of lines) {
          const text = line.map((one) => one.text).join("");
          expect(widthOf(text)).toBeLessThanOrEqual(size.columns);
          // oxlint-disable-next-line no-control-regex -- what must not be there
          expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
        }
        if (table === null) return;
        expect(table.at + 1 + table.records.length).toBeLessThanOrEqual(size.rows);
        for (const cells of [table.titles, ...table.records]) {
          const width = cells.reduce((sum, cell) => sum + widthOf(cell) + 2, 0);
          expect(width).toBeLessThanOrEqual(size.columns);
          expect(cells.map(widthOf)).toEqual(table.titles.map(widthOf));
        }
        const gap = lines.slice(table.at, table.at + 1 + table.records.length);
        expect(gap.every((line) => line.length === 0)).toBe(true);
        expect(table.chosen).toBeLessThan(table.records.length);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [40, 8],
    [60, 15],
    [80, 23],
    [250, 80],
  ])("has the cause of a failure, its tries and the end of its log at %ix%i", (columns, rows) => {
    const { view, state } = failed();
    const text = textOf(drawStage(view, state, room(columns, rows)), columns);
    expect(text).toContain("CAUSE   dvc lock held by pid 8121");
    expect(text).toMatch(/[▸>] 3 {2}✗ failed/);
    expect(text).toContain("LOG");
  });

  it("has a window of tries around the one that is looked at where there are many", () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      attemptRow("x", n + 1, { state: "failed", startedAt: T0 + n, endedAt: T0 + n + 1 }),
    );
    const { view, state } = pictured({
      key: "x",
      stage: { state: "running" },
      attempts: many,
      now: T0,
    });
    const { table } = drawStage(view, { ...state, attempt: many[20]!.id }, room(80, 23));
    expect(table?.records.map(([first]) => first?.trim())).toEqual(["19", "20", "▸21", "22"]);
    expect(table?.chosen).toBe(2);
    expect(table?.titles.at(-1)?.trim()).toBe("why   19-22 of 40");
  });

  it("says how many lines are below where the middle has no room, and scrolls them alone", () => {
    const { view, state } = training();
    const small = room(80, 18);
    const first = textOf(drawStage(view, state, small), 80);
    expect(first).toMatch(/\d+ more lines, j goes on/);
    const end = textOf(drawStage(view, { ...state, top: 999 }, small), 80);
    expect(end).not.toContain("more lines");
    expect(end).toContain("GPU");
    expect(end.split("\n").slice(0, 5)).toEqual(first.split("\n").slice(0, 5));
  });

  it("says so while nothing was read, and where the run has no such stage", () => {
    const { view, state } = failed();
    const read = (changed: typeof view): string =>
      textOf(drawStage(changed, state, room(80, 23)), 80);
    expect(read({ ...view, run: null, stage: null })).toContain("One moment");
    expect(read({ ...view, stage: null })).toContain("One moment");
    const { run } = view;
    const empty = run === null ? null : { ...run, run: { ...run.run, stages: [] } };
    expect(read({ ...view, run: empty, stage: null })).toContain("no such stage");
  });
});
