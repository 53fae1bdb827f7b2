// A command may do as it likes with the files of its attempt, and a disk may be full: neither ends the host, on which
// every other stage of every other run depends (semantics 5.3). What can't be read or written is left out.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMetrics, readOutputs } from "../../src/engine/host/outputs.ts";
import { processOf } from "../../src/engine/host/proc.ts";
import { readClaim, readExit } from "../../src/engine/host/records.ts";
import { remainsOf } from "../../src/engine/host/tracked.ts";
import { childAsSampled, indexLog, newMetrics, sample } from "../../src/engine/host/watch.ts";
import { type Lab, lab, until } from "./lab.ts";
import { type Watched, watched } from "./watched.ts";

let here: Lab;
let on: Watched;
beforeEach(() => {
  here = lab();
  on = watched(here);
});
afterEach(async () => {
  on.watch.close();
  await here.close();
});

describe("5.4 what a command wrote", () => {
  it.each([
    ["", null, null],
    ["\n\n", null, null],
    ["a=1\n", { a: "1" }, null],
    ["a=1\r\nb=2\r\n", { a: "1", b: "2" }, null],
    ["a=1\na=2", { a: "2" }, null],
    ["a=\n", { a: "" }, null],
    ["a=b=c # d\n", { a: "b=c # d" }, null],
    ["run-id=7\n", { "run-id": "7" }, null],
    ["a=1\n1a=2\nb = 3\n", { a: "1" }, "line 2 of its outputs is no key=value"],
    ["__proto__=1\n", null, "line 1 of its outputs is no key=value"],
    ["constructor=1\n", { constructor: "1" }, null],
    ["a=1\u20282\u20293\nb=4\n", { a: "1\u20282\u20293", b: "4" }, null],
    ["a=10%\r20%\nb=\r\r\n", { a: "10%\r20%", b: "\r" }, null],
  ])("5.4 outputs %j are %j", (text, outputs, warning) => {
    expect(readOutputs(here.write("output", text))).toEqual({ outputs, warning });
  });

  it("5.4 outputs that are too big are left out whole, and said", () => {
    const { outputs, warning } = readOutputs(here.write("output", `a=${"x".repeat(256 * 1024)}\n`));
    expect(outputs).toBeNull();
    expect(warning).toContain("left out");
  });

  it("5.4 metrics are read line by line from where the last look ended", () => {
    const file = here.write("metrics", '{"step": 1, "loss": 0.5}\n{"loss": 0.2');
    const first = readMetrics(file, 0);
    expect(first.points).toEqual([{ name: "loss", step: 1, value: 0.5 }]);
    expect(readMetrics(file, first.offset)).toEqual({ points: [], offset: first.offset });
    const more =
      '{"step": 1, "loss": 0.5}\n{"loss": 0.25}\nnonsense\n[1]\n{"a": "b", "c": null}\n{"d": 1e999}\n';
    writeFileSync(file, more);
    expect(readMetrics(file, first.offset)).toEqual({
      points: [{ name: "loss", step: null, value: 0.25 }],
      offset: more.length,
    });
  });

  it("5.4 a line of metrics longer than a look is gone over, and what follows is read", () => {
    const file = here.write("metrics", `{"a": 1, "pad": "${"x".repeat(600_000)}"}\n{"b": 2}\n`);
    const found = [];
    for (let offset = 0, before = -1; offset !== before;) {
      before = offset;
      const read = readMetrics(file, offset);
      found.push(...read.points);
      offset = read.offset;
    }
    expect(found).toEqual([{ name: "b", step: null, value: 2 }]);
  });
});

