// A matrix of 1,000 stages with a cache each: the second run, in which nothing has changed and nothing is run, against the
// first, which makes all of it.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { command, judge, quantile } from "./measure.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const MEMBERS = 1000;
const ROUNDS = 5;

export function benchCached(): void {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  try {
    const home = join(folder, "home");
    const file = join(folder, "p.yaml");
    writeFileSync(file, pipeline());
    for (const name of ["in", "out"]) mkdirSync(join(folder, name));
    for (let n = 0; n < MEMBERS; n += 1) writeFileSync(join(folder, "in", String(n)), `row ${n}\n`);
    const run = (): number => {
      const began = performance.now();
      command(process.execPath, [PROGRAM, "run", file, "--home", home]);
      return performance.now() - began;
    };
    const first = run();
    const later = Array.from({ length: ROUNDS }, run);
    const cached = statesOf(home).filter((state) => state === "cached").length;
    if (cached !== MEMBERS) throw new Error(`only ${cached} of ${MEMBERS} stages were cached`);
    console.log(`\na matrix of ${MEMBERS} with a cache`);
    console.log(`  the first run      ${first.toFixed(0).padStart(6)} ms`);
    console.log(`  a later run        ${quantile(later, 0.5).toFixed(0).padStart(6)} ms`);
    judge("a later run, all of it cached", quantile(later, 0.5) / 1000, 3, null, " s");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pipeline(): string {
  const values = Array.from({ length: MEMBERS }, (_, n) => n).join(", ");
  return [
    "name: bench",
    "stages:",
    "  prepare:",
    `    matrix: { n: [${values}] }`,
    '    argv: [/bin/cp, "in/${{ matrix.n }}", "out/${{ matrix.n }}"]',
    '    cache: { deps: ["in/${{ matrix.n }}"], outs: ["out/${{ matrix.n }}"] }',
    "",
  ].join("\n");
}

function statesOf(home: string): string[] {
  const args = [PROGRAM, "show", "last", "--json", "--home", home];
  const shown = JSON.parse(command(process.execPath, args)) as { stages: { state: string }[] };
  return shown.stages.map(({ state }) => state);
}
