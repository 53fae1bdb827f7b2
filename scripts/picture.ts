// The README's picture of `run`: the demo on a real terminal (tmux), caught while `train` waits for its second try and again
// at the end, drawn as SVG. `node scripts/picture.ts` after a change of what `run` looks like.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepPicture, pictured } from "./pictured.ts";

const COLUMNS = 92;

const folder = mkdtempSync(join(tmpdir(), "dagtop-picture-"));
const terminal = pictured(join(folder, "state"), COLUMNS, 24);
try {
  await terminal.shows("$");
  terminal.type("clear; npx dagtop run examples/spam/pipeline.yaml");
  terminal.press("Enter");
  const middle = await terminal.shows("try 2 of 2 in 2s");
  const end = await terminal.shows("succeeded");
  const lines = [
    "\u001b[2m$\u001b[0m npx dagtop run examples/spam/pipeline.yaml",
    ...middle.filter((line) => !line.includes("npx dagtop run")),
    "",
    ...end.filter((line) => /succeeded|dagtop show/.test(line)),
  ];
  keepPicture("run.svg", lines, COLUMNS, "dagtop run on a terminal");
} finally {
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
}
