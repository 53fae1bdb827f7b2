// The Models screen with anything in it, at any size: never larger than its room, and every key leads somewhere that can be
// drawn.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineWidth } from "../../../src/ui/line.ts";
import { modelsScreen } from "../../../src/ui/models/screen.ts";
import { type ModelsState, openModels } from "../../../src/ui/models/state.ts";
import type { ModelsView, VersionView } from "../../../src/ui/models/view.ts";
import { oneLine, plainText } from "../../../src/ui/sanitise.ts";
import { ATTACKS } from "../attacks.ts";
import { modelsView, none, three, version } from "./views.ts";

const word = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.constantFrom(...ATTACKS.map(({ text }) => text)),
    fc.constant("漢字".repeat(60)),
    fc.constant("a".repeat(200)),
  )
  .map((text) => oneLine(plainText(text)));
const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -0, 1e308, 1e-300));

const models = fc.record({
  names: fc.uniqueArray(word, { maxLength: 40 }),
  says: word,
  versions: fc.nat(2000),
  metrics: fc.array(fc.tuple(word, value), { maxLength: 200 }),
  isGone: fc.boolean(),
});

type Random = typeof models extends fc.Arbitrary<infer Value> ? Value : never;

function made({ names, says, versions, metrics, isGone }: Random): ModelsView {
  const values = Object.fromEntries(metrics);
  return {
    models: names.map((name, place) => ({
      key: name,
      name,
      versions: Array.from({ length: place === 0 ? versions : 3 }, (_, number): VersionView =>
        version(versions - number, number % 2 === 0 ? values : {}, {
          alias: number === 1 ? "champion" : number === 2 ? "previous" : null,
          isArchived: number === 2,
          by: says,
          runName: says,
          stage: says,
          params: [says, says],
          fileName: says,
          said: isGone ? says : null,
          runIsThere: !isGone,
          filesAreGone: isGone,
        }),
      ),
      metric: metrics[0]?.[0] ?? null,
      goals: Object.fromEntries(metrics.map(([metric]) => [metric, isGone ? "max" : "min"])),
    })),
  };
}

const size = fc.record({
  columns: fc.integer({ min: 40, max: 250 }),
  rows: fc.integer({ min: 7, max: 80 }),
});
const KEYS = modelsScreen.keys.flatMap(({ keys }) => keys);

describe("the Models screen", () => {
  it("fits any terminal, whatever it shows and wherever one is", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 6, arbitrary: models.map(made) },
          { weight: 1, arbitrary: fc.constantFrom(three, none, null) },
        ),
        size,
        fc.array(fc.oneof(fc.constantFrom(...KEYS), word), { maxLength: 20 }),
        fc.boolean(),
        (seen, { columns, rows }, keys, ascii) => {
          const room = { columns, rows, ascii, zone: "UTC" };
          const view = modelsView(seen);
          let at: ModelsState = modelsScreen.settle(view, openModels(), room);
          for (const key of ["", ...keys]) {
            const situation = { view, state: at, room };
            const record = modelsScreen.keys.find((each) => each.keys.includes(key));
            const isAble = record?.unable(situation) === null;
            const typed = KEYS.includes(key)
              ? at
              : modelsScreen.finder?.typed(situation, key, false).state;
            const next = isAble ? record.press(situation).state : (typed ?? at);
            at = modelsScreen.settle(view, next, room);
            const { lines } = modelsScreen.draw(view, at, room);
            expect(lines.length).toBeLessThanOrEqual(rows);
            for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(columns);
          }
          expect(modelsScreen.settle(view, at, room)).toBe(at);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("keeps what has the cursor in sight, by its number, while versions come above it", () => {
    const room = { columns: 80, rows: 23, ascii: false, zone: "UTC" };
    const many = (count: number): ModelsView => ({
      models: [
        {
          ...three.models[0]!,
          versions: Array.from({ length: count }, (_, place) =>
            version(count - place, { f1: 0.5 }),
          ),
        },
      ],
    });
    const before = modelsView(many(40));
    const start = {
      ...openModels(),
      model: three.models[0]!.key,
      focus: "versions",
      version: 20,
    } as const;
    const at = modelsScreen.settle(before, start, room);
    const after = modelsView(many(60));
    const later = modelsScreen.settle(after, at, room);
    expect(later.version).toBe(20);
    const text = modelsScreen
      .draw(after, later, room)
      .lines.map((line) => line.map((one) => one.text).join(""));
    expect(text.filter((line) => line.startsWith("▸"))).toEqual([expect.stringMatching(/^▸v20 /u)]);
  });
});
