// Semantics 4: the shim, under every shell that this machine has, as it is started in earnest: text for `sh -c`, a
// session of its own, one log file for both outputs. Real commands, real signals, a disk that is really full.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localExecutor } from "../../src/engine/executors/local.ts";
import { CLAIM_EXISTS, CLAIM_NOT_WRITTEN, shimArguments } from "../../src/engine/executors/shim.ts";
import { allProcesses, now, parseStat } from "../../src/engine/host/proc.ts";
import { readClaim, readExit } from "../../src/engine/host/records.ts";
import { attemptId } from "../../src/pipeline/ids.ts";
import { type Lab, PATH, type Started, alive, kill, lab, made, until } from "./lab.ts";

const SHELLS = ["/bin/dash", "/bin/bash", "/bin/busybox", "/usr/bin/busybox"].filter((file) =>
  existsSync(file),
);
const TRAPPED = [
  ["HUP", 1],
  ["INT", 2],
  ["QUIT", 3],
  ["USR1", 10],
  ["USR2", 12],
  ["PIPE", 13],
  ["ALRM", 14],
  ["TERM", 15],
] as const;
const WAIT_FOR_GO = 'until test -e "$1/go"; do sleep 0.05; done';

let here: Lab;
let folder: string;
beforeEach(() => {
  here = lab();
  folder = here.path("attempt");
  mkdirSync(folder);
});
afterEach(() => here.close());

interface ShimOptions {
  readonly umask?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
}

