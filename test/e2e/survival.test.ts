// What kills other runners: the following process, its terminal, the host itself. The stage goes on, and its end is the
// one that it really had.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, type ShownRun, alive, kill, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

/** A stage that waits for the file `go`, says so in its log and ends with `code`. */
const waiting = (code: number, rest = ""): string =>
  here.file(
    "p.yaml",
    `name: t
stages:
  a:
    run: |
      echo "$DAGTOP_ATTEMPT_ID" >> witness
      until test -e go; do sleep 0.05; done
      echo "still here"
      exit ${code}
${rest}`,
  );

const running = async (): Promise<void> => {
  await until(() => existsSync(`${here.folder}/witness`));
};
const witnesses = (): string[] => readFileSync(`${here.folder}/witness`, "utf8").trim().split("\n");
const over = async (state: string, run = "t#1"): Promise<void> => {
  await until(async () => (await here.json<ShownRun>("show", run)).state === state);
};
const sound = async (): Promise<void> => {
  expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree with all rows");
};

describe("a run outlives", () => {
  it.each(["SIGKILL", "SIGTERM", "SIGHUP"] as const)(
    "its follower, ended by %s",
    async (signal) => {
      const follower = here.start(["run", waiting(0)]);
      await running();
      follower.child.kill(signal);
      await follower.ended;
      here.file("go", "");
      await over("succeeded");
      expect(witnesses()).toHaveLength(1);
      await sound();
    },
  );

  it("the terminal in which it was started", async () => {
    const socket = `dagtop-${process.pid}-${Date.now()}`;
    const tmux = (...args: string[]) =>
      spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...args]);
    const file = waiting(0);
    const line = `DAGTOP_HOME=${here.home} ${process.execPath} ${PROGRAM} run ${file}`;
    expect(tmux("new-session", "-d", "-x", "80", "-y", "24", line).status).toBe(0);
    await running();
    await until(() =>
      tmux("capture-pane", "-p").stdout.toString().includes("Ctrl-C cancels this run"),
    );
    tmux("kill-server");
    here.file("go", "");
    await over("succeeded");
    await sound();
  });
});

describe("5.7 a host that is killed", () => {
  it("is missed by status, and the next run adopts its stage with the right exit code", async () => {
    const { out } = await here.dagtop("run", waiting(7), "--detach");
    expect(out).toContain("t#1  running");
    await running();
    const pid = (await here.hostPid()) ?? 0;
    kill(pid);
    await until(() => !alive(pid));
    const status = await here.dagtop("status");
    expect(status.out).toContain("no host runs; the next dagtop run or dagtop daemon goes on");
    expect(status.out).toContain("#1 running");
    const other = here.start([
      "run",
      here.file("q.yaml", "name: q\nstages:\n  x: { run: 'true' }\n"),
    ]);
    expect((await other.ended).code).toBe(0);
    here.file("go", "");
    await over("failed");
    const { stages } = await here.json<ShownRun>("show", "t#1");
    expect(stages[0]?.attempts).toMatchObject([
      { number: 1, state: "failed", exit_code: 7, cause: "exit 7" },
    ]);
    expect((await here.dagtop("logs", "t#1", "a")).out).toBe("still here\n");
    expect(witnesses()).toHaveLength(1);
    await sound();
  });

  it("while its stage ends is followed by one that takes the record, and goes on with what comes next", async () => {
    await here.dagtop("run", waiting(0, "  b: { run: touch reached, needs: a }\n"), "--detach");
    await running();
    const pid = (await here.hostPid()) ?? 0;
    kill(pid);
    here.file("go", "");
    const { stages } = await here.json<ShownRun>("show", "last");
    const record = stages[0]?.attempts[0]?.log.replace(/log$/, "exit") ?? "";
    await until(() => existsSync(record));
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    expect((await here.json<ShownRun>("show", "last")).state).toBe("succeeded");
    expect(existsSync(`${here.folder}/reached`)).toBe(true);
    expect(witnesses()).toHaveLength(1);
    await sound();
  });

  it("is replaced by whoever follows", async () => {
    const follower = here.start(["run", waiting(5)]);
    await running();
    const first = (await here.hostPid()) ?? 0;
    kill(first);
    await until(async () => {
      const pid = await here.hostPid();
      return pid !== null && pid !== first;
    });
    here.file("go", "");
    const ended = await follower.ended;
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("exit 5");
    expect(witnesses()).toHaveLength(1);
    await sound();
  });

  it("before it has seen the command leaves it to the next", async () => {
    const file = here.file("p.yaml", "name: t\nstages:\n  a: { run: touch done }\n");
    const follower = here.start(["run", file]);
    // Kill every host that appears for a while: three in a row would be too many, so let the third live.
    for (let killed = 0; killed < 2;) {
      const pid = await here.hostPid();
      if (pid !== null && alive(pid)) {
        kill(pid);
        killed += 1;
        await until(() => !alive(pid));
      }
      if (follower.child.exitCode !== null) break;
    }
    expect((await follower.ended).code).toBe(0);
    expect(existsSync(`${here.folder}/done`)).toBe(true);
    await sound();
  });
});

