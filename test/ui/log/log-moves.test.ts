// Moving through a log: a screen at a time or a line, over rows that are wrapped too, and never away from where somebody
// reads by itself.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attemptId } from "../../../src/pipeline/ids.ts";
import { type Line, lineWidth } from "../../../src/ui/line.ts";
import { logScreen } from "../../../src/ui/log/log-lines.ts";
import {
  followToggled,
  movedBy,
  movedByHalf,
  movedByPage,
  nextMatch,
  searchFor,
  toEnd,
  toStart,
} from "../../../src/ui/log/log-moves.ts";
import {
  type LogState,
  askOf,
  filteredBy,
  foundIn,
  linesBelow,
  movedSideways,
  openLog,
  searchEnded,
  settledLog,
  timesToggled,
  withTarget,
  wrapToggled,
} from "../../../src/ui/log/log-state.ts";
import type { Room } from "../../../src/ui/monitor/frame.ts";
import { ATTEMPT, type FakeLog, TARGET, fakeLog, windowOf } from "./fake-log.ts";

const ROOM: Room = { columns: 20, rows: 6, ascii: false, zone: "UTC" };
const NUMBERS = fakeLog(Array.from({ length: 40 }, (_, n) => `line ${n}`));
const place = (line: number) => ({ attempt: ATTEMPT, offset: line * 100 });
const view = (state: LogState, log: FakeLog = NUMBERS, room = ROOM) =>
  windowOf(log, askOf(state, room.rows - 1));
const textOf = (line: Line): string =>
  line
    .map(({ text }) => text)
    .join("")
    .trimEnd();

function shown(state: LogState, log: FakeLog = NUMBERS, room = ROOM): string[] {
  return logScreen(view(state, log, room), state, room, "x")
    .slice(1)
    .map(textOf);
}

const OPEN = openLog(TARGET);
const numbers = (from: number): string[] => Array.from({ length: 5 }, (_, n) => `line ${from + n}`);

describe("a log that is opened", () => {
  it("shows its end and follows it", () => {
    expect(shown(OPEN)).toEqual(numbers(35));
    const more = fakeLog([...NUMBERS.rows.map(({ text }) => text), "line 40"]);
    expect(shown(OPEN, more)).toEqual(numbers(36));
  });

  it("stays where somebody reads, whatever comes, and counts that", () => {
    const up = movedBy(OPEN, view(OPEN), ROOM, -1);
    expect(shown(up)).toEqual(numbers(34));
    const more = { ...fakeLog([...NUMBERS.rows.map(({ text }) => text), "40", "41"]), added: 2 };
    expect(shown(up, more)).toEqual(numbers(34));
    expect(linesBelow(up, view(up, more))).toBe(2);
    const further = movedBy(up, view(up, more), ROOM, -1);
    expect(linesBelow(further, view(further, more))).toBe(2);
    expect(textOf(logScreen(view(up, more), up, { ...ROOM, columns: 60 }, "x")[0]!)).toContain(
      "2 new lines below",
    );
  });
});

describe("a move", () => {
  const at = (line: number): LogState => ({ ...OPEN, top: place(line), left: 0 });

  it("goes by lines, half screens, screens, and to both ends", () => {
    const window = view(at(20));
    expect(shown(movedBy(at(20), window, ROOM, 1))).toEqual(numbers(21));
    expect(shown(movedByHalf(at(20), window, ROOM, 1))).toEqual(numbers(22));
    expect(shown(movedByPage(at(20), window, ROOM, 1))).toEqual(numbers(24));
    expect(shown(movedByPage(at(20), window, ROOM, -1))).toEqual(numbers(16));
    expect(shown(toStart(at(20)))).toEqual(numbers(0));
    expect(shown(toEnd(at(20)))).toEqual(numbers(35));
  });

  it("draws the same before and after the rows around its new place were read", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 35 }), fc.integer({ min: -5, max: 5 }), (line, by) => {
        const before = view(at(line));
        const next = movedBy(at(line), before, ROOM, by);
        const soon = logScreen(before, next, ROOM, "x").slice(1).map(textOf);
        expect(soon).toEqual(shown(next));
        expect(soon).toEqual(numbers(Math.max(0, Math.min(35, line + by))));
      }),
    );
  });

  it("to the end does not follow it, but one more does", () => {
    const down = movedBy(at(34), view(at(34)), ROOM, 1);
    expect(down.top).toEqual(place(35));
    expect(shown(down)).toEqual(numbers(35));
    expect(movedBy(down, view(down), ROOM, 1)).toMatchObject({ top: "end", left: null });
    expect(movedBy(OPEN, view(OPEN), ROOM, 1).top).toBe("end");
  });

  it("at the start stays there", () => {
    expect(movedBy(at(0), view(at(0)), ROOM, -3)).toEqual(at(0));
  });

  it("leaves following where it is, and follows again", () => {
    const left = followToggled(OPEN, view(OPEN), ROOM);
    expect(left).toMatchObject({ top: place(35), left: 0 });
    expect(followToggled(left, view(left), ROOM)).toEqual(OPEN);
  });

  it("does nothing in a log without lines", () => {
    const empty = fakeLog([]);
    expect(movedBy(OPEN, view(OPEN, empty), ROOM, -1)).toEqual(OPEN);
    expect(followToggled(OPEN, view(OPEN, empty), ROOM)).toEqual(OPEN);
  });
});

