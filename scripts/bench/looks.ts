// What only looks must be quick: `status` on a home with 500 runs, and `--version`, against an empty node.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { homeOfRuns } from "./many-runs.ts";
import { compare, judge, whole } from "./measure.ts";

const PROGRAM = resolve(import.meta.dirname, "../../dist/dagtop.cjs");
const RUNS = 500;
const ROUNDS = 31;

export function benchLooks(): void {
  const folder = mkdtempSync(join(tmpdir(), "dagtop-bench-"));
  try {
    const home = join(folder, "home");
    homeOfRuns(home, RUNS);
    const env = { DAGTOP_HOME: home };
    const names = ["node -e 0", "dagtop status", "dagtop --version"];
    const { medians, ratios } = compare(
      [
        { name: "node", run: whole(process.execPath, ["-e", "0"], env) },
        { name: "status", run: whole(process.execPath, [PROGRAM, "status"], env) },
        { name: "version", run: whole(process.execPath, [PROGRAM, "--version"], env) },
      ],
      ROUNDS,
    );
    console.log(`\nlooking, on a home with ${RUNS} runs`);
    names.forEach((name, place) => {
      console.log(
        `  ${name.padEnd(18)} ${(medians[place] ?? 0).toFixed(1).padStart(6)} ms   ${(ratios[place]?.median ?? 0).toFixed(2)} of node -e 0`,
      );
    });
    judge("status / node -e 0", ratios[1]?.median ?? Infinity, 1.4, 1.25);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
