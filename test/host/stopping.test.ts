// Semantics 3.4 and 3.6 over the real thing: attempts that are asked to stop, that will not, that have not begun yet, or
// have lost their shim.

import { mkdirSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Executor } from "../../src/engine/executors/executor.ts";
import { shimArguments } from "../../src/engine/executors/shim.ts";
import { allProcesses, commandLineOf, now } from "../../src/engine/host/proc.ts";
import type { Tracked } from "../../src/engine/host/tracked.ts";
import { type Lab, kill, lab, made, until } from "./lab.ts";
import { type Watched, watched } from "./watched.ts";

let here: Lab;
let on: Watched;
beforeEach(() => {
  here = lab();
  on = watched(here);
});
afterEach(async () => {
  on.watch.close();
  await here.close();
});

/** Does nothing until the file `go` is there. */
const WAIT = "echo >ready; until test -e go; do sleep 0.02; done";
const DEAF = "trap '' TERM; echo >ready; while :; do sleep 0.05; done";

const ready = (): Promise<void> => made(here.path("ready"));
const go = (): string => here.write("go", "");
/** Command lines of all that lives of this test. */
const living = (): string[] => {
  const ours = new Set(here.living());
  return allProcesses()
    .filter(({ pid }) => ours.has(pid))
    .map(commandLineOf);
};

describe("3.4 a stop", () => {
  it.each([
    ["TERM", 143],
    ["HUP", 129],
    ["USR1", 138],
    ["INT", 130],
  ] as const)("3.4 sends %s to all of the attempt, those too that left", async (signal, code) => {
    // A shell has its background children ignore INT; what a command starts itself does not.
    const below = signal === "INT" ? "env" : "setsid sleep 61 & sleep 62 & env";
    const one = on.start(`${below} >ready; exec sleep 63`, { stop: { signal } });
    await ready();
    await until(() => living().includes("sleep 63"));
    if (signal !== "INT") await until(() => living().includes("sleep 61"));
    on.watch.stop(one.attempt, false);
    const { record, remains } = await on.exit(one);
    expect(record.code).toBe(code);
    expect(remains.leftovers).toEqual([]);
    expect(here.living()).toEqual([]);
  });

  it("3.4 KILL ends what ignores the signal, and its shim records that", async () => {
    const one = on.start(DEAF, { stop: { graceMs: 150 } });
    await ready();
    on.watch.stop(one.attempt, false);
    expect((await on.exit(one)).record.code).toBe(137);
    expect(here.living()).toEqual([]);
  });

  it("3.4 lets a command go on that cleans up within its grace", async () => {
    const one = on.start(`trap 'sleep 0.3; echo saved >state; exit 0' TERM; echo >ready
      while :; do sleep 0.05; done`);
    await ready();
    on.watch.stop(one.attempt, false);
    expect((await on.exit(one)).record.code).toBe(0);
    expect(here.read("state")).toBe("saved\n");
  });

  it("3.4 a second cancel does not wait for the grace", async () => {
    const one = on.start(DEAF, { stop: { graceMs: 3_600_000 } });
    await ready();
    on.watch.stop(one.attempt, false);
    on.watch.stop(one.attempt, false);
    on.watch.stop(one.attempt, true);
    expect((await on.exit(one)).record.code).toBe(137);
  });

  it("3.4 runs the stop command first, with the stage's environment but for the marker", async () => {
    const command = `env >env; echo command >>trace; echo from stop; while ! test -s env; do :; done`;
    const one = on.start(
      `trap 'echo signal >>trace; exit 0' TERM; echo >ready; while :; do sleep 0.05; done`,
      { stop: { command } },
    );
    await ready();
    on.watch.stop(one.attempt, false);
    await on.exit(one);
    expect(here.lines("trace")).toEqual(["command", "signal"]);
    expect(here.lines("env")).toEqual(
      expect.arrayContaining([`DAGTOP_ATTEMPT_ID=${one.attempt}`, `DAGTOP_LAB=${here.folder}`]),
    );
    expect(here.read("env")).not.toContain("DAGTOP_MARK");
    expect(here.read(`attempts/${one.attempt}/log`)).toContain("from stop\n");
  });

  it("3.4 a stop command that ends the stage needs no signal after it", async () => {
    const one = on.start(
      `trap 'echo signal >>trace' TERM; echo >ready; until test -e go; do sleep 0.02; done; exit 6`,
      { stop: { command: "touch go; sleep 61", graceMs: 5000 } },
    );
    await ready();
    on.watch.stop(one.attempt, false);
    expect((await on.exit(one)).record.code).toBe(6);
    expect(here.read("trace")).toBe("");
  });

  it("3.4 a stop command that hangs is ended after the grace, and the signal follows", async () => {
    const one = on.start("echo >ready; exec sleep 61", {
      stop: { command: "sleep 62; echo never >>trace", graceMs: 200 },
    });
    await ready();
    on.watch.stop(one.attempt, false);
    expect((await on.exit(one)).record.code).toBe(143);
    await until(() => here.living().length === 0);
    expect(here.read("trace")).toBe("");
  });

  it("3.4 a command that stands still hears the signal too", async () => {
    const one = on.start("echo >ready; kill -STOP $$; exit 0");
    await ready();
    await until(() =>
      allProcesses().some((each) => each.session === one.own && each.state === "T"),
    );
    on.watch.stop(one.attempt, false);
    expect((await on.exit(one)).record.code).toBe(143);
  });

  it("3.4 in the moment of the start: what never began is fenced, what began is ended", async () => {
    for (let round = 0; round < 8; round += 1) {
      const one = on.start(`echo ${round} >>witness; exec sleep 61`, { stop: { graceMs: 100 } });
      on.watch.stop(one.attempt, false);
      const end = await on.end(one);
      const hasRun = here.lines("witness").includes(String(round));
      expect(end.kind).toBe(hasRun ? "exited" : end.kind);
      expect(["exited", "fenced"]).toContain(end.kind);
      expect(here.living()).toEqual([]);
    }
  });
});

