// The Dashboard with anything in it, at any size: never larger than the terminal, and every key leads somewhere that can be
// drawn.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pipelineName } from "../../../src/pipeline/ids.ts";
import type { RunState } from "../../../src/engine/rows.ts";
import { dashboardScreen } from "../../../src/ui/dashboard/screen.ts";
import { type DashboardState, openDashboard } from "../../../src/ui/dashboard/state.ts";
import type { DashboardView } from "../../../src/ui/dashboard/view.ts";
import { lineWidth } from "../../../src/ui/line.ts";
import { smallFrame } from "../../../src/ui/monitor/small.ts";
import { oneLine, plainText } from "../../../src/ui/sanitise.ts";
import { ATTACKS } from "../attacks.ts";
import { active, emptyHome, night, pipeline, runLine, viewOf } from "./views.ts";

const word = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.constantFrom(...ATTACKS.map(({ text }) => text)),
    fc.constant("漢字".repeat(60)),
  )
  .map((text) => oneLine(plainText(text)));
const state = fc.constantFrom<RunState>(
  "queued",
  "running",
  "succeeded",
  "failed",
  "partial",
  "timed_out",
);

const dashboard = fc.record({
  names: fc.uniqueArray(word, { maxLength: 40 }),
  says: word,
  state,
  runs: fc.nat(2000),
  metric: word,
  value: fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -0, 1e308)),
});

type Random = typeof dashboard extends fc.Arbitrary<infer Value> ? Value : never;

function made({ names, says, state, runs, metric, value }: Random): DashboardView {
  const [first = "p"] = names;
  return {
    pipelines: names.map((name, place) =>
      pipeline(name, "vxpo?".repeat(2), place + 10, {
        active:
          place % 2 === 0
            ? active(name, place + 10, { says, brief: says, state: "running" })
            : null,
      }),
    ),
    runs: {
      ...night.runs!,
      pipeline: pipelineName(first),
      name: first,
      rows: Array.from({ length: runs }, (_, number) =>
        runLine(first, number, {
          state,
          says,
          by: says,
          metrics: { [metric]: value },
          params: { [metric]: says },
        }),
      ),
      metrics: [metric],
      params: [metric],
    },
    news: night.news.map((each) => ({
      ...each,
      name: first,
      items: [[{ mark: null, text: says }]],
    })),
    empty: null,
  };
}

const size = fc.record({
  columns: fc.integer({ min: 40, max: 250 }),
  rows: fc.integer({ min: 7, max: 80 }),
});
const KEYS = dashboardScreen.keys.flatMap(({ keys }) => keys);

describe("the Dashboard", () => {
  it("fits any terminal, whatever it shows and wherever one is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 6, arbitrary: dashboard.map(made) },
          { weight: 1, arbitrary: fc.constantFrom(night, emptyHome) },
        ),
        size,
        fc.array(fc.constantFrom(...KEYS), { maxLength: 20 }),
        fc.boolean(),
        (seen, { columns, rows }, keys, ascii) => {
          const room = { columns, rows, ascii, zone: "UTC" };
          const view = viewOf(seen);
          let at: DashboardState = dashboardScreen.settle(view, openDashboard(null), room);
          for (const key of ["", ...keys]) {
            const situation = { view, state: at, room };
            const record = dashboardScreen.keys.find(
              (each) => each.keys.includes(key) && each.unable(situation) === null,
            );
            at = dashboardScreen.settle(view, record?.press(situation).state ?? at, room);
            const { lines } = dashboardScreen.draw(view, at, room);
            expect(lines.length).toBeLessThanOrEqual(rows);
            for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
          }
          expect(dashboardScreen.settle(view, at, room)).toBe(at);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("fits the smallest terminals too, as a list or as one line", () => {
    const smallest = fc.record({
      columns: fc.integer({ min: 1, max: 60 }),
      rows: fc.integer({ min: 1, max: 16 }),
    });
    fc.assert(
      fc.property(dashboard.map(made), smallest, fc.boolean(), (seen, { columns, rows }, ascii) => {
        const { lines } = smallFrame(viewOf(seen), { columns, rows, ascii, zone: "UTC" });
        expect(lines.length).toBeLessThanOrEqual(rows);
        for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
      }),
      { numRuns: 100 },
    );
  });
});
