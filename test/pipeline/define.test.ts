// Pipelines in TypeScript: what they give is what a YAML file would have given; and whatever is wrong with the file is
// one message with a place and a hint. Files are evaluated for real, in folders that know nothing of dagtop.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { evaluatedName, isEvaluated, readTypeScript } from "../../src/cli/typescript-pipeline.ts";
import { isUserError } from "../../src/pipeline/user-error.ts";
import { fileTextOf } from "../../src/pipeline/text-limits.ts";
import { accepted, made } from "../types/define.ts";
import { definitionOf, problemsOf } from "./reading.ts";

const root = mkdtempSync(join(tmpdir(), "dagtop-typescript-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;

/** In a folder of its own; the first is the pipeline file. */
function written(files: Readonly<Record<string, string>>): string {
  folders += 1;
  const folder = join(root, `folder ${folders}`);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return join(folder, Object.keys(files)[0]!);
}

async function refusal(file: string, limitMs?: number): Promise<string> {
  const error: unknown = await readTypeScript(file, limitMs).then(
    () => new Error("it was accepted"),
    (error: unknown) => error,
  );
  if (!isUserError(error) || error.code !== "bad-definition" || error.exit !== 2) throw error;
  return `${error.message.replaceAll(`${dirname(file)}/`, "")}\n${error.hint}`;
}

const HELLO = { name: "hello", stages: { a: { run: "echo a" }, b: { run: "echo b", needs: "a" } } };
const JSON_TEXT = JSON.stringify(HELLO, null, 2);
const WITH_TYPES = `
import { definePipeline, type StageSource } from "dagtop";
const a: StageSource = { run: "echo a" };
const made = definePipeline({ name: "hello", stages: { a, b: { run: "echo b", needs: "a" } } });
`;

describe("a pipeline file in TypeScript or JavaScript", () => {
  it.each([
    ["pipeline.ts", `${WITH_TYPES}export const pipeline = made;`],
    ["pipeline.mts", `${WITH_TYPES}export default made;`],
    ["pipeline.mjs", `export const pipeline = ${JSON_TEXT};`],
    ["pipeline.js", `import "dagtop"; export default ${JSON_TEXT};`],
    [
      "pipeline.js",
      `const { definePipeline } = require("dagtop"); module.exports = definePipeline(${JSON_TEXT});`,
    ],
    ["pipeline.mjs", `export const pipeline = await Promise.resolve(${JSON_TEXT});`],
  ])(
    "gives its pipeline wherever it lies, dagtop being installed there or not: %s, %#",
    async (name, text) => {
      const file = written({ [name]: text });
      expect(isEvaluated(file)).toBe(true);
      expect(await readTypeScript(file)).toBe(JSON_TEXT);
    },
  );

  it("is told by its name, and problems are said of what came of it", () => {
    expect(["a.yaml", "a.yml", "a.tsx", "a.json", "ts", "a.cts"].filter(isEvaluated)).toEqual([]);
    expect(evaluatedName("pipeline.ts")).toBe("pipeline.ts (as evaluated)");
  });

  it("imports what lies beside it", async () => {
    const file = written({
      "pipeline.ts": `import { name } from "./names.ts"; export const pipeline = { name };`,
      "names.ts": `export const name: string = "hello";`,
    });
    expect(await readTypeScript(file)).toBe('{\n  "name": "hello"\n}');
  });

  it("is not held up by what it has begun and not ended", async () => {
    const file = written({
      "pipeline.mjs": `
import { spawn } from "node:child_process";
setInterval(() => undefined, 1000);
const { pid } = spawn("sleep", ["60"], { stdio: "inherit", detached: true });
export const pipeline = { pid };`,
    });
    const { pid } = JSON.parse(await readTypeScript(file)) as { readonly pid: number };
    // It is still there, so nobody has waited for it; it is gone at once.
    expect(process.kill(pid, "SIGKILL")).toBe(true);
  });

  it("has the caller's environment, and prints to stderr only, without escape sequences", () => {
    const file = written({
      "pipeline.ts": `
console.log("said \\u001b[2Jof", process.env["SAID"]);
console.error("and wrong");
process.stdout.write("no line end");
export const pipeline = { name: process.env["SAID"] };`,
    });
    const reader = join(import.meta.dirname, "../../src/cli/typescript-pipeline.ts");
    const script = `const { readTypeScript } = await import(${JSON.stringify(reader)}); console.log(await readTypeScript(process.env.FILE));`;
    const ended = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
      env: { ...process.env, FILE: file, SAID: "it" },
    });
    expect(ended.stdout).toBe('{\n  "name": "it"\n}\n');
    expect(ended.stderr.split("\n").sort()).toEqual(["", "and wrong", "no line end", "said of it"]);
  });

  it("that is not there is no such file", async () => {
    await expect(readTypeScript(join(root, "gone.ts"))).rejects.toMatchObject({ code: "no-file" });
  });
});

