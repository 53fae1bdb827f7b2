// `dagtop run` from outside: what it starts, what it prints, and how it exits.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

const pipeline = (stages: string, top = ""): string => `name: t\n${top}stages:\n${stages}`;

describe("the exit code of run tells how the run ended", () => {
  it.each([
    ["succeeded", "  a: { run: 'true' }\n", "", 0],
    ["failed", "  a: { run: exit 7 }\n", "", 1],
    ["partial", "  a: { run: exit 7, on_fail: warn }\n", "", 3],
    ["timed out", "  a: { run: sleep 60 }\n", "timeout: 300ms\n", 124],
  ])("%s", async (word, stages, top, code) => {
    const ended = await here.dagtop("run", here.file("p.yaml", pipeline(stages, top)));
    expect(ended.code).toBe(code);
    expect(ended.out).toContain(word);
  });

  it("is 2 for a file with errors, and nothing was started", async () => {
    const file = here.file("p.yaml", "name: t\nstages:\n  a: { run: touch ran, need: b }\n");
    const ended = await here.dagtop("run", file);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain(':3:24  unknown key "need"');
    expect(ended.err).toContain('hint: Did you mean "needs"?');
    expect(existsSync(`${here.folder}/ran`)).toBe(false);
  });

  it("is 2 for a file that is not there, a bad parameter and an unknown option", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'true' }\n", "params: { n: 3 }\n"));
    for (const args of [
      ["nope.yaml"],
      [file, "-p", "n=x"],
      [file, "-p", "m=1"],
      [file, "--nope"],
      [],
    ]) {
      const ended = await here.dagtop("run", ...args);
      expect(ended.code).toBe(2);
      expect(ended.err).toContain("hint: ");
    }
  });

  it("is the true one also when its reader has gone, and when there is no room for what it says", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'sleep 0.3; exit 7' }\n"));
    const env = { ...process.env, DAGTOP_HOME: here.home };
    const program = `${process.execPath} ${PROGRAM} run ${file}`;
    const piped = spawnSync(
      "bash",
      ["-c", `${program} | head -1 >/dev/null; echo "\${PIPESTATUS[0]}"`],
      { env, encoding: "utf8" },
    );
    expect(piped.stdout).toBe("1\n");
    const full = spawnSync("bash", ["-c", `${program} >/dev/full`], { env, encoding: "utf8" });
    expect(full.status).toBe(1);
    expect(full.stderr).toContain("The output can't be written");
  });

  it("is 5 for a home that others can write", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'true' }\n"));
    const ended = await here.dagtop("run", file, "--home", "/tmp");
    expect(ended.code).toBe(5);
    expect(ended.err).toContain("chmod 700");
  });
});

describe("7.6 a script is run so that no failure in it is lost", () => {
  it.each([
    ["a failing command before a good one", "false\n      true"],
    ["a failing command in a pipe", "false | tee x"],
  ])("%s fails the stage", async (_what, script) => {
    const file = here.file("p.yaml", pipeline(`  a:\n    run: |\n      ${script}\n`));
    expect((await here.dagtop("run", file)).code).toBe(1);
  });
});

