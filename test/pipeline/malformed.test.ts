// Every malformed file is refused with the whole text that a user reads. `UPDATE_GOLDEN=1` writes the texts anew:
// then read each of them as somebody who has only this text to mend the file with.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDefinition } from "../../src/pipeline/load.ts";
import { problemText } from "../../src/pipeline/problem.ts";

const FOLDER = join(import.meta.dirname, "malformed");
const MOST_MS = 1000;
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

/** Processor time, so that a busy machine fails no test. */
function spentMs(before: NodeJS.CpuUsage): number {
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1000;
}

async function refusal(file: string, text: string): Promise<string> {
  const before = process.cpuUsage();
  const loaded = await loadDefinition({ file, text });
  expect(spentMs(before)).toBeLessThan(MOST_MS);
  if (loaded.ok) throw new Error(`${file} was accepted`);
  return `${loaded.problems.map(problemText).join("\n\n")}\n`;
}

/** The stored text, after it was written anew where that was asked for. */
function golden(name: string, actual: string): string {
  const file = join(FOLDER, `${name}.txt`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, actual);
  return readFileSync(file, "utf8");
}

const STORED = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(/\.yaml$/, ""));

describe("a malformed pipeline file", () => {
  it("is tried in at least 60 kinds", () => {
    expect(STORED.length).toBeGreaterThanOrEqual(60);
  });

  it.each(STORED)("is refused with places and hints: %s", async (name) => {
    const text = readFileSync(join(FOLDER, `${name}.yaml`), "utf8");
    const actual = await refusal("pipeline.yaml", text);
    expect(actual).toBe(golden(name, actual));
  });

  it.each(STORED)("lets no control character reach the terminal: %s", async (name) => {
    const text = readFileSync(join(FOLDER, `${name}.yaml`), "utf8");
    expect(await refusal("pipe\u001b[2Jline.yaml", text)).not.toMatch(UNSEEN);
  });
});

const HEAD = "name: hostile\nstages:\n";
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("");
const MIB = 1024 * 1024;

const values = (count: number): string => `[${lines(count, (i) => `${i},`)}]`;

