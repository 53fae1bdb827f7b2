// The page on pipeline files: what it shows as a whole file is one.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { definitionOf, warningsOf } from "./reading.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/pipeline-file.md"), "utf8");
const files = [...PAGE.matchAll(/^```yaml\n(name: [^]*?)^```$/gm)].map((match) => match[1] ?? "");

it("has whole files", () => {
  expect(files.length).toBeGreaterThanOrEqual(2);
});

it.each(files)(
  "shows a file that is right, and of which nothing is to be warned: %#",
  async (text) => {
    await definitionOf(text);
    expect(await warningsOf(text)).toEqual([]);
  },
);
