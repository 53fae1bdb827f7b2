// Logs that are read as one: the tries of a stage below each other, all of a run by their times.

import { appendFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LogTarget } from "../../../../src/ui/log/view.ts";
import { stageKey } from "../../../../src/pipeline/ids.ts";
import {
  type LogHomeLab,
  RUN,
  WHOLE_RUN,
  ask,
  downwards,
  key,
  logHome,
  texts,
  upwards,
} from "./log-home.ts";

let home: LogHomeLab;
beforeEach(() => {
  home = logHome();
});
afterEach(() => home.close());

const STAGE: LogTarget = { is: "stage", run: RUN, stage: stageKey("train") };

describe("the log of a stage", () => {
  it("has its tries one after the other, each below its heading", () => {
    const first = home.begin("train");
    home.write(first, "a\nb\n");
    home.end(first, "failed");
    const other = home.begin("data");
    home.write(other, "of another stage\n");
    const empty = home.begin("train");
    home.end(empty, "crashed");
    const never = home.begin("train");
    home.end(never, "fenced");
    const last = home.begin("train");
    home.write(last, "c\nd");
    const rows = downwards(home.source, STAGE, 2);
    expect(rows.map(({ kind, text }) => (kind === "heading" ? `# ${text}` : text))).toEqual([
      "# train · try 1",
      "a",
      "b",
      "# train · try 2",
      "# train · try 4",
      "c",
      "d",
    ]);
    expect(upwards(home.source, STAGE, 2)).toEqual(rows);
    expect(rows.every(({ label }) => label === null)).toBe(true);
    expect(home.source.window(ask(STAGE))).toMatchObject({ bytes: 7, isLive: true });
  });

  it("keeps its places when a try is added", () => {
    const first = home.begin("train");
    home.write(first, "a\nb\n");
    const before = downwards(home.source, STAGE, 3);
    home.end(first, "failed");
    home.write(home.begin("train"), "c\n");
    const after = downwards(home.source, STAGE, 3);
    expect(after.slice(0, 3)).toEqual(before);
    const window = home.source.window(ask(STAGE, { top: before[2]!.place, rows: 2 }));
    expect(texts(window.rows)).toContain("b");
  });
});

