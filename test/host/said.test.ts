// What a step says of its own end: whole or not at all, and nothing else is taken for it.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSaid, writeSaid } from "../../src/engine/host/said.ts";

const folder = mkdtempSync(join(tmpdir(), "dagtop-said-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what a step says", () => {
  it("is nothing before it was said, and the last word after", () => {
    expect(readSaid(folder, 3)).toBeNull();
    writeSaid(folder, { text: "champion v7 kept", onFail: null }, 3);
    writeSaid(folder, { text: "refused: f1 0.7 is below 0.8", onFail: "fail" }, 3);
    expect(readSaid(folder, 3)).toEqual({ text: "refused: f1 0.7 is below 0.8", onFail: "fail" });
  });

  it("is not what a step has ended with that was killed before its end", () => {
    writeSaid(folder, { text: "v1 promoted", onFail: null }, 0);
    expect(readSaid(folder, 137)).toBeNull();
    expect(readSaid(folder, null)).toBeNull();
    expect(readSaid(folder, 0)).toEqual({ text: "v1 promoted", onFail: null });
  });

  it.each([
    "",
    "{",
    "[]",
    '{"text":1,"onFail":null,"code":3}',
    '{"text":"x","onFail":"never","code":3}',
    '{"text":"x","code":3}',
    '{"text":"x","onFail":null}',
  ])("is nothing where the file holds %s", (text) => {
    writeFileSync(join(folder, "said"), text);
    expect(readSaid(folder, 3)).toBeNull();
  });
});