describe.each(SHELLS)("the shim under %s", (shell) => {
  /** argv0 is what the product starts: bash behaves in another way under this name. */
  function shim(command: readonly string[], options: ShimOptions = {}): Started {
    const args = shimArguments(options.folder ?? folder, options.umask ?? 0o022, command);
    const log = here.path("log");
    return here.spawn([shell, ...args], { argv0: "sh", log, env: options.env ?? {} });
  }

  /** A script that has the attempt's folder as $1. */
  const script = (text: string): string[] => ["/bin/sh", "-c", text, "script", folder];
  const log = (): string => here.read("log");
  const code = (): number | undefined => readExit(folder)?.code;

  it("4.2 has written its whole claim, readable by nobody else, before the command runs", async () => {
    const before = process.umask(0);
    const one = shim(
      script('cp "$1/claim" "$1/seen"; stat -c %a "$1/claim" >"$1/mode"; cat /proc/$PPID/stat'),
      { umask: 0 },
    );
    process.umask(before);
    expect(await one.ended).toEqual({ code: 0, signal: null });
    expect(here.read("attempt/seen")).toBe(here.read("attempt/claim"));
    expect(here.read("attempt/mode")).toBe("600\n");
    expect(statSync(join(folder, "exit")).mode & 0o777).toBe(0o600);
    const parent = parseStat(log());
    const claim = readClaim(folder);
    expect(parent?.pid).toBe(one.pid);
    expect(claim).toMatchObject({
      is: "whole",
      claim: { pid: one.pid, startTime: parent?.startTime },
    });
  });

  it("4.2 writes the raw status, the uptime and the processor time, and then its mark", async () => {
    const before = now().up;
    await shim(script("i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; exit 7")).ended;
    const record = readExit(folder);
    const claim = readClaim(folder);
    expect(record?.code).toBe(7);
    expect(record?.cpuMs).toBeGreaterThan(0);
    expect(record?.up).toBeGreaterThanOrEqual(claim.is === "whole" ? claim.claim.up : Infinity);
    expect(record?.up).toBeGreaterThanOrEqual(before - 10);
    expect(record?.up).toBeLessThanOrEqual(now().up + 10);
    expect(readFileSync(join(folder, "exit"), "latin1").endsWith("\n.\n")).toBe(true);
  });

  it.each([
    [0, "exit 0"],
    [1, "exit 1"],
    [255, "exit 255"],
    [143, "kill -TERM $$"],
    [137, "kill -KILL $$"],
    [134, "kill -ABRT $$"],
  ])("4.6 records %i, which 4.2 keeps, after: %s", async (status, text) => {
    await shim(script(text)).ended;
    expect(code()).toBe(status);
    expect(log()).toBe(""); // a shell that speaks of "Terminated" does so elsewhere
  });

  it("4.2 ends with 111 where a claim exists, and then nothing runs", async () => {
    const claim = here.write("attempt/claim", "fenced\n.\n");
    const one = shim(script('echo ran >"$1/witness"'));
    expect((await one.ended).code).toBe(CLAIM_EXISTS);
    expect(readFileSync(claim, "utf8")).toBe("fenced\n.\n");
    expect(here.read("attempt/witness")).toBe("");
    expect(existsSync(join(folder, "exit"))).toBe(false);
    expect(log()).toBe("");
  });

  it("4.2 and W1 of three shims for one attempt, exactly one runs the command", async () => {
    for (let round = 0; round < 30; round += 1) {
      const one = here.path(`race-${round}`);
      mkdirSync(one);
      const command = ["/bin/sh", "-c", `echo ran >>"${one}/witness"`];
      const three = [0, 1, 2].map(() => shim(command, { folder: one }));
      const codes = await Promise.all(three.map(async ({ ended }) => (await ended).code));
      expect(here.lines(`race-${round}/witness`)).toEqual(["ran"]);
      // Who meets a claim that is just being written takes it for one that can't be.
      const losers = codes.filter((each) => each === CLAIM_EXISTS || each === CLAIM_NOT_WRITTEN);
      expect([codes.filter((each) => each === 0).length, losers.length]).toEqual([1, 2]);
      expect(readExit(one)?.code).toBe(0);
    }
    expect(log()).toBe("");
  });

  it("4.2 ends with 112 where the claim can't be written, and then nothing runs", async () => {
    const one = shim(["/bin/sh", "-c", `echo ran >"${here.path("witness")}"`], {
      folder: here.path("nowhere"),
    });
    expect((await one.ended).code).toBe(CLAIM_NOT_WRITTEN);
    expect(here.read("witness")).toBe("");
    expect(log()).toBe("");
  });

  it.each(["000", "022", "027", "077"])("4.3 gives the command its umask (%s)", async (umask) => {
    await shim(script("umask"), { umask: parseInt(umask, 8) }).ended;
    expect(log().trim()).toBe(`0${umask}`);
  });

  it("4.3 gives the command every signal as a fresh process has it", async () => {
    await shim(script("grep -E '^Sig(Blk|Ign):' /proc/self/status")).ended;
    expect(log()).toMatch(/^SigBlk:\s+0{16}\nSigIgn:\s+0{16}\n$/);
  });

  it.each(TRAPPED)(
    "4.3 outlives %s to its group, and records that it ended the command",
    async (name, number) => {
      const one = shim(script('echo >"$1/ready"; exec sleep 60'));
      await made(join(folder, "ready"));
      process.kill(-one.pid, `SIG${name}`);
      expect((await one.ended).signal).toBeNull();
      expect(code()).toBe(128 + number);
      expect(log()).toBe("");
    },
  );

  it("4.3 lets a command that traps TERM do what it likes with it", async () => {
    const one = shim(
      script('trap "echo bye; exit 5" TERM; echo >"$1/ready"; while :; do sleep 0.05; done'),
    );
    await made(join(folder, "ready"));
    process.kill(-one.pid, "SIGTERM");
    await one.ended;
    expect(code()).toBe(5);
    expect(here.lines("log")).toContain("bye");
  });

  it("4.3 has words of a command that is not there reach the log, with 127, and none of its own", async () => {
    await shim(["/nowhere/no-such-command"]).ended;
    expect(code()).toBe(127);
    expect(log()).toContain("no-such-command");
    expect(log().trim().split("\n")).toHaveLength(1);
  });

  it("4.3 records 126 for what is no program", async () => {
    await shim([here.write("plain", "text\n")]).ended;
    expect(code()).toBe(126);
  });

  it("4.1 hands the arguments over as they are", async () => {
    const hard = ["a b", "", "$HOME", "it's", '"', "new\nline", "*", "-n", "\\", "ü"];
    await shim(["/usr/bin/printf", "[%s]", ...hard]).ended;
    expect(log()).toBe(hard.map((each) => `[${each}]`).join(""));
  });

  it("4.1 leaves nothing of its own in the environment or the descriptors of the command", async () => {
    await shim(script("[ ! -e /proc/self/fd/3 ] && exec env"), { env: { MINE: "1" } }).ended;
    expect(code()).toBe(0);
    expect(here.lines("log")).toEqual(
      expect.arrayContaining([`PATH=${PATH}`, "MINE=1", `DAGTOP_LAB=${here.folder}`]),
    );
    expect(log().toLowerCase()).not.toContain("__dagtop");
  });

  it("4.1 works in whatever environment the user has", async () => {
    const rc = here.write("rc", "echo from the startup file\n");
    const env = { IFS: "0123456789.", ENV: rc, BASH_ENV: rc, CDPATH: "/", PATH: "/nowhere" };
    await shim(["/bin/sh", "-c", "echo hello; exit 3"], { env }).ended;
    expect(readClaim(folder).is).toBe("whole");
    expect(readExit(folder)).toMatchObject({ code: 3, cpuMs: expect.any(Number) as number });
    expect(log()).toBe("hello\n");
  });

  describe("4.4 where the exit record can't be written", () => {
    /** As on a full disk: the claim could be written, the record can't. */
    async function stuck(): Promise<Started> {
      const one = shim(script(`${WAIT_FOR_GO}; exit 9`));
      await until(() => readClaim(folder).is === "whole");
      mkdirSync(join(folder, "exit"));
      here.write("attempt/go", "");
      await until(() => hasChild(one.pid, "sleep"));
      return one;
    }

    it.skipIf(canMount())("4.4 tries again until it can be", async () => {
      const one = await stuck();
      expect(alive(one.pid)).toBe(true);
      rmdirSync(join(folder, "exit"));
      await one.ended;
      expect(code()).toBe(9);
      expect(log()).toBe("");
    });

    it("4.4 leaves when its folder is gone", async () => {
      const one = await stuck();
      rmSync(folder, { recursive: true });
      expect((await one.ended).code).toBe(CLAIM_NOT_WRITTEN);
      expect(log()).toBe("");
    });
  });

  it.skipIf(!canMount())("4.4 keeps the end of a command through a full disk", async () => {
    const disk = here.path("disk");
    mkdirSync(disk);
    expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]).status).toBe(0);
    try {
      const one = join(disk, "attempt");
      mkdirSync(one);
      const shimOnDisk = shim(["/bin/sh", "-c", `${WAIT_FOR_GO}; exit 9`, "script", here.folder], {
        folder: one,
      });
      await until(() => readClaim(one).is === "whole");
      expect(spawnSync("dd", ["if=/dev/zero", `of=${disk}/filler`, "bs=4k"]).status).toBe(1);
      here.write("go", "");
      await until(() => existsSync(join(one, "exit")) && hasChild(shimOnDisk.pid, "sleep"));
      expect(readExit(one)).toBeNull();
      rmSync(join(disk, "filler"));
      await shimOnDisk.ended;
      expect(readExit(one)?.code).toBe(9);
      expect(log()).toBe("");
    } finally {
      for (const pid of here.living()) kill(pid);
      await until(() => spawnSync("umount", [disk]).status === 0);
    }
  });
});

