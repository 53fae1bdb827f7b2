// What is sampled of attempts, and when: how far apart looks and rows are over a long life, what a row is of, and that real
// processes are seen to do what they do. Of GPUs there need be none here: a probe of the test's own tells of them.

import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { homePaths } from "../../src/engine/home-paths.ts";
import type { GpuUse } from "../../src/engine/gpu-use.ts";
import { allProcesses, usageOf } from "../../src/engine/host/proc.ts";
import {
  type Look,
  type Sampling,
  afterLook,
  isRowDue,
  rowOf,
  samplingAnew,
  samplingFrom,
} from "../../src/engine/host/samples.ts";
import type { Tracked } from "../../src/engine/host/tracked.ts";
import type { SampleRow } from "../../src/engine/rows.ts";
import { attemptId } from "../../src/pipeline/ids.ts";
import { openStore } from "../../src/store/reader.ts";
import { type Lab, kill, lab, until } from "./lab.ts";
import { type Succession, WAIT, succession } from "./succession.ts";
import { type Watched, watched } from "./watched.ts";

const ID = attemptId("a");
const HOUR = 3_600_000;
const AT = 1_700_000_000_000;

/** A look at one process, and what it has used by then. */
const look = (up: number, cpuMs: number, over: Partial<Look> = {}): Look => ({
  now: { at: AT + up, up, boot: "boot" },
  members: [{ pid: 2, parent: 1, startTime: 1, cpuMs, rssBytes: 1000 }],
  shim: null,
  gpu: { gpuPercent: null, gpuBytes: null },
  lookUp: () => null,
  ...over,
});

/** What comes of an attempt that lives so long: all rows, and when it was looked at. */
function life(ms: number, startedUp = 12_345): { rows: SampleRow[]; looks: number[] } {
  let one = samplingFrom(startedUp);
  const rows: SampleRow[] = [];
  const looks: number[] = [];
  while (one.nextUp < startedUp + ms) {
    // A tick comes up to a quarter of a second after the look was due.
    const up = one.nextUp + (looks.length % 5) * 50;
    looks.push(up);
    one = afterLook(one, look(up, up - startedUp));
    const made = isRowDue(one, startedUp) ? rowOf(one, ID) : null;
    if (made === null) continue;
    rows.push(made.row);
    one = made.next;
  }
  return { rows, looks };
}

describe("looks", () => {
  it("come soon at first, then every 2 to 5 s", () => {
    const { looks } = life(HOUR);
    const gaps = looks.slice(1).map((up, place) => up - looks[place]!);
    expect(looks[0]).toBe(12_345 + 250);
    expect(Math.max(...gaps.slice(0, 2))).toBeLessThanOrEqual(1250);
    expect(Math.min(...gaps.slice(2))).toBeGreaterThanOrEqual(2000);
    expect(Math.max(...gaps.slice(2))).toBeLessThanOrEqual(5000);
  });

  it("are at the same moments for attempts that began at others, so that one pass serves all", () => {
    const next = (startedUp: number): number => {
      let one = samplingFrom(startedUp);
      while (one.nextUp < 60_000) one = afterLook(one, look(one.nextUp, 0));
      return one.nextUp;
    };
    expect(new Set([0, 17, 999, 1500, 2999, 12_345, 40_001].map(next)).size).toBe(1);
  });
});

