// Whatever the run and the terminal, the screen fits and its keys do no harm.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runView } from "../../../src/ui/project.ts";
import { lineWidth } from "../../../src/ui/line.ts";
import { runScreen } from "../../../src/ui/run/screen.ts";
import { type RunState, openRun } from "../../../src/ui/run/state.ts";
import { sanitise } from "../../../src/ui/sanitise.ts";
import { randomRuns } from "../random-runs.ts";
import { RUN, T0 } from "../rows.ts";
import { room } from "../stage/screen-text.ts";
import { large, sweep } from "./large-pictures.ts";
import { pageOf, viewWith } from "./pages.ts";
import { failed, held, training } from "./pictures.ts";

const PICTURES = [training, failed, held, sweep, large];

const sizes = fc.record({
  columns: fc.integer({ min: 40, max: 250 }),
  rows: fc.integer({ min: 8, max: 80 }),
});

const states = fc.record({
  view: fc.constantFrom<RunState["view"]>("auto", "columns", "list", "focus"),
  pane: fc.constantFrom<RunState["pane"]>("graph", "stages", "log"),
  filter: fc.constantFrom("", "", "failed", "!failed", "!", "漢"),
});

/** Stages that need some before them, some of them members of a matrix. */
const joins = fc.array(fc.array(fc.nat(1000), { maxLength: 3 }), { maxLength: 300 });

const pages = fc.record({ facts: randomRuns, joins }).map(({ facts, joins }) => {
  const run = runView(facts, null);
  const page = pageOf(facts, run, { commit: "3f2a91c", eta: { p50: T0, p95: T0 + 1000 } });
  const graph = page.graph.map((stage, n) => ({
    ...stage,
    group: n % 3 === 0 ? `group ${n % 5}` : null,
    groupName: n % 3 === 0 ? `group ${n % 5}` : null,
    needs:
      n % 3 === 0
        ? []
        : (joins[n] ?? []).flatMap((pick) => page.graph[pick % Math.max(1, n)]?.key ?? []),
    dashed: n % 7 === 0,
  }));
  return { ...page, graph };
});

const presses = fc.array(fc.nat(1000), { maxLength: 12 });

describe("the Run screen", () => {
  it("is never wider or taller than its room, whatever is in it and whatever was pressed", () => {
    fc.assert(
      fc.property(
        pages,
        sizes,
        states,
        presses,
        fc.boolean(),
        (page, size, given, picks, ascii) => {
          const view = viewWith(page, T0 + 90_000);
          const place = room(size.columns, size.rows, ascii);
          let state = runScreen.settle(view, { ...openRun(RUN), ...given }, place);
          for (const pick of picks) {
            const situation = { view, state, room: place };
            const record = runScreen.keys[pick % runScreen.keys.length];
            if (record === undefined || record.unable(situation) !== null) continue;
            state = runScreen.settle(view, record.press(situation).state, place);
          }
          const { lines } = runScreen.draw(view, state, place);
          expect(lines.length).toBeLessThanOrEqual(size.rows);
          for (const line of lines) {
            expect(lineWidth(line)).toBeLessThanOrEqual(size.columns);
            const text = line.map((part) => part.text).join("");
            expect(sanitise(text, { colour: false })).toBe(text);
          }
          expect(runScreen.settle(view, state, place)).toBe(state);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("draws nothing beyond ASCII around the names where that is asked for", () => {
    fc.assert(
      fc.property(sizes, states, ({ columns, rows }, given) => {
        for (const picture of PICTURES) {
          const { view, state } = picture({ ...given, filter: "" });
          const place = room(columns, rows, true);
          const { lines } = runScreen.draw(view, runScreen.settle(view, state, place), place);
          for (const line of lines)
            expect(line.map(({ text }) => text).join("")).toMatch(/^[ -~]*$/u);
        }
      }),
      { numRuns: 60 },
    );
  });
});
