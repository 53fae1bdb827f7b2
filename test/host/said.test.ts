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
    expect(readSaid(folder)).toBeNull();
    writeSaid(folder, { text: "champion v7 kept", onFail: null });
    writeSaid(folder, { text: "refused: f1 0.7 is below 0.8", onFail: "fail" });
    expect(readSaid(folder)).toEqual({ text: "refused: f1 0.7 is below 0.8", onFail: "fail" });
  });

  it.each([
    "",
    "{",
    "[]",
    '{"text":1,"onFail":null}',
    '{"text":"x","onFail":"never"}',
    '{"text":"x"}',
  ])("is nothing where the file holds %s", (text) => {
    writeFileSync(join(folder, "said"), text);
    expect(readSaid(folder)).toBeNull();
  });
});
