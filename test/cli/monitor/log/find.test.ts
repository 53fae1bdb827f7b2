// Searching, filtering and saving logs: what is found is what is shown, whatever the blocks in which it is read.

import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stageKey } from "../../../../src/pipeline/ids.ts";
import type { LogAsk, LogPlace, LogTarget, LogWindow } from "../../../../src/ui/log/view.ts";
import { matcherOf } from "../../../../src/ui/log/match.ts";
import { withoutSgr } from "../../../../src/ui/log/sgr-parts.ts";
import { ATTACKS } from "../../../ui/attacks.ts";
import {
  type LogHomeLab,
  RUN,
  WHOLE_RUN,
  ask,
  downwards,
  key,
  logHome,
  texts,
} from "./log-home.ts";

let home: LogHomeLab;
beforeEach(() => {
  home = logHome();
});
afterEach(() => home.close());

const { signal } = new AbortController();
const STAGE: LogTarget = { is: "stage", run: RUN, stage: stageKey("train") };
const BLOCK = 64 * 1024;

/** Every place that a search finds, one after the other. */
async function found(target: LogTarget, query: string, direction: 1 | -1): Promise<string[]> {
  const all: string[] = [];
  let from: LogPlace | "start" | "end" = direction === 1 ? "start" : "end";
  for (;;) {
    const place: LogPlace | null = await home.source.search(target, query, from, direction, signal);
    if (place === null) return all;
    all.push(key({ place }));
    from = place;
  }
}

/** The window once nothing more is looked for. */
async function settled(asked: LogAsk): Promise<LogWindow> {
  for (;;) {
    const window = home.source.window(asked);
    if (window.busy === null) return window;
    await sleep(1);
  }
}

// In one log all of a kind, so that there are logs of plain ASCII, too.
const KINDS: readonly (readonly string[])[] = [
  ["Loss", "loss", "k", "a b", "a\tb", "\t", "s", "***", "x"],
  ["Loss", "loss", "\r", "\u001b[31m", "\u001b[0m", "\b", "\u001b[2K", "\u0000", "lo", "ss"],
  ["loss", "é", "É", "\u212a", "\u017f", "a b", "a\tb", "\u200b", "\ufe0f", "s", "x"],
  ["loss", "x".repeat(300), "x".repeat(9000), "a\tb"],
  ["loss", "a b", ...ATTACKS.map(({ text }) => text)],
];
const log = fc
  .constantFrom(...KINDS)
  .chain((kind) =>
    fc.array(
      fc.array(fc.constantFrom(...kind), { maxLength: 4 }).map((parts) => parts.join("")),
      { maxLength: 25 },
    ),
  )
  .map((lines) => lines.join("\n"));
const query = fc.constantFrom(
  "loss",
  "Loss",
  "s",
  "a b",
  "é",
  "É",
  "k",
  "x",
  "<200B>",
  "]",
  "\\",
  "xloss",
  "ssé",
  "a  ",
  "chars]",
);

