// Semantics 8.2: hashing runs in a child of the host. It hears nothing of what becomes of the host, so it must end with it;
// and whatever becomes of the child, each question has one answer.

import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MARK_VARIABLE } from "../../src/engine/host/census.ts";
import { processOf } from "../../src/engine/host/proc.ts";
import { hasher } from "../../src/engine/host/hashing/hasher.ts";
import type { Hashed } from "../../src/engine/host/hashing/protocol.ts";
import { startHashing } from "../../src/engine/host/hashing/start.ts";
import { type HashingLab, PROGRAM, asked, digestOf, hashingLab } from "./hashing-lab.ts";
import { alive, until } from "./lab.ts";

let here: HashingLab;
beforeEach(() => {
  here = hashingLab();
});
afterEach(() => here.close());

/** Takes up no room, and seconds to be read. */
function vast(name: string, bytes = 20_000_000_000): string {
  writeFileSync(here.path(name), "");
  truncateSync(here.path(name), bytes);
  return here.path(name);
}

const pidOf = (place: number): number => here.processes.at(place)?.pid ?? 0;

/** Resolves when the process has begun to read. */
function reading(one: ReturnType<HashingLab["hasher"]>, path: string) {
  const begun = Promise.withResolvers<void>();
  const answer = one.hash({ paths: [path] }, () => {
    begun.resolve();
  });
  return { begun: begun.promise, answer };
}

describe("8.2 the hashing process", () => {
  it("8.2 is begun when it is first needed, and is one for all questions, answered in their order", async () => {
    const one = here.hasher();
    expect(here.processes).toHaveLength(0);
    const paths = Array.from({ length: 200 }, (_, at) => here.write(`f/${at}`, `${at}`));
    const order: string[] = [];
    const ask = async (path: string) => {
      const { is } = await asked(one, path);
      if (is === "hashed") order.push(path);
    };
    const big = here.write("big", "x".repeat(5_000_000));
    await Promise.all([big, ...paths].map(ask));
    expect(order).toEqual([big, ...paths]);
    expect(here.processes).toHaveLength(1);
  });

  it("8.2 says how far it is, and knows from the beginning how much there is", async () => {
    const size = 100_000_000;
    const one = here.hasher();
    const small = here.write("small", "x");
    const said: [number, number][] = [];
    await one.hash({ paths: [small, vast("big", size)] }, (...progress) => said.push(progress));
    expect(said.length).toBeGreaterThan(0);
    expect(new Set(said.map(([, total]) => total))).toEqual(new Set([size + 1]));
    const done = said.map(([bytes]) => bytes);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done.every((bytes) => bytes > 0 && bytes <= size + 1)).toBe(true);
  });

  it("8.2 takes questions and gives answers of many megabytes", async () => {
    const one = here.hasher();
    const missing = Array.from({ length: 30_000 }, (_, at) => `/nowhere/${"ä".repeat(100)}/${at}`);
    const answers = await Promise.all([asked(one, ...missing), asked(one, ...missing)]);
    for (const answer of answers) {
      if (answer.is === "failed") throw new Error(answer.cause);
      expect(Object.keys(answer.digests)).toEqual(missing);
      expect(new Set(Object.values(answer.digests))).toEqual(new Set([null]));
    }
  });

  it("8.2 carries no attempt's marker, is in no attempt's session, and gives way to others", async () => {
    process.env[MARK_VARIABLE] = "home/attempt";
    const started: number[] = [];
    const one = hasher({
      start: () => {
        const child = startHashing(PROGRAM, here.index);
        started.push(child.pid ?? 0);
        return child;
      },
      note: () => undefined,
    });
    await asked(one, "/nowhere");
    delete process.env[MARK_VARIABLE];
    const pid = started[0] ?? 0;
    expect(readFileSync(`/proc/${pid}/environ`, "latin1")).not.toContain(MARK_VARIABLE);
    expect(processOf(pid)?.session).toBe(pid);
    expect(Number(readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]?.split(" ")[16])).toBe(
      10,
    );
    one.close();
    await until(() => !alive(pid));
  });
});

