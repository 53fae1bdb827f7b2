// `status` of a home in which something runs: what it reads of logs, metrics and history is what the run did.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, place, until } from "../e2e/program.ts";

const FILE = `name: spam
stages:
  data: { run: 'true' }
  train:
    needs: data
    retry: 1
    slots: { gpu: 1 }
    run: |
      echo "epoch 2/4 of this"
      echo '{"step": 1, "f1": 0.5, "loss": 0.7}' >> "$DAGTOP_METRICS"
      echo '{"step": 2, "f1": 0.8113}' >> "$DAGTOP_METRICS"
      until test -e go; do sleep 0.05; done
`;
const WAITS = "name: other\nstages:\n  fit: { run: 'true', slots: { gpu: 1 } }\n";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(async () => {
  here.file("go", "");
  await here.close();
});

/** The program with a pool of one slot. */
async function dagtop(...args: string[]): Promise<string> {
  const config = join(here.folder, "config");
  mkdirSync(join(config, "dagtop"), { recursive: true });
  writeFileSync(join(config, "dagtop/config.yaml"), "pools: { gpu: 1 }\n");
  const { code, out, err } = await here.start(args, { XDG_CONFIG_HOME: config }).ended;
  if (code !== 0) throw new Error(`dagtop ${args.join(" ")}: exit ${code}\n${out}${err}`);
  return out;
}

interface Status {
  readonly active: readonly { readonly eta: string | null; readonly eta_p95: string | null }[];
}

describe("status while something runs", () => {
  it("tells how far it is and what it has come to, and has no ETA before the first run has ended", async () => {
    await dagtop("run", here.file("p.yaml", FILE), "--detach");
    await until(async () => (await dagtop("status")).includes("train 1/2 ep 2/4 f1 .81\n"));
    expect(await dagtop("status", "--line")).toBe("train 1/2 · ep 2/4 · f1 .81\n");
    const ascii = await dagtop("status", "spam", "--line", "--ascii");
    expect(ascii).toBe("train 1/2 | ep 2/4 | f1 .81\n");
    const { active } = JSON.parse(await dagtop("status", "--json")) as Status;
    expect(active).toMatchObject([{ eta: null, eta_p95: null }]);
  });

  it("tells by its log how long it will take, and who waits for it how long about", async () => {
    // The pace counts from the third second on.
    const slow = FILE.replace('echo "epoch 2/4 of this"', "sleep 4; echo ::dagtop progress=0.02");
    await dagtop("run", here.file("p.yaml", slow), "--detach");
    await dagtop("run", here.file("q.yaml", WAITS), "--detach");
    const held = /fit waits for gpu: held by spam#1 train, about \d+/;
    await until(async () => held.test(await dagtop("status", "other")));
    const far = /train 1\/2 2% f1 \.81, ~\d+/;
    await until(async () => far.test(await dagtop("status", "spam")));
    expect(await dagtop("status", "--line")).toMatch(
      /^2 running · spam train 1\/2 · 2% · f1 \.81 · \d+[ms] left\n$/,
    );
  });

  it("tells by the runs before when it will be over", async () => {
    await dagtop("run", here.file("p.yaml", FILE), "--detach");
    // Long enough to be seen in the next run.
    await until(async () => /running [3-9]s/.test(await dagtop("status")));
    here.file("go", "");
    await until(async () => (await dagtop("status", "--line")).startsWith("✓ spam#1"));
    await dagtop("run", here.file("p.yaml", FILE.replace("test -e go", "test -e on")), "--detach");
    const left = / · f1 \.81 · (?:\d+s left|any moment)\n$/;
    await until(async () => left.test(await dagtop("status", "--line")));
    const { active } = JSON.parse(await dagtop("status", "--json")) as Status;
    expect(active).toMatchObject([{ eta: expect.any(String) as string, eta_p95: null }]);
    here.file("on", "");
    await until(async () => (await dagtop("status", "--line")).startsWith("✓ spam#2"));
  });
});

describe("status --line", () => {
  it("is an empty line for an empty home, starts no host, and makes no home", async () => {
    expect(await dagtop("status", "--line")).toBe("\n");
    expect(await here.hostPid()).toBeNull();
  });

  it("is exit 4 for a pipeline that has never run, and exit 2 together with --json", async () => {
    expect((await here.dagtop("status", "nobody", "--line")).code).toBe(4);
    const both = await here.dagtop("status", "--line", "--json");
    expect(both.code).toBe(2);
    expect(both.err).toContain("hint: ");
  });
});