describe("a search", () => {
  it("finds every row that shows the text, in either direction, and no other", async () => {
    await fc.assert(
      fc.asyncProperty(log, query, async (text, query) => {
        const target = home.begin("train");
        home.write(target, text);
        const { test } = matcherOf(query);
        const wanted = downwards(home.source, target, 30)
          .filter((row) => test(withoutSgr(row.text)))
          .filter((row) => !/…\[\+\d+ chars\]$/.test(row.text));
        const down = await found(target, query, 1);
        expect(down).toEqual(expect.arrayContaining(wanted.map(key)));
        const shown = new Map(
          downwards(home.source, target, 30).map((row) => [key(row), row.text]),
        );
        for (const place of down) expect(test(withoutSgr(shown.get(place)!))).toBe(true);
        expect(await found(target, query, -1)).toEqual(down.toReversed());
      }),
      { numRuns: 150 },
    );
  });

  it("finds a text at every offset around the end of a block", async () => {
    const needle = "needle in here";
    for (let shift = -2; shift <= needle.length + 2; shift += 1) {
      for (const line of [`${"x".repeat(63)}\n`, `\u001b[32m${"y".repeat(50)}\u001b[0m\n`]) {
        const target = home.begin("train");
        const head = line.repeat(Math.floor((BLOCK - shift) / line.length) - 1);
        const fill = "z".repeat(BLOCK - shift - head.length);
        home.write(target, `${head}${fill}${needle} end\n${line.repeat(2000)}`);
        const place = key({ place: { attempt: target.attempt, offset: head.length } });
        expect(await found(target, needle, 1)).toEqual([place]);
        expect(await found(target, "NEEDLE IN".toLowerCase(), -1)).toEqual([place]);
      }
    }
  });

  it("goes through rows that are longer than a block, in either direction", async () => {
    const target = home.begin("train");
    const long = `${"y".repeat(3 * BLOCK)}hit\n`;
    home.write(target, `hit\n${long}${long}hit\n${"z".repeat(20 * BLOCK)}\nhit`);
    // Beyond what is shown of a long row nothing is found.
    const places = [0, 4 + 2 * long.length, 4 + 2 * long.length + 4 + 20 * BLOCK + 1];
    const keys = places.map((offset) => key({ place: { attempt: target.attempt, offset } }));
    expect(await found(target, "hit", 1)).toEqual(keys);
    expect(await found(target, "hit", -1)).toEqual(keys.toReversed());
  });

  it("finds what a tab, a letter of another script or a colour hides", async () => {
    const target = home.begin("train");
    home.write(target, "a\tb\n\u017fun\nlo\u001b[1mss\u001b[0m\nab\bc\n");
    const offsets = async (query: string) =>
      (await found(target, query, 1)).map((place) => Number(place.split(" ")[1]));
    expect(await offsets("a  ")).toEqual([0]);
    expect(await offsets("sun")).toEqual([4]);
    expect(await offsets("loss")).toEqual([9]);
    expect(await offsets("ac")).toEqual([22]);
    const plain = home.begin("plain");
    home.write(plain, "a\tb\nab\bc\n");
    expect(await found(plain, "a  ", 1)).toEqual([
      key({ place: { attempt: plain.attempt, offset: 0 } }),
    ]);
    expect(await found(plain, "ac", -1)).toHaveLength(1);
  });

  it("tells capitals from small letters only where it has capitals itself", async () => {
    const target = home.begin("train");
    home.write(target, "Error\nerror\n");
    expect(await found(target, "error", 1)).toHaveLength(2);
    expect(await found(target, "Error", 1)).toHaveLength(1);
  });

  it("goes through all tries of a stage, and all stages of a run in the order of their lines", async () => {
    const first = home.begin("train", 0);
    home.write(first, "hit 1\nx\n", 10);
    const other = home.begin("other", 0);
    home.write(other, "hit 2\n", 20);
    home.write(first, "hit 3\n", 30);
    home.end(first, "failed", 40);
    home.write(home.begin("train", 50), "hit 4\n", 60);
    expect(await found(STAGE, "hit", 1)).toEqual(["a0000 0", "a0000 8", "a0002 0"]);
    expect(await found(WHOLE_RUN, "hit", 1)).toEqual(["a0000 0", "a0001 0", "a0000 8", "a0002 0"]);
    expect(await found(WHOLE_RUN, "hit", -1)).toEqual(
      (await found(WHOLE_RUN, "hit", 1)).toReversed(),
    );
  });

  it("looks only among rows that a filter leaves", async () => {
    const target = home.begin("train");
    home.write(target, "loss 1\nloss 2 nan\nnan\n");
    const next = (from: LogPlace | "start") =>
      home.source.search(target, "nan", from, 1, signal, { filter: "loss" });
    const place = await next("start");
    expect(place?.offset).toBe(7);
    expect(await next(place!)).toBeNull();
  });

  it("of a large log leaves the program its turn, tells how far it is, and ends when it is given up", async () => {
    const target = home.begin("train");
    for (let n = 0; n < 20; n += 1)
      home.write(target, "a line of a log that is long\n".repeat(100_000));
    const controller = new AbortController();
    const shares: number[] = [];
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const whole = await home.source.search(target, "no such", "start", 1, signal, {
      progress: (share) => shares.push(share),
    });
    clearInterval(timer);
    expect(whole).toBeNull();
    expect(turns).toBeGreaterThan(3);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    const given = home.source.search(target, "no such", "end", -1, controller.signal, {
      progress: () => controller.abort(),
    });
    const before = home.source.bytesRead();
    expect(await given).toBeNull();
    expect(home.source.bytesRead() - before).toBeLessThan(10 * 1024 * 1024);
  });
});