describe("rows", () => {
  it("are 3 s apart at first and then ever further, so that a long life has not many", () => {
    const { rows } = life(4 * HOUR);
    expect(rows.length).toBeGreaterThan(1200);
    expect(rows.length).toBeLessThan(1450);
    expect(life(24 * HOUR).rows.length).toBeLessThan(2200);
    const gaps = rows.slice(1).map(({ at }, place) => at - rows[place]!.at);
    expect(Math.max(...gaps.slice(1, 100))).toBeLessThan(4000);
    expect(gaps.at(-1)).toBeGreaterThan(33_000);
    expect(Math.max(...gaps)).toBeLessThan(40_000);
    expect(rows.every(({ cpuPercent }) => cpuPercent === 100)).toBe(true);
  });

  it("have the first of them within 2 s", () => {
    expect(life(2250).rows).toHaveLength(1);
  });

  it("have the mean CPU time and GPU use since the row before, and the most memory", () => {
    let one: Sampling = samplingFrom(0);
    one = afterLook(one, look(1000, 2000, { gpu: { gpuPercent: 10, gpuBytes: 7 } }));
    const big = { pid: 2, parent: 1, startTime: 1, cpuMs: 2500, rssBytes: 9000 };
    one = afterLook(one, look(2000, 0, { members: [big] }));
    one = afterLook(one, look(5000, 5500, { gpu: { gpuPercent: 51, gpuBytes: 5 } }));
    const { row, next } = rowOf(one, ID)!;
    expect(row).toEqual({
      attemptId: ID,
      at: AT + 5000,
      cpuPercent: 110,
      rssBytes: 9000,
      gpuPercent: 30.5,
      gpuBytes: 7,
    });
    expect(rowOf(next, ID)).toBeNull();
    const after = rowOf(afterLook(next, look(8000, 5500)), ID)!.row;
    expect(after).toMatchObject({
      cpuPercent: 0,
      rssBytes: 1000,
      gpuPercent: null,
      gpuBytes: null,
    });
  });

  it("have no CPU time of before the look at an attempt that another host began", () => {
    let one = samplingAnew(samplingFrom(0));
    one = afterLook(one, look(HOUR, 500_000));
    expect(isRowDue(one, 0)).toBe(false);
    expect(rowOf(one, ID)!.row.cpuPercent).toBeNull();
    one = afterLook(one, look(HOUR + 1000, 500_500));
    expect(isRowDue(one, 0)).toBe(true);
    expect(rowOf(one, ID)!.row.cpuPercent).toBe(50);
  });

  it("are of processes: where a look meets none, there is nothing to say", () => {
    const one = afterLook(samplingFrom(0), look(1000, 0, { members: [] }));
    expect(rowOf(one, ID)).toBeNull();
    expect(one.nextUp).toBeGreaterThan(1000);
  });
});

it("what a process has used is told while it is the same process", () => {
  const own = usageOf(
    process.pid,
    allProcesses().find(({ pid }) => pid === process.pid)!.startTime,
  )!;
  const { user, system } = process.cpuUsage();
  expect(own.parent).toBe(process.ppid);
  expect(own.cpuMs).toBeGreaterThan(0);
  expect(own.cpuMs).toBeLessThan((user + system) / 1000 + 60_000);
  expect(own.rssBytes).toBeGreaterThan(process.memoryUsage.rss() / 2);
  expect(own.rssBytes).toBeLessThan(process.memoryUsage.rss() * 2);
  expect(usageOf(process.pid, own.startTime + 1)).toBeNull();
  const { pid } = spawnSync("true");
  expect(usageOf(pid, 1)).toBeNull();
});