describe("3.4 a stop before the command has begun", () => {
  /** Starts shims that hear of a stop, and only then come to their claim. */
  const slow: Executor = {
    submit: ({ folder, command, umask, env }, onExit) => {
      mkdirSync(folder);
      const wait =
        "trap 'echo >heard' TERM; echo >ready; until test -e go; do sleep 0.02; done; exec \"$@\"";
      const args = shimArguments(folder, umask, command);
      const one = here.spawn(["/bin/sh", "-c", wait, "slow", "/bin/sh", ...args], { env });
      void one.ended.then(onExit);
      return { is: "started", pid: one.pid };
    },
  };

  it("3.4 reaches it all the same, and does not wait for KILL", async () => {
    on.watch.close();
    rmSync(here.path("attempts"), { recursive: true });
    on = watched(here, slow);
    const one = on.start("trap 'exit 6' TERM; while :; do sleep 0.02; done", {
      stop: { graceMs: 2000 },
    });
    await ready();
    on.watch.stop(one.attempt, false);
    const enough = now().up + 200;
    await until(() => here.read("heard") !== "" || now().up > enough);
    go();
    expect((await on.exit(one)).record.code).toBe(6);
  });
});

describe("6 a shim that is killed", () => {
  /** An attempt whose shim is gone while its command runs. */
  async function orphan(script: string): Promise<Tracked> {
    const one = on.start(script, { stop: { graceMs: 200 } });
    await ready();
    await until(() => one.claim !== null);
    kill(one.claim?.pid ?? 0);
    await until(() => one.own === null);
    return one;
  }

  it("6 leaves a command that is watched to its end: crashed, and the rest is swept", async () => {
    const one = await orphan(`sleep 61 & echo a=1 >>"$DAGTOP_OUTPUT"; ${WAIT}; echo done >work`);
    const claims = on.told(one.attempt).length;
    await until(() => on.told(one.attempt).length > claims + 1); // ticks go by
    expect(living()).toContain("sleep 61");
    go();
    expect(await on.end(one)).toMatchObject({
      kind: "lost",
      cause: "exit code unknown",
      remains: { outputs: null, leftovers: [expect.stringMatching(/^swept: sleep 61/)] },
    });
    expect(here.read("work")).toBe("done\n");
    expect(here.living()).toEqual([]);
  });

  it("6 leaves nothing: crashed, with its claim", async () => {
    const one = await orphan(`${WAIT}; exit 0`);
    go();
    const end = await on.end(one);
    expect(end).toMatchObject({ kind: "lost", remains: { claim: one.claim, leftovers: [] } });
    expect(on.watch.busy()).toBe(0);
  });

  it("3.6 leaves a command that can still be stopped, process by process", async () => {
    const one = await orphan(`sleep 61 & ${DEAF}`);
    on.watch.stop(one.attempt, false);
    expect((await on.end(one)).kind).toBe("lost");
    expect(here.living()).toEqual([]);
  });
});
