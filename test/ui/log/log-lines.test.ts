// The Log screen as it is drawn: whole at every size, whatever stands in the log, with what is looked for marked.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Line, lineWidth } from "../../../src/ui/line.ts";
import { logScreen, tailLines } from "../../../src/ui/log/log-lines.ts";
import { type LogState, askOf, openLog } from "../../../src/ui/log/log-state.ts";
import { matcherOf } from "../../../src/ui/log/match.ts";
import { sgrParts } from "../../../src/ui/log/sgr-parts.ts";
import type { LogRow } from "../../../src/ui/log/view.ts";
import type { Room } from "../../../src/ui/monitor/frame.ts";
import { ATTACKS } from "../attacks.ts";
import { ATTEMPT, TARGET, fakeLog, windowOf } from "./fake-log.ts";

const ROOM: Room = { columns: 60, rows: 6, ascii: false, zone: "UTC" };
const OPEN = openLog(TARGET);
const textOf = (line: Line): string =>
  line
    .map(({ text }) => text)
    .join("")
    .trimEnd();

function draw(lines: readonly string[], state: Partial<LogState> = {}, room: Room = ROOM): Line[] {
  const full = { ...OPEN, ...state };
  return logScreen(
    windowOf(fakeLog(lines), askOf(full, room.rows - 1)),
    full,
    room,
    "spam#3 › train",
  );
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const line = fc.oneof(
  fc.constantFrom(...ATTACKS.map(({ text }) => text)),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom(
    "",
    "漢字".repeat(80),
    "😀 loss ".repeat(50),
    "e\u0301".repeat(90),
    "\u001b[31mloss: 1\u001b[0m done",
  ),
);
const room = fc.record({
  columns: fc.integer({ min: 1, max: 130 }),
  rows: fc.integer({ min: 0, max: 30 }),
  ascii: fc.boolean(),
  zone: fc.constant("UTC"),
});
const state = fc.record({
  top: fc.constantFrom("start" as const, "end" as const, { attempt: ATTEMPT, offset: 300 }),
  above: fc.nat(6),
  within: fc.nat(9),
  sideways: fc.nat(200),
  wrap: fc.boolean(),
  times: fc.boolean(),
  query: fc.constantFrom(null, "loss", "漢", "\u001b", "e", " "),
  filter: fc.constantFrom(null, "loss", "\u001b[2J"),
  search: fc.constantFrom(
    { is: "none" as const },
    { is: "going" as const },
    { is: "no more" as const },
    { is: "found" as const, place: { attempt: ATTEMPT, offset: 300 } },
  ),
});

describe("the Log screen", () => {
  it("has as many lines as there are rows, none too wide, and nothing but printable text", () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 40 }),
        room,
        state,
        fc.nat(30),
        (lines, room, more, label) => {
          const full = { ...OPEN, ...more };
          const log = fakeLog(lines, { labelColumns: label });
          const rows = log.rows.map((row, index): LogRow =>
            index % 7 === 3
              ? { ...row, kind: "heading", text: "train · try 2" }
              : {
                  ...row,
                  label: label === 0 ? null : "x".repeat(label),
                  at: index % 5 === 0 ? null : row.at,
                },
          );
          const window = windowOf({ ...log, rows }, askOf(full, room.rows - 1));
          for (const shown of [window, null]) {
            const drawn = logScreen(shown, full, room, "spam#3 \u001b[2J › train");
            expect(drawn).toHaveLength(room.rows);
            for (const one of drawn) {
              expect(lineWidth(one)).toBeLessThanOrEqual(room.columns);
              expect(textOf(one)).not.toMatch(UNPRINTABLE);
            }
          }
          const tail = tailLines(window, room);
          expect(tail.length).toBeLessThanOrEqual(room.rows);
          for (const one of tail) {
            expect(lineWidth(one)).toBeLessThanOrEqual(room.columns);
            expect(textOf(one)).not.toMatch(UNPRINTABLE);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("says whose log it is, where in it one is, and which toggles are set", () => {
    const head = (more: Partial<LogState>, room = ROOM): string =>
      textOf(draw(["a", "b", "c", "d", "e", "f", "g", "h"], more, room)[0]!);
    expect(head({})).toBe(" spam#3 › train · following");
    expect(head({ top: "start" })).toBe(" spam#3 › train · 0 %");
    expect(head({ top: { attempt: ATTEMPT, offset: 300 }, left: 0 })).toBe(" spam#3 › train · end");
    expect(head({ wrap: true, times: true, filter: "a", query: "b" })).toBe(
      ` spam#3 › train · following${" ".repeat(10)}wrap · times · &a · /b`,
    );
    expect(head({ query: "b", search: { is: "no more" } })).toContain("/b no more matches");
    expect(head({ query: "b", search: { is: "going" } })).toContain("/b searching…");
    expect(head({ wrap: true, times: true }, { ...ROOM, ascii: true })).toContain("wrap - times");
    const narrow = { ...ROOM, columns: 44 };
    expect(head({ wrap: true, times: true, filter: "a" }, narrow)).toBe(
      " spam#3 › train · following wrap · times · …",
    );
  });

  it("says when nothing was printed, and when a filter leaves nothing", () => {
    expect(textOf(draw([])[1]!)).toBe(" nothing was printed yet");
    expect(textOf(draw([], { filter: "x\u001b" })[1]!)).toBe(' no line has "x<1B>"');
  });

  it("has times and labels before the rows, and headings over the whole width", () => {
    const log = fakeLog(["one", "two"], { labelColumns: 7 });
    const rows: LogRow[] = [
      { ...log.rows[0]!, kind: "heading", text: "train · try 2" },
      { ...log.rows[0]!, label: "train 2" },
      { ...log.rows[1]!, label: "data", at: null },
    ];
    const full = { ...OPEN, times: true };
    const drawn = logScreen(windowOf({ ...log, rows }, askOf(full, 5)), full, ROOM, "x").map(
      textOf,
    );
    expect(drawn.slice(1, 4)).toEqual([
      `── train · try 2 ${"─".repeat(43)}`,
      "00:00:00 train 2 │ one",
      "         data    │ two",
    ]);
  });

  it("cuts long rows at the right, or at both sides, or wraps them under their beginning", () => {
    const long = `${"abcdefghij".repeat(3)}!`;
    const room = { ...ROOM, columns: 20, rows: 4 };
    expect(draw([long], {}, room).map(textOf)[1]).toBe("abcdefghijabcdefghi…");
    expect(draw([long], { sideways: 5 }, room).map(textOf)[1]).toBe("…ghijabcdefghijabcd…");
    expect(draw([long], { sideways: 15 }, room).map(textOf)[1]).toBe("…ghijabcdefghij!");
    expect(draw([long], { sideways: 90 }, room).map(textOf)[1]).toBe("…");
    expect(draw(["漢字漢字"], { sideways: 2 }, room).map(textOf)[1]).toBe(
      "… 漢字".replace(" ", " "),
    );
    expect(draw([long], { wrap: true, times: true }, room).map(textOf).slice(1)).toEqual([
      "00:00:00 abcdefghija",
      "         bcdefghijab",
      "         cdefghij!",
    ]);
  });
});

describe("what is looked for", () => {
  it("is marked wherever it stands, over colours and over the end of a line", () => {
    const marked = (lines: readonly Line[]): string[] =>
      lines.flatMap((line) => line.filter(({ inverse }) => inverse).map(({ text }) => text));
    expect(marked(draw(["Loss 1 and loss 2", "other"], { query: "loss" }))).toEqual([
      "Loss",
      "loss",
    ]);
    expect(marked(draw(["lo\u001b[31mss\u001b[0m"], { query: "loss" }))).toEqual(["lo", "ss"]);
    expect(
      marked(draw(["xxxxloss"], { query: "loss", wrap: true }, { ...ROOM, columns: 6 })),
    ).toEqual(["lo", "ss"]);
    expect(marked(draw(["Loss loss"], { query: "Loss" }))).toEqual(["Loss"]);
    expect(marked(draw(["a.b axb"], { query: "a.b" }))).toEqual(["a.b"]);
  });

  it("is bold where the search is, and so is the whole row of the first error", () => {
    const search = { is: "found", place: { attempt: ATTEMPT, offset: 100 } } as const;
    const bolds = (query: string | null): string[] =>
      draw(["one x", "two x"], { query, search }).flatMap((line) =>
        line.filter(({ bold }) => bold).map(({ text }) => text),
      );
    expect(bolds("x")).toEqual(["x"]);
    expect(bolds(null)).toEqual(["two x"]);
  });

  it("is plain text, and is found whatever the case unless it has capitals", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
        fc.string(),
        (needle, text) => {
          const whole = `${text}${needle}${text}`.toWellFormed();
          expect(matcherOf(needle).test(whole)).toBe(true);
          for (const { from, to } of matcherOf(needle).all(whole)) expect(to).toBeGreaterThan(from);
        },
      ),
    );
    expect(matcherOf("é").test("É")).toBe(true);
    expect(matcherOf("É").test("é")).toBe(false);
  });
});

