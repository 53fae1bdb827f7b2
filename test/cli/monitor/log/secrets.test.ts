// Semantics 7.3: no part of a secret is seen in a log on the screen, wherever a window, a row, a block or a read ends.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { newKey } from "../../../../src/engine/host/fingerprint.ts";
import { maskerOfValues } from "../../../../src/engine/host/mask.ts";
import { type LogHomeLab, WHOLE_RUN, ask, downwards, logHome, texts, upwards } from "./log-home.ts";

const KEY = newKey();
const SECRET = "correct-horse-battery";
const LINES = [
  "-----BEGIN KEY-----",
  "MIIEpAIBAAKCAQEA7bq",
  "Zk0w",
  "9dFhHn5uVqkXyz",
  "-----END KEY-----",
];
const MASK = maskerOfValues(
  { TOKEN: SECRET, PEM: LINES.join("\n"), PHRASE: "open sesame now" },
  KEY,
);
const PART = /corr|rect|horse|batt|tery/;
const signal = new AbortController().signal;

let home: LogHomeLab;
beforeEach(() => {
  home = logHome();
  home.hide(MASK);
});
afterEach(() => home.close());

describe("7.3 the windows of a log", () => {
  it("7.3 show no part of a secret at any edge, wherever it stands in the log", () => {
    const piece = 64 * 1024;
    for (let shift = 0; shift <= SECRET.length + 2; shift += 1) {
      const target = home.begin("train");
      const before = "a line\n".repeat(9350);
      const fill = "x".repeat(piece - before.length - shift);
      home.write(target, `${before}${fill}${SECRET} and more\nlast ${SECRET}\n`);
      for (const rows of [1, 2, 3]) {
        const all = [
          ...home.source.window(ask(target, { rows })).rows,
          ...home.source.window(
            ask(target, { rows, top: { attempt: target.attempt, offset: piece } }),
          ).rows,
        ];
        expect(texts(all).filter((text) => PART.test(text))).toEqual([]);
      }
      expect(texts(home.source.window(ask(target, { rows: 1 })).rows).at(-1)).toBe(
        "last ***TOKEN***",
      );
      home.end(target);
    }
  });

  it("7.3 show no part of one where a line without an end is broken or cut", () => {
    const block = 1024 * 1024;
    for (let shift = 0; shift <= SECRET.length; shift += 1) {
      const target = home.begin("train");
      const text = `${"x".repeat(block - shift)}${SECRET}${"y".repeat(block)}\n`;
      home.write(target, text);
      const rows = home.source.window(ask(target, { rows: 4, top: "start" })).rows;
      expect(rows.length).toBeGreaterThan(1);
      expect(texts(rows).filter((row) => PART.test(row))).toEqual([]);
      const early = home.begin("early");
      home.write(early, `${"x".repeat(8192 - 32 - shift)}${SECRET}${"y".repeat(70_000)}\n`);
      expect(texts(home.source.window(ask(early, { rows: 1 })).rows)[0]).not.toMatch(PART);
    }
  });

  it("7.3 hide a secret of several lines in each of them", () => {
    const target = home.begin("train");
    home.write(target, `begin\n${LINES.join("\n")}\nend\n`);
    const hidden = ["begin", ...LINES.map(() => "***PEM***"), "end"];
    for (const rows of [1, 2, 5]) {
      expect(texts(downwards(home.source, target, rows))).toEqual(hidden);
      expect(texts(upwards(home.source, target, rows))).toEqual(hidden);
    }
  });

  it("7.3 hold back what may be the beginning of one while its line is written", () => {
    home.hide(maskerOfValues({ TOKEN: SECRET }, KEY));
    const target = home.begin("train");
    const last = () => texts(home.source.window(ask(target)).rows).at(-1);
    home.write(target, `one\nstep 1 ${SECRET.slice(0, 8)}`);
    expect(last()).toBe("step 1 ");
    home.write(target, SECRET.slice(8));
    expect(last()).toBe("step 1 ");
    home.write(target, " done");
    expect(last()).toContain("***TOKEN*** ");
    home.hide(MASK);
    home.write(target, "\nopen sesame");
    expect(last()).not.toContain("sesame");
    home.write(target, " now\n");
    expect(last()).toBe("***PHRASE***");
    home.write(target, "half an open ses");
    home.end(target);
    expect(last()).toBe("half an open ses");
  });

  it("7.3 hold back a whole one with what is not certain yet behind it", () => {
    const long = maskerOfValues(
      { TOKEN: SECRET, LONG: Array.from({ length: 30 }, (_, n) => n + 100).join("") },
      KEY,
    );
    home.hide(long);
    const target = home.begin("train");
    home.write(target, `${"x".repeat(200)}${SECRET}`);
    for (let n = 0; n < 220; n += 1) {
      const [text = ""] = texts(home.source.window(ask(target)).rows);
      expect(text).toMatch(/^x+(?:\*\*\*TOKEN\*\*\*y*)?$/);
      home.write(target, "y");
    }
  });

  it("7.3 hide one that colours had kept apart, and one in the log of another stage", () => {
    const target = home.begin("train");
    home.write(target, `a correct\u001b[31m-horse-\u001b[0mbattery b\n\u001b[32mok\u001b[0m\n`);
    expect(texts(home.source.window(ask(WHOLE_RUN)).rows)).toEqual([
      "a ***TOKEN*** b",
      "\u001b[32mok\u001b[0m",
    ]);
  });

  it("7.3 hide those of a mask that was not known before", () => {
    const target = home.begin("train");
    home.hide(maskerOfValues({}, KEY));
    home.write(target, `a ${SECRET}\n`);
    expect(texts(home.source.window(ask(target)).rows)).toEqual([`a ${SECRET}`]);
    home.hide(MASK);
    expect(texts(home.source.window(ask(target)).rows)).toEqual(["a ***TOKEN***"]);
  });
});

