// Who follows a run loses its terminal, its link, its reader or its life while stages print: every stage goes on to the end
// that it would have had, with every line of its log, and whoever looks next sees all of it (semantics 5.6, 5.8, 6).

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { processOf } from "../../src/engine/host/proc.ts";
import { PROGRAM, type Place, type ShownRun, alive, place, until } from "./program.ts";
import { type Robot, pidOf, robot } from "./robot.ts";
import { SSHD, sshd } from "./sshd.ts";

let here: Place;
let screen: Robot | null = null;
const started: ChildProcess[] = [];
beforeEach(() => {
  here = place();
});
afterEach(async () => {
  screen?.close();
  screen = null;
  for (const one of started.splice(0)) one.kill("SIGKILL");
  await here.close();
});

/** Each of the three prints all the while: a line each 10 ms until the file `go` is there, and 100 more. */
const ENDS = { good: 0, bad: 5, deaf: 0 } as const;
const printing = (key: keyof typeof ENDS, first = ""): string => `  ${key}:
    run: |
      ${first}echo "$DAGTOP_ATTEMPT_ID" >> witness-${key}
      n=0
      until test -e go; do n=$((n+1)); echo "line $n"; sleep 0.01; done
      m=$((n+100))
      while test $n -lt $m; do n=$((n+1)); echo "line $n"; done
      echo $n > lines-${key}
      exit ${ENDS[key]}
`;
const pipeline = (): string =>
  here.file(
    "p.yaml",
    `name: t\nstages:\n${printing("good")}${printing("bad")}${printing("deaf", "trap '' HUP INT TERM PIPE; ")}` +
      "  next: { run: 'echo reached', needs: good }\n",
  );
const KEYS = Object.keys(ENDS) as (keyof typeof ENDS)[];

/** All three have printed something. */
async function printed(): Promise<void> {
  await until(async () => {
    if (!KEYS.every((key) => existsSync(`${here.folder}/witness-${key}`))) return false;
    const { stages } = await here.json<ShownRun>("show", "t#1");
    const logs = stages.flatMap(({ attempts }) => attempts.map(({ log }) => log));
    return logs.length === 3 && logs.every((log) => readFileSync(log, "utf8").includes("line 3"));
  });
}

/** What was running gets on for a while without whoever followed it. */
async function getsOn(): Promise<void> {
  const { stages } = await here.json<ShownRun>("show", "t#1");
  const logs = stages.flatMap(({ attempts }) => attempts.map(({ log }) => log));
  const length = (log: string): number => readFileSync(log).length;
  const before = logs.map(length);
  await until(() => logs.every((log, at) => length(log) > (before[at] ?? 0) + 100));
}

const RIGHT = [
  ["good", "succeeded", 0, undefined],
  ["bad", "failed", 5, undefined],
  ["deaf", "succeeded", 0, undefined],
  ["next", "succeeded", 0, undefined],
];

/** The ends, each stage with its only attempt; logs are whole, no command ran twice, and events agree with all of it. */
async function ends(): Promise<unknown[]> {
  here.file("go", "");
  await until(async () => (await here.json<ShownRun>("show", "t#1")).state === "failed");
  const { stages } = await here.json<ShownRun>("show", "t#1");
  for (const key of KEYS) {
    const lines = Array.from({ length: Number(here.read(`lines-${key}`)) }, (_, n) => n + 1);
    const { out } = await here.dagtop("logs", "t#1", key);
    expect(out).toBe(lines.map((n) => `line ${n}\n`).join(""));
    expect(here.read(`witness-${key}`).trim().split("\n")).toHaveLength(1);
  }
  expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree with all rows");
  return stages.map(({ key, state, attempts: [one, two] }) => [key, state, one?.exit_code, two]);
}

/** The next `dagtop` has it on its first screen, and all of its stages behind Enter. */
async function isShown(): Promise<void> {
  screen = robot(here, [120, 40]);
  await screen.sees(/t +.*✗/u);
  screen.press("Enter");
  await screen.sees((seen) => /bad .*exit 5/u.test(seen) && /good/u.test(seen));
  screen.type("qq");
}

/** Nothing of what is killed holds the host, and the host is in no group or session of it. */
async function hostApart(follower: number): Promise<void> {
  const host = processOf((await here.hostPid()) ?? 0);
  const other = processOf(follower);
  expect(host).toMatchObject({ group: host?.pid, session: host?.pid });
  expect(other).not.toBeNull();
  expect(host?.group).not.toBe(other?.group);
  expect(host?.session).not.toBe(other?.session);
}

