// The README's pictures of the screens: the built program on a real terminal (tmux) over a home in which the examples have
// really run, drawn as SVG. `node scripts/screens.ts` after a change of what they look like; it takes about two minutes.

import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, keepPicture, pictured } from "./pictured.ts";

const [COLUMNS, ROWS] = [124, 32];

const folder = mkdtempSync(join(tmpdir(), "dagtop-pictures-"));
const state = join(folder, "state");

/** Runs to its end, whatever that is. */
function run(...args: string[]): void {
  try {
    const env = { ...process.env, XDG_STATE_HOME: state };
    execFileSync(process.execPath, [join(ROOT, "dist/dagtop.cjs"), "run", ...args], {
      cwd: ROOT,
      env,
      stdio: "ignore",
    });
  } catch {
    // One of them fails on purpose.
  }
}

/** The example with a training that takes long enough to be looked at: it learns the filter four times. */
function patientSpam(): string {
  const own = join(folder, "examples/spam");
  cpSync(join(ROOT, "examples/spam"), own, { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const file = join(own, "pipeline.yaml");
  const loop =
    'for n in 1 2 3 4; do rm -rf "$DAGTOP_STATE_DIR"/*; DAGTOP_PARAM_SEED=$n node train.mjs; done';
  const text = readFileSync(file, "utf8").replace("run: node train.mjs", `run: '${loop}'`);
  writeFileSync(
    file,
    text.replace(
      "flaky: { type: boolean, default: true }",
      "flaky: { type: boolean, default: false }",
    ),
  );
  return file;
}

const terminal = pictured(state, COLUMNS, ROWS);
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
  run(patientSpam(), "-p", "epochs=100", "--detach");
  await terminal.shows("$");
  terminal.type("npx dagtop");
  terminal.press("Enter");
  await terminal.shows(/spam .*●.*train/u);
  terminal.press("G");
  keep(
    "dashboard",
    await terminal.shows(/#7 ● running.*epoch|#7 ● running.*ep /u),
    "the Dashboard",
  );
  terminal.press("Enter");
  keep("run", await terminal.shows(/train +● running +1\/2 .*%.*\dM .*━/u), "a run");
  terminal.press("Enter");
  keep("stage", await terminal.shows(/METRICS[^]*CPU/u), "a stage");
  terminal.press("L");
  await terminal.shows(/epoch/u);
  terminal.type("/f1");
  terminal.press("Enter");
  keep("log", await terminal.shows(/\/f1/u), "a log, searched");
} finally {
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
}
