// Cached stages from outside (semantics 8.2): what makes a stage run again and what does not, and that neither a change
// meanwhile nor a killed host ever leaves a wrong result behind.

import { chmodSync, existsSync, rmSync, truncateSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, alive, kill, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

const pipeline = (stages: string, top = ""): string =>
  here.file("p.yaml", `name: t\n${top}stages:\n${stages}`);
const show = (run = "last"): Promise<ShownRun> => here.json<ShownRun>("show", run);
const stageOf = async (key = "make", run = "last") =>
  (await show(run)).stages.find((stage) => stage.key === key);
const killHost = async (): Promise<void> => {
  const pid = (await here.hostPid()) ?? 0;
  kill(pid);
  await until(() => !alive(pid));
};
/** A file of this size that takes no room, and some time to read. */
const large = (name: string, bytes: number): void => {
  truncateSync(here.file(name, ""), bytes);
};
const GIB = 1024 ** 3;

/** A stage that halts whoever reads files, so that nothing is hashed from its end on. */
const FREEZES = `  make:
    run: |
      echo x >> ran
      test -e hasher || { pgrep -f "hash --index $DAGTOP_HOME" > hasher; kill -STOP $(cat hasher); }
      touch out
    cache: { deps: in, outs: out }
`;
const killHostAndHasher = async (): Promise<void> => {
  await killHost();
  kill(Number(here.read("hasher")));
};
const runs = (): number => here.read("ran").length / 2;

/** Reads `in`, makes `out`, and notes each time that it ran. */
const MAKE = `  make:
    run: |
      echo x >> ran
      cp in out
      echo "size=$(wc -c < in)" >> $DAGTOP_OUTPUT
    cache: { deps: in, outs: out }
`;
const USE = `  use: { argv: [sh, -c, 'echo "$1" >> used', x, "\${{ stages.make.outputs.size }}"], needs: make }\n`;

describe("8.2 a stage with a cache", () => {
  it("is cached by an unchanged second run, and what comes after gets its outputs", async () => {
    here.file("in", "abc");
    const file = pipeline(MAKE + USE);
    expect((await here.dagtop("run", file)).code).toBe(0);
    const second = await here.dagtop("run", file);
    expect(second.code).toBe(0);
    expect(second.out).toContain("cached");
    expect(await stageOf()).toMatchObject({
      state: "cached",
      reason: "unchanged since t#1",
      outputs: { size: "3" },
      attempts: [],
    });
    expect(runs()).toBe(1);
    expect(here.read("used")).toBe("3\n3\n");
    // The third is unchanged since the first as well: a result is made once.
    await here.dagtop("run", file);
    expect((await stageOf())?.reason).toBe("unchanged since t#1");
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  });

  it("runs again when a dep, a parameter, its environment, its command or an out has changed", async () => {
    here.file("in", "abc");
    const top = "params: { n: 1 }\n";
    const file = pipeline(MAKE, top);
    await here.dagtop("run", file);
    const changes: [string, () => string[] | Promise<string[]>][] = [
      ["dep", () => (here.file("in", "abd"), [])],
      ["param", () => ["-p", "n=2"]],
      ["env", () => (pipeline(`${MAKE}    env: { A: "1" }\n`, top), [])],
      ["command", () => (pipeline(MAKE.replace("cp in out", "cp -f in out"), top), [])],
      ["out", () => (here.file("out", "other"), [])],
      ["missing out", () => (rmSync(`${here.folder}/out`), [])],
    ];
    for (const [index, [what, change]] of changes.entries()) {
      const args = await change();
      await here.dagtop("run", file, ...args);
      expect({ what, ran: runs() }).toEqual({ what, ran: index + 2 });
      const { out } = await here.dagtop("explain", "last", "make");
      expect(out).toContain(`not cached: changed since t#${index + 1}: `);
    }
    await here.dagtop("run", file);
    expect((await stageOf())?.state).toBe("cached");
  });

  it("is not touched by what it does not declare: the caller's environment, other stages, new times of files", async () => {
    here.file("in", "abc");
    const file = pipeline(MAKE);
    await here.dagtop("run", file);
    here.file("in", "abc");
    pipeline(`${MAKE}  other: { run: 'true' }\n`, "timeout: 1h\n");
    await here.start(["run", file], { MINE: "x", TZ: "Africa/Tunis" }).ended;
    expect((await stageOf())?.state).toBe("cached");
  });

  it("runs again when a variable of pass_env or of the env file has another value, but not for a secret", async () => {
    here.file("in", "abc");
    const env = (text: string): string => here.file(".env", text);
    env("MODE=a\nTOKEN=first-secret\n");
    chmodSync(`${here.folder}/.env`, 0o600);
    const file = pipeline(MAKE, "env_file: .env\npass_env: [MINE]\nsecrets: [TOKEN]\n");
    const ran = async (mine: string): Promise<number> => {
      await here.start(["run", file], { MINE: mine }).ended;
      return runs();
    };
    expect(await ran("1")).toBe(1);
    env("MODE=a\nTOKEN=second-secret\n");
    expect(await ran("1")).toBe(1);
    expect(await ran("2")).toBe(2);
    env("MODE=b\nTOKEN=second-secret\n");
    expect(await ran("2")).toBe(3);
    expect((await here.dagtop("explain", "last", "make")).out).toContain("its env_file");
  });

  it("keeps nothing of outs that another stage changes after its end, so that nobody is given those", async () => {
    here.file("in", "abc");
    const spoil = "  spoil: { run: echo more >> out, needs: make }\n";
    const file = pipeline(MAKE + spoil);
    for (let run = 1; run <= 3; run += 1) {
      await here.dagtop("run", file);
      expect([runs(), here.read("out")]).toEqual([run, "abcmore\n"]);
    }
    const { out } = await here.dagtop("explain", "last", "make");
    // Whether the files were read before or after the change is a matter of milliseconds.
    expect(out).toMatch(/not cached: (?:changed since t#\d: out|nothing was kept of t#2: out was)/);
  });

  it("has no use for files that a file system makes up: they say something else each time", async () => {
    const file = pipeline(
      MAKE.replace("deps: in", "deps: /proc/uptime").replace("cp in", "echo >"),
    );
    here.file("in", "");
    await here.dagtop("run", file);
    await sleep(2500);
    await here.dagtop("run", file);
    expect(runs()).toBe(2);
  });

  it("runs although nothing has changed where a rerun names it", async () => {
    here.file("in", "abc");
    const file = pipeline(MAKE + USE);
    await here.dagtop("run", file);
    await here.dagtop("rerun", "last", "--from", "make");
    expect(runs()).toBe(2);
    expect((await here.dagtop("explain", "last", "make")).out).toContain("this rerun names it");
    await here.dagtop("run", file);
    expect((await stageOf())?.state).toBe("cached");
  });

  it("fails with words where a dep is missing", async () => {
    const ended = await here.dagtop("run", pipeline(MAKE));
    expect(ended.code).toBe(1);
    expect((await stageOf())?.reason).toBe(
      `could not start: there is no ${here.folder}/in, which its cache names`,
    );
    expect(existsSync(`${here.folder}/ran`)).toBe(false);
  });

  it("keeps nothing of a failure, nor where a dep changed while it ran or an out is missing", async () => {
    here.file("in", "abc");
    const failing = pipeline(MAKE.replace("cp in out", "cp in out; test -e go"));
    expect((await here.dagtop("run", failing)).code).toBe(1);
    here.file("go", "");
    expect((await here.dagtop("run", failing)).code).toBe(0);
    expect(runs()).toBe(2);
    const changing = pipeline(MAKE.replace("cp in out", "cp in out; echo more >> in"));
    await here.dagtop("run", changing);
    expect((await here.dagtop("run", changing)).code).toBe(0);
    expect(runs()).toBe(4);
    const without = pipeline(MAKE.replace("cp in out", "rm -f out"));
    await here.dagtop("run", without);
    await here.dagtop("run", without);
    expect(runs()).toBe(6);
    expect(here.read("home/host.log")).toMatch(
      /nothing is kept of make of t#3: .*changed while it ran/,
    );
  });

  it("has a rerun and a round make use of it like any run", async () => {
    here.file("in", "abc");
    const file = pipeline(`${MAKE}  b: { run: test -e go, needs: make }\n`);
    await here.dagtop("run", file);
    here.file("go", "");
    await here.dagtop("rerun", "last");
    expect((await stageOf())?.state).toBe("cached");
    await here.dagtop("rerun", "last", "--from", "b");
    expect(await stageOf()).toMatchObject({ state: "cached", outputs: { size: "3" } });
    expect(runs()).toBe(1);
  });

  it("takes a folder as a dep: a new file in it, or another name, is a change", async () => {
    here.file("data/a", "1");
    const file = pipeline(`  make: { run: 'echo x >> ran', cache: { deps: data } }\n`);
    const after = async (change: () => unknown): Promise<number> => {
      change();
      await here.dagtop("run", file);
      return runs();
    };
    expect(await after(() => null)).toBe(1);
    expect(await after(() => null)).toBe(1);
    expect(await after(() => here.file("data/sub/b", "2"))).toBe(2);
    rmSync(`${here.folder}/data/sub/b`);
    expect(await after(() => here.file("data/sub/c", "2"))).toBe(3);
    expect(await after(() => null)).toBe(3);
  });
});

describe("8.2 hashing", () => {
  it("is shown while it goes on, with how far it is", async () => {
    large("in", 3 * GIB);
    const running = here.start([
      "run",
      pipeline("  make: { run: 'true', cache: { deps: in } }\n  b: { run: touch reached }\n"),
    ]);
    await until(async () =>
      /hashing \S+ of \S+ GB/.test((await stageOf().catch(() => null))?.reason ?? ""),
    );
    expect((await stageOf())?.state).toBe("queued");
    expect((await here.dagtop("explain", "last", "make")).out).toContain("hashing");
    await until(() => existsSync(`${here.folder}/reached`));
    running.child.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  it("goes on by the next host when its host is killed in the middle, and so does what is yet to be kept", async () => {
    here.file("in", "abc");
    const file = pipeline(
      `${FREEZES}  b: { run: echo x >> ran-b, needs: make, cache: { deps: in } }\n`,
    );
    await here.dagtop("run", file, "--detach");
    await until(async () => (await stageOf("b").catch(() => null))?.state === "queued");
    expect((await stageOf())?.state).toBe("succeeded");
    await killHostAndHasher();
    expect(existsSync(`${here.folder}/ran-b`)).toBe(false);
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    expect(await stageOf("b")).toMatchObject({ state: "succeeded" });
    await here.dagtop("run", file);
    expect((await show()).stages.map(({ state }) => state)).toEqual(["cached", "cached"]);
    expect([runs(), here.read("ran-b")]).toEqual([1, "x\n"]);
    expect((await here.dagtop("doctor", "--verify")).out).toContain("all events agree");
  });

  it("of a success whose dep was changed before the next host came keeps nothing", async () => {
    here.file("in", "abc");
    const file = pipeline(FREEZES);
    await here.dagtop("run", file, "--detach");
    await until(async () => (await show().catch(() => null))?.state === "succeeded");
    await killHostAndHasher();
    here.file("in", "abcd");
    expect((await here.dagtop("daemon", "--once")).code).toBe(0);
    await here.dagtop("run", file);
    expect(runs()).toBe(2);
  });

  it("that dies fails no run, and is begun again", async () => {
    here.file("in", "abc");
    const file = pipeline(FREEZES.replace("-STOP", "-KILL"));
    for (let count = 0; count < 2; count += 1)
      expect((await here.dagtop("run", file)).code).toBe(0);
    await here.dagtop("run", file);
    expect((await stageOf())?.state).toBe("cached");
  });
});
