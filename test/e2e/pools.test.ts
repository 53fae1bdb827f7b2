// Slots of pools and priorities from outside: counted over all runs of a home, and whoever waits says for whom.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, alive, kill, place, until } from "./program.ts";

let here: Place;
const CONFIG = "config/dagtop/config.yaml";
beforeEach(() => {
  here = place();
  process.env["XDG_CONFIG_HOME"] = `${here.folder}/config`;
  here.file(CONFIG, "pools: { gpu: 1 }\n");
});
afterEach(() => here.close());

const HOLD = "until test -e go; do sleep 0.05; done";
const pipeline = (name: string, stages: string): string =>
  here.file(`${name}/p.yaml`, `name: ${name}\ncwd: ${here.folder}\nstages:\n${stages}`);
const show = (run: string): Promise<ShownRun> => here.json<ShownRun>("show", run);
const reasonOf = async (run: string): Promise<string> =>
  (await show(run).catch(() => null))?.stages[0]?.reason ?? "";
const isRunning = async (run: string): Promise<boolean> =>
  (await show(run).catch(() => null))?.stages[0]?.state === "running";

describe("slots of a pool", () => {
  it("are counted over runs: who waits names who holds them, everywhere where it is looked at", async () => {
    const first = here.start([
      "run",
      pipeline("first", `  train: { run: '${HOLD}', slots: { gpu: 1 } }\n`),
    ]);
    await until(() => isRunning("first"));
    const file = pipeline(
      "second",
      "  train: { run: 'true', slots: { gpu: 1 } }\n  b: { run: 'true' }\n",
    );
    const second = here.start(["run", file]);
    await until(async () => (await reasonOf("second")).includes("first#1 train"));
    expect(await reasonOf("second")).toContain("gpu");
    for (const args of [["show", "second"], ["status"], ["explain", "second", "train"]])
      expect((await here.dagtop(...args)).out).toContain("first#1 train");
    // Who needs no slot of it goes past.
    await until(async () => (await show("second")).stages[1]?.state === "succeeded");
    here.file("go", "");
    expect((await first.ended).code).toBe(0);
    expect((await second.ended).code).toBe(0);
    expect(second.out()).toContain("first#1 train");
  });

  it("are held over a host that is killed", async () => {
    const file = pipeline("first", `  train: { run: '${HOLD}', slots: { gpu: 1 } }\n`);
    await here.dagtop("run", file, "--detach");
    await until(() => isRunning("first"));
    const pid = (await here.hostPid()) ?? 0;
    kill(pid);
    await until(() => !alive(pid));
    const second = here.start([
      "run",
      pipeline("second", "  train: { run: 'true', slots: { gpu: 1 } }\n"),
    ]);
    await until(async () => (await reasonOf("second")).includes("first#1 train"));
    here.file("go", "");
    expect((await second.ended).code).toBe(0);
  });

  it("are more as soon as the configuration says so, while stages wait", async () => {
    const first = here.start([
      "run",
      pipeline("first", `  train: { run: '${HOLD}', slots: { gpu: 1 } }\n`),
    ]);
    await until(() => isRunning("first"));
    const second = here.start([
      "run",
      pipeline("second", "  train: { run: 'true', slots: { gpu: 1 } }\n"),
    ]);
    await until(async () => (await reasonOf("second")).includes("gpu"));
    here.file(CONFIG, "pools: { gpu: 2 }\n");
    expect((await second.ended).code).toBe(0);
    expect(await isRunning("first")).toBe(true);
    // A configuration with mistakes changes nothing for the host, and is told to who starts something.
    here.file(CONFIG, "pools: { gpu: lots }\n");
    const third = await here.dagtop("run", pipeline("third", "  a: { run: 'true' }\n"));
    expect(third.code).toBe(2);
    expect(third.err).toContain("pools.gpu");
    here.file("go", "");
    expect((await first.ended).code).toBe(0);
  });

  it("that no pool has are refused before anything starts, also by rerun and trigger", async () => {
    const file = pipeline("first", "  train: { run: 'true', slots: { gpu: 1 } }\n");
    await here.dagtop("run", file);
    here.file(CONFIG, "pools: { disk: 2 }\n");
    for (const args of [
      ["run", file],
      ["rerun", "last"],
      ["trigger", "first"],
    ]) {
      const ended = await here.dagtop(...args);
      expect({ args, code: ended.code }).toEqual({ args, code: 2 });
      expect(ended.err).toContain('The stage train wants 1 slot of "gpu"');
      expect(ended.err).toContain(`${here.folder}/${CONFIG}`);
    }
    expect((await here.json<unknown[]>("runs")).length).toBe(1);
  });

  it("are held by one try after the other: a retry waits for them like anybody", async () => {
    const stages = `  a: { run: 'test $DAGTOP_ATTEMPT = 2', slots: { gpu: 1 }, retry: { times: 1, delay: 300ms } }
  b: { run: 'echo "$(date +%s%N)" > b', slots: { gpu: 1 } }\n`;
    expect((await here.dagtop("run", pipeline("one", stages))).code).toBe(0);
  });
});

describe("priority", () => {
  it("says who goes first where not all can, over all runs", async () => {
    const first = here.start([
      "run",
      pipeline("first", `  hold: { run: '${HOLD}', slots: { gpu: 1 } }\n`),
    ]);
    await until(() => isRunning("first"));
    const low = `  low: { run: 'echo low >> order', slots: { gpu: 1 } }
  high: { run: 'echo high >> order', slots: { gpu: 1 }, priority: 5 }\n`;
    const second = here.start(["run", pipeline("second", low)]);
    await until(async () => (await reasonOf("second")).includes("gpu"));
    const urgent = "  urgent: { run: 'echo urgent >> order', slots: { gpu: 1 }, priority: 10 }\n";
    const third = here.start(["run", pipeline("third", urgent)]);
    await until(async () => (await reasonOf("third")).includes("gpu"));
    here.file("go", "");
    for (const running of [first, second, third]) expect((await running.ended).code).toBe(0);
    expect(here.read("order")).toBe("urgent\nhigh\nlow\n");
  });
});
