// What is given to the program and is not what it seems: files that are pipes or lead in a circle, names with escape
// sequences, words in the wrong place. Each is told in words, nothing waits for ever, and a host lives on.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

const show = (run = "last"): Promise<ShownRun> => here.json<ShownRun>("show", run);

function fifo(name: string): string {
  const path = `${here.folder}/${name}`;
  expect(spawnSync("mkfifo", ["-m", "600", path]).status).toBe(0);
  return path;
}

describe("a FIFO in the place of", () => {
  it("5.3 an env_file: the stage could not start, and the host goes on", async () => {
    const env = fifo("secrets.env");
    const text = "name: t\nenv_file: secrets.env\nstages: { a: { run: 'true' } }\n";
    const ended = await here.dagtop("run", here.file("p.yaml", text));
    expect(ended.code).toBe(1);
    expect(ended.err).toContain(`warning: the env_file is no plain file: ${env}`);
    expect(ended.out).toContain(`could not start: the env_file ${env} is no plain file`);
    expect((await here.dagtop("run", "--", "true")).code).toBe(0);
  });

  it("the database: looking says so, completing is silent, and no host waits for it", async () => {
    mkdirSync(here.home, { mode: 0o700 });
    const path = fifo("home/dagtop.db");
    for (const args of [["status"], ["runs"], ["run", "--", "true"], ["daemon", "--once"]]) {
      const { code, err } = await here.dagtop(...args);
      expect([args, code]).toEqual([args, 5]);
      expect(err).toContain(`something else than a file in the place of its database, ${path}.`);
    }
    for (const names of ["runs", "pipelines", "stages"]) {
      const ended = await here.dagtop("completion", "--names", names);
      expect(ended).toEqual({ code: 0, out: "", err: "" });
    }
    rmSync(path);
  });

  it("a pipeline file is read, as cat reads it", async () => {
    const script = `node ${PROGRAM} run <(printf 'name: piped\\nstages: { a: { run: echo hi } }\\n')`;
    const env = { ...process.env, DAGTOP_HOME: here.home, NO_COLOR: "1" };
    const { status, stdout } = spawnSync("bash", ["-c", script], { env, encoding: "utf8" });
    expect([status, stdout]).toEqual([0, expect.stringContaining("piped#1")]);
  });
});

describe("a configuration that leads in a circle", () => {
  it("5.1 ends no host and changes nothing, and who starts a run is told", async () => {
    const config = here.file("config/dagtop/config.yaml", "pools: { disk: 1 }\n");
    const env = { XDG_CONFIG_HOME: `${here.folder}/config` };
    // While a home is being made there is nothing to see of it yet.
    const isHost = async (pid: number) => (await here.hostPid().catch(() => null)) === pid;
    const host = here.start(["daemon"], env);
    await until(() => isHost(host.pid));
    const run = (...args: string[]) => here.start(["run", ...args, "--", "true"], env).ended;
    expect((await run("--slots", "disk=1")).code).toBe(0);
    rmSync(config);
    symlinkSync(config, config);
    const refused = await run();
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(`Your configuration ${config} can't be read (ELOOP).`);
    expect(refused.err).toContain("hint: ");
    expect((await here.dagtop("run", "--", "true")).code).toBe(0);
    expect(await here.hostPid()).toBe(host.pid);
    host.child.kill("SIGTERM");
    await host.ended;
    const another = here.start(["daemon"], env);
    await until(() => isHost(another.pid));
    expect((await here.dagtop("run", "--", "true")).code).toBe(0);
  });
});

it("a folder whose name has escape sequences is warned of without them", async () => {
  const name = "\u001b]0;owned\u0007\u001b[2J";
  const text = `name: t\nenv_file: .env\nstages: { a: { run: 'true', cwd: gone } }\n`;
  const file = here.file(`${name}/p.yaml`, text);
  for (const args of [
    ["validate", file],
    ["run", file],
    ["trigger", "t"],
    ["rerun", "last"],
  ]) {
    const { err } = await here.dagtop(...args);
    expect(err).toContain("warning: the env_file is not there: ");
    expect(err.split("\n").join("")).toMatch(/^[ -~]*$/);
  }
});

