// Semantics 7.3: a log as it is read for people, with its secrets hidden wherever a line is cut, a read ends or a colour
// stands. Real files and a real database.

import { appendFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { logLines } from "../../src/cli/log-lines.ts";
import { tailOf } from "../../src/cli/log-tail.ts";
import {
  liveMask,
  maskedLine,
  maskedValue,
  maskOfRun,
  masksOfRuns,
} from "../../src/cli/masking.ts";
import { fingerprintsOf, newKey } from "../../src/engine/host/fingerprint.ts";
import { NO_MASK, maskerOfValues } from "../../src/engine/host/mask.ts";
import { attemptId, runId } from "../../src/pipeline/ids.ts";
import { metaTable } from "../../src/store/meta-table.ts";
import { migrate } from "../../src/store/migrate.ts";
import { openWriter } from "../../src/store/open.ts";
import { openStore } from "../../src/store/reader.ts";
import { secretTable } from "../../src/store/secret-table.ts";
import { type Lab, lab } from "../host/lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

const KEY = newKey();
const SECRET = "correct-horse-battery";
const MASK = maskerOfValues({ TOKEN: SECRET }, KEY);

function linesOf(text: string): string[] {
  const lines = logLines(here.write("log", text), () => MASK);
  const all: Buffer[] = [];
  for (let next = lines?.next() ?? null; next !== null; next = lines?.next() ?? null)
    all.push(...next);
  all.push(...(lines?.rest() ?? []));
  lines?.close();
  return all.map((line) => line.toString());
}

describe("7.3 the lines of a log", () => {
  it("7.3 are masked, the last one without an end too", () => {
    expect(linesOf(`a ${SECRET}\nb\n${SECRET}`)).toEqual(["a ***TOKEN***", "b", "***TOKEN***"]);
    expect(linesOf(`a ${SECRET.slice(0, 9)}`)).toEqual([`a ${SECRET.slice(0, 9)}`]);
  });

  it("7.3 are masked before they are cut, so that no half of a secret is left at a cut", () => {
    for (let length = 65_536 - 40; length <= 65_536 + 4; length += 1) {
      const [line = ""] = linesOf(`${"x".repeat(length)}${SECRET}${"y".repeat(100_000)}\n`);
      expect(line).not.toContain("correct");
    }
  });

  it("7.3 are masked where a read ends within a secret", () => {
    const text = `${"line of a log\n".repeat(4680)}${SECRET} `.repeat(3);
    expect(text.length).toBeGreaterThan(3 * 64 * 1024 - 60);
    const shown = linesOf(text).join("\n");
    expect(shown).not.toContain("horse");
    expect(shown.split("***TOKEN***")).toHaveLength(4);
  });

  it("7.3 are given while a log grows, but no beginning of a secret", () => {
    const file = here.write("log", `one\nstep 1 ${SECRET.slice(0, 8)}`);
    const lines = logLines(file, () => MASK);
    expect(lines?.next()?.map(String)).toEqual(["one"]);
    expect(String(lines?.unfinished())).toBe("step 1 ");
    appendFileSync(file, SECRET.slice(8));
    expect(lines?.next()).toBeNull();
    expect(String(lines?.unfinished())).toBe("step 1 ");
    appendFileSync(file, " done\n");
    expect(lines?.next()?.map(String)).toEqual(["step 1 ***TOKEN*** done"]);
    lines?.close();
  });
});

describe("7.3 the last words of a log", () => {
  const last = (text: string, whole = true): string | null =>
    tailOf(here.write("log", text), null, whole, () => MASK).extras.lastLine;

  it("7.3 are masked, also where they begin in the middle of a secret", () => {
    expect(last(`one\n${SECRET}!\n`)).toBe("***TOKEN***!");
    for (let length = 8192 - 60; length <= 8192 + 60; length += 1) {
      const line = last(`${"x".repeat(50)}${SECRET}${"y".repeat(length)}`) ?? "";
      expect(line).not.toMatch(/correct|horse|battery|ttery/);
      expect(line).toContain("yyyy");
    }
  });

  it("7.3 are those of the last whole word while the stage still writes", () => {
    const half = `loading ${SECRET.slice(0, 10)}`;
    expect(last(half, false)).toBe("loading ");
    expect(last(half, true)).toBe(half);
    expect(last(`10%|███   | 957/3068 [08:03<17:30,  1.9it/s`, false)).toContain("957/3068");
  });

  it("7.3 are read again once the stage has ended, though nothing was added", () => {
    const file = here.write("log", "the end");
    const before = tailOf(file, null, false, () => MASK);
    expect(tailOf(file, before, false, () => MASK)).toBe(before);
    expect(tailOf(file, before, true, () => MASK).extras.lastLine).toBe("the end");
  });

  it("7.3 hide a secret in which colours stand", () => {
    expect(last(`a correct\u001b[31m-horse-\u001b[0mbattery b`)).toBe("a ***TOKEN*** b");
  });
});

describe("7.3 what the sanitiser brings together", () => {
  it("7.3 is masked after it, and only that line loses its colours", () => {
    const colour = "\u001b[31mred\u001b[0m";
    expect(maskedLine(`${colour} ${SECRET}`, MASK)).toBe("red ***TOKEN***");
    expect(maskedLine(`correct-\u001b[1mhorse\u001b[0m-battery`, MASK)).toBe("***TOKEN***");
    expect(maskedLine(`${colour} correct`, MASK)).toBe(`${colour} correct`);
    expect(maskedLine(SECRET, NO_MASK)).toBe(SECRET);
  });

  it("7.3 JSON for programs is masked in every text and name, and keeps its shape", () => {
    const value = { a: [SECRET, 1, null, { [SECRET]: `x${SECRET}` }], b: true };
    expect(maskedValue(value, MASK)).toEqual({
      a: ["***TOKEN***", 1, null, { "***TOKEN***": "x***TOKEN***" }],
      b: true,
    });
    expect(maskedValue(value, NO_MASK)).toBe(value);
  });
});

describe("7.3 the mask of a run", () => {
  const RUN = runId("0191-run");
  const OTHER = runId("0191-other");

  function home() {
    const file = here.path("dagtop.db");
    const db = openWriter(file);
    migrate(db);
    metaTable(db).secretKey(KEY);
    const add = db.prepare(
      "insert into attempt (id, run_id, stage, number, round, state, started_at) values (?, ?, ?, 1, 1, 'failed', 1)",
    );
    return {
      file,
      give: (run: string, id: string, values: Readonly<Record<string, string>>): void => {
        add.run(id, run, `stage of ${id}`);
        secretTable(db).put(attemptId(id), fingerprintsOf(values, KEY));
      },
      close: () => db.close(),
    };
  }

  it("7.3 has the secrets of all its attempts, each form once, and no other run's", () => {
    const { file, give, close } = home();
    for (let n = 0; n < 20; n += 1) give(RUN, `a${n}`, { TOKEN: SECRET, N: `number-${n % 2}` });
    give(OTHER, "b", { OTHER: "of-another-run" });
    const reader = openStore(file)!;
    const mask = maskOfRun(reader, RUN);
    expect(mask.text(`${SECRET} number-0 number-1 of-another-run`)).toBe(
      "***TOKEN*** ***N*** ***N*** of-another-run",
    );
    const hashes = reader.secrets.ofRun(RUN).map(({ hmac }) => hmac);
    expect(new Set(hashes).size).toBe(hashes.length);
    const masks = masksOfRuns(reader);
    expect(masks(OTHER).text(`${SECRET} of-another-run`)).toBe(`${SECRET} ***OTHER***`);
    expect(masks(runId("none"))).toBe(NO_MASK);
    reader.close();
    close();
  });

  it("7.3 knows the secrets of an attempt as soon as they are committed", () => {
    const { file, give, close } = home();
    const reader = openStore(file)!;
    const mask = liveMask(reader, RUN);
    expect(mask()).toBe(NO_MASK);
    give(RUN, "a", { TOKEN: SECRET });
    const first = mask();
    expect(first.text(SECRET)).toBe("***TOKEN***");
    give(RUN, "b", { TOKEN: SECRET });
    expect(mask()).toBe(first);
    give(RUN, "c", { TOKEN: "another-value" });
    expect(mask().text(`${SECRET} another-value`)).toBe("***TOKEN*** ***TOKEN***");
    reader.close();
    close();
  });

  it("7.3 of an attempt that is started anew are those that it has now", () => {
    const { file, give, close } = home();
    give(RUN, "a", { TOKEN: SECRET });
    const db = openWriter(file);
    secretTable(db).put(attemptId("a"), fingerprintsOf({ TOKEN: "rotated-since" }, KEY));
    db.close();
    const reader = openStore(file)!;
    expect(maskOfRun(reader, RUN).text(`${SECRET} rotated-since`)).toBe(`${SECRET} ***TOKEN***`);
    reader.close();
    close();
  });

  it("and a home without any costs one look", () => {
    const { file, close } = home();
    const reader = openStore(file)!;
    expect(reader.secrets.any()).toBe(false);
    expect(maskOfRun(reader, RUN)).toBe(NO_MASK);
    reader.close();
    close();
  });
});
