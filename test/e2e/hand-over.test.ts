// 5.9 A newer dagtop that meets the host of an older one: that one leaves, what runs goes on, and the newer one's host has its end.

import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { processOf } from "../../src/engine/host/proc.ts";
import { buildCalled } from "./builds.ts";
import { type Ended, type Place, PROGRAM, alive, kill, place, until } from "./program.ts";
import { type WaitingStage, waitingStage } from "./waiting-stage.ts";

let here: Place;
let stage: WaitingStage;
let newer: string;
beforeEach(() => {
  here = place();
  stage = waitingStage(here);
  newer = buildCalled("9.0.0", here.folder);
});
afterEach(() => here.close());

interface Going {
  readonly pid: number;
  readonly err: () => string;
  readonly ended: Promise<Ended>;
}

function start(program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Going {
  const env = { ...process.env, DAGTOP_HOME: here.home, NO_COLOR: "1", ...more };
  const child = spawn(process.execPath, [program, ...args], { cwd: here.folder, env });
  let [out, err] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const ended = new Promise<Ended>((done) => {
    child.once("close", (code) => {
      done({ code, out, err });
    });
  });
  return { pid: child.pid ?? 0, err: () => err, ended };
}

const quick = (): string => here.file("q.yaml", "name: q\nstages:\n  x: { run: 'true' }\n");

async function versions(): Promise<unknown[]> {
  const { out } = await here.dagtop("events");
  const events = out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: string; data: Record<string, unknown> });
  return events.flatMap(({ kind, data }) =>
    kind === "host.started" ? [data["version"]] : kind === "host.left" ? [data["reason"]] : [],
  );
}

async function handedOver(before: number): Promise<void> {
  const own = (
    JSON.parse(readFileSync(join(PROGRAM, "../../package.json"), "utf8")) as { version: string }
  ).version;
  expect(alive(before)).toBe(false);
  expect(await versions()).toEqual([own, "asked to", "9.0.0"]);
  stage.go();
  const { stages } = await stage.over("t#1", "failed");
  expect(stages[0]?.attempts).toMatchObject([{ number: 1, state: "failed", exit_code: 7 }]);
  expect(stage.witnesses()).toHaveLength(1);
  await stage.sound();
}

describe("5.9 the host of an older dagtop", () => {
  beforeEach(async () => {
    await here.dagtop("run", stage.file(7), "--detach");
    await stage.running();
  });

  it.each([
    ["run", () => ["run", quick()]],
    ["run --detach", () => ["run", quick(), "--detach"]],
  ] as const)(
    "leaves for a newer %s; its stage goes on, once, with the right code",
    async (_, args) => {
      const before = (await here.hostPid()) ?? 0;
      expect((await start(newer, args()).ended).code).toBe(0);
      await handedOver(before);
    },
  );

  it("leaves for a newer command that asks it for something", async () => {
    const before = (await here.hostPid()) ?? 0;
    await here.dagtop("run", stage.file(7), "--detach");
    expect(await start(newer, ["cancel", "t#2"]).ended).toMatchObject({
      code: 0,
      out: "t#2: cancelling\n",
    });
    await handedOver(before);
  });

  it("leaves for a newer daemon, which says so", async () => {
    const before = (await here.hostPid()) ?? 0;
    const daemon = start(newer, ["daemon"]);
    try {
      await until(() => daemon.err().includes("took the lease"));
      expect(daemon.err()).toMatch(
        new RegExp(`asks the host of dagtop \\S+, pid ${before}, to leave`, "u"),
      );
      await handedOver(before);
    } finally {
      kill(daemon.pid);
    }
  });

  it("stays where a newer dagtop only looks, and where one of its own version asks", async () => {
    const before = await here.hostPid();
    expect((await start(newer, ["status"]).ended).code).toBe(0);
    expect((await start(newer, ["show", "t#1"]).ended).code).toBe(0);
    expect((await here.dagtop("run", quick())).code).toBe(0);
    expect(await here.hostPid()).toBe(before);
    stage.go();
  });
});

