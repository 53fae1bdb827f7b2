// The host in the foreground: what it tells, how it leaves and what goes on then, and what a second one is told.

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type Running, alive, kill, leftOf, place, until } from "./program.ts";
import { type WaitingStage, waitingStage } from "./waiting-stage.ts";

let here: Place;
let stage: WaitingStage;
let hosts: Running[] = [];
beforeEach(() => {
  here = place();
  stage = waitingStage(here);
  hosts = [];
});
afterEach(async () => {
  for (const { pid } of hosts) kill(pid);
  await here.close();
});

async function daemon(...args: string[]): Promise<Running> {
  const host = here.start(["daemon", ...args]);
  hosts.push(host);
  await until(() => host.err().includes("took the lease"));
  return host;
}

const ask = async (...args: string[]): Promise<void> => {
  const { code, err } = await here.dagtop(...args);
  expect([code, err]).toEqual([0, ""]);
};

describe("the log of dagtop daemon", () => {
  it("tells of the lease, of runs and how they end, and of leaving, a line each with its time", async () => {
    const host = await daemon();
    const file = here.file(
      "p.yaml",
      "name: p\nstages:\n  a: { run: 'true' }\n  b: { run: exit 3, needs: a }\n",
    );
    expect((await here.dagtop("run", file)).code).toBe(1);
    host.child.kill("SIGTERM");
    const { code, err, out } = await host.ended;
    expect([code, out]).toEqual([0, ""]);
    const lines = err.trim().split("\n");
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S/u);
    expect(lines.map((line) => line.slice(21))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^took the lease: epoch 1, pid ${host.pid}, dagtop \\S+, home ${here.home}$`,
          "u",
        ),
      ),
      expect.stringMatching(/^p#1 started, asked for by \S/u),
      "p#1 failed: b: exit 3",
      "SIGTERM: leaves",
      "left: asked to; nothing runs",
    ]);
  });

  it("says that the host drains, and that it works as usual again", async () => {
    const host = await daemon();
    await ask("run", stage.file(0), "--detach");
    await stage.running();
    await ask("drain");
    await ask("drain", "--off");
    stage.go();
    await stage.over("t#1", "succeeded");
    expect(host.err()).toMatch(/drains, asked by \S+: begins nothing new/u);
    expect(host.err()).toMatch(/works as usual again, asked by \S+/u);
  });
});

describe("dagtop daemon that is told to leave", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "by %s says how many stages go on, and the next host takes them over with the right code",
    async (signal) => {
      const host = await daemon();
      await ask("run", stage.file(7), "--detach");
      await stage.running();
      host.child.kill(signal);
      expect((await host.ended).code).toBe(0);
      expect(host.err()).toContain("left: asked to; 1 attempt goes on");
      const next = here.start(["daemon", "--once"]);
      hosts.push(next);
      await until(() => next.err().includes("goes on with 1 run: t#1; 1 attempt to take over"));
      stage.go();
      expect((await next.ended).code).toBe(0);
      const { stages } = await stage.over("t#1", "failed");
      expect(stages[0]?.attempts).toMatchObject([{ number: 1, exit_code: 7, cause: "exit 7" }]);
      expect(stage.witnesses()).toHaveLength(1);
      await stage.sound();
    },
  );

  it("with --stop-stages stops them first, each once, and begins nothing new meanwhile", async () => {
    const host = await daemon("--stop-stages");
    await ask(
      "run",
      stage.file(0, "  b: { run: touch never, needs: a, if: always }\n"),
      "--detach",
    );
    await stage.running();
    host.child.kill("SIGTERM");
    expect((await host.ended).code).toBe(0);
    expect(host.err()).toContain("SIGTERM: stops all stages, and leaves when they have ended");
    expect(host.err()).toContain("left: drained; nothing runs");
    const { state, stages } = await stage.shown("t#1");
    expect([state, stages[0]?.state, stages[1]?.state]).toEqual(["running", "cancelled", "queued"]);
    expect(stages[0]?.attempts).toHaveLength(1);
    expect(leftOf(here.home)).toEqual([]);
    // What was kept back is the next host's.
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    expect((await stage.shown("t#1")).stages[1]?.state).toBe("succeeded");
    await stage.sound();
  });

  it("with --stop-stages a second time kills what ignores the first", async () => {
    const host = await daemon("--stop-stages");
    const script = "trap '' TERM; until test -e go; do sleep 0.05; done";
    await ask("run", stage.file(0, "", script), "--detach");
    await stage.running();
    host.child.kill("SIGTERM");
    await until(
      async () => (await stage.shown("t#1")).stages[0]?.attempts[0]?.state === "stopping",
    );
    expect(alive(host.pid)).toBe(true);
    host.child.kill("SIGTERM");
    expect((await host.ended).code).toBe(0);
    expect(host.err()).toContain("SIGTERM: kills what still runs");
    expect((await stage.shown("t#1")).stages[0]).toMatchObject({
      state: "cancelled",
      attempts: [{ state: "cancelled", exit_code: 137 }],
    });
    expect(leftOf(here.home)).toEqual([]);
    await stage.sound();
  });
});

describe("5.5 a second host", () => {
  it("is told who holds the lease, since when, and what to do", async () => {
    const host = await daemon();
    const machine = readFileSync("/proc/sys/kernel/hostname", "utf8").trim();
    const { code, err } = await here.dagtop("daemon");
    expect(code).toBe(5);
    expect(err).toMatch(
      new RegExp(
        `A host works for ${here.home} already: dagtop daemon, pid ${host.pid} on ${machine}, dagtop \\S+, since \\d\\d:\\d\\d:\\d\\d \\(\\d+s\\)\\.`,
        "u",
      ),
    );
    expect(err).toContain(`kill -TERM ${host.pid} (what runs goes on), or dagtop drain --wait`);
    expect(alive(host.pid)).toBe(true);
  });

  it("is told so too where the first one was started by a run, and --inline names it as well", async () => {
    await ask("run", stage.file(0), "--detach");
    const pid = await here.hostPid();
    const second = await here.dagtop("daemon");
    expect([second.code, second.err]).toEqual([
      5,
      expect.stringContaining(`a host in the background, pid ${String(pid)} on`),
    ]);
    const inline = await here.dagtop("run", stage.file(0), "--inline");
    expect([inline.code, inline.err]).toEqual([
      5,
      expect.stringContaining("Leave --inline away: that host runs it."),
    ]);
    stage.go();
  });
});