describe("7.3 what is found and saved", () => {
  it("7.3 is never found by a part of a secret, but by its name", async () => {
    const target = home.begin("train");
    home.write(
      target,
      `nothing\na ${SECRET} b\n${LINES.join("\n")}\nc corre\u001b[1mct-horse-battery\n`,
    );
    const find = (query: string) => home.source.search(target, query, "start", 1, signal);
    for (const part of ["horse", "correct-", "MIIEpA", "Zk0w", "9dFh"])
      expect(await find(part)).toBeNull();
    expect(await find("***TOKEN")).toEqual({ attempt: target.attempt, offset: 8 });
    expect(await find("***PEM")).not.toBeNull();
    expect(await home.source.search(target, "c ***TOKEN***", "end", -1, signal)).not.toBeNull();
  });

  it("7.3 is found by its name where a secret is all that is odd in the log", async () => {
    const target = home.begin("train");
    home.write(target, `nothing\na ${SECRET} b\nnothing\n`);
    const place = { attempt: target.attempt, offset: 8 };
    expect(await home.source.search(target, "***token", "start", 1, signal)).toEqual(place);
    expect(await home.source.search(target, "a ***TOKEN*** b", "end", -1, signal)).toEqual(place);
    const other = home.begin("train");
    home.write(other, `${LINES.join("\n")}\n`);
    const next = (from: "start" | typeof place) =>
      home.source.search(other, "pem", from, 1, signal);
    const second = await next((await next("start"))!);
    expect(second?.offset).toBe(LINES[0]!.length + 1);
  });

  it("7.3 is found by no part of one that stands across two blocks", async () => {
    const block = 64 * 1024;
    for (let shift = 0; shift <= LINES.join("\n").length; shift += 3) {
      const target = home.begin("train");
      const filler = "x".repeat(99);
      const head = `${filler}\n`.repeat(Math.floor((block - shift) / 100));
      const text = `${head}${"y".repeat(block - shift - head.length)}\n${LINES.join("\n")}\n`;
      home.write(target, text + `${filler}\n`.repeat(700));
      for (const part of ["BEGIN KEY", "MIIEp", "Zk0w", "9dFh", "END KEY"]) {
        expect(await home.source.search(target, part, "start", 1, signal)).toBeNull();
        expect(await home.source.search(target, part, "end", -1, signal)).toBeNull();
      }
    }
  });

  it("7.3 has its secrets hidden in a file too, and the log itself is given to no pager", async () => {
    const target = home.begin("train");
    home.write(target, `a ${SECRET}\n${"z".repeat(100_000)}${SECRET}\n`);
    home.end(target);
    const file = `${home.folder}/saved`;
    await home.source.save(target, null, file);
    expect(readFileSync(file, "utf8")).toBe(`a ***TOKEN***\n${"z".repeat(100_000)}***TOKEN***\n`);
    expect(home.source.rawFile(target)).toBeNull();
    home.hide(maskerOfValues({}, KEY));
    expect(home.source.rawFile(target)).toBe(home.file(target));
    expect(home.source.rawFile(WHOLE_RUN)).toBeNull();
  });
});
