// The Log screen's windows over real files: whatever is in them and wherever they are looked at, all windows together are
// the whole log, and a place stays where it is.

import { openSync, closeSync, ftruncateSync, writeSync, truncateSync } from "node:fs";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { logLine } from "../../../../src/ui/sanitise.ts";
import {
  type LogHomeLab,
  WHOLE_RUN,
  ask,
  downwards,
  key,
  logHome,
  texts,
  upwards,
} from "./log-home.ts";
import { ATTACKS } from "../../../ui/attacks.ts";

let home: LogHomeLab;
beforeEach(() => {
  home = logHome();
});
afterEach(() => home.close());

const BLOCK = 1024 * 1024;
/** Bytes as programs write them, and bytes that no program should. */
const bytes = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  { weight: 2, arbitrary: fc.constantFrom(...ATTACKS.map(({ text }) => text)) },
  {
    weight: 3,
    arbitrary: fc.constantFrom("\n", "\n\n", "\r", "\r\n", "a line\n", "é", "\u001b[31m"),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("x", "yz\r", "é"), fc.integer({ min: 1, max: 40_000 }))
      .map(([text, times]) => text.repeat(times)),
  },
);
const log = fc.array(bytes, { maxLength: 40 }).map((parts) => Buffer.from(parts.join("")));

function linesOf(text: Buffer): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, from)) {
    lines.push(shown(text.subarray(from, at)));
    from = at + 1;
  }
  return from < text.length ? [...lines, shown(text.subarray(from))] : lines;
}

function shown(line: Buffer): string {
  const kept =
    line.length > 65_536 ? line.subarray(line.subarray(0, -1).lastIndexOf(13) + 1) : line;
  return logLine(kept.subarray(0, 65_536));
}