describe("rows that are wrapped", () => {
  const wide = fakeLog(Array.from({ length: 20 }, (_, n) => `${n} ${"abcdefghij".repeat(n % 5)}`));
  const all = wide.rows
    .flatMap(({ text }) => text.match(/.{1,20}/gu) ?? [""])
    .map((line) => line.trimEnd());

  it("are gone through line by line, none twice and none left out", () => {
    let state: LogState = wrapToggled({ ...OPEN, top: "start", left: 0 });
    expect(shown(state, wide)).toEqual(all.slice(0, 5));
    for (let line = 1; line <= all.length - 5; line += 1) {
      state = movedBy(state, view(state, wide), ROOM, 1);
      expect(shown(state, wide)).toEqual(all.slice(line, line + 5));
    }
    for (let line = all.length - 6; line >= 0; line -= 1) {
      state = movedBy(state, view(state, wide), ROOM, -1);
      expect(shown(state, wide)).toEqual(all.slice(line, line + 5));
    }
  });

  it("have their end at the end", () => {
    expect(shown(wrapToggled(OPEN), wide)).toEqual(all.slice(-5));
  });

  it("begin with the same row when they are cut again", () => {
    const at = { ...wrapToggled(OPEN), top: place(4), within: 2, left: 0 };
    expect(wrapToggled(at)).toMatchObject({ top: place(4), within: 0, wrap: false });
  });
});

describe("a search", () => {
  it("goes down from what is shown, and up from an end that is followed", () => {
    const at: LogState = { ...OPEN, top: place(20), left: 0 };
    expect(searchFor(at, view(at), ROOM, "x").wish).toEqual({
      query: "x",
      from: place(19),
      direction: 1,
    });
    const top: LogState = { ...OPEN, top: "start" };
    expect(searchFor(top, view(top), ROOM, "x").wish.from).toBe("start");
    expect(searchFor(OPEN, view(OPEN), ROOM, "x").wish).toEqual({
      query: "x",
      from: "end",
      direction: -1,
    });
    expect(searchFor(OPEN, null, ROOM, "x").wish.from).toBe("end");
  });

  it("goes on from what was found, there and back", () => {
    const { state } = searchFor({ ...OPEN, top: place(20), left: 0 }, null, ROOM, "x");
    const found = foundIn(state, { target: TARGET, place: place(30), query: "x" });
    expect(nextMatch(found, view(found), ROOM, "on")?.wish).toEqual({
      query: "x",
      from: place(30),
      direction: 1,
    });
    expect(nextMatch(found, view(found), ROOM, "back")?.wish).toMatchObject({ direction: -1 });
    expect(nextMatch(OPEN, view(OPEN), ROOM, "on")).toBeNull();
    const none = foundIn(state, { target: TARGET, place: null, query: "x" });
    expect(none).toMatchObject({ top: state.top, search: { is: "no more" } });
  });

  it("shows what was found with some rows above it, also near both ends and where rows are wrapped", () => {
    for (const line of [0, 1, 2, 20, 37, 39]) {
      for (const wrap of [false, true]) {
        for (const columns of [20, 4]) {
          const room = { ...ROOM, columns };
          const state = foundIn(
            { ...OPEN, wrap, query: "line" },
            { target: TARGET, place: place(line), query: "line" },
          );
          const lines = shown(state, NUMBERS, room).join("").replaceAll("…", "");
          expect(lines).toContain(wrap || columns === 20 ? String(line) : "lin");
        }
      }
    }
  });

  it("takes nobody away who looks at another log, or for something else, by now", () => {
    const searching = searchFor(OPEN, null, ROOM, "x").state;
    const elsewhere = { ...TARGET, attempt: attemptId("other") } as typeof TARGET;
    expect(foundIn(searching, { target: elsewhere, place: place(1), query: "x" })).toBe(searching);
    expect(foundIn(searching, { target: TARGET, place: place(1), query: "y" })).toBe(searching);
    expect(foundIn(OPEN, { target: TARGET, place: place(1), query: "x" })).toBe(OPEN);
    expect(searchEnded(searching)).toMatchObject({ query: null, search: { is: "none" } });
  });
});

describe("what a log's screen remembers", () => {
  it("is kept for another try of the same stage, but for the place", () => {
    const state = filteredBy(timesToggled(wrapToggled({ ...OPEN, top: place(3) })), "loss");
    const other = { ...TARGET, attempt: attemptId("other") } as typeof TARGET;
    expect(withTarget(state, other)).toMatchObject({
      target: other,
      top: "end",
      wrap: true,
      times: true,
      filter: "loss",
    });
    expect(withTarget(state, TARGET)).toBe(state);
  });

  it("moves sideways only where rows are cut, and never before their beginning", () => {
    expect(movedSideways(OPEN, 10).sideways).toBe(10);
    expect(movedSideways(OPEN, -10)).toBe(OPEN);
    const wrapped = wrapToggled(movedSideways(OPEN, 10));
    expect(movedSideways(wrapped, 10)).toBe(wrapped);
    expect(wrapped.sideways).toBe(0);
  });

  it("counts from the first window that is seen after something was found", () => {
    const found = foundIn(
      { ...OPEN, query: null },
      { target: TARGET, place: place(3), query: null },
    );
    expect(found.left).toBeNull();
    const seen = settledLog(found, { ...view(found), added: 7 });
    expect(seen.left).toBe(7);
    expect(settledLog(seen, { ...view(seen), added: 9 })).toBe(seen);
    expect(settledLog(toEnd(seen), view(seen)).left).toBeNull();
    expect(settledLog(OPEN, null)).toBe(OPEN);
  });

  it("has no empty filter", () => {
    expect(filteredBy(OPEN, "")).toBe(OPEN);
    expect(filteredBy(filteredBy(OPEN, "x"), "").filter).toBeNull();
  });
});

it("no line is wider than the screen, whatever is moved", () => {
  const state = movedSideways(OPEN, 3);
  for (const line of logScreen(view(state), state, ROOM, "x"))
    expect(lineWidth(line)).toBeLessThanOrEqual(20);
});