describe("a filter", () => {
  it("leaves the rows that show the text, from either end and from any place", async () => {
    await fc.assert(
      fc.asyncProperty(log, query, fc.integer({ min: 1, max: 12 }), async (text, filter, rows) => {
        const target = home.begin("train");
        home.write(target, text);
        home.end(target);
        const wanted = await found(target, filter, 1);
        const end = await settled(ask(target, { filter, rows }));
        expect(end.rows.map(key)).toEqual(wanted.slice(-2 * rows));
        const start = await settled(ask(target, { filter, rows, top: "start" }));
        expect(start.rows.map(key)).toEqual(wanted.slice(0, 2 * rows));
        for (const [index, place] of wanted.entries()) {
          const [attempt = "", offset] = place.split(" ");
          const top = { attempt: attempt as LogPlace["attempt"], offset: Number(offset) };
          // Another filter between them, so that it is found from this place on.
          home.source.window(ask(target, { filter: "another" }));
          const window = await settled(ask(target, { filter, rows, top }));
          expect(window.rows.map(key)).toEqual(
            wanted.slice(Math.max(0, index - rows), index + 2 * rows),
          );
          expect(window.atStart).toBe(index <= rows);
          expect(window.atEnd).toBe(index + 2 * rows >= wanted.length);
        }
      }),
      { numRuns: 50, examples: [["loss\nloss", "loss", 1]] },
    );
  });

  it("is right from any place of a large log, whatever was looked at before", async () => {
    const target = home.begin("train");
    const lines = Array.from({ length: 60_000 }, (_, n) =>
      n % 997 === 0 ? `hit ${n}` : `line ${n}`,
    );
    home.write(target, lines.map((line) => `${line}\n`).join(""));
    home.end(target);
    const wanted = await found(target, "hit", 1);
    const end = await settled(ask(target, { filter: "hit", rows: 3 }));
    expect(end.rows.map(key)).toEqual(wanted.slice(-6));
    // What is far away is looked for there, and not on the way to it.
    const before = home.source.bytesRead();
    await settled(
      ask(target, { filter: "hit", rows: 1, top: { attempt: target.attempt, offset: 9 } }),
    );
    expect(home.source.bytesRead() - before).toBeLessThan(3 * BLOCK);
    for (const index of [2, 50, 30, 31, 20, 60, 0, 58]) {
      const [attempt = "", offset] = wanted[index]!.split(" ");
      const top = { attempt: attempt as LogPlace["attempt"], offset: Number(offset) };
      const window = await settled(ask(target, { filter: "hit", rows: 3, top }));
      expect(window.rows.map(key)).toEqual(wanted.slice(Math.max(0, index - 3), index + 6));
    }
    expect(
      (await settled(ask(target, { filter: "hit", rows: 3, top: "start" }))).rows.map(key),
    ).toEqual(wanted.slice(0, 6));
    expect((await settled(ask(target, { filter: "hit", rows: 3 }))).rows.map(key)).toEqual(
      wanted.slice(-6),
    );
  });

  it("goes on with what is written, line by line, and with a new try", async () => {
    const target = home.begin("train");
    home.write(target, "loss 1\nother\nlo");
    const end = ask(STAGE, { filter: "loss" });
    expect(texts((await settled(end)).rows)).toEqual(["loss 1"]);
    home.write(target, "ss 2\n");
    expect(texts((await settled(end)).rows)).toEqual(["loss 1", "loss 2"]);
    home.write(target, "loss 3");
    home.end(target);
    home.write(home.begin("train"), "loss 4\n");
    const window = await settled(end);
    expect(window.rows.map(({ label, text }) => `${label} ${text}`)).toEqual([
      "try 1 loss 1",
      "try 1 loss 2",
      "try 1 loss 3",
      "try 2 loss 4",
    ]);
    expect(home.changes()).toBeGreaterThan(0);
  });

  it("has the last line once, whatever becomes of it", async () => {
    const target = home.begin("train");
    home.write(target, "loss 1\nloss 2");
    const end = ask(target, { filter: "loss" });
    const start = ask(target, { filter: "loss", top: "start" });
    expect(texts((await settled(end)).rows)).toEqual(["loss 1"]);
    home.write(target, "2\nloss 3");
    expect(texts((await settled(end)).rows)).toEqual(["loss 1", "loss 22"]);
    expect(texts((await settled(start)).rows)).toEqual(["loss 1", "loss 22"]);
    home.end(target);
    expect(texts((await settled(start)).rows)).toEqual(["loss 1", "loss 22", "loss 3"]);
  });

  it("shows the last rows of many at once, and does not go through all for them", async () => {
    const target = home.begin("train");
    for (let n = 0; n < 20; n += 1) home.write(target, "loss: a line of a log\n".repeat(100_000));
    const before = home.source.bytesRead();
    const window = await settled(ask(target, { filter: "loss" }));
    expect(window.rows).toHaveLength(20);
    expect(home.source.bytesRead() - before).toBeLessThan(10 * BLOCK);
  });

  it("says that it is at it while there may be more, and shows what it has", async () => {
    const target = home.begin("train");
    home.write(target, `hit\n${"a line of a log\n".repeat(400_000)}hit\n`);
    const asked = ask(target, { filter: "hit" });
    const first = home.source.window(asked);
    expect(first.busy).toMatch(/^filtering \d+ %$/);
    expect((await settled(asked)).rows).toHaveLength(2);
    expect(home.source.window(asked)).toBe(home.source.window(asked));
  });
});

