// Semantics 8.2: what a digest is of. Two things have the same one exactly if a command that reads them could not tell them
// apart by names, contents and the right to execute.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openIndex } from "../../src/engine/host/hashing/file-index.ts";
import type { Hasher } from "../../src/engine/host/hashing/hasher.ts";
import { type HashingLab, asked, digestOf, hashedHere, hashingLab } from "./hashing-lab.ts";

let here: HashingLab;
let one: Hasher;
beforeEach(() => {
  here = hashingLab();
  one = here.hasher();
});
afterEach(() => here.close());

const digest = (name: string) => digestOf(one, here.path(name));
const causeOf = async (...paths: string[]): Promise<string> => {
  const hashed = await asked(one, ...paths);
  return hashed.is === "failed" ? hashed.cause : "";
};

describe("8.2 a digest of a file", () => {
  it("8.2 is that of its bytes alone, wherever it is and whenever it was written", async () => {
    here.write("a", "same\n");
    here.write("elsewhere/b", "same\n");
    here.write("c", "other\n");
    const found = await asked(one, here.path("a"), here.path("elsewhere/b"), here.path("c"));
    if (found.is === "failed") throw new Error(found.cause);
    const [a, b, c] = Object.values(found.digests);
    expect(a).toMatch(/^f:[0-9a-f]{64}$/);
    expect([b, a === c]).toEqual([a, false]);
    expect(Object.keys(found.digests)).toEqual([
      here.path("a"),
      here.path("elsewhere/b"),
      here.path("c"),
    ]);
  });

  it("8.2 is SHA-256, also of a file that is read in many pieces", async () => {
    const text = "0123456789abcdef".repeat(300_000);
    here.write("big", text);
    const sum = createHash("sha256").update(text).digest("hex");
    expect(await digest("big")).toBe(`f:${sum}`);
    here.write("none", "");
    expect(await digest("none")).toMatch(/^f:e3b0c44298fc1c14/);
  });

  it("8.2 counts whether it can be executed", async () => {
    here.write("a", "#!/bin/sh\n");
    const before = await digest("a");
    chmodSync(here.path("a"), 0o755);
    expect(await digest("a")).toBe(before?.replace("f:", "x:"));
  });

  it("8.2 is null where nothing is, also below what is no folder, and where a link leads nowhere", async () => {
    here.write("a", "");
    symlinkSync("nowhere", here.path("dangling"));
    for (const name of ["missing", "a/b", "dangling"]) expect(await digest(name)).toBeNull();
  });

  it("8.2 is that of what a link leads to, where the path itself is one", async () => {
    here.write("a", "text");
    here.write("tree/b", "text");
    symlinkSync("a", here.path("to-a"));
    symlinkSync("tree", here.path("to-tree"));
    expect(await digest("to-a")).toBe(await digest("a"));
    expect(await digest("to-tree")).toBe(await digest("tree"));
  });
});

describe("8.2 a digest of a folder", () => {
  it("8.2 does not depend on the order in which it was filled", async () => {
    const names = ["b", "a", "B", "ä", "a-b", "a.b", "ab", "z/y", "\u{1f600}", "\uffee"];
    for (const name of names) here.write(`one/${name}`, name);
    for (const name of names.toReversed()) here.write(`two/${name}`, name);
    expect(await digest("one")).toBe(await digest("two"));
  });

  it("8.2 changes with a new file, a name, a content, a right and an empty folder", async () => {
    here.write("t/in/a", "1");
    const seen = new Set([await digest("t")]);
    const changes = [
      () => here.write("t/in/b", "2"),
      () => {
        renameSync(here.path("t/in/b"), here.path("t/in/c"));
      },
      () => {
        renameSync(here.path("t/in/c"), here.path("t/c"));
      },
      () => here.write("t/c", "3"),
      () => {
        chmodSync(here.path("t/c"), 0o700);
      },
      () => mkdirSync(here.path("t/empty")),
      () => {
        rmSync(here.path("t/empty"), { recursive: true });
        here.write("t/empty", "");
      },
    ];
    for (const change of changes) {
      change();
      seen.add(await digest("t"));
    }
    expect(seen.size).toBe(changes.length + 1);
  });

  it("8.2 is the same under another name", async () => {
    here.write("t/a", "1");
    const before = await digest("t");
    renameSync(here.path("t"), here.path("u"));
    expect(await digest("u")).toBe(before);
    expect(await digest("t")).toBeNull();
  });

  it("8.2 has links by their text, wherever they lead", async () => {
    here.write("out", "1");
    here.write("t/a", "1");
    symlinkSync("../out", here.path("t/link"));
    const before = await digest("t");
    here.write("out", "2");
    expect(await digest("t")).toBe(before);
    rmSync(here.path("t/link"));
    symlinkSync("..", here.path("t/link"));
    expect(await digest("t")).not.toBe(before);
  });

  it("8.2 of names that are no UTF-8, and that hold line breaks, is found", async () => {
    mkdirSync(here.path("t"));
    writeFileSync(Buffer.concat([Buffer.from(here.path("t/")), Buffer.from([0xff, 0xfe])]), "1");
    here.write("t/a\nb\t%0A", "2");
    const before = await digest("t");
    here.write("t/a\nb\t%0A", "3");
    expect(await digest("t")).not.toBe(before);
  });

  it("8.2 is refused, with what it is and where, when it holds something that can't be read", async () => {
    mkdirSync(here.path("t"));
    execFileSync("sh", ["-c", 'mkfifo "$0"', here.path("t/pipe")]);
    expect(await causeOf(here.path("t"))).toBe(
      `${here.path("t/pipe")} is a FIFO, which can't be hashed`,
    );
    rmSync(here.path("t/pipe"));
    const server = createServer().listen(here.path("t/socket"));
    expect(await causeOf(here.path("t"))).toContain("t/socket is a socket");
    server.close();
    expect(await causeOf("/dev/null")).toBe("/dev/null is a device, which can't be hashed");
  });

  it("8.2 is refused where links lead in a circle, or a path is too long", async () => {
    symlinkSync("loop", here.path("loop"));
    expect(await causeOf(here.path("loop"))).toContain(`${here.path("loop")} can't be read: `);
    expect(await causeOf(here.path("x".repeat(5000)))).toContain("name too long");
  });

  it("8.2 is refused by name where a file may not be read, and nothing is written where none may write", async () => {
    chmodSync(here.folder, 0o755);
    here.write("t/secret", "1");
    chmodSync(here.path("t/secret"), 0);
    chmodSync(here.folder, 0o555);
    const index = openIndex(here.index);
    // Root may read everything, so somebody else looks.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      await expect(hashedHere(index, [here.path("t")])).rejects.toThrow(
        `${here.path("t/secret")} can't be read: permission denied`,
      );
      index.save();
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(here.folder, 0o755);
    }
    expect(existsSync(here.index)).toBe(false);
  });
});

