// Graphs for the tests of drawings: by hand, at random, and what a reader makes of a drawing.

import * as fc from "fast-check";
import type { Box } from "../../../src/ui/dag/columns.ts";
import type { Label } from "../../../src/ui/dag/label.ts";
import { widthOf } from "../../../src/ui/width.ts";

export interface Named {
  readonly keys: readonly string[];
  readonly needs: readonly (readonly number[])[];
}

/** From key → needs, in the order of the record. */
export function named(stages: Readonly<Record<string, readonly string[]>>): Named {
  const keys = Object.keys(stages);
  return { keys, needs: keys.map((key) => (stages[key] ?? []).map((need) => keys.indexOf(need))) };
}

export function label(name: string, more: Partial<Label> = {}): Label {
  return { before: "", name, count: "", after: "", dashed: false, ...more };
}

/** Needs point both ways in the list, as in a file that is in no order; there is no cycle. */
export function graphs(most: number, density: number): fc.Arbitrary<Named> {
  return fc
    .record({
      size: fc.integer({ min: 1, max: most }),
      turn: fc.integer({ min: 0, max: 97 }),
      picks: fc.array(fc.array(fc.nat(1000), { maxLength: density }), { maxLength: most }),
    })
    .map(({ size, turn, picks }) => {
      const place = (node: number): number => (node + turn) % size;
      const needs: number[][] = Array.from({ length: size }, () => []);
      for (let node = 1; node < size; node += 1)
        needs[place(node)] = (picks[node] ?? []).map((pick) => place(pick % node));
      return { keys: needs.map((_, node) => `s${node}`), needs };
    });
}

/** Stages of which each needs some of the first ones: nothing but lines that cross. */
export function crossings(most: number, density: number): fc.Arbitrary<Named> {
  const picks = fc.array(fc.nat(most - 1), { minLength: 1, maxLength: density });
  return fc
    .record({
      first: fc.integer({ min: 1, max: most }),
      second: fc.array(picks, { minLength: 1, maxLength: most }),
    })
    .map(({ first, second }) => {
      const needs = [
        ...Array.from({ length: first }, (): number[] => []),
        ...second.map((some) => some.map((pick) => pick % first)),
      ];
      return { keys: needs.map((_, node) => `s${node}`), needs };
    });
}

const SIDES: Readonly<Record<string, string>> = {
  "─": "EW",
  "╌": "EW",
  "│": "NS",
  "└": "NE",
  "┌": "ES",
  "┘": "NW",
  "┐": "SW",
  "├": "NES",
  "┤": "NSW",
  "┴": "NEW",
  "┬": "ESW",
  "┼": "NESW",
};

/** A grid of terminal columns; the second one of a wide character is "". */
function gridOf(lines: readonly string[]): string[][] {
  return lines.map((line) =>
    Array.from(line).flatMap((character) =>
      widthOf(character) === 2 ? [character, ""] : widthOf(character) === 0 ? [] : [character],
    ),
  );
}

/** What a + joins, told by what is around it. */
function cornerSides(at: (x: number, y: number) => string, x: number, y: number): string {
  const flat = /^[-.+>]$/;
  const upright = /^[|+]$/;
  return [
    upright.test(at(x, y - 1)) ? "N" : "",
    flat.test(at(x + 1, y)) ? "E" : "",
    upright.test(at(x, y + 1)) ? "S" : "",
    flat.test(at(x - 1, y)) ? "W" : "",
  ].join("");
}

type Way = "N" | "E" | "S";
interface Step {
  readonly x: number;
  readonly y: number;
  readonly going: Way;
}
type At = (x: number, y: number) => string;

const BACK: Readonly<Record<Way, string>> = { N: "S", S: "N", E: "W" };
const MOVES: Readonly<Record<Way, readonly [number, number]>> = {
  N: [0, -1],
  E: [1, 0],
  S: [0, 1],
};

/** At a junction on in every direction but back and to the left; straight on under a line that crosses. */
function onwards(at: At, { x, y, going }: Step): Step[] {
  const character = at(x, y);
  const isFlat = "─╌-.".includes(character);
  if (isFlat && going !== "E") throw new Error(`an upright line breaks off at ${x}, ${y}`);
  const goesOn = isFlat || "│|".includes(character);
  const sides = character === "+" ? cornerSides(at, x, y) : (SIDES[character] ?? "");
  if (!goesOn && sides === "") throw new Error(`a line ends at ${x}, ${y}: ${character}`);
  const ways = goesOn ? [going] : (["N", "E", "S"] as const).filter((way) => sides.includes(way));
  return ways
    .filter((way) => way !== BACK[going])
    .map((way) => ({ x: x + MOVES[way][0], y: y + MOVES[way][1], going: way }));
}

/** Follows the lines of a drawing as a person would, from labels to arrows. @returns for each node what it needs */
export function needsRead(lines: readonly string[], boxes: readonly Box[]): number[][] {
  const grid = gridOf(lines);
  const at: At = (x, y) => grid[y]?.[x] ?? " ";
  const begins = new Map(boxes.map((box) => [`${box.x} ${box.y}`, box.node]));
  const needs: number[][] = [];
  for (const { node } of boxes) needs[node] = [];
  for (const { node, x, y, width } of boxes) {
    const open: Step[] = [{ x: x + width + 1, y, going: "E" }];
    if (at(x + width + 1, y) === " ") continue;
    const seen = new Set<string>();
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      const step = `${here.x} ${here.y} ${here.going}`;
      if (seen.has(step)) continue;
      seen.add(step);
      if (!"►>".includes(at(here.x, here.y))) {
        open.push(...onwards(at, here));
        continue;
      }
      const to = begins.get(`${here.x + 2} ${here.y}`);
      if (to === undefined) throw new Error(`an arrow to nothing at ${here.x}, ${here.y}`);
      needs[to]?.push(node);
    }
  }
  return needs.map((some) => some.toSorted((a, b) => a - b));
}
