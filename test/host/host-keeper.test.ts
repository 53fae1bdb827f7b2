// 5.7, 5.9 When a host is started for who waits, and when not: judged by the row of the last one. What is started here is a
// program that does nothing.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hostKeeper } from "../../src/cli/host-keeper.ts";
import { isOlder } from "../../src/cli/version.ts";
import { homePaths } from "../../src/engine/home-paths.ts";
import { bootId, pidNamespace } from "../../src/engine/host/proc.ts";
import type { HostRow } from "../../src/store/host-table.ts";

let folder: string;
const [, program] = process.argv;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "dagtop-keeper-"));
  writeFileSync(join(folder, "program.cjs"), "setInterval(() => {}, 1000);");
  process.argv[1] = join(folder, "program.cjs");
});
afterEach(() => {
  process.argv[1] = program ?? "";
  for (const pid of started()) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** The children of this process that run the program. */
function started(): number[] {
  const all = readFileSync(`/proc/self/task/${process.pid}/children`, "latin1");
  return all
    .split(" ")
    .filter(Boolean)
    .map(Number)
    .filter((pid) => {
      const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
      // Between fork and exec it still has our own.
      return line.includes(folder) || line === readFileSync("/proc/self/cmdline", "latin1");
    });
}

function row(over: Partial<HostRow>): HostRow {
  return {
    epoch: 1,
    pid: 4_000_000,
    startTime: 1,
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    version: "0.1.0",
    since: 1,
    leftAt: 2,
    kind: "background",
    machine: "here",
    place: null,
    drainingBy: null,
    database: join(folder, "dagtop.db"),
    ...over,
  };
}

const keeper = () => hostKeeper(homePaths(folder), null);

it("5.7 one that has left, or died, is followed by another, once", () => {
  const one = keeper();
  one.keep(row({}));
  one.keep(row({}));
  expect(started()).toHaveLength(1);
  keeper().keep(row({ leftAt: null }));
  expect(started()).toHaveLength(2);
});

it("after a drain who only follows starts none, and who asks does", () => {
  const one = keeper();
  const drained = row({ drainingBy: "ada" });
  one.keep(drained);
  expect(started()).toHaveLength(0);
  one.keep(drained, true);
  expect(started()).toHaveLength(1);
});

it("after a drain it makes no difference who had started the host that drained", () => {
  const one = keeper();
  one.keep(null);
  one.keep(row({ leftAt: null, pid: process.pid, startTime: ownStart() }));
  one.keep(row({ drainingBy: "ada" }));
  expect(started()).toHaveLength(1);
});

it("one that dies while it drains is followed by another, but not before its row was read again", () => {
  const one = keeper();
  const dead = row({ drainingBy: "ada", leftAt: null });
  one.keep(dead);
  expect(started()).toHaveLength(0);
  one.keep(dead);
  expect(started()).toHaveLength(1);
});

it("5.10 the row of the home that this one is a copy of tells of no host here", () => {
  const of = { leftAt: null, pid: process.pid, startTime: ownStart() };
  keeper().keep(row(of));
  expect(started()).toHaveLength(0);
  keeper().keep(row({ ...of, place: "1:1" }));
  expect(started()).toHaveLength(1);
});

it("5.9 an older host that has no such database open is not signalled", () => {
  let told = 0;
  const count = (): void => {
    told += 1;
  };
  process.on("SIGTERM", count);
  keeper().keep(row({ leftAt: null, pid: process.pid, startTime: ownStart(), version: "0.0.1" }));
  process.off("SIGTERM", count);
  expect([told, started()]).toEqual([0, []]);
});

function ownStart(): number {
  return Number(readFileSync("/proc/self/stat", "latin1").split(") ")[1]?.split(" ")[19]);
}

it.each([
  ["0.1.0", "0.2.0", true],
  ["0.9.0", "0.10.0", true],
  ["1.0.0-rc.1", "1.0.0", true],
  ["1.0.0-rc.1", "1.0.0-rc.2", true],
  ["0.1.0", "0.1.0", false],
  ["1.0.0", "1.0.0-rc.1", false],
  ["2.0.0", "1.9.9", false],
  ["1.2.3+build", "1.2.3", false],
])("5.9 %s is older than %s: %s", (version, than, is) => {
  expect(isOlder(version, than)).toBe(is);
});
