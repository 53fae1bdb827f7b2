// Which CPU time counts as an attempt's between two looks: none is lost when a child ends, and none counts twice.

import { describe, expect, it } from "vitest";
import { type CpuBook, cpuSince } from "../../src/engine/host/cpu-time.ts";
import type { Usage } from "../../src/engine/host/proc.ts";

const used = (pid: number, parent: number, cpuMs: number, startTime = pid): Usage => ({
  pid,
  parent,
  startTime,
  cpuMs,
  rssBytes: 0,
});
const book = (...ones: Usage[]): CpuBook => new Map(ones.map((one) => [one.pid, one]));
const nobody = () => null;
const since = (before: CpuBook, found: Usage[], lookUp: (pid: number) => Usage | null = nobody) =>
  cpuSince(before, found, lookUp).ms;

const SHIM = used(1, 0, 0);

describe("the CPU time of an attempt", () => {
  it("is what all of its processes have used, from its beginning on", () => {
    expect(since(book(), [SHIM, used(2, 1, 300), used(3, 2, 50)])).toBe(350);
    expect(since(book(SHIM, used(2, 1, 300)), [SHIM, used(2, 1, 400), used(3, 2, 50)])).toBe(150);
    expect(since(book(SHIM, used(2, 1, 300)), [SHIM, used(2, 1, 300)])).toBe(0);
  });

  it("has that of children which no look has met: who waited for them has it", () => {
    expect(since(book(SHIM, used(2, 1, 10)), [SHIM, used(2, 1, 2010)])).toBe(2000);
  });

  it("has that of a child once, before it ends and after that", () => {
    const before = book(SHIM, used(2, 1, 100), used(3, 2, 700));
    // 3 used 200 more and ended; 2 has waited for it.
    expect(since(before, [SHIM, used(2, 1, 100 + 900)])).toBe(200);
  });

  it("has that of a child whose parent has ended too", () => {
    const before = book(SHIM, used(2, 1, 100), used(3, 2, 700));
    expect(since(before, [used(1, 0, 100 + 700 + 50)])).toBe(50);
  });

  it("loses nothing of others when one ends that nobody of the attempt waits for", () => {
    // 3 is a daemon: its parent is not of the attempt.
    const before = book(SHIM, used(2, 1, 100), used(3, 9999, 700));
    expect(since(before, [SHIM, used(2, 1, 400)])).toBe(300);
  });

  it("knows a zombie, whose time its parent has not got yet", () => {
    const before = book(SHIM, used(2, 1, 100), used(3, 2, 700));
    const zombie = used(3, 2, 750);
    const first = cpuSince(before, [SHIM, used(2, 1, 100)], (pid) => (pid === 3 ? zombie : null));
    expect(first.ms).toBe(50);
    expect(since(first.book, [SHIM, used(2, 1, 100 + 750)])).toBe(0);
  });

  it("is not mistaken for another's who has got the pid since", () => {
    const before = book(SHIM, used(2, 1, 100), used(3, 9999, 700));
    expect(since(before, [SHIM, used(2, 1, 100), used(3, 2, 20, 77)])).toBe(20);
  });

  it("is never less than nothing, whatever a parent has not waited for", () => {
    const before = book(SHIM, used(2, 1, 100), used(3, 2, 700));
    expect(since(before, [SHIM, used(2, 1, 110)])).toBe(0);
  });
});
