// The screens over a real sshd on loopback, with the link cut in the middle: what runs goes on, nothing is left of the
// screens, and whoever comes back sees the same run. Where no sshd is installed there is nothing to try it with.

import type { ChildProcess } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, alive, place, until } from "./program.ts";
import { type Robot, pidOf, robot } from "./robot.ts";
import { SSHD, sshd } from "./sshd.ts";

let here: Place;
let server: ChildProcess;
const robots: Robot[] = [];

beforeEach(() => {
  here = place();
});
afterEach(async () => {
  for (const one of robots.splice(0)) one.close();
  server?.kill("SIGTERM");
  await here.close();
});

describe.runIf(SSHD !== null)("the screens over SSH", () => {
  it("end with their link, and the run goes on and is there for whoever comes back", async () => {
    const file = here.file(
      "p.yaml",
      "name: far\nstages:\n  train: { run: 'echo began; until test -e go; do sleep 0.1; done; echo over' }\n",
    );
    expect((await here.dagtop("run", file, "--detach")).code).toBe(0);
    const link = await sshd(here.folder);
    server = link.server;
    const ssh = `ssh ${link.ssh("-tt").join(" ")}`;
    const remote = `DAGTOP_HOME=${here.home} ${process.execPath} ${PROGRAM} monitor far`;
    const first = robot(here, [120, 40], `${ssh} '${remote}'`);
    robots.push(first);
    await first.sees("began");
    const screens = pidOf((words) => words.includes("monitor") && words.includes(PROGRAM));
    const client = pidOf(
      (words) => words[0] === "ssh" && words.some((word) => word.includes("monitor far")),
    );
    expect(screens).not.toBeNull();
    // The link is cut: no goodbye, as when a network goes.
    process.kill(client ?? 0, "SIGKILL");
    await until(() => !alive(screens ?? 0));
    expect(await here.hostPid()).not.toBeNull();

    const second = robot(here, [80, 24], `${ssh} '${remote}'`);
    robots.push(second);
    await second.sees(/far#1 +● running/);
    here.file("go", "");
    await second.sees(/far#1 +✓ succeeded/);
    second.type("qq");
    await second.sees("$ ");
    expect(second.modes()).toEqual({ alternate: false, cursor: true });
  });
});
