// What `doctor` sees of a machine and a home: real processes, real files; loginctl is a stand-in, since this machine has no logind.

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { log, strays } from "../../src/cli/diagnosis-home.ts";
import { logout, tools } from "../../src/cli/diagnosis-machine.ts";
import { homePaths } from "../../src/engine/home-paths.ts";
import { markOf } from "../../src/engine/host/census.ts";
import { attemptId } from "../../src/pipeline/ids.ts";
import { until } from "../e2e/program.ts";

let folder: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagtop-doctor-"));
});
afterEach(() => {
  child?.kill("SIGKILL");
  child = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A loginctl that answers so. */
function logind(kills: string, lingers: string): Record<string, string> {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const file = join(bin, "loginctl");
  writeFileSync(
    file,
    `#!/bin/sh\ncase "$1" in show) echo ${kills};; show-user) echo ${lingers};; esac\n`,
  );
  chmodSync(file, 0o755);
  return { PATH: `${bin}:/usr/bin:/bin`, USER: "ada" };
}

describe("doctor", () => {
  it("names the tools that it finds and those that it does not", () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "git"), "");
    chmodSync(join(bin, "git"), 0o755);
    const { level, what } = tools({ PATH: bin });
    expect([level, what]).toEqual([
      "ok",
      expect.stringMatching(/^found git; not in PATH: tmux, python3/),
    ]);
  });

  it("warns where a logout ends what runs, and not where one lingers", () => {
    expect(logout(logind("yes", "no"))[0]).toMatchObject({
      level: "warning",
      hint: "loginctl enable-linger keeps them.",
    });
    expect(logout(logind("yes", "yes"))[0]).toMatchObject({ level: "ok" });
    expect(logout(logind("no", "no"))[0]).toMatchObject({ level: "ok" });
  });

  it("names who has the database open", async () => {
    const paths = homePaths(folder);
    writeFileSync(paths.database, "");
    child = spawn("sleep", ["300"], { stdio: ["ignore", "ignore", "ignore"] });
    expect(log(paths)).toMatchObject({ level: "ok", what: expect.stringContaining("nobody has") });
    child.kill("SIGKILL");
    child = spawn("/bin/sh", ["-c", `exec 3< "${paths.database}"; exec sleep 301`]);
    await until(() => log(paths).what.includes(`${child?.pid} (sleep 301)`));
    expect(log(paths).what).toContain(`open in ${child.pid} (sleep 301)`);
  });

  it("names processes of attempts that are over, and none of those that live", async () => {
    const db = new Database(":memory:");
    db.exec(`create table meta (key text, value text); create table attempt (id text, ended_at integer);
      insert into meta values ('home_id', 'home-x'); insert into attempt values ('live', null), ('over', 1);`);
    const env = (id: string) => ({ DAGTOP_MARK: markOf("home-x", attemptId(id)) });
    child = spawn("sleep", ["302"], { env: env("live") });
    expect(strays(db)).toMatchObject({ level: "ok" });
    child.kill("SIGKILL");
    child = spawn("sleep", ["303"], { env: env("over") });
    await until(() => strays(db).level === "warning");
    expect(strays(db)).toMatchObject({
      what: `still there, of attempts that are over: ${child.pid} (sleep 303)`,
      hint: expect.stringContaining(`kill ${child.pid}`),
    });
    db.close();
  });
});
