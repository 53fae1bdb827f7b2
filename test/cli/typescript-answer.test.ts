// What the child says that evaluates a pipeline in TypeScript is looked at before it is believed: the file may have written
// where the answer goes, or be far too big.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTypeScript } from "../../src/cli/typescript-pipeline.ts";
import { type Lab, lab } from "../host/lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

async function refusalOf(text: string): Promise<unknown> {
  const head = 'import { writeSync } from "node:fs";\n';
  return readTypeScript(here.write("p.ts", head + text)).then(
    (read) => `read ${read.length}`,
    (error: unknown) => error,
  );
}

const GOOD = 'export const pipeline = { name: "t", stages: { a: { run: "x" } } };\n';
const badDefinition = (words: RegExp) =>
  expect.objectContaining({
    name: "UserError",
    code: "bad-definition",
    exit: 2,
    message: expect.stringMatching(words),
    hint: expect.stringMatching(/./),
  });

describe("a pipeline file that writes to descriptors that are not its own", () => {
  it.each([
    ["words", '"hello\\n"'],
    ["words without an end", '"hello"'],
    ["JSON that is no answer", '"[1]\\n"'],
    ["null", '"null\\n"'],
    ["half an answer", '"{\\"is\\": \\"thrown\\", \\"name\\": 3}\\n"'],
    ["an answer of no kind", '"{\\"is\\": \\"constructor\\"}\\n"'],
    ["a text that is none", '"{\\"is\\": \\"text\\", \\"text\\": [1]}\\n"'],
    ["much without an end", '"x".repeat(2 ** 24)'],
  ])("is refused with words: %s", async (_what, written) => {
    expect(await refusalOf(`writeSync(3, ${written});\n${GOOD}`)).toEqual(
      badDefinition(/wrote to descriptor 3/),
    );
  });

  it.each([4, 5, 6, 7, 8, 9, 10, 11])("is read, or refused with words: %i", async (fd) => {
    const found = await refusalOf(`try { writeSync(${fd}, "hello\\n"); } catch {}\n${GOOD}`);
    expect([expect.stringMatching(/^read \d+$/), badDefinition(/./)]).toContainEqual(found);
  });
});

describe("a pipeline of more than 1 MiB", () => {
  it.each([
    ["one long text", "const a = 'x'.repeat(100 * 2 ** 20);"],
    ["many entries", "const a = Array.from({ length: 2 ** 21 }, () => 1);"],
    [
      "a list of itself, again and again",
      "let a = ['x'.repeat(99)]; for (let n = 0; n < 40; n += 1) a = [a, a];",
    ],
    ["long names", "const a = Object.fromEntries([['x'.repeat(2 ** 21), 1]]);"],
  ])("is refused by its size, early: %s", async (_what, text) => {
    const found = await refusalOf(`${text}\nexport const pipeline = { name: "t", "x-a": a };\n`);
    expect(found).toEqual(badDefinition(/exports a pipeline of more than 1 MiB/));
  });

  it("and an error of any length is told in short", async () => {
    const found = await refusalOf("throw new Error('x'.repeat(100 * 2 ** 20));\n");
    expect(found).toEqual(badDefinition(/^.{0,20000}$/s));
  });
});