describe("files that are something else", () => {
  const odd = (path: string): void => {
    mkdirSync(path);
    writeFileSync(join(path, "inside"), "a=1\n");
  };

  it("outputs in a folder of that name are left out, and said", () => {
    odd(here.path("output"));
    const { outputs, warning } = readOutputs(here.path("output"));
    expect(outputs).toBeNull();
    expect(warning).not.toBeNull();
  });

  it("metrics in a folder of that name are none", () => {
    odd(here.path("metrics"));
    expect(readMetrics(here.path("metrics"), 0)).toEqual({ points: [], offset: 0 });
  });

  it("links that lead nowhere or in a circle are nothing", () => {
    for (const [name, to] of [
      ["output", "nowhere"],
      ["metrics", "metrics"],
      ["claim", "claim"],
      ["exit", "nowhere"],
      ["child", "child"],
    ] as const)
      symlinkSync(to, here.path(name));
    expect(readOutputs(here.path("output")).outputs).toBeNull();
    expect(readMetrics(here.path("metrics"), 0).points).toEqual([]);
    expect(readClaim(here.folder)).toEqual({ is: "none" });
    expect(readExit(here.folder)).toBeNull();
    expect(childAsSampled(here.folder)).toBeNull();
  });

  it.skipIf(process.getuid?.() === 0)("outputs that may not be read are left out, and said", () => {
    chmodSync(here.write("output", "a=1\n"), 0o000);
    expect(readOutputs(here.path("output")).warning).not.toBeNull();
  });

  it("an attempt ends as its record says though its outputs became a folder", () => {
    const { one } = on.pair("");
    mkdirSync(one.folder);
    odd(join(one.folder, "output"));
    expect(remainsOf(one).remains.outputs).toBeNull();
  });
});

describe("an attempt whose folder is gone while it runs", () => {
  it("is still looked at", async () => {
    const { one } = on.pair("");
    mkdirSync(one.folder);
    writeFileSync(join(one.folder, "log"), "text\n");
    indexLog(one, 1);
    expect(one.logBytes).toBe(5);
    rmSync(one.folder, { recursive: true });
    indexLog(one, 2);
    expect(newMetrics(one)).toBeNull();
    const child = here.spawn(["sleep", "61"]);
    one.session = process.pid;
    // While it is being made into another program, a process has no memory for a moment.
    await until(() => {
      sample(one, [processOf(child.pid)!], one.started, null);
      return one.peakRssBytes !== null;
    });
    expect(one.peakRssBytes).toBeGreaterThan(0);
    expect(one.child?.pid).toBe(child.pid);
  });
});

describe.skipIf(!canMount())("5.3 on a full disk", () => {
  let disk: string;
  beforeEach(() => {
    disk = here.path("disk");
    mkdirSync(disk);
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
  });
  afterEach(async () => {
    await until(() => spawnSync("umount", [disk]).status === 0);
  });

  const fill = (): void => {
    expect(spawnSync("dd", ["if=/dev/zero", `of=${disk}/filler`, "bs=4k"]).status).toBe(1);
  };

  it("5.3 a live attempt is still looked at, and its log indexed when there is room again", () => {
    const { one: given } = on.pair("");
    const one = { ...given, folder: join(disk, "attempt") };
    mkdirSync(one.folder);
    writeFileSync(join(one.folder, "log"), "text\n");
    fill();
    indexLog(one, 1);
    const child = here.spawn(["sleep", "61"]);
    one.session = process.pid;
    sample(one, [processOf(child.pid)!], one.started, null);
    expect(one.child?.pid).toBe(child.pid);
    rmSync(join(disk, "filler"));
    indexLog(one, 2);
    expect(here.read("disk/attempt/log.idx")).toBe("5 2\n");
  });

  it("5.3 an attempt that never began is fenced when there is room again", async () => {
    const { one: given } = on.pair("");
    const one = { ...given, folder: join(disk, "attempt") };
    mkdirSync(one.folder);
    fill();
    on.watch.inherit([one]);
    expect(on.told(one.attempt)).toEqual([]);
    rmSync(join(disk, "filler"));
    expect((await on.end(one)).kind).toBe("fenced");
  });
});

function canMount(): boolean {
  return (
    process.getuid?.() === 0 &&
    spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
  );
}