describe("real processes", () => {
  let here: Lab;
  let on: Watched;
  let gpu: GpuUse | null;
  let asked: number;
  beforeEach(() => {
    here = lab();
    gpu = null;
    asked = 0;
    on = watched(here, undefined, {
      latest: () => {
        asked += 1;
        return gpu;
      },
      close: () => undefined,
    });
  });
  afterEach(async () => {
    on.watch.close();
    await here.close();
  });

  const rowsOf = ({ attempt }: Tracked): SampleRow[] =>
    on.samples.filter(({ attemptId: id }) => id === attempt);
  /** CPU percent of its rows, as soon as one is of more than half a core. */
  const busy = async (one: Tracked): Promise<number[]> => {
    const percents = () => rowsOf(one).map(({ cpuPercent }) => cpuPercent ?? -1);
    await until(() => percents().some((percent) => percent > 50), 40_000);
    return percents();
  };

  it("that do nothing but count use one core", async () => {
    const one = on.start("while :; do :; done");
    const idle = on.start("sleep 61");
    expect(Math.max(...(await busy(one)))).toBeLessThan(160);
    await until(() => rowsOf(idle).length > 0);
    expect(Math.max(...rowsOf(idle).map(({ cpuPercent }) => cpuPercent!))).toBeLessThan(20);
  });

  it("that live shortly are not overlooked: a shell that runs one after the other is busy", async () => {
    const short = "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done";
    const one = on.start(`while :; do sh -c '${short}'; done`);
    expect(Math.max(...(await busy(one)))).toBeLessThan(160);
  });

  it("that hold memory are seen to hold it, all together", async () => {
    const hold = `const held = Buffer.alloc(60e6, 1); setInterval(() => held, 1e3)`;
    const one = on.start(`"${process.execPath}" -e '${hold}' & "${process.execPath}" -e '${hold}'`);
    await until(() => rowsOf(one).some(({ rssBytes }) => rssBytes > 150e6), 40_000);
    expect(one.peakRssBytes).toBeGreaterThan(150e6);
  });

  it("are on a GPU when a probe says so of their pids", async () => {
    const one = on.start("echo $$ >pid; exec sleep 61");
    const other = on.start("sleep 61");
    await until(() => here.lines("pid").length > 0);
    const pid = Number(here.lines("pid")[0]);
    gpu = {
      processes: [{ pid, gpu: "GPU-1", percent: null, bytes: 5e9 }],
      percents: new Map([["GPU-1", 97]]),
    };
    await until(() => rowsOf(one).some(({ gpuBytes }) => gpuBytes === 5e9), 40_000);
    expect(rowsOf(one).at(-1)).toMatchObject({ gpuPercent: 97, gpuBytes: 5e9 });
    await until(() => rowsOf(other).length > 0);
    expect(rowsOf(other).every((row) => row.gpuPercent === null && row.gpuBytes === null)).toBe(
      true,
    );
  });

  it("that have ended leave a row of what was seen since the last one, and nobody asks on", async () => {
    const one = on.start(WAIT);
    expect(asked).toBe(0);
    await until(() => one.sampling.looks === 1);
    expect(rowsOf(one)).toEqual([]);
    here.write("go", "");
    const { remains } = await on.exit(one);
    expect(rowsOf(one)).toHaveLength(1);
    expect(rowsOf(one)[0]!.rssBytes).toBe(remains.peakRssBytes);
    expect(on.watch.busy()).toBe(0);
    expect(asked).toBe(one.sampling.looks);
  });
});

describe("5.4 samples of an attempt whose host is killed", () => {
  let here: Lab;
  let home: Succession;
  beforeEach(() => {
    here = lab();
    home = succession(here);
  });
  afterEach(() => home.close());

  it("go on under the next host", async () => {
    const earlier = home.earlier();
    const script = "while test ! -e go; do :; done";
    const run = earlier.trigger(home.plan(home.stage(script)));
    earlier.die();
    const host = here.spawn([process.execPath, "--input-type=module", "-e", HOST]);
    const reader = openStore(homePaths(here.path("home")).database)!;
    const latest = () => reader.samples.latestOfRun(run)[0];
    await until(() => latest() !== undefined, 40_000);
    kill(host.pid);
    await host.ended;
    const last = latest()!;
    const before = reader.samples.ofAttempt(last.attemptId);
    const next = home.again();
    await until(() => latest()!.at > last.at, 40_000);
    const rows = reader.samples.ofAttempt(last.attemptId);
    expect(rows.slice(0, before.length)).toEqual(before);
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(rows.every(({ cpuPercent, rssBytes }) => cpuPercent! < 160 && rssBytes > 0)).toBe(true);
    reader.close();
    here.write("go", "");
    const { attempts } = await next.ended(run);
    expect(attempts.at(-1)).toMatchObject({ id: last.attemptId, state: "succeeded" });
    home.sound(next);
  });
});

const from = (path: string): string =>
  JSON.stringify(new URL(`../../src/${path}`, import.meta.url));
/** A host of the lab's home, in a process of its own. */
const HOST = `
  import { startHost } from ${from("cli/compose.ts")};
  import { prepareHome } from ${from("cli/home.ts")};
  import { homePaths } from ${from("engine/home-paths.ts")};
  const paths = homePaths(process.env.DAGTOP_LAB + "/home");
  prepareHome(paths);
  const nothing = () => undefined;
  startHost({ paths, config: "/nowhere/config.yaml", reader: () => null, idleMs: null, note: nothing });
`;
