// Warnings of a pipeline file: paths that can't be followed end nothing, and no path reaches a terminal as it is.

import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileWarnings } from "../../src/cli/file-warnings.ts";
import { loadPipeline, readDefinition } from "../../src/cli/load-pipeline.ts";
import { type Lab, lab } from "../host/lab.ts";

let here: Lab;
beforeEach(() => {
  here = lab();
});
afterEach(() => here.close());

async function warningsOf(text: string, folder = "."): Promise<readonly string[]> {
  const file = here.write(`${folder}/p.yaml`, `name: t\n${text}`);
  return (await readDefinition(file)).warnings;
}

it("a path that goes in a circle is a warning, of an env_file and of a stage's folder", async () => {
  symlinkSync("circle", here.path("circle"));
  const told = await warningsOf("env_file: circle\nstages: { a: { run: x, cwd: circle/below } }\n");
  expect(told).toEqual([
    `warning: the env_file can't be read (ELOOP): ${here.path("circle")}`,
    `warning: the folder of the stage a can't be reached (ELOOP): ${here.path("circle/below")}`,
  ]);
});

it("an env_file that is a FIFO is a warning, and neither checking nor starting waits for it", async () => {
  expect(spawnSync("mkfifo", ["-m", "600", here.path("fifo")]).status).toBe(0);
  const text = "env_file: fifo\nstages: { a: { run: x, cwd: p.yaml } }\n";
  expect(await warningsOf(text)).toEqual([
    `warning: the env_file is no plain file: ${here.path("fifo")}`,
    `warning: the folder of the stage a is no folder: ${here.path("p.yaml")}`,
  ]);
  const { warnings } = await loadPipeline(here.path("p.yaml"), {}, { PATH: "" });
  expect(warnings).toHaveLength(2);
});

it("what a path holds is shown, and moves no cursor and sets no title", async () => {
  const folder = "be\u001b]0;title\u0007low\nnext\u202e";
  mkdirSync(here.path(folder));
  const told = await warningsOf("env_file: .env\nstages: { a: { run: x, cwd: gone } }\n", folder);
  expect(told).toHaveLength(2);
  for (const warning of told) expect(warning).toMatch(/^[ -~]*$/);
  const { definition } = await readDefinition(here.path(`${folder}/p.yaml`));
  expect(fileWarnings(here.path(`${folder}/p.yaml`), definition)).toEqual(told);
});