describe("the windows of a log", () => {
  it("are together the whole log, read down or up, whatever is in it", () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 30 }), (text, rows) => {
        const target = home.begin("train");
        home.write(target, text);
        const whole = linesOf(text);
        expect(texts(downwards(home.source, target, rows))).toEqual(whole);
        expect(texts(upwards(home.source, target, rows))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it("have places that stay good while the log grows, also in the middle of a line", () => {
    fc.assert(
      fc.property(log, log, fc.integer({ min: 1, max: 20 }), (first, second, rows) => {
        const target = home.begin("train");
        home.write(target, first);
        const before = downwards(home.source, target, rows);
        home.write(target, second);
        const after = downwards(home.source, target, rows);
        expect(after.slice(0, before.length).map(key)).toEqual(before.map(key));
        // The last line may have gone on.
        const sure = Math.max(0, before.length - 1);
        expect(texts(after).slice(0, sure)).toEqual(texts(before).slice(0, sure));
        expect(texts(after)).toEqual(linesOf(Buffer.concat([first, second])));
        for (const { place } of before.slice(-3)) {
          const window = home.source.window(ask(target, { top: place, rows }));
          expect(window.rows.map(key)).toContain(key({ place }));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("begin with the row in which a place stands, and have a screen above and below it", () => {
    const target = home.begin("train");
    home.write(target, Array.from({ length: 100 }, (_, n) => `line ${n}\n`).join(""));
    const top = { attempt: target.attempt, offset: 10 + 2 * 7 + 50 * 8 };
    const window = home.source.window(ask(target, { top, rows: 7 }));
    const first = Number(window.rows[window.top]!.text.slice(5));
    expect(texts(window.rows)).toEqual(
      Array.from({ length: 21 }, (_, n) => `line ${first - 7 + n}`),
    );
    expect(window).toMatchObject({ top: 7, atStart: false, atEnd: false, isLive: true });
    expect(window.share).toBeCloseTo(first / 100, 1);
    const above = home.source.window(ask(target, { top, above: 3, rows: 7 }));
    expect(above.rows[above.top]!.text).toBe(`line ${first - 3}`);
  });

  it("fill the screen at both ends", () => {
    const target = home.begin("train");
    home.write(target, Array.from({ length: 100 }, (_, n) => `line ${n}\n`).join(""));
    const end = home.source.window(ask(target));
    expect(texts(end.rows.slice(end.top))).toEqual(
      Array.from({ length: 10 }, (_, n) => `line ${90 + n}`),
    );
    const near = home.source.window(ask(target, { top: end.rows.at(-2)!.place }));
    expect(texts(near.rows.slice(near.top))).toEqual(texts(end.rows.slice(end.top)));
    const start = home.source.window(ask(target, { top: "start" }));
    expect(start).toMatchObject({ top: 0, atStart: true, atEnd: false, share: 0 });
  });

  it("of a log that is empty, or not there, are empty", () => {
    const target = home.begin("train");
    expect(home.source.window(ask(target))).toMatchObject({ rows: [], atStart: true, atEnd: true });
    const other = { ...target, attempt: home.begin("x").attempt };
    home.end(other);
    expect(home.source.window(ask({ ...target, stage: target.stage }))).toMatchObject({ bytes: 0 });
    expect(home.source.window(ask({ ...WHOLE_RUN, run: "none" as never }))).toMatchObject({
      rows: [],
    });
  });

  it("break a line without an end at every block, so that no place is far from its row", () => {
    const target = home.begin("train");
    const text = Buffer.concat([
      Buffer.from("head\n"),
      Buffer.alloc(3 * BLOCK + 100, "x"),
      Buffer.from("\nmiddle\n"),
      Buffer.from(" 10%\r 20%\r".repeat(BLOCK / 4)),
      Buffer.from("end"),
    ]);
    home.write(target, text);
    const down = downwards(home.source, target, 3);
    expect(upwards(home.source, target, 3).map(key)).toEqual(down.map(key));
    const offsets = down.map(({ place }) => place.offset);
    expect(offsets.slice(0, 4)).toEqual([0, 5, 2 * BLOCK, 3 * BLOCK]);
    expect(down.filter(({ text }) => text === " 20%")).not.toEqual([]);
    expect(down.at(-1)!.text).toBe("end");
    home.write(target, " of it\nmore\n");
    expect(downwards(home.source, target, 3).slice(0, -1).map(key)).toEqual(down.map(key));
  });

  it("are the very same where nothing has changed, and others where something has", () => {
    const target = home.begin("train");
    home.write(target, "one\n");
    const first = home.source.window(ask(target));
    expect(home.source.window(ask(target))).toBe(first);
    home.write(target, "two\n");
    const second = home.source.window(ask(target));
    expect(texts(second.rows)).toEqual(["one", "two"]);
    home.end(target);
    expect(home.source.window(ask(target))).toMatchObject({ isLive: false });
  });

  it("count the lines that come while the end is not looked at", () => {
    const target = home.begin("train");
    home.write(target, "one\ntwo\n");
    const added = () => home.source.window(ask(target, { top: "start" })).added;
    expect(added()).toBe(0);
    home.write(target, "three\nfour\n");
    expect(added()).toBe(2);
    home.source.window(ask(target));
    home.write(target, "five\n");
    home.source.window(ask(target));
    expect(added()).toBe(2);
    home.write(target, "six\n");
    expect(added()).toBe(3);
  });

  it("begin anew where a command has emptied its own log", () => {
    const target = home.begin("train");
    home.write(target, "old line\n".repeat(100));
    home.source.window(ask(target));
    truncateSync(home.file(target), 0);
    home.source.window(ask(target));
    home.write(target, "new line\n");
    expect(texts(home.source.window(ask(target)).rows)).toEqual(["new line"]);
  });
});

describe("what a window costs", () => {
  it("is a few pieces of a file of 1 GB, at its ends, in its middle, and where it has no line break", () => {
    const target = home.begin("train");
    const gigabyte = 1024 ** 3;
    const fd = openSync(home.file(target), "r+");
    ftruncateSync(fd, gigabyte);
    const middle = gigabyte / 2 - 77_777;
    writeSync(fd, `\n${"a line of the middle\n".repeat(2000)}`, middle);
    writeSync(fd, `\n${"a line of the end\n".repeat(2000)}`, gigabyte - 36_001);
    closeSync(fd);
    const costs = (run: () => unknown): number => {
      const before = home.source.bytesRead();
      run();
      return home.source.bytesRead() - before;
    };
    const window = (top: number) =>
      home.source.window(ask(target, { rows: 50, top: { attempt: target.attempt, offset: top } }));
    expect(costs(() => home.source.window(ask(target, { rows: 50 })))).toBeLessThan(200_000);
    expect(costs(() => window(middle + 20_000))).toBeLessThan(200_000);
    expect(window(middle + 20_000).rows.every(({ text }) => text === "a line of the middle")).toBe(
      true,
    );
    // Two screens of rows that are no text at all: bounded, and still something to see.
    expect(costs(() => window(100 * BLOCK))).toBeLessThan(300 * BLOCK);
  });

  it("is only what is new where the end of a log is followed", () => {
    const target = home.begin("train");
    home.write(target, "a line of a log that grows and grows\n".repeat(50_000));
    home.source.window(ask(target, { rows: 40 }));
    for (let n = 0; n < 50; n += 1) {
      const before = home.source.bytesRead();
      home.write(target, `line ${n}\n`);
      expect(texts(home.source.window(ask(target, { rows: 40 })).rows).at(-1)).toBe(`line ${n}`);
      expect(home.source.bytesRead() - before).toBeLessThanOrEqual(8);
    }
    const before = home.source.bytesRead();
    home.source.window(ask(target, { rows: 40 }));
    expect(home.source.bytesRead()).toBe(before);
  });

  it("does not grow with how much comes at once", () => {
    const target = home.begin("train");
    for (let n = 0; n < 5; n += 1) {
      home.write(target, "a line of a log that is written without measure\n".repeat(100_000));
      const before = home.source.bytesRead();
      home.source.window(ask(target, { rows: 60 }));
      expect(home.source.bytesRead() - before).toBeLessThan(200_000);
    }
  });
});