describe("5.6 a detached host", () => {
  it("leaves by itself when there has been nothing to do for a while", async () => {
    const file = here.file("p.yaml", "name: t\nstages:\n  a: { run: 'true' }\n");
    await here.dagtop("run", file, "--idle-ms", "200");
    await until(async () => (await here.hostPid()) === null);
    expect((await here.dagtop("events")).out).toContain('"kind":"host.left"');
  });

  it("has its home as folder, a session of its own, and none of its starter's variables or open files", async () => {
    const file = here.file(
      "p.yaml",
      "name: t\nstages:\n  a: { run: 'echo $SECRET_OF_CALLER > seen' }\n",
    );
    const script = `exec 9>lock; SECRET_OF_CALLER=x exec ${process.execPath} ${PROGRAM} run ${file}`;
    const env = { ...process.env, DAGTOP_HOME: here.home };
    expect(spawnSync("bash", ["-c", script], { cwd: here.folder, env }).status).toBe(0);
    const pid = (await here.hostPid()) ?? 0;
    const environ = readFileSync(`/proc/${pid}/environ`, "latin1");
    expect(environ).not.toContain("SECRET_OF_CALLER");
    expect(environ).not.toContain("DAGTOP_MARK");
    const { readlinkSync, readdirSync } = await import("node:fs");
    expect(readlinkSync(`/proc/${pid}/cwd`)).toBe(here.home);
    const open = readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return "";
      }
    });
    expect(
      open.filter((path) => path.startsWith(here.folder) && !path.startsWith(here.home)),
    ).toEqual([]);
    expect(readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]?.split(" ")[3]).toBe(
      String(pid),
    );
    expect(here.read("seen")).toBe("\n");
  });

  it("3.8 that is started from inside a stage outlives that stage", async () => {
    const inner = here.file(
      "in.yaml",
      "name: inner\nstages:\n  x: { run: sleep 1.5; touch inner-done }\n",
    );
    const other = `${here.folder}/other-home`;
    const outer = here.file(
      "out.yaml",
      `name: outer\nstages:\n  a: { run: "${process.execPath} ${PROGRAM} run ${inner} --detach --home ${other} --idle-ms 100" }\n`,
    );
    expect((await here.dagtop("run", outer)).code).toBe(0);
    await until(() => existsSync(`${here.folder}/inner-done`));
  });
});

describe("when no host can be started", () => {
  it("run says why after three, exits 5, and what was asked for is done by the next host", async () => {
    const file = here.file("p.yaml", "name: t\nstages:\n  a: { run: touch done }\n");
    await here.dagtop(
      "run",
      here.file("q.yaml", "name: q\nstages:\n  x: { run: 'true' }\n"),
      "--idle-ms",
      "50",
    );
    await until(async () => (await here.hostPid()) === null);
    // Somebody else sits on the lease: a process that holds the lock and never works.
    const holder = here.start(["daemon"], { DAGTOP_HOME: `${here.folder}/decoy` });
    const { default: Database } = await import("better-sqlite3");
    const lock = new Database(`${here.home}/lock.db`);
    lock.exec("begin exclusive");
    const ended = await here.dagtop("run", file);
    expect(ended.code).toBe(5);
    expect(ended.err).toContain("another process holds the lease of this home");
    lock.close();
    holder.child.kill("SIGTERM");
    await holder.ended;
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    expect(existsSync(`${here.folder}/done`)).toBe(true);
  });

  it("5.5 a stopped host is named with the way to wake it", async () => {
    await here.dagtop("run", waiting(0), "--detach");
    await running();
    const pid = (await here.hostPid()) ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      await until(() => readFileSync(`/proc/${pid}/stat`, "latin1").includes(") T"));
      const ended = await here.dagtop(
        "run",
        here.file("q.yaml", "name: q\nstages:\n  x: { run: 'true' }\n"),
      );
      expect(ended.code).toBe(5);
      expect(ended.err).toContain(`kill -CONT ${pid}`);
      expect((await here.dagtop("status")).out).toContain("is stopped");
    } finally {
      process.kill(pid, "SIGCONT");
      here.file("go", "");
    }
    await over("succeeded").catch(() => undefined);
  });
});