describe("a pipeline file that can't be evaluated is refused with its place and a hint", () => {
  it.each<[what: string, text: string, message: string, hint: string]>([
    [
      "syntax",
      "const a: number = 1;\nconst = 2;",
      "pipeline.ts:2  SyntaxError: Unexpected token",
      "mend the syntax",
    ],
    [
      "an enum",
      "\nenum A { B }\nexport default {};",
      "pipeline.ts:2  SyntaxError: TypeScript enum",
      "write an enum as an object",
    ],
    [
      "a throw",
      `function f(): never {\n  throw new TypeError("no");\n}\nf();`,
      "pipeline.ts:2:9  TypeError: no",
      "nothing was started",
    ],
    ["a throw of a text", `throw "a text";`, "pipeline.ts  threw a text", "nothing was started"],
    [
      "a message with escapes",
      `throw new Error("\\u001b[2J");`,
      String.raw`pipeline.ts:1:7  Error: \x1b[2J`,
      "",
    ],
    [
      "a package that is not there",
      `import "not-installed-anywhere";`,
      "pipeline.ts  Error: Cannot find package 'not-installed-anywhere'",
      "npm install",
    ],
    [
      "a name that is not exported",
      `import { nope } from "dagtop";`,
      "pipeline.ts:1  SyntaxError: The requested module 'dagtop' does not",
      "",
    ],
    [
      "an error later on",
      `setTimeout(() => { throw new Error("late"); });\nawait new Promise(() => undefined);`,
      "pipeline.ts:1:26  Error: late",
      "",
    ],
    [
      "a rejection",
      `void Promise.reject(new Error("lost"));\nawait new Promise((done) => setTimeout(done, 5000));`,
      "pipeline.ts:1:21  Error: lost",
      "",
    ],
    [
      "no export",
      "export const other = 1;",
      `pipeline.ts  exports no pipeline: neither "pipeline" nor a default`,
      "export const pipeline = definePipeline(",
    ],
    [
      "a function",
      "export default () => ({});",
      "pipeline.ts  exports a function where a pipeline is wanted",
      "definePipeline(",
    ],
    ["a list", "export default [];", "pipeline.ts  exports a list where", ""],
    [
      "a promise",
      "export default Promise.resolve({});",
      `pipeline.ts  the pipeline is a Promise`,
      "",
    ],
    [
      "a function inside",
      "export default { stages: { a: { run: () => 1 } } };",
      `"stages.a.run" is a function`,
      "plain objects",
    ],
    [
      "undefined inside",
      "export default { stages: { a: { retry: undefined } } };",
      `"stages.a.retry" is undefined`,
      "Leave the key out",
    ],
    ["a hole in a list", "export default { a: [1, , 2] };", `"a.1" is undefined`, ""],
    ["a number that is none", "export default { a: 0 / 0 };", `"a" is NaN`, ""],
    ["a bigint", "export default { a: 1n };", `"a" is a bigint`, ""],
    ["a date", "export default { a: new Date() };", `"a" is a Date`, ""],
    ["a map", "export default { a: [new Map()] };", `"a.0" is a Map`, ""],
    [
      "a circle",
      "const a: { b?: object } = {};\na.b = [a];\nexport default a;",
      `"b.0" holds itself`,
      "circle",
    ],
    [
      "an end",
      "process.exit(0);",
      "ended its process with exit code 0 before it was read",
      "come to its end",
    ],
    [
      "a kill",
      `process.kill(process.pid, "SIGTERM"); await new Promise((done) => setTimeout(done, 5000));`,
      "was ended by SIGTERM",
      "",
    ],
    ["a wait for nothing", "await new Promise(() => undefined);", "awaits what never comes", ""],
  ])("%s", async (_, text, message, hint) => {
    const said = await refusal(written({ "pipeline.ts": text }));
    expect(said).toContain(message);
    expect(said).toContain(hint);
  });

  it("syntax of JavaScript", async () => {
    const file = written({ "pipeline.mjs": "export default {\n  a: 1\n  b: 2 };" });
    expect(await refusal(file)).toContain("pipeline.mjs:3  SyntaxError: Unexpected identifier 'b'");
  });

  it("an error in a file that it imports, with that file's place", async () => {
    const file = written({
      "pipeline.ts": `import "./lib/more.ts";\nexport default {};`,
      "lib/more.ts": `\n\nthrow new Error("deep");`,
    });
    expect(await refusal(file)).toContain("lib/more.ts:3:7  Error: deep");
  });

  it("no end within the time limit", async () => {
    const file = written({ "pipeline.ts": "for (;;);" });
    expect(await refusal(file, 700)).toContain("did not come to an end in 0.7 s");
  });

  it("the same object in two places is no circle", async () => {
    const file = written({ "pipeline.mjs": "const x = {}; export default { a: x, b: [x, x] };" });
    expect(JSON.parse(await readTypeScript(file))).toEqual({ a: {}, b: [{}, {}] });
  });
});

describe("what definePipeline gives", () => {
  it("is read from the example without a problem", async () => {
    const file = join(import.meta.dirname, "../../examples/typescript/pipeline.ts");
    const definition = await definitionOf(await readTypeScript(file));
    expect(definition.stages.map(({ key, needs }) => [key, ...needs])).toEqual([
      ["numbers"],
      ["tell", "numbers"],
      ["warn", "numbers"],
    ]);
  });

  it("keeps its values on the way through JSON and the reader, whatever they are", async () => {
    const value = fc.oneof(
      fc.string({ unit: "grapheme" }).filter((text) => text.trim() !== ""),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => number !== 0),
      fc.integer(),
      fc.boolean(),
    );
    const property = fc.asyncProperty(value, async (given) => {
      const pipeline = { ...HELLO, params: { given: { default: given } } };
      const { params } = await definitionOf(fileTextOf(pipeline));
      expect(params["given"]?.default).toBe(given);
    });
    await fc.assert(property, { numRuns: 500, examples: [["\ufffd"], ["a\u007fb"]] });
  });

  it("is what it got, and a pipeline file like any other", async () => {
    expect(await problemsOf(JSON.stringify(accepted, null, 2))).toEqual([]);
    expect(made("hello", 2)).toEqual({
      name: "hello",
      schedule: "@daily",
      stages: { only: { run: "hello", retry: 2, if: "hello" } },
    });
  });
});
