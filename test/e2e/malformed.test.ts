// Every malformed pipeline file, through the program: exit 2, the same text that the loader's tests hold, nothing started.

import { chmodSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Place, place } from "./program.ts";

const FOLDER = resolve(import.meta.dirname, "../pipeline/malformed");
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.replace(/\.yaml$/, ""));

let here: Place;
beforeAll(() => {
  here = place();
});
afterAll(() => here.close());

describe("a malformed pipeline file", () => {
  it("is tried in at least 20 kinds", () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(20);
  });

  it.each(NAMES)("%s: validate exits 2 and says where and how to mend it", async (name) => {
    here.file("pipeline.yaml", readFileSync(join(FOLDER, `${name}.yaml`), "utf8"));
    const { code, err, out } = await here.dagtop("validate", "pipeline.yaml");
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(readFileSync(join(FOLDER, `${name}.txt`), "utf8").trimEnd());
    expect(err).toMatch(/problems? in pipeline\.yaml; nothing was started\./);
  });

  it("is refused by run in the same words, and no run is made", async () => {
    here.file("pipeline.yaml", "name: t\nstages:\n  a: { run: touch ran, needs: a }\n");
    const { code, err } = await here.dagtop("run", "pipeline.yaml");
    expect(code).toBe(2);
    expect(err).toContain("pipeline.yaml:3:");
    expect(existsSync(`${here.folder}/ran`)).toBe(false);
    expect((await here.dagtop("runs")).out).toContain("Nothing has run here yet");
  });
});

describe("what a pipeline file names and is not there", () => {
  it("is a warning of validate: the env_file, its mode, its lines, a stage's folder", async () => {
    here.file("pipeline.yaml", "name: t\nenv_file: .env\nstages:\n  a: { run: x, cwd: nowhere }\n");
    const missing = await here.dagtop("validate", "pipeline.yaml");
    expect(missing.code).toBe(0);
    expect(missing.err).toContain("the env_file is not there: ");
    expect(missing.err).toContain("the folder of the stage a is not there: ");
    const env = here.file(".env", "A=1\nnonsense\n");
    chmodSync(env, 0o644);
    expect((await here.dagtop("validate", "pipeline.yaml")).err).toContain(`chmod 600 ${env}`);
    chmodSync(env, 0o600);
    expect((await here.dagtop("validate", "pipeline.yaml")).err).toContain("line 2 of ");
  });
});
