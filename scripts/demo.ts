// `npm run demo`: the main job on embedded defaults. Runs the spam filter of examples/ with the built program, in the home
// that `npx dagtop` uses, and ends with what to try next.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const PROGRAM = join(ROOT, "dist/dagtop.cjs");
const FILE = "examples/spam/pipeline.yaml";

function dagtop(...args: string[]): number {
  const { status } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    stdio: "inherit",
  });
  return status ?? 1;
}

if (!existsSync(PROGRAM)) throw new Error("dist/ is missing: npm run build");
console.log(
  "A spam filter, learned from 6,046 real mails: data, then check and features side by side, train, evaluate.",
);
console.log(
  "flaky=true: the first try of train breaks off half-way on purpose, and the second resumes from its checkpoint.\n",
);
const code = dagtop("run", FILE);
if (code === 0) {
  console.log(`
What to try next:
  npx dagtop                                    the screens: runs, graph, stages, logs; ? explains the keys
  npx dagtop status                             what this home has done
  npx dagtop show last                          stages, tries, outputs and metrics of that run
  npx dagtop logs last train                    what its training printed
  npx dagtop logs last train --attempt 1        ... and the try that broke off
  npx dagtop run ${FILE} -p flaky=false --detach
  npx dagtop runs`);
}
process.exitCode = code;