describe("what a stage gets", () => {
  it("has the caller's umask for its files, while dagtop's own are for the user alone", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'echo hi; touch made' }\n"));
    const before = process.umask(0o027);
    try {
      await here.dagtop("run", file);
    } finally {
      process.umask(before);
    }
    expect(statSync(`${here.folder}/made`).mode & 0o777).toBe(0o640);
    const { stages } = await here.json<ShownRun>("show", "last");
    const log = stages[0]?.attempts[0]?.log ?? "";
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(statSync(log.replace(/log$/, "exit")).mode & 0o777).toBe(0o600);
    for (const name of ["dagtop.db", "lock.db", "host.log", "wake"]) {
      expect(statSync(`${here.home}/${name}`).mode & 0o777).toBe(0o600);
    }
    expect(statSync(here.home).mode & 0o777).toBe(0o700);
  });

  it("has parameters, outputs of earlier stages, and what is passed on", async () => {
    const file = here.file(
      "p.yaml",
      `name: t
params: { lr: { type: number, default: 0.1 } }
pass_env: [MY_TOKEN]
stages:
  a:
    run: |
      echo "model=m-$DAGTOP_PARAM_LR" >> "$DAGTOP_OUTPUT"
      echo "$MY_TOKEN/\${MY_OTHER:-unset}/$DAGTOP_STAGE/$DAGTOP_RUN/$DAGTOP_ATTEMPT" > seen
  b:
    needs: a
    argv: [sh, -c, 'echo "$1 $M" > got', x, "--model=\${{ stages.a.outputs.model }}"]
    env: { M: "\${{ params.lr }}" }
`,
    );
    const running = here.start(["run", file, "-p", "lr=0.5"], { MY_TOKEN: "t0k", MY_OTHER: "o" });
    expect((await running.ended).code).toBe(0);
    expect(here.read("seen")).toBe("t0k/unset/a/t#1/1\n");
    expect(here.read("got")).toBe("--model=m-0.5 0.5\n");
  });

  it("7.4 is warned of a variable that is set here but not passed on", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'echo $MY_TOKEN' }\n"));
    const { err } = await here.start(["run", file], { MY_TOKEN: "x" }).ended;
    expect(err).toContain("the stage a reads $MY_TOKEN, which is set here but not passed on");
    expect(err).toContain("pass_env: [MY_TOKEN]");
  });

  it("5.6 has the limits of its host, and who asks from elsewhere is told where they are lower", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'ulimit -n >> limits' }\n"));
    const lower = `ulimit -n 500; exec ${process.execPath} ${PROGRAM} run ${file}`;
    const env = { ...process.env, DAGTOP_HOME: here.home };
    expect(spawnSync("bash", ["-c", lower], { env, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    const { err } = await here.dagtop("run", file);
    expect(err).toContain("stages get the host's open files (ulimit -n): 500, here it is ");
    expect(here.read("limits")).toBe("500\n500\n");
  });

  it("fails as could not start where its folder is missing, and says so", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'true', cwd: nowhere }\n"));
    const ended = await here.dagtop("run", file);
    expect(ended.code).toBe(1);
    expect(ended.out).toContain("could not start: there is no folder");
  });

  it("is measured: processor time and peak memory of an attempt", async () => {
    const script = `node -e 'const b=Buffer.alloc(6e7,1);const t=Date.now();while(Date.now()-t<900);console.log(b.length)'`;
    const file = here.file("p.yaml", pipeline(`  a:\n    run: ${script}\n`));
    await here.dagtop("run", file);
    const { stages } = await here.json<ShownRun>("show", "last");
    const [attempt] = stages[0]?.attempts ?? [];
    expect(attempt?.cpu_ms).toBeGreaterThan(500);
    expect(attempt?.peak_rss_bytes).toBeGreaterThan(6e7);
  });
});

describe("2.8 runs of one home", () => {
  it("share one host, whatever their pipelines, and both end", async () => {
    const one = here.file("a/p.yaml", "name: one\nstages:\n  s: { run: sleep 0.5 }\n");
    const two = here.file("b/p.yaml", "name: two\nstages:\n  s: { run: sleep 0.5 }\n");
    const both = [here.start(["run", one]), here.start(["run", two])];
    const codes = await Promise.all(both.map(async ({ ended }) => (await ended).code));
    expect(codes).toEqual([0, 0]);
    const { out } = await here.dagtop("events");
    expect(out.match(/"kind":"host.started"/g)).toHaveLength(1);
  });

  it("of one pipeline wait for each other, and the one that waits says for which", async () => {
    const file = here.file(
      "p.yaml",
      pipeline("  a: { run: 'until test -e go; do sleep 0.05; done' }\n"),
    );
    const first = here.start(["run", file]);
    await until(async () => (await here.dagtop("runs")).out.includes("running"));
    const second = here.start(["run", file]);
    await until(() => second.out().includes("queued: waits for t#1, which is still running"));
    const status = await here.dagtop("status");
    expect(status.out).toContain("waits for t#1");
    here.file("go", "");
    expect((await first.ended).code).toBe(0);
    expect((await second.ended).code).toBe(0);
  });
});

