// `npm run demo`: the main job on embedded defaults, twice. Runs the spam filter of examples/ with the built program, in the
// home that `npx dagtop` uses, and ends with what to try next.
//
// What it says before a run must hold in any home: one where it has never run, and one where a better filter is champion.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..");
const PROGRAM = join(ROOT, "dist/dagtop.cjs");
const FILE = "examples/spam/pipeline.yaml";

const BEFORE = [
  `A spam filter, learned from 6,046 real mails: data, then check and features side by side, train, evaluate, promote, notify.
flaky=true: the first try of train breaks off half-way on purpose, and the second resumes from its checkpoint.
promote keeps the model, and makes it champion if its f1 is 0.8 or more and better than the champion's.
`,
  `
Once more. The mails have not changed, so data is cached. The same seed makes the same model: it is no better than the champion.
`,
];

const NEXT = `
What to try next:
  npx dagtop run ${FILE} -p min_f1=0.999
                                                a floor above what it reaches: refused, and the run is partial (exit code 3)
  npx dagtop                                    the screens: runs, graph, stages, logs; ? explains the keys
  npx dagtop models show spam_filter            the versions of the model, and which one is champion
  npx dagtop show last                          stages, tries, outputs and metrics of the newest run
  npx dagtop logs last train --attempt 1        what its training printed before it broke off
  npx dagtop notify                             who was told what
  npx dagtop status                             what this home has done`;

function run(): number {
  const { status } = spawnSync(process.execPath, [PROGRAM, "run", FILE], {
    cwd: ROOT,
    stdio: "inherit",
  });
  return status ?? 1;
}

if (!existsSync(PROGRAM)) throw new Error("dist/ is missing: npm run build");
let code = 0;
for (const words of BEFORE) {
  console.log(words);
  code = run();
  if (code !== 0) break;
}
if (code === 0) console.log(NEXT);
process.exitCode = code;
