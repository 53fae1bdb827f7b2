// The screens over a real sshd on loopback, with the link cut in the middle: what runs goes on, nothing is left of the
// screens, and whoever comes back sees the same run. Where no sshd is installed there is nothing to try it with.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, alive, place, until } from "./program.ts";
import { type Robot, pidOf, robot } from "./robot.ts";

const SSHD = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path));

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

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, "127.0.0.1", resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** @returns the words of an ssh that comes in */
async function sshd(): Promise<string> {
  const folder = join(here.folder, "ssh");
  mkdirSync(folder, { mode: 0o700 });
  mkdirSync("/run/sshd", { recursive: true });
  for (const name of ["host", "user"])
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)]);
  const port = await freePort();
  const config = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/user.pub`,
    "StrictModes no",
    "PasswordAuthentication no",
    "PermitRootLogin yes",
    `PidFile ${folder}/pid`,
  ];
  writeFileSync(join(folder, "config"), `${config.join("\n")}\n`);
  server = spawn(SSHD ?? "", ["-D", "-e", "-f", join(folder, "config")], { stdio: "ignore" });
  const options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
  const words = [
    "ssh -tt -F /dev/null",
    ...options.map((option) => `-o ${option}`),
    `-i ${folder}/user -p ${port} ${userInfo().username}@127.0.0.1`,
  ];
  await until(() => spawnSync("sh", ["-c", `${words.join(" ")} true`]).status === 0);
  return words.join(" ");
}

describe.runIf(SSHD !== undefined)("the screens over SSH", () => {
  it("end with their link, and the run goes on and is there for whoever comes back", async () => {
    const file = here.file(
      "p.yaml",
      "name: far\nstages:\n  train: { run: 'echo began; until test -e go; do sleep 0.1; done; echo over' }\n",
    );
    expect((await here.dagtop("run", file, "--detach")).code).toBe(0);
    const ssh = await sshd();
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
