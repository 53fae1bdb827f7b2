// The README's picture of `run`: the demo's second run on a real terminal (tmux), caught while `train` waits for its second
// try and again at the end, drawn as SVG. `node scripts/picture.ts` after a change of what `run` looks like.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, keepPicture, pictured } from "./pictured.ts";

const COLUMNS = 92;
const COMMAND = "npx dagtop run examples/spam/pipeline.yaml";

const folder = mkdtempSync(join(tmpdir(), "dagtop-picture-"));
const state = join(folder, "state");
const terminal = pictured(state, COLUMNS, 24);
try {
  execFileSync(
    process.execPath,
    [join(ROOT, "dist/dagtop.cjs"), "run", "examples/spam/pipeline.yaml"],
    { cwd: ROOT, env: { ...process.env, XDG_STATE_HOME: state }, stdio: "ignore" },
  );
  await terminal.shows("$");
  terminal.type(`clear; ${COMMAND}`);
  terminal.press("Enter");
  const middle = await terminal.shows("try 2 of 2 in 2s");
  const end = await terminal.shows("dagtop show");
  const first = end.findIndex((line) => line.includes("succeeded"));
  const last = end.findIndex((line) => line.includes("dagtop show"));
  const lines = [
    `\u001b[2m$\u001b[0m ${COMMAND}`,
    ...middle.filter((line) => !line.includes("npx dagtop run")),
    "",
    ...end.slice(first, last + 1),
  ];
  keepPicture("run.svg", lines, COLUMNS, "dagtop run on a terminal");
} finally {
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
}
