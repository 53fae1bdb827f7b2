// From a file on the disk to a plan: presets, conda, what this version does not act on, and what it refuses to run.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadPipeline, readDefinition } from "../../src/cli/load-pipeline.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagtop-load-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(text: string): string {
  const path = join(folder, "p.yaml");
  writeFileSync(path, `name: n\n${text}`);
  return path;
}

const ENV = { PATH: "/usr/bin:/bin", HF_TOKEN: "secret-value", UV_TOKEN: "secret-value" };

describe("a file that is run", () => {
  it("takes the values of a preset, which -p replaces", async () => {
    const path = file(
      "params: { a: 1, b: 2, c: 3 }\npresets: { smoke: { a: 10, b: 20 } }\nstages: { a: { run: x } }\n",
    );
    const { plan } = await loadPipeline(path, { b: "200" }, ENV, "smoke");
    expect(plan.params).toEqual({ a: 10, b: 200, c: 3 });
    expect((await loadPipeline(path, {}, ENV)).plan.params).toEqual({ a: 1, b: 2, c: 3 });
    await expect(loadPipeline(path, {}, ENV, "smokey")).rejects.toMatchObject({
      code: "bad-params",
      exit: 2,
      message: expect.stringContaining('Did you mean "smoke"?'),
    });
  });

  it("with uses or track is refused with each of them and what to write instead, but is valid", async () => {
    const path = file(
      "stages:\n  data: { uses: dvc }\n  train: { run: x, track: mlflow }\n  plain: { run: x }\n",
    );
    await expect(loadPipeline(path, {}, ENV)).rejects.toMatchObject({
      code: "not-yet",
      exit: 2,
      message: `This version of dagtop does not run these yet:
  data: uses: dvc  (write run: dvc repro)
  train: track: mlflow  (remove it, and log from the command)`,
    });
    expect((await readDefinition(path)).definition.stages).toHaveLength(3);
  });

  it("tells in a line each what this version does not act on", async () => {
    const path = file(
      'schedule: "0 2 * * *"\nalerts: [{ on: late, channels: [a] }]\nexpect: { finish_within: 1h }\nwindow: "22:00-06:00"\nstages: { a: { run: x } }\n',
    );
    const told = (await loadPipeline(path, {}, ENV)).warnings;
    expect(told).toEqual([
      "warning: `schedule` is not acted on by this version: runs start by hand",
      "warning: `alerts` is not acted on by this version: nobody is told",
      "warning: `expect` is not acted on by this version: nobody is told of a late run",
      "warning: `window` is not acted on by this version: runs start at any time",
    ]);
    expect((await readDefinition(path)).warnings).toEqual(told);
  });

  it("7.3 keeps no secret of the caller's, though its name is on the list", async () => {
    const path = file('secrets: [HF_TOKEN, UV_TOKEN]\nstages: { a: { run: "x $HF_TOKEN" } }\n');
    const ready = await loadPipeline(path, {}, ENV);
    expect(JSON.stringify(ready)).not.toContain("secret-value");
    expect(ready.plan.secrets).toEqual(["HF_TOKEN", "UV_TOKEN"]);
    expect(ready.warnings).toEqual([]);
  });
});

describe("7.5 python: conda:NAME", () => {
  const python = "python: conda:ml\nstages: { a: { run: x } }\n";

  it("is found below the home folder, by whatever it was installed", async () => {
    const bin = join(folder, "miniforge3/envs/ml/bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "python"), "#!/bin/sh\n");
    chmodSync(join(bin, "python"), 0o755);
    const { plan } = await loadPipeline(file(python), {}, { ...ENV, HOME: folder });
    expect(plan.python).toBe(bin);
  });

  it("that is nowhere is told with each folder that was looked at", async () => {
    const env = { ...ENV, HOME: folder, CONDA_EXE: "/opt/conda/bin/conda" };
    await expect(loadPipeline(file(python), {}, env)).rejects.toMatchObject({
      code: "no-python",
      message: expect.stringMatching(
        /no conda environment ml\. Looked for it in\n {2}\/opt\/conda\/envs\/ml\n[^]*\/micromamba\/envs\/ml$/,
      ),
    });
  });
});