describe("a saved log", () => {
  it("is all of it as people read it, without colours, for its owner alone", async () => {
    const target = home.begin("train");
    home.write(
      target,
      `\u001b[31mred\u001b[0m\u001b]0;title\u0007\n 10%\r 20%\n${"x".repeat(20_000)}\nlast`,
    );
    const file = `${home.folder}/saved.log`;
    const bytes = await home.source.save(target, null, file);
    expect(readFileSync(file, "utf8")).toBe(`red\n 20%\n${"x".repeat(20_000)}\nlast\n`);
    expect(statSync(file)).toMatchObject({ size: bytes });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("says whose each line is", async () => {
    const first = home.begin("train", 0);
    home.write(first, "one\nloss 2\n", 10);
    home.write(home.begin("train", 20), "loss 3\n", 30);
    await home.source.save(STAGE, null, `${home.folder}/stage`);
    expect(readFileSync(`${home.folder}/stage`, "utf8")).toBe(
      "── train · try 1 ──\none\nloss 2\n── train · try 2 ──\nloss 3\n",
    );
    await home.source.save(WHOLE_RUN, "loss", `${home.folder}/run`);
    expect(readFileSync(`${home.folder}/run`, "utf8")).toBe("train | loss 2\ntrain 2 | loss 3\n");
  });

  it("never overwrites a file, and leaves none when it is given up", async () => {
    const target = home.begin("train");
    home.write(target, "a line\n".repeat(200_000));
    const file = `${home.folder}/mine`;
    writeFileSync(file, "mine");
    await expect(home.source.save(target, null, file)).rejects.toThrow("exists already");
    expect(readFileSync(file, "utf8")).toBe("mine");
    const controller = new AbortController();
    const other = `${home.folder}/other`;
    const saving = home.source.save(target, null, other, controller.signal, {
      progress: () => controller.abort(),
    });
    await expect(saving).rejects.toThrow(/abort/);
    expect(existsSync(other)).toBe(false);
    await expect(home.source.save(target, null, `${home.folder}/no/such`)).rejects.toThrow(
      "ENOENT",
    );
  });
});