describe("ways to run", () => {
  it("--detach says the run's name and leaves; the run goes on", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: 'sleep 0.3; touch done' }\n"));
    const ended = await here.dagtop("run", file, "--detach");
    expect(ended).toMatchObject({ code: 0, out: "t#1  running\n" });
    await until(() => existsSync(`${here.folder}/done`));
    await until(async () => (await here.dagtop("status")).out.includes("succeeded"));
  });

  it("5.8 --inline works in its own process and leaves no host", async () => {
    const file = here.file(
      "p.yaml",
      pipeline("  a: { run: 'echo hi' }\n  b: { run: exit 3, needs: a }\n"),
    );
    expect((await here.dagtop("run", file, "--inline")).code).toBe(1);
    expect(await here.hostPid()).toBe(null);
    expect((await here.dagtop("logs", "last", "a")).out).toBe("hi\n");
  });

  it("5.8 --inline is refused while a host works here", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: sleep 1 }\n"));
    const first = here.start(["run", file]);
    await until(async () => (await here.hostPid()) !== null);
    const ended = await here.dagtop("run", file, "--inline");
    expect(ended.code).toBe(5);
    expect(ended.err).toContain("Leave --inline away");
    await first.ended;
  });

  it("--json prints every event of the run, one JSON value a line", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: exit 4 }\n"));
    const ended = await here.dagtop("run", file, "--json");
    expect(ended.code).toBe(1);
    const kinds = ended.out
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds[0]).toBe("run.created");
    expect(kinds.at(-1)).toBe("run.ended");
    expect(kinds).toContain("attempt.ended");
  });

  it("--dry-run shows order, interpreter and environment, and touches no home", async () => {
    const file = here.file(
      "p.yaml",
      pipeline(
        "  b: { run: echo b, needs: a }\n  a: { run: echo a, retry: 2 }\n",
        "python: auto\n",
      ),
    );
    const python = here.file(".venv/bin/python", "#!/bin/sh\n");
    const { chmodSync } = await import("node:fs");
    chmodSync(python, 0o755);
    const ended = await here.dagtop("run", file, "--dry-run");
    expect(ended.code).toBe(0);
    expect(ended.out.indexOf("  1  a")).toBeLessThan(ended.out.indexOf("  2  b"));
    expect(ended.out).toContain(`${here.folder}/.venv/bin/python`);
    expect(ended.out).toContain("PATH");
    expect(existsSync(here.home)).toBe(false);
  });

  it("tells plain lines with times where there is no terminal", async () => {
    const file = here.file("p.yaml", pipeline("  a: { run: echo the reason; exit 9, retry: 1 }\n"));
    const { out } = await here.dagtop("run", file);
    expect(out).toMatch(/^\d\d:\d\d:\d\d t#1 started by /m);
    expect(out).toMatch(/^\d\d:\d\d:\d\d t#1 a {2}try 1 failed: exit 9/m);
    expect(out).toMatch(/t#1 a {2}try 2 failed: exit 9: the reason; no try is left/);
    expect(out).toMatch(/^\d\d:\d\d:\d\d t#1 failed in /m);
  });

  it("7.5 puts the project's Python first", async () => {
    const python = here.file(".venv/bin/python", "#!/bin/sh\necho mine > which\n");
    (await import("node:fs")).chmodSync(python, 0o755);
    const file = here.file("p.yaml", pipeline("  a: { run: python x.py }\n", "python: auto\n"));
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(readFileSync(`${here.folder}/which`, "utf8")).toBe("mine\n");
  });
});
