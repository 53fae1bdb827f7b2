// `validate`, `run --dry-run` and `dag` of one file, by the program's source: what they say, and that they touch no home.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const MAIN = resolve(import.meta.dirname, "../../src/cli/main.ts");
const CODE = `process.exitCode = await (await import(${JSON.stringify(MAIN)})).main(process.argv.slice(1))`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagtop-look-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function dagtop(...args: string[]): { code: number | null; out: string; err: string } {
  const { PATH } = process.env;
  const ended = spawnSync(process.execPath, ["--input-type=module", "-e", CODE, "--", ...args], {
    cwd: folder,
    env: { PATH, HOME: folder, DAGTOP_HOME: join(folder, "home"), XDG_CONFIG_HOME: folder },
    encoding: "utf8",
  });
  expect(existsSync(join(folder, "home"))).toBe(false);
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

function file(text: string): void {
  writeFileSync(join(folder, "p.yaml"), `name: n\n${text}`);
}

function config(text: string): void {
  mkdirSync(join(folder, "dagtop"));
  writeFileSync(join(folder, "dagtop", "config.yaml"), text);
}

describe("validate", () => {
  it("says that there is no problem only where there is no warning", () => {
    file("stages: { a: { run: x } }\n");
    expect(dagtop("validate", "p.yaml")).toEqual({
      code: 0,
      out: "n: 1 stage, no problem found\n",
      err: "",
    });
    file('schedule: "0 2 * * *"\nstages: { a: { run: x } }\n');
    expect(dagtop("validate", "p.yaml").out).toBe("n: 1 stage, no mistake, 1 warning\n");
    file('schedule: "0 2 * * *"\nstages: { a: { run: "x $DAGTOP_OUTPUTS" } }\n');
    expect(dagtop("validate", "p.yaml").out).toBe("n: 1 stage, no mistake, 2 warnings\n");
  });

  it("warns of slots that no pool has here, of each pool once", () => {
    config("pools: { gpu: 1, disk: 2 }\n");
    file(
      "stages: { a: { run: x, slots: { gpux: 1, disk: 3 } }, b: { run: x, slots: { gpux: 2 } } }\n",
    );
    const { code, out, err } = dagtop("validate", "p.yaml");
    expect({ code, out }).toEqual({ code: 0, out: "n: 2 stages, no mistake, 2 warnings\n" });
    expect(err).toBe(`warning: the stage a wants 1 slot of "gpux", and there is no pool "gpux"
  hint: Did you mean "gpu"? Pools are declared in ${folder}/dagtop/config.yaml: pools: {gpux: 1}
warning: the stage a wants 3 slots of "disk", and the pool "disk" has 2
  hint: Pools are declared in ${folder}/dagtop/config.yaml: pools: {disk: 3}
`);
  });

  it("does not fail for a configuration with mistakes", () => {
    config("pool: {}\n");
    file("stages: { a: { run: x, slots: { gpu: 1 } } }\n");
    const { code, err } = dagtop("validate", "p.yaml");
    expect(code).toBe(0);
    expect(err).toContain('unknown key "pool"');
  });
});

describe("run --dry-run", () => {
  it("says all that a file asks of its stages and of the run", () => {
    config("pools: { gpu: 1 }\n");
    file(`params: { push: false, lr: 0.1 }
env: { LOG: info }
retry_run: { times: 1, delay: 60s }
max_parallel: 3
timeout: 6h
stages:
  data: { run: ./data.sh, cache: { outs: [d.csv] }, on_crash: retry }
  train:
    argv: [train, "\${{ stages.data.outputs.rows }}"]
    needs: data
    if: matrix.lr > 1 || params.push
    env: { LR: "\${{ matrix.lr }}", ROWS: "\${{ stages.data.outputs.rows }}" }
    matrix: { lr: [1, 2], max_parallel: 1, fail_fast: true }
  push: { run: ./push.sh, needs: train, if: params.push }
  late: { run: x, needs: train, if: "stages.train.state == 'failed' && params.push" }
  open: { run: x, needs: data, if: "stages.data.outputs.rows > 1", slots: { gpu: 2 } }
`);
    const { code, out, err } = dagtop("run", "p.yaml", "--dry-run");
    expect(code).toBe(0);
    expect(err).toContain('the pool "gpu" has 1');
    expect(out.split("passed on")[0]).toBe(`n  6 stages, in the order in which they can start
  1  data, has a cache, on_crash: retry
     bash -eo pipefail -c  ./data.sh
  2  train[lr=1] after data, if matrix.lr > 1 || params.push (does not hold)
     train \${{ stages.data.outputs.rows }}
     with LR=1  ROWS=\${{ stages.data.outputs.rows }}
  3  train[lr=2] after data, if matrix.lr > 1 || params.push
     train \${{ stages.data.outputs.rows }}
     with LR=2  ROWS=\${{ stages.data.outputs.rows }}
  4  push after train[lr=1], train[lr=2], if params.push (does not hold)
     bash -eo pipefail -c  ./push.sh
  5  late after train[lr=1], train[lr=2], if stages.train.state == 'failed' && params.push (does not hold)
     bash -eo pipefail -c  x
  6  open after data, if stages.data.outputs.rows > 1, 2 of gpu
     bash -eo pipefail -c  x
matrix       train: 1 at a time, the first that ends badly stops the others
max_parallel 3 at a time
timeout      6h00
retry_run    1 more round, 1m later
parameters   push=false  lr=0.1
env          LOG=info
folder       ${folder}
python       whatever PATH has first
`);
  });
});

describe("dag --expand", () => {
  it("says every condition, below the drawing where there is no room inside it", () => {
    file(`params: { push: false }
stages:
  data: { run: x }
  train: { run: x, needs: data, if: params.push, matrix: { lr: [1, 2], opt: [adam, sgd] } }
  pick: { run: x, needs: train, if: always }
  push: { run: x, needs: pick, if: params.push && stages.pick.outputs.best != 'none' }
  clean: { run: x, needs: push, if: failure }
`);
    const { out } = dagtop("dag", "p.yaml", "--expand");
    expect(out).toContain("train[lr=2,opt=sgd]");
    for (const line of [
      "train  if params.push",
      "pick   always",
      "push   if params.push && stages.pick.outputs.best != 'none'",
      "clean  on failure",
    ])
      expect(out.split("\n")).toContain(line);
  });
});
