// Semantics 5.5: the lease of a home is a lock that the kernel frees when its holder dies and that nobody can take from
// a holder who is only stopped. Every holder here is a process of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLease } from "../../src/store/lease.ts";

const HOLDER = join(import.meta.dirname, "lease-holder.ts");
const LONG_MS = 30_000;

let folder = "";
let lock = "";
const children = new Set<ChildProcess>();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagtop-lease-"));
  lock = join(folder, "lock.db");
});
afterEach(async () => {
  await Promise.all([...children].map(killed));
  rmSync(folder, { recursive: true, force: true });
});

interface Holder {
  readonly child: ChildProcess;
  /** It is about to ask. */
  readonly asking: Promise<string>;
  /** "held" or "refused", once it is known. */
  readonly said: Promise<string>;
}

function holder(way: "keep" | "drop" | "bare", waitMs = 0): Holder {
  const args = ["--expose-gc", HOLDER, lock, String(waitMs), way];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.add(child);
  const asking = Promise.withResolvers<string>();
  const said = Promise.withResolvers<string>();
  let text = "";
  child.stdout.on("data", (data: Buffer) => {
    text += data.toString();
    const [first, second] = text.split("\n").slice(0, -1);
    if (first !== undefined) asking.resolve(first);
    if (second !== undefined) said.resolve(second);
  });
  child.once("close", () => {
    asking.resolve("gone");
    said.resolve("gone");
  });
  return { child, asking: asking.promise, said: said.promise };
}

async function killed(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGKILL");
  });
}

/** Whether the lease is free to this process, now; it is left as it was. */
function isFree(waitMs = 0): boolean {
  const lease = takeLease(lock, waitMs);
  lease?.release();
  return lease !== null;
}

const stateOf = (pid: number): string =>
  /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? "";

describe("5.5 the lease", () => {
  it("is one process's at a time: a second one is refused", async () => {
    const first = holder("keep");
    expect(await first.said).toBe("held");
    expect(isFree()).toBe(false);
    expect(await holder("keep").said).toBe("refused");
    expect(isFree()).toBe(false);
  });

  it("is a lock that lets nobody else even read", async () => {
    expect(await holder("keep").said).toBe("held");
    const db = new Database(lock, { timeout: 0 });
    expect(() => db.prepare("select * from sqlite_master").all()).toThrow(
      expect.objectContaining({ code: "SQLITE_BUSY" }),
    );
    db.close();
  });

  it("is free the moment its holder is killed", async () => {
    const { child, said } = holder("keep");
    expect(await said).toBe("held");
    expect(isFree()).toBe(false);
    await killed(child);
    expect(isFree()).toBe(true);
  });

  it("goes to one that waited for it when its holder is killed", async () => {
    const first = holder("keep");
    expect(await first.said).toBe("held");
    const next = holder("keep", LONG_MS);
    expect(await next.asking).toBe("asking");
    await killed(first.child);
    expect(await next.said).toBe("held");
    expect(isFree()).toBe(false);
  });

  it("is not taken from a holder that is stopped", async () => {
    const { child, said } = holder("keep");
    expect(await said).toBe("held");
    child.kill("SIGSTOP");
    while (stateOf(child.pid!) !== "T") await sleep(5);
    expect(isFree(300)).toBe(false);
    expect(await holder("keep", 300).said).toBe("refused");
    child.kill("SIGCONT");
    while (stateOf(child.pid!) === "T") await sleep(5);
    expect(isFree()).toBe(false);
  });

  it("is kept although nobody keeps what takeLease gave, and garbage is collected", async () => {
    expect(await holder("drop").said).toBe("held");
    expect(isFree()).toBe(false);
  });

  it("would be lost so with a handle that is not kept", async () => {
    expect(await holder("bare").said).toBe("held");
    expect(isFree()).toBe(true);
  });

  it("is free again once it was released", async () => {
    const lease = takeLease(lock, 0);
    expect(await holder("keep").said).toBe("refused");
    lease?.release();
    expect(await holder("keep").said).toBe("held");
  });

  it("is not lost when the same process asks for it once more", async () => {
    const lease = takeLease(lock, 0);
    expect(takeLease(lock, 0)).toBeNull();
    expect(await holder("keep").said).toBe("refused");
    lease?.release();
  });
});
