// `dagtop drain`: nothing new begins, what runs ends, and the host leaves. A drain ends with the host that was asked.

import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, alive, kill, place, until } from "./program.ts";
import { type WaitingStage, waitingStage } from "./waiting-stage.ts";

let here: Place;
let stage: WaitingStage;
beforeEach(() => {
  here = place();
  stage = waitingStage(here);
});
afterEach(() => here.close());

const other = (): string =>
  here.file("o.yaml", "name: o\nstages:\n  x: { run: touch other-done }\n");

describe("a host that drains", () => {
  it("lets what runs end, keeps what waits with that reason, and leaves", async () => {
    await here.dagtop("run", stage.file(0, "  b: { run: 'true', needs: a }\n"), "--detach");
    await stage.running();
    const pid = (await here.hostPid()) ?? 0;
    const first = await here.dagtop("drain");
    expect([first.code, first.out]).toEqual([
      0,
      `The host ${pid} drains: nothing new begins, and it leaves when what runs has ended (1 stage runs).\n`,
    ]);
    const late = await here.dagtop("run", other(), "--detach");
    expect([late.code, late.out]).toEqual([0, "o#1  queued: the host drains\n"]);
    expect((await here.dagtop("status")).out).toContain(
      `host ${pid} drains: dagtop drain --off takes it back`,
    );
    const waiting = here.start(["drain", "--wait"]);
    await until(() => waiting.out().includes("1 stage runs"));
    stage.go();
    const { code, out } = await waiting.ended;
    expect([code, out.trim().split("\n").at(-1)]).toEqual([
      0,
      `The host ${pid} has left; what waits is kept for the next one.`,
    ]);
    await until(() => !alive(pid));
    expect((await stage.shown("t#1")).stages.map(({ state, reason }) => [state, reason])).toEqual([
      ["succeeded", null],
      ["queued", "nothing is started at the moment: the host drains"],
    ]);
    expect((await here.dagtop("status")).out).toContain("the host has drained and left");
    await stage.sound();
    // A new host works as usual.
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    expect((await stage.shown("t#1")).state).toBe("succeeded");
    expect((await stage.shown("o#1")).state).toBe("succeeded");
    await stage.sound();
  });

  it("works on where the drain is taken back", async () => {
    await here.dagtop("run", stage.file(0), "--detach");
    await stage.running();
    const pid = await here.hostPid();
    await here.dagtop("drain");
    await here.dagtop("run", other(), "--detach");
    const waiting = here.start(["drain", "--wait"]);
    await until(() => waiting.out().includes("1 stage runs"));
    expect((await here.dagtop("drain", "--off")).out).toBe(
      `The host ${String(pid)} works as usual.\n`,
    );
    await stage.over("o#1", "succeeded");
    const ended = await waiting.ended;
    expect([ended.code, ended.err]).toEqual([1, "The drain was taken back.\n"]);
    stage.go();
    await stage.over("t#1", "succeeded");
    expect(await here.hostPid()).toBe(pid);
  });

  it("leaves what waits, and who follows it, to the next host", async () => {
    await here.dagtop("run", stage.file(0), "--detach");
    await stage.running();
    const pid = (await here.hostPid()) ?? 0;
    await here.dagtop("drain");
    const follower = here.start(["run", other()]);
    await until(async () => (await here.dagtop("runs")).out.includes("o#1"));
    stage.go();
    await until(() => !alive(pid));
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    expect((await follower.ended).code).toBe(0);
  });

  it("that is killed leaves no drain behind", async () => {
    await here.dagtop("run", stage.file(0), "--detach");
    await stage.running();
    const pid = (await here.hostPid()) ?? 0;
    await here.dagtop("drain");
    kill(pid);
    await until(() => !alive(pid));
    expect((await here.dagtop("run", other())).code).toBe(0);
    stage.go();
    await stage.over("t#1", "succeeded");
    expect(stage.witnesses()).toHaveLength(1);
    await stage.sound();
  });

  it("within run --inline leaves as well, and the run says so", async () => {
    const inline = here.start([
      "run",
      stage.file(0, "  b: { run: 'true', needs: a }\n"),
      "--inline",
    ]);
    await stage.running();
    await here.dagtop("drain");
    stage.go();
    const { code, err } = await inline.ended;
    expect([code, err]).toEqual([5, expect.stringContaining("has left before the run was over")]);
    expect(await here.hostPid()).toBeNull();
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    await stage.over("t#1", "succeeded");
  });

  it("is none where no host runs, and none is started for that", async () => {
    const nothing = await here.dagtop("drain");
    expect([nothing.code, nothing.out]).toEqual([0, "No host runs: there is nothing to drain.\n"]);
    expect(existsSync(here.home)).toBe(false);
  });
});
