// 5.10 A home that was copied while stages ran: what runs belongs to the first home until a person says otherwise. One that
// was moved is the same home.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, alive, place, until } from "./program.ts";
import { type WaitingStage, waitingStage } from "./waiting-stage.ts";

const WAITS =
  "this home is a copy of one in which stages ran: dagtop doctor --take-over makes them its own";

let here: Place;
let stage: WaitingStage;
let copy: string;
let others: string[];
beforeEach(() => {
  here = place();
  stage = waitingStage(here);
  copy = `${here.folder}/copy`;
  others = [];
});
afterEach(async () => {
  stage.go();
  for (const home of others) {
    const pid = await hostOf(home);
    if (pid === null) continue;
    process.kill(pid, "SIGTERM");
    await until(() => !alive(pid));
  }
  await here.close();
});

interface Status {
  readonly copied: boolean;
  readonly host: { readonly pid: number } | null;
  readonly waiting: readonly unknown[];
}
const statusOf = (home: string): Promise<Status> => here.json<Status>("status", "--home", home);
const hostOf = async (home: string): Promise<number | null> =>
  (await statusOf(home)).host?.pid ?? null;
const other = (): string =>
  here.file("o.yaml", "name: o\nstages:\n  x: { run: touch other-done }\n");

async function copyWhileRunning(): Promise<number> {
  await here.dagtop("run", stage.file(0), "--detach");
  await stage.running();
  await until(async () => (await stage.shown("t#1")).stages[0]?.attempts[0]?.state === "running");
  const pid = (await here.hostPid()) ?? 0;
  execFileSync("cp", ["-a", here.home, copy]);
  others.push(copy);
  return pid;
}

describe("5.10 a copy of a home in which a stage runs", () => {
  it("leaves that stage alone, starts nothing and says why, everywhere", async () => {
    const first = await copyWhileRunning();
    const before = await statusOf(copy);
    // The first home's host is not this one's.
    expect(before).toMatchObject({ copied: true, host: null });
    const { code, out } = await here.dagtop("run", other(), "--detach", "--home", copy);
    expect([code, out]).toEqual([0, `o#1  queued: ${WAITS}\n`]);
    expect((await statusOf(copy)).waiting).toEqual([
      { run: "t#1", stage: "a", reason: WAITS },
      { run: "o#1", stage: null, reason: WAITS },
    ]);
    expect((await here.dagtop("status", "--home", copy)).out).toContain(
      "a copied home: dagtop doctor --take-over goes on with what ran",
    );
    expect(readFileSync(`${copy}/host.log`, "utf8")).toContain(`starts nothing: ${WAITS}`);
    // Not even a cancel reaches what may be the first home's.
    await here.dagtop("cancel", "t#1", "--home", copy);
    await here.dagtop("cancel", "t#1", "--home", copy);
    stage.go();
    const { stages } = await stage.over("t#1", "succeeded");
    expect(stages[0]?.attempts).toMatchObject([{ state: "succeeded", exit_code: 0 }]);
    expect(await here.hostPid()).toBe(first);
    expect((await stage.shown("t#1", copy)).stages[0]?.attempts[0]?.state).toBe("stopping");
    expect(existsSync(`${here.folder}/other-done`)).toBe(false);
    expect(stage.witnesses()).toHaveLength(1);
    await stage.sound();
  });

  it("is a home like others once a person has said so: the table of 6 holds for what ran", async () => {
    await copyWhileRunning();
    await here.dagtop("run", other(), "--detach", "--home", copy);
    const said = await here.dagtop("doctor", "--take-over", "--home", copy);
    expect([said.code, said.out]).toEqual([0, `${copy}: taken over\n`]);
    await stage.over("o#1", "succeeded", copy);
    expect(await statusOf(copy)).toMatchObject({ copied: false });
    // It is adopted; its end is written where it began, so that here it is unknown.
    expect((await stage.shown("t#1", copy)).state).toBe("running");
    stage.go();
    await stage.over("t#1", "succeeded");
    const { stages } = await stage.over("t#1", "failed", copy);
    expect(stages[0]?.attempts).toMatchObject([{ state: "crashed", cause: "exit code unknown" }]);
    expect(stage.witnesses()).toHaveLength(1);
    await stage.sound(copy);
    const again = await here.dagtop("doctor", "--take-over", "--home", copy);
    expect(again.out).toBe(`${copy}: nothing to take over: this home is no copy\n`);
  });

  it("where nothing runs is a home like others at once", async () => {
    await here.dagtop("run", other());
    execFileSync("cp", ["-a", here.home, copy]);
    others.push(copy);
    const { code } = await here.dagtop("run", other(), "--home", copy);
    expect(code).toBe(0);
    expect(await statusOf(copy)).toMatchObject({ copied: false });
    await stage.sound(copy);
  });
});

describe("5.10 a home that was moved", () => {
  it("is the same home: its host leaves, and the next one goes on with what waits", async () => {
    await here.dagtop("run", other());
    const first = (await here.hostPid()) ?? 0;
    renameSync(here.home, copy);
    others.push(copy);
    await until(() => !alive(first));
    expect(await statusOf(copy)).toMatchObject({ copied: false, host: null });
    expect((await here.dagtop("run", other(), "--home", copy)).code).toBe(0);
    expect((await stage.shown("o#2", copy)).state).toBe("succeeded");
    expect(await statusOf(copy)).toMatchObject({ copied: false });
    await stage.sound(copy);
  });

  it("while a stage runs adopts it, and what its end was is not guessed", async () => {
    await here.dagtop("run", stage.file(0), "--detach");
    await stage.running();
    const first = (await here.hostPid()) ?? 0;
    renameSync(here.home, copy);
    others.push(copy);
    await until(() => !alive(first));
    expect((await here.dagtop("run", other(), "--home", copy)).code).toBe(0);
    expect((await stage.shown("t#1", copy)).state).toBe("running");
    stage.go();
    const { stages } = await stage.over("t#1", "failed", copy);
    expect(stages[0]?.attempts).toMatchObject([{ state: "crashed", cause: "exit code unknown" }]);
    expect(stage.witnesses()).toHaveLength(1);
    await stage.sound(copy);
  });
});

it("5.10 a host whose database is another file than before leaves, and writes nothing", async () => {
  await here.dagtop("run", other());
  const pid = (await here.hostPid()) ?? 0;
  const database = `${here.home}/dagtop.db`;
  execFileSync("cp", ["-a", database, `${database}.new`]);
  renameSync(`${database}.new`, database);
  await until(() => !alive(pid));
  expect(readFileSync(`${here.home}/host.log`, "utf8")).toContain("left: the home is gone");
});
