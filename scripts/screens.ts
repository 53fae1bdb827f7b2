// The README's pictures of the screens: the built program on a real terminal (tmux) over a home in which the examples have
// really run, drawn as SVG. `node scripts/screens.ts` after a change of what they look like; it takes about two minutes.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, keepPicture, pictured } from "./pictured.ts";

const [COLUMNS, ROWS] = [110, 32];

const folder = mkdtempSync(join(tmpdir(), "dagtop-pictures-"));
const home = join(folder, "home");

/** Runs to its end, whatever that is. */
function run(...args: string[]): void {
  try {
    const env = { ...process.env, DAGTOP_HOME: home };
    execFileSync(process.execPath, [join(ROOT, "dist/dagtop.cjs"), "run", ...args], {
      cwd: ROOT,
      env,
      stdio: "ignore",
    });
  } catch {
    // One of them fails on purpose.
  }
}

const terminal = pictured(home, COLUMNS, ROWS);
const keep = (name: string, lines: readonly string[], what: string): void => {
  keepPicture(`screens/${name}.svg`, lines, COLUMNS, `dagtop: ${what}`);
};
try {
  mkdirSync(join(ROOT, "docs/screens"), { recursive: true });
  const spam = "examples/spam/pipeline.yaml";
  for (const seed of [1, 2, 3, 4]) run(spam, "-p", `seed=${seed}`, "-p", "flaky=false");
  run(spam, "-p", "mails=4000");
  run(spam, "-p", "seed=5");
  run("examples/matrix/pipeline.yaml");
  run("examples/cache/pipeline.yaml");
  run("examples/cache/pipeline.yaml");
  run("examples/approval/pipeline.yaml", "--detach");
  run(spam, "-p", "seed=6", "-p", "epochs=30", "--detach");
  await terminal.shows("$");
  terminal.type("npx dagtop");
  terminal.press("Enter");
  await terminal.shows(/spam .*●.*train/u);
  terminal.press("G");
  keep("dashboard", await terminal.shows(/RUNS of spam/u), "the Dashboard");
  terminal.press("Enter");
  keep("run", await terminal.shows(/train +● running.*━/u), "a run");
  terminal.press("Enter");
  keep("stage", await terminal.shows(/METRICS/u), "a stage");
  await terminal.shows(/succeeded/u);
  terminal.press("L");
  await terminal.shows(/epoch/u);
  terminal.type("/f1");
  terminal.press("Enter");
  keep("log", await terminal.shows(/\/f1/u), "a log, searched");
} finally {
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
}