describe("the colours of a log", () => {
  const looks = (text: string): string[] =>
    sgrParts(text).map(
      ({ text, meaning, dim }) => `${meaning ?? "-"}${dim ? " dim" : ""}: ${text}`,
    );

  it("become what they mean, and what has none stays the terminal's own", () => {
    expect(looks("a \u001b[31mred\u001b[0m \u001b[1;92mgreen\u001b[0m")).toEqual([
      "-: a ",
      "bad: red",
      "-:  ",
      "ok: green",
    ]);
    expect(
      looks("\u001b[33my\u001b[0;36mc\u001b[0;34mb\u001b[0;35mm\u001b[0;37mw\u001b[0m"),
    ).toEqual(["warn: y", "live: cb", "wait: m", "-: w"]);
    expect(looks("\u001b[2mdim\u001b[0;90mgrey\u001b[0m")).toEqual(["- dim: dimgrey"]);
    expect(looks("\u001b[38;5;9mx\u001b[0;38;5;208my\u001b[0;38;2;255;0;0mz\u001b[0m")).toEqual([
      "bad: x",
      "-: yz",
    ]);
    expect(looks("")).toEqual([]);
  });
});

describe("the end of a log below something else", () => {
  it("is its last rows, cut", () => {
    const window = windowOf(fakeLog(["one", "two", `three ${"x".repeat(90)}`]), {
      ...askOf(OPEN, 3),
      times: true,
    });
    expect(tailLines(window, { ...ROOM, columns: 20, rows: 2 }).map(textOf)).toEqual([
      "00:00:01 two",
      "00:00:02 three xxxx…",
    ]);
    expect(tailLines(window, { ...ROOM, rows: 0 })).toEqual([]);
  });
});