const GENERATED: Record<string, string> = {
  "matrix-10-axes-of-100": `${HEAD}  a:\n    run: x\n    matrix:\n${lines(10, (i) => `      axis${i}: ${values(100)}\n`)}`,
  "matrix-of-900-in-a-hundred-stages": `${HEAD}  a0: &a { run: x, matrix: { x: ${values(30)}, y: ${values(30)} } }\n${lines(99, (i) => `  a${i + 1}: *a\n`)}`,
  "matrix-of-300-in-fifty-stages": `${HEAD}${lines(50, (i) => `  a${i}: { run: x, matrix: { x: ${values(300)} } }\n`)}`,
  "matrix-excludes": `${HEAD}  a: { run: x, matrix: { x: ${values(90)}, y: ${values(90)}, exclude: [${lines(101, (i) => `{ x: ${i} },`)}] } }\n  b: { run: x, matrix: { x: [1], include: [${lines(1001, (i) => `{ x: ${i} },`)}] } }\n`,
  "matrix-edges": `${HEAD}  a: { run: x, matrix: { x: ${values(400)} } }\n  b: { run: x, needs: a, matrix: { x: ${values(400)} } }\n`,
  "matrix-uses": `${HEAD}  a: { run: x, matrix: { x: ${values(500)} } }\n  b: { needs: a, argv: [${lines(300, () => `"\${{ stages.a.outputs.x }}",`)}] }\n`,
  "schedules-10000": `name: hostile\nschedules:\n${lines(10_000, (i) => `  - { name: s${i}, cron: "0 0 31 2 *" }\n`)}stages: { a: { run: x } }\n`,
  "schedules-never-due": `name: hostile\nschedules:\n${lines(100, (i) => `  - { name: s${i}, cron: "${i % 60} 0 31 2,4 *" }\n`)}stages: { a: { run: x } }\n`,
  "cron-long": `name: hostile\nschedule: "${"0,".repeat(300_000)}0 2 * * *"\nstages: { a: { run: x } }\n`,
  "condition-long": `${HEAD}  a: { run: x, if: "${"(".repeat(400_000)}" }\n`,
  "matrix-of-long-scripts": `${HEAD}  a: { run: "${"x".repeat(900_000)}", matrix: { x: ${values(500)} } }\n`,
  "secrets-many": `name: hostile\nsecrets: [${lines(40_000, (i) => `S${i},`)}]\npass_env: [${lines(40_000, (i) => `T${i}*,`)}]\nstages: { a: { run: x } }\n`,
  "conditions-many": `${HEAD}${lines(1900, (i) => `  a${i}: { run: x, if: "${"params.x == 1 && ".repeat(20)}true" }\n`)}`,

  "huge-file": `${HEAD}  a: { run: "${"x".repeat(2 * MIB)}" }\n`,
  "deep-flow": `name: hostile\nx-deep: ${"[".repeat(500_000)}\n`,
  "deep-block": `name: hostile\nx-deep:\n${lines(200, (i) => `${" ".repeat(i + 1)}k:\n`)}`,
  "deep-by-alias": `name: hostile\n${lines(80, (i) => `x-${i}: &a${i} ${i === 0 ? "1" : `[*a${i - 1}]`}\n`)}`,
  "keys-20000": `${HEAD}${lines(20_000, (i) => `  k${i}: { run: x }\n`)}`,
  "values-half-a-million": `name: hostile\nx-list: [${"1,".repeat(500_000)}]\n`,
  "merge-chain": `name: hostile\nx-0: &m0 {${lines(1900, (i) => `k${i}: 1,`)}}\n${lines(5000, (i) => `x-${i + 1}: &m${i + 1} { <<: *m${i} }\n`)}`,
  "unknown-needs-90000": `${HEAD}${lines(1900, (i) => `  stage-${i}: { run: x }\n`)}  z: { run: x, needs: [${lines(80_000, (i) => `stag-${i},`)}] }\n`,
  "unknown-keys": `${HEAD}  a:\n    run: x\n${lines(1900, (i) => `    unknown-${i}: 1\n`)}`,
  "holes-in-run": `${HEAD}  a: { run: "${"${{ params.x }}".repeat(60_000)}" }\n`,
  "holes-unclosed": `${HEAD}  a: { run: "${"${{".repeat(300_000)}" }\n`,
  "cycles-900": `${HEAD}${lines(900, (i) => `  a${i}: { run: x, needs: b${i} }\n  b${i}: { run: x, needs: a${i} }\n`)}`,
  "cycle-of-2000": `${HEAD}${lines(2000, (i) => `  s${i}: { run: x, needs: s${(i + 1) % 2000} }\n`)}`,
  "quote-open": `${HEAD}  a: { run: "${"\\\\".repeat(500_000)}\n`,
  "brackets-in-script": `${HEAD}  a: { run: '${"a[".repeat(400_000)}', x: 1 }\n`,
  "nul-character": `${HEAD}  a: { run: "x\u0000y" }\n`,
  "nul-escape": `${HEAD}  a: { run: "x\\0y" }\n`,
  "not-utf8": new TextDecoder().decode(
    Uint8Array.from([
      ...new TextEncoder().encode(`${HEAD}  a: { run: caf`),
      0xe9,
      0x20,
      0x7d,
      0x0a,
    ]),
  ),
  "name-proto": `${HEAD}  __proto__: { run: x }\n  a: { run: x, __proto__: 1, env: { __proto__: x } }\n`,
};

describe("a hostile pipeline file", () => {
  it.each(Object.keys(GENERATED))("is refused in under a second: %s", async (name) => {
    const all = await refusal("pipeline.yaml", GENERATED[name]!);
    const shown = all.split("\n\n");
    const middle = shown.length > 4 ? [...shown.slice(0, 2), "[…]", ...shown.slice(-1)] : shown;
    const actual = middle.join("\n\n");
    expect(actual).toBe(golden(name, actual));
  });
});
