// docs/coming-from.md: each of its YAML blocks is a pipeline file, and it names no key and no command that there is not.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/registry.ts";
import { scheduleSchema } from "../../src/pipeline/schema-schedules.ts";
import { pipelineSchema, stageSchema } from "../../src/pipeline/schema.ts";
import { definitionOf } from "../pipeline/reading.ts";

const PAGE = readFileSync(resolve(import.meta.dirname, "../../docs/coming-from.md"), "utf8");
const BLOCKS = [...PAGE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? "");
/** The second column of each table, in which our words stand. */
const OURS = [...PAGE.matchAll(/^\| [^|]* \| ([^|]*) \|/gm)].map(([, text]) => text ?? "");

describe("the page for who comes from another tool", () => {
  it("has a pipeline file for each of them, and each loads", async () => {
    expect(BLOCKS.length).toBe(6);
    for (const block of BLOCKS)
      expect((await definitionOf(block)).stages.length).toBeGreaterThan(0);
  });

  it("names commands of this program only", () => {
    const named = [...PAGE.matchAll(/[`|] ?dagtop ([a-z]+)/g)].map(([, name]) => name ?? "");
    expect([...new Set(named)].filter((name) => !Object.hasOwn(COMMANDS, name))).toEqual([]);
    expect(new Set(named).size).toBeGreaterThan(10);
  });

  it("names as ours only keys that a pipeline file has", () => {
    const keys = new Set(
      [pipelineSchema, stageSchema, scheduleSchema].flatMap(({ shape }) => Object.keys(shape)),
    );
    const named = OURS.flatMap((text) =>
      [...text.matchAll(/`([a-z_]+): /g)].map(([, key]) => key ?? ""),
    );
    expect(named.filter((key) => !keys.has(key))).toEqual([]);
    expect(named.length).toBeGreaterThan(15);
  });

  it("links to headings that are there", () => {
    for (const [, file = "", heading = ""] of PAGE.matchAll(/\]\(([\w-]*\.md)?#([\w-]+)\)/g)) {
      const text =
        file === "" ? PAGE : readFileSync(resolve(import.meta.dirname, "../../docs", file), "utf8");
      const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
      expect(headings).toContain(heading);
    }
  });
});