describe("8.2 the end of the hashing process", () => {
  it("8.2 comes with that of the host's pipe, in the middle of what it reads", async () => {
    const one = here.hasher();
    const { begun, answer } = reading(one, vast("big"));
    await begun;
    here.processes[0]?.stdin.end();
    await until(() => !alive(pidOf(0)));
    // It had left by itself, so it was asked once more of another.
    await until(() => here.processes.length === 2);
    one.close();
    expect(await answer).toEqual({ is: "failed", cause: "the host leaves" });
    await until(() => !alive(pidOf(1)));
  });

  it("8.2 comes after it was told to, in the middle of what it reads", async () => {
    const one = here.hasher();
    const { begun, answer } = reading(one, vast("big"));
    await begun;
    process.kill(pidOf(0), "SIGTERM");
    await until(() => here.processes.length === 2);
    process.kill(pidOf(1), "SIGTERM");
    expect(await answer).toMatchObject({
      is: "failed",
      cause: expect.stringContaining("the hashing process ended") as string,
    });
    expect(alive(pidOf(0))).toBe(false);
  });

  it("8.2 comes when it was idle for a while, and the next question finds another", async () => {
    const one = here.hasher(["--idle-ms", "1"]);
    const path = here.write("a", "x");
    const before = await digestOf(one, path);
    for (let round = 0; round < 5; round += 1) expect(await digestOf(one, path)).toBe(before);
    await until(() => !alive(pidOf(-1)));
    expect(await digestOf(one, path)).toBe(before);
    expect(here.processes.length).toBeGreaterThan(1);
    expect(here.notes).toEqual([]);
  });

  it("8.2 answers all that it was asked with the cause, and the next question begins another", async () => {
    const one = here.hasher();
    const path = here.write("a", "x");
    const { begun, answer } = reading(one, vast("big"));
    const behind = [asked(one, path), asked(one, path)];
    await begun;
    process.kill(pidOf(0), "SIGKILL");
    await until(() => here.processes.length === 2);
    process.kill(pidOf(1), "SIGKILL");
    const failed: Hashed = { is: "failed", cause: "the hashing process ended (SIGKILL)" };
    expect(await Promise.all([answer, ...behind])).toEqual([failed, failed, failed]);
    expect(here.notes).toEqual(Array(2).fill("the hashing process ended (SIGKILL)"));
    expect(await digestOf(one, path)).toMatch(/^f:/);
    expect(here.processes).toHaveLength(3);
  });

  it("8.2 of one that is killed once is not noticed by who asks", async () => {
    const one = here.hasher();
    const path = here.write("a", "x");
    const before = await digestOf(one, path);
    // Small enough to be read to its end, large enough that the kill comes in the middle.
    const { begun, answer } = reading(one, vast("big", 2_000_000_000));
    const behind = digestOf(one, path);
    await begun;
    process.kill(pidOf(0), "SIGKILL");
    expect(await behind.catch(() => null)).toBe(before);
    expect(await answer).toMatchObject({ is: "hashed" });
  });

  it("8.2 is said with its cause where it can't begin at all", async () => {
    const one = here.hasher([], { cwd: here.path("nowhere") });
    expect(await asked(one, "/")).toMatchObject({
      is: "failed",
      cause: expect.stringContaining("can't be started") as string,
    });
    const other = here.hasher(["--no-such-option"]);
    expect(await asked(other, "/")).toMatchObject({
      is: "failed",
      cause: "the hashing process ended (exit 2)",
    });
    expect(here.notes.at(-1)).toContain("no option --no-such-option");
  });

  it("8.2 is soon where an answer is not wanted any more, so that others are not kept waiting", async () => {
    const one = here.hasher();
    const drop = new AbortController();
    const begun = Promise.withResolvers<void>();
    const path = here.write("a", "x");
    const dropped = one.hash({ paths: [vast("big", 2e12)] }, () => begun.resolve(), drop.signal);
    const next = digestOf(one, path);
    await begun.promise;
    drop.abort();
    expect(await dropped).toMatchObject({ is: "failed" });
    expect(await next).toMatch(/^f:/);
    expect(here.processes).toHaveLength(1);
    expect(await one.hash({ paths: [path] }, () => undefined, drop.signal)).toMatchObject({
      is: "failed",
    });
  });
});

describe("8.2 what it knows of files", () => {
  it("8.2 is saved soon after a change and at the end, for nobody else to read", async () => {
    const path = here.write("a", "x");
    await until(() => statSync(path).ctimeMs < Date.now() - 2100);
    const one = here.hasher();
    const digest = await digestOf(one, path);
    await until(() => here.read("file-hashes").includes(path));
    expect(alive(pidOf(0))).toBe(true);
    expect(statSync(here.index).mode & 0o777).toBe(0o600);
    expect(here.read("file-hashes")).toContain(digest?.slice(2));

    const second = here.write("b", "y");
    await until(() => statSync(second).ctimeMs < Date.now() - 2100);
    await digestOf(one, second);
    one.close();
    await until(() => !alive(pidOf(0)));
    expect(here.read("file-hashes")).toContain(`\t${second}\n`);
  });

  it("8.2 fails nothing where it can't be kept", async () => {
    here.write("file-hashes/in-its-place", "a folder");
    const path = here.write("a", "x");
    await until(() => statSync(path).ctimeMs < Date.now() - 2100);
    const one = here.hasher();
    expect(await digestOf(one, path)).toMatch(/^f:/);
    one.close();
    await until(() => here.processes[0]?.exitCode === 0);
    expect(here.read("file-hashes/in-its-place")).toBe("a folder");
  });
});
