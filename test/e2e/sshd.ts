// A real sshd on loopback with keys, a port and a folder of its own, and the words of an ssh that comes in.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { until } from "./program.ts";

/** Null where none is installed: then there is nothing to try it with. */
export const SSHD =
  ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path)) ?? null;

interface Sshd {
  readonly server: ChildProcess;
  /** The words of an ssh before the remote command; `-tt` asks for a terminal. */
  readonly ssh: (...options: string[]) => string[];
}

export async function sshd(place: string): Promise<Sshd> {
  const folder = join(place, "ssh");
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
  const server = spawn(SSHD ?? "", ["-D", "-e", "-f", join(folder, "config")], {
    stdio: "ignore",
  });
  const given = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
  const ssh = (...options: string[]): string[] => [
    "-F",
    "/dev/null",
    ...given.flatMap((option) => ["-o", option]),
    "-i",
    `${folder}/user`,
    "-p",
    String(port),
    ...options,
    `${userInfo().username}@127.0.0.1`,
  ];
  await until(() => spawnSync("ssh", [...ssh(), "true"]).status === 0);
  return { server, ssh };
}

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