describe("what the executor gives a shim", () => {
  async function log(text: string): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const one = here.path("one");
    const submitted = localExecutor.submit(
      {
        attempt: attemptId("one"),
        folder: one,
        command: ["/bin/sh", "-c", text],
        cwd: here.folder,
        env: { PATH, DAGTOP_LAB: here.folder },
        umask: 0o022,
      },
      resolve,
    );
    expect(submitted.is).toBe("started");
    await promise;
    return here.read("one/log");
  }

  it("4.1 stdin is /dev/null, stdout and stderr are one file", async () => {
    const found = await log("readlink /proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2");
    expect(found).toBe(`/dev/null\n${here.path("one/log")}\n${here.path("one/log")}\n`);
  });

  it("4.1 the command is in a session of its own, which the shim leads", async () => {
    const claim = () => readClaim(here.path("one"));
    const stat = parseStat(await log("read -r line </proc/self/stat; echo $line"));
    const found = claim();
    expect(stat?.session).toBe(found.is === "whole" ? found.claim.pid : null);
    expect(stat?.session).not.toBe(parseStat(readFileSync("/proc/self/stat", "utf8"))?.session);
  });

  it("4.1 a second shim for the same attempt appends nothing to its log and runs nothing", async () => {
    expect(await log("echo once")).toBe("once\n");
    expect(await log("echo once")).toBe("once\n");
  });

  it("4.3 the log and the file of outputs are readable by nobody else", async () => {
    await log("true");
    expect(statSync(here.path("one/log")).mode & 0o777).toBe(0o600);
    expect(statSync(here.path("one/output")).mode & 0o777).toBe(0o600);
    expect(statSync(here.path("one")).mode & 0o777).toBe(0o700);
  });
});

function hasChild(parent: number, name: string): boolean {
  return allProcesses().some((one) => one.parent === parent && one.name === name);
}

function canMount(): boolean {
  return (
    process.getuid?.() === 0 &&
    spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
  );
}