/** Who follows, as the leader of a group and session of its own. */
function following(...options: string[]): number {
  const follower = spawn(process.execPath, [PROGRAM, "run", pipeline(), ...options], {
    cwd: here.folder,
    env: { ...process.env, DAGTOP_HOME: here.home },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(follower);
  return follower.pid ?? 0;
}

const followerPid = (file: string): number =>
  pidOf((words) => words.includes(PROGRAM) && words.includes("run") && words.includes(file)) ?? 0;

describe("5.8 a run with three stages that print goes on to its right end", () => {
  it("when the tmux server is killed in which it is followed", async () => {
    const file = pipeline();
    const terminal = robot(here, [100, 30], `${process.execPath} ${PROGRAM} run ${file}`);
    await printed();
    await terminal.sees("Ctrl-C cancels this run");
    const follower = followerPid(file);
    await hostApart(follower);
    terminal.close();
    await until(() => !alive(follower));
    await getsOn();
    expect(await ends()).toEqual(RIGHT);
    await isShown();
  });

  it.each(["SIGHUP", "SIGKILL"] as const)(
    "when the whole process group of its follower gets %s",
    async (signal) => {
      const pid = following();
      await printed();
      await hostApart(pid);
      process.kill(-pid, signal);
      await until(() => !alive(pid));
      await getsOn();
      expect(await ends()).toEqual(RIGHT);
      await isShown();
    },
  );

  it("when whoever reads its follower's output has gone", async () => {
    const follower = here.start(["run", pipeline()]);
    await printed();
    follower.child.stdout?.destroy();
    follower.child.stderr?.destroy();
    await getsOn();
    expect(await ends()).toEqual(RIGHT);
    await until(() => !alive(follower.pid));
    await isShown();
  });

  it("when its follower is the host itself (--inline) and its whole group is killed, once another host comes", async () => {
    const follower = following("--inline");
    await printed();
    expect(await here.hostPid()).toBe(follower);
    process.kill(-follower, "SIGKILL");
    await until(() => !alive(follower));
    await getsOn();
    const next = here.start(["daemon", "--once"]);
    expect(await ends()).toEqual(RIGHT);
    expect((await next.ended).code).toBe(0);
    await isShown();
  });
});

describe.runIf(SSHD !== null)("5.8 a run that is followed over SSH", () => {
  it.each([
    ["with a terminal", ["-tt"], "SIGKILL"],
    ["with a terminal", ["-tt"], "SIGHUP"],
    ["without one", ["-T"], "SIGKILL"],
  ] as const)("goes on, %s (ssh %j), when the client gets %s", async (_what, options, signal) => {
    const file = pipeline();
    const { server, ssh } = await sshd(here.folder);
    started.push(server);
    const words = ssh(...options);
    const remote = `cd ${here.folder}; DAGTOP_HOME=${here.home} exec ${process.execPath} ${PROGRAM} run ${file}`;
    const client = spawn("ssh", [...words, remote], { stdio: "ignore" });
    started.push(client);
    await printed();
    const follower = followerPid(file);
    await hostApart(follower);
    client.kill(signal);
    await getsOn();
    expect(await ends()).toEqual(RIGHT);
    await until(() => !alive(follower));
    await isShown();
  });

  it("goes on when sshd itself and all that it has started are killed", async () => {
    const file = pipeline();
    const { server, ssh } = await sshd(here.folder);
    started.push(server);
    const words = ssh("-tt");
    const remote = `cd ${here.folder}; DAGTOP_HOME=${here.home} ${process.execPath} ${PROGRAM} run ${file}`;
    started.push(spawn("ssh", [...words, remote], { stdio: "ignore" }));
    await printed();
    const follower = followerPid(file);
    await hostApart(follower);
    // As a logout with KillUserProcesses would, but for the host: all between sshd and the follower.
    for (const pid of ancestors(follower, server.pid ?? 0)) spawnSync("kill", ["-9", String(pid)]);
    await until(() => !alive(follower));
    await getsOn();
    expect(await ends()).toEqual(RIGHT);
  });
});

/** The process and those above it, down from this one. */
function ancestors(pid: number, top: number): number[] {
  const above = pid === top ? null : (processOf(pid)?.parent ?? null);
  return above === null || above <= 1 ? [pid] : [pid, ...ancestors(above, top)];
}