it("5.9 an older dagtop asks a newer host, and leaves it where it is", async () => {
  const daemon = start(newer, ["daemon"]);
  try {
    await until(() => daemon.err().includes("took the lease"));
    expect((await here.dagtop("run", quick())).code).toBe(0);
    expect(await here.hostPid()).toBe(daemon.pid);
  } finally {
    kill(daemon.pid);
  }
});

it("5.9 a host that a systemd unit runs is left to systemd, with the words to restart it", async () => {
  // A unit's own process has its pid beside the id; whatever it starts has another's.
  const script = `SYSTEMD_EXEC_PID=$$ INVOCATION_ID=7c1f exec ${process.execPath} ${PROGRAM} daemon`;
  const unit = spawn("sh", ["-c", script], { env: { ...process.env, DAGTOP_HOME: here.home } });
  try {
    await until(async () => (await here.hostPid()) === unit.pid);
    const refused = await start(newer, ["run", quick()]).ended;
    expect(refused.code).toBe(5);
    expect(refused.err).toContain("systemd runs it, so restart its unit: systemctl");
    expect(alive(unit.pid ?? 0)).toBe(true);
    expect((await here.dagtop("run", quick())).code).toBe(0);
  } finally {
    kill(unit.pid ?? 0);
  }
});

it("5.9 a daemon that only inherited a unit's id, as the shells of a desktop do, is no unit's", async () => {
  const daemon = start(PROGRAM, ["daemon"], { INVOCATION_ID: "7c1f", SYSTEMD_EXEC_PID: "1" });
  await until(() => daemon.err().includes("took the lease"));
  expect((await start(newer, ["run", quick()]).ended).code).toBe(0);
  expect((await daemon.ended).code).toBe(0);
});

describe("5.9 a host that keeps an older schema", () => {
  /** A home of schema 4, and a process that holds its lease as the hosts of that time did. */
  async function olderHost(): Promise<Going> {
    mkdirSync(here.home, { mode: 0o700 });
    const file = join(here.home, "dagtop.db");
    const db = new Database(file);
    const stored = resolve(import.meta.dirname, "../store/old-home-4.sql");
    db.exec(`begin; pragma defer_foreign_keys = on; ${readFileSync(stored, "utf8")}; commit`);
    chmodSync(file, 0o600);
    const script = here.file(
      "older-host.cjs",
      `const Database = require(${JSON.stringify(resolve("node_modules/better-sqlite3"))});
const lock = new Database(${JSON.stringify(join(here.home, "lock.db"))});
lock.exec("begin exclusive");
const db = new Database(${JSON.stringify(file)});
process.on("SIGTERM", () => {
  db.exec("update host set left_at = 1 where left_at is null");
  process.exit(0);
});
process.stderr.write("holds the lease");
setInterval(() => {}, 1000);`,
    );
    const host = start(script, []);
    await until(() => host.err().includes("holds the lease"));
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    db.prepare("update host set left_at = 1").run();
    const { readlinkSync } = await import("node:fs");
    db.prepare(
      `insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since)
       select max(epoch) + 1, ?, ?, ?, ?, '0.0.9', 1 from host`,
    ).run(host.pid, processOf(host.pid)?.startTime, boot, readlinkSync("/proc/self/ns/pid"));
    db.close();
    return host;
  }

  it.each([
    ["run", () => ["run", quick()]],
    ["doctor --take-over", () => ["doctor", "--take-over"]],
  ] as const)("leaves for %s, whose host brings the home up to date", async (_, args) => {
    const host = await olderHost();
    const { code, err } = await here.dagtop(...args());
    expect([code, err]).toEqual([0, expect.any(String)]);
    expect((await host.ended).code).toBe(0);
    expect((await here.dagtop("status")).code).toBe(0);
  });
});