describe("words in the wrong place", () => {
  const STAGES = "name: t\nstages:\n  a: { run: 'true' }\n  b: { run: 'true', needs: a }\n";

  it("--from and --only are one or the other, of run and of rerun", async () => {
    const file = here.file("p.yaml", STAGES);
    await here.dagtop("run", file);
    for (const args of [
      ["run", file],
      ["rerun", "last"],
    ]) {
      const ended = await here.dagtop(...args, "--from", "b", "--only", "b");
      expect(ended).toMatchObject({ code: 2, out: "" });
      expect(ended.err).toContain("Either --from or --only, not both.");
    }
  });

  it("a run is rerun and not run, and a command stands behind --", async () => {
    const file = here.file("p.yaml", STAGES);
    await here.dagtop("run", file);
    for (const name of ["t#1", "last"]) {
      const ended = await here.dagtop("run", name);
      expect(ended).toMatchObject({ code: 4, out: "" });
      expect(ended.err).toContain(`dagtop rerun ${name} `);
    }
    const command = await here.dagtop("run", "python3", "-c", "1");
    expect(command.code).toBe(2);
    expect(command.err).toContain("Put -- before a command: dagtop run -- python3 …");
  });

  it("2.4 a run that goes on can't be retried, and the hint is of that run", async () => {
    const text = "name: t\nstages: { a: { run: until test -e go; do sleep 0.05; done } }\n";
    await here.dagtop("run", here.file("p.yaml", text), "--detach");
    const { code, err } = await here.dagtop("retry", "last");
    expect(code).toBe(2);
    expect(err).toContain("t#1 has not ended");
    expect(err).toContain("dagtop show t#1");
    expect(err).not.toContain("validate");
    here.file("go", "");
    await until(async () => (await show()).state === "succeeded");
  });
});

it("2.5 run FILE --from finds its run behind any number of others of that name", async () => {
  const text = "name: t\nstages:\n  a: { run: test ! -e bad }\n  b: { run: 'true', needs: a }\n";
  const file = here.file("p.yaml", text);
  await here.dagtop("run", file);
  here.file("bad", "");
  await here.dagtop("run", file);
  process.kill((await here.hostPid()) ?? 0, "SIGTERM");
  await until(async () => (await here.hostPid()) === null);
  const db = new Database(`${here.home}/dagtop.db`);
  const columns =
    "state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of";
  const copy = db.prepare(
    `insert into run (id, pipeline, folder, number, ${columns})
     select ?, pipeline, ?, ?, ${columns} from run where number = 1`,
  );
  for (let n = 3; n < 300; n += 1) copy.run(`copy-${n}`, n % 2 === 0 ? "/elsewhere" : "/other", n);
  db.prepare("update pipeline set last_number = 299").run();
  db.close();
  const { code, err } = await here.dagtop("run", file, "--from", "b");
  expect([code, err]).toEqual([0, ""]);
  expect(await show()).toMatchObject({ run: "t#300", rerun_of: "t#1" });
});

describe("7.3 a secret that was changed between two attempts", () => {
  it("7.3 is hidden as it was before, in the next attempt and in a rerun that goes on from it", async () => {
    const [first, second] = ["first-value-of-it", "second-value-of-it"];
    chmodSync(here.file("secrets.env", `TOKEN=${first}\n`), 0o600);
    const text = `name: t
env_file: secrets.env
secrets: [TOKEN]
stages:
  a: { run: 'true' }
  b:
    needs: a
    retry: 1
    run: |
      test -e $DAGTOP_STATE_DIR/kept || printf %s "$TOKEN" > $DAGTOP_STATE_DIR/kept
      cat $DAGTOP_STATE_DIR/kept
      echo "kept=$(cat $DAGTOP_STATE_DIR/kept)" >> $DAGTOP_OUTPUT
      echo "{\\"$(cat $DAGTOP_STATE_DIR/kept)\\": 1}" >> $DAGTOP_METRICS
      echo TOKEN=${second} > secrets.env
      test -e good
`;
    const file = here.file("p.yaml", text);
    expect((await here.dagtop("run", file)).code).toBe(1);
    here.file("good", "");
    expect((await here.dagtop("rerun", "last", "--from", "b")).code).toBe(0);
    for (const run of ["t#1", "t#2"]) {
      const shown = await show(run);
      expect(shown.stages[1]?.outputs).toEqual({ kept: "***TOKEN***" });
      for (const args of [
        ["show", run],
        ["logs", run],
        ["events", run],
      ])
        expect((await here.dagtop(...args)).out).not.toContain(first);
    }
    const db = new Database(`${here.home}/dagtop.db`, { readonly: true });
    for (const table of ["event", "stage", "metric"])
      expect(JSON.stringify(db.prepare(`select * from ${table}`).all())).not.toContain(first);
    db.close();
  });
});