describe("the log of a run", () => {
  it("has the lines of all its stages by their times, each with its stage and its try", () => {
    const data = home.begin("data", 0);
    const train = home.begin("train", 5);
    home.write(data, "data 1\ndata 2\n", 10);
    home.write(train, "train 1\n", 20);
    home.write(data, "data 3\n", 30);
    home.end(data, "succeeded", 40);
    home.write(train, "train 2\n", 50);
    home.end(train, "failed", 60);
    const again = home.begin("train", 70);
    home.write(again, "again\n");
    const rows = downwards(home.source, WHOLE_RUN, 2);
    expect(rows.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      "data: data 1",
      "data: data 2",
      "train: train 1",
      "data: data 3",
      "train: train 2",
      "train 2: again",
    ]);
    expect(home.source.window(ask(WHOLE_RUN)).labelColumns).toBe(7);
    const times = home.source.window(ask(WHOLE_RUN, { times: true })).rows.map(({ at }) => at);
    expect(times.slice(0, 5)).toEqual([10, 10, 20, 30, 50]);
  });

  it("gives a line to the moment in which it began", () => {
    const a = home.begin("a", 0);
    const b = home.begin("b", 0);
    home.write(a, "begun at 10, ", 10);
    home.write(b, "between\n", 15);
    home.write(a, "ended at 20\nnext\n", 20);
    expect(texts(downwards(home.source, WHOLE_RUN, 5))).toEqual([
      "begun at 10, ended at 20",
      "between",
      "next",
    ]);
  });

  /** Some logs, each a list of what was written when: times may go back, as clocks do. */
  const logs = fc.array(
    fc.record({
      startedAt: fc.integer({ min: 0, max: 50 }),
      isOver: fc.boolean(),
      written: fc.array(
        fc.record({
          text: fc.array(fc.constantFrom("x", "yy\n", "\n", "a longer line"), { maxLength: 8 }),
          at: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
        }),
        { maxLength: 8 },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  );

  it("is the same whichever way it is read, and has every line of every log in its order", () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 9 }), (all, rows) => {
        home.close();
        home = logHome();
        const written = new Map<string, string>();
        for (const [number, { startedAt, isOver, written: parts }] of all.entries()) {
          const target = home.begin(`s${number}`, startedAt);
          for (const { text, at } of parts) home.write(target, text.join(""), at);
          written.set(target.attempt, parts.map(({ text }) => text.join("")).join(""));
          if (isOver) home.end(target, "succeeded", startedAt + 40);
        }
        const down = downwards(home.source, WHOLE_RUN, rows);
        expect(upwards(home.source, WHOLE_RUN, rows)).toEqual(down);
        expect(new Set(down.map(key)).size).toBe(down.length);
        for (const [attempt, text] of written) {
          const own = down.filter(({ place }) => place.attempt === attempt);
          const offsets = own.map(({ place }) => place.offset);
          expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
          expect(texts(own)).toEqual(text === "" ? [] : lines(text));
        }
        let share = 0;
        for (const { place } of down) {
          const window = home.source.window(ask(WHOLE_RUN, { top: place, rows: 1 }));
          expect(window.rows.map(key)).toContain(key({ place }));
          expect(window.share).toBeGreaterThanOrEqual(share);
          share = window.share;
        }
      }),
      { numRuns: 120 },
    );
  });

  it("reads no index of an attempt that is far from where somebody looks", () => {
    for (let n = 0; n < 200; n += 1) {
      const target = home.begin(`s${n}`, n * 1000);
      for (let k = 0; k < 20; k += 1) home.write(target, "a line\n", n * 1000 + k);
      home.end(target, "succeeded", n * 1000 + 500);
    }
    const before = home.source.bytesRead();
    const window = home.source.window(ask(WHOLE_RUN, { rows: 10 }));
    expect(window.rows.at(-1)!.label).toBe("s199");
    expect(home.source.bytesRead() - before).toBeLessThan(5000);
  });

  it("keeps its places while other stages begin and go on", () => {
    const a = home.begin("a", 0);
    home.write(a, "1\n2\n", 10);
    const place = { attempt: a.attempt, offset: 2 };
    const rowAt = () => {
      const window = home.source.window(ask(WHOLE_RUN, { top: place, rows: 1 }));
      return window.rows.find((row) => row.place.offset === 2 && row.label === "a")!.text;
    };
    expect(rowAt()).toBe("2");
    const b = home.begin("b", 5);
    home.write(b, "b\n", 9);
    home.write(a, "3\n", 20);
    expect(rowAt()).toBe("2");
    expect(texts(downwards(home.source, WHOLE_RUN, 3))).toEqual(["b", "1", "2", "3"]);
  });
});

describe("the time of a row", () => {
  it("is that of the note behind it, and of what is not noted yet when the log was written", () => {
    const target = home.begin("train", 0);
    home.write(target, "one\n", 100);
    home.write(target, "two\n", 200);
    const times = () => home.source.window(ask(target, { times: true })).rows.map(({ at }) => at);
    expect(times()).toEqual([100, 200]);
    home.write(target, "three\n");
    const [, , third] = times();
    expect(third).toBeGreaterThan(1e12);
    home.end(target, "succeeded", 300);
    expect(times()).toEqual([100, 200, 300]);
    expect(home.source.window(ask(target)).rows.map(({ at }) => at)).toEqual([null, null, null]);
  });

  it("stays near the truth of a log with more notes than are kept", () => {
    const own = home.begin("train", 0);
    const notes = 150_000;
    home.write(own, "x\n".repeat(notes));
    const index = Array.from({ length: notes }, (_, n) => `${2 * (n + 1)} ${1000 * (n + 1)}\n`);
    appendFileSync(`${home.file(own)}.idx`, index.join(""));
    const window = home.source.window(
      ask(own, { times: true, top: { attempt: own.attempt, offset: 200_000 }, rows: 1 }),
    );
    const row = window.rows.find(({ place }) => place.offset === 200_000)!;
    expect(row.at! - 100_001_000).toBeGreaterThanOrEqual(0);
    expect(row.at! - 100_001_000).toBeLessThanOrEqual(4000);
  });
});

function lines(text: string): string[] {
  return text.endsWith("\n") ? text.slice(0, -1).split("\n") : text.split("\n");
}