describe("8.2 the index", () => {
  it("8.2 spares reading what looks as it did, and nothing that does not", async () => {
    here.write("t/a", "1234");
    here.write("t/b", "12");
    await sleep(2100);
    const index = openIndex(here.index);
    const path = here.path("t/a");
    const first = await hashedHere(index, [here.path("t")]);
    expect(first.bytes).toBe(6);
    expect(await hashedHere(index, [here.path("t")])).toEqual({ ...first, bytes: 0 });

    // Touched: read again, and the same.
    utimesSync(path, 1, 1);
    expect(await hashedHere(index, [here.path("t")])).toEqual({ ...first, bytes: 4 });

    // Replaced by another of the same looks but its inode.
    const { atime, mtime } = statSync(here.path("t/b"));
    here.write("new", "34");
    utimesSync(here.path("new"), atime, mtime);
    renameSync(here.path("new"), here.path("t/b"));
    const replaced = await hashedHere(index, [here.path("t")]);
    expect(replaced.digests).not.toEqual(first.digests);
  });

  it("8.2 does not hide a change of the same size whose mtime was put back", async () => {
    const path = here.write("a", "1234");
    await sleep(2100);
    const index = openIndex(here.index);
    const before = await hashedHere(index, [path]);
    const { atime, mtime } = statSync(path);
    here.write("a", "5678");
    utimesSync(path, atime, mtime);
    expect(statSync(path).mtimeMs).toBe(mtime.getTime());
    const after = await hashedHere(index, [path]);
    expect(after.bytes).toBe(4);
    expect(after.digests).not.toEqual(before.digests);
  });

  it("8.2 does not trust a file that was written just before it was read", async () => {
    const path = here.write("a", "1234");
    const index = openIndex(here.index);
    const first = await hashedHere(index, [path]);
    expect(index.isChanged()).toBe(false);
    expect(await hashedHere(index, [path])).toEqual(first);
    expect(first.bytes).toBe(4);
  });
});

describe("8.2 a file that changes while it is read", () => {
  const sizes: [string, number][] = [
    ["a small one", 100],
    ["a big one", 3_000_000],
  ];
  it.each(sizes)("8.2 is read once more, and is what it was then: %s", async (_what, size) => {
    const path = here.write("a", "x".repeat(size));
    const end = here.write("end", "y".repeat(size + 1));
    const index = openIndex(here.index);
    let times = 0;
    const { digests } = await hashedHere(index, [path], () => {
      if (++times === 1) here.write("a", "y".repeat(size + 1));
    });
    const { digests: known } = await hashedHere(index, [end]);
    expect(digests[path]).toBe(known[end]);
  });

  it.each(sizes)("8.2 is refused by name if it changes again: %s", async (_what, size) => {
    const path = here.write("t/a", "x".repeat(size));
    let length = size;
    const changed = hashedHere(openIndex(here.index), [here.path("t")], () => {
      here.write("t/a", "y".repeat(++length));
    });
    await expect(changed).rejects.toThrow(`${path} changes while it is read`);
  });

  it("8.2 is refused if it grows as quickly as it is read", async () => {
    const path = here.write("log", "x".repeat(300_000));
    let size = 300_000;
    const changed = hashedHere(openIndex(here.index), [path], () => {
      truncateSync(path, (size += 2_000_000));
    });
    await expect(changed).rejects.toThrow(`${path} changes while it is read`);
  });

  it("8.2 is null if it is gone the second time", async () => {
    const path = here.write("a", "x");
    const { digests } = await hashedHere(openIndex(here.index), [path], () => {
      rmSync(path, { force: true });
    });
    expect(digests[path]).toBeNull();
  });
});
