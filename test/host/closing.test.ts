// Semantics 3.4 and 3.7: how processes are brought to an end, step by step, with made-up passes and a made-up clock.
// Each table reads: at this uptime this is seen, so this is done.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Closing,
  type Order,
  type Seen,
  atOnce,
  stepOf,
  stopping,
  sweeping,
} from "../../src/engine/host/closing.ts";
import type { Process } from "../../src/engine/host/proc.ts";

const ONE: Process = {
  pid: 7,
  state: "S",
  parent: 1,
  group: 7,
  session: 7,
  startTime: 100,
  name: "sleep",
  isKernelThread: false,
};

const seen = (over: Partial<Seen>): Seen => ({
  members: [],
  unclear: 0,
  hasClaim: true,
  shimAlive: false,
  hasRecord: false,
  commandEnded: true,
  ...over,
});

const RUNS = seen({ members: [ONE], shimAlive: true });
/** A command that left something: the shim has written its record and is gone. */
const LEFT = seen({ members: [ONE], hasRecord: true });
/** The shim alone: it writes its record, or can't. */
const SHIM = seen({ shimAlive: true });
const GONE = seen({ hasRecord: true });
const UNCLEAR = seen({ hasRecord: true, unclear: 1 });

const WAIT: Order = { is: "wait" };
const SIGNAL: Order = { is: "signal" };
const KILL: Order = { is: "kill", shimToo: false };
const KILL_SHIM: Order = { is: "kill", shimToo: true };
const OVER: Order = { is: "over" };
const GIVE_UP: Order = { is: "give_up" };

type Line = readonly [up: number, seen: Seen, order: Order];
type Case = readonly [fact: string, start: Closing, lines: readonly Line[]];

const BUSY = { ...RUNS, commandEnded: false };
const RECORDED = { ...SHIM, hasRecord: true };

/** The same lines with what is done in truth, and how things stand then. */
function follow(start: Closing, lines: readonly Line[]): { done: Line[]; closing: Closing } {
  let closing = start;
  const done = lines.map(([up, what]): Line => {
    const step = stepOf(closing, what, up);
    ({ closing } = step);
    return [up, what, step.order];
  });
  return { done, closing };
}

const STOPS: readonly Case[] = [
  [
    "signals once, and is over after two clean passes",
    stopping(30_000, false, 1000),
    [
      [1000, RUNS, SIGNAL],
      [1010, RUNS, WAIT],
      [5000, RUNS, WAIT],
      [5010, GONE, WAIT],
      [5020, GONE, OVER],
    ],
  ],
  [
    "counts clean passes from the start when one sees something again",
    stopping(30_000, false, 0),
    [
      [0, RUNS, SIGNAL],
      [10, GONE, WAIT],
      [20, LEFT, WAIT],
      [30, GONE, WAIT],
      [40, GONE, OVER],
    ],
  ],
  [
    "signals when there is a command to hear it: a shim alone would not pass it on",
    stopping(500, false, 0),
    [
      [0, { ...SHIM, hasClaim: false }, WAIT],
      [10, SHIM, WAIT],
      [20, RUNS, SIGNAL],
      [519, RUNS, WAIT],
      [520, RUNS, KILL],
    ],
  ],
  [
    "waits for a command to hear it as long as the grace, and no longer",
    stopping(500, false, 0),
    [
      [0, SHIM, WAIT],
      [499, SHIM, WAIT],
      [500, SHIM, SIGNAL],
      [1000, SHIM, KILL],
      [2000, SHIM, KILL_SHIM],
    ],
  ],
  ["waits for nothing where the record is there", stopping(500, false, 0), [[0, RECORDED, SIGNAL]]],
  [
    "kills when the grace is over, not a moment before, and in each pass",
    stopping(500, false, 0),
    [
      [0, RUNS, SIGNAL],
      [499, RUNS, WAIT],
      [500, RUNS, KILL],
      [510, RUNS, KILL],
      [520, GONE, WAIT],
      [530, GONE, OVER],
    ],
  ],
  [
    "counts the grace from the signal",
    stopping(500, false, 0),
    [
      [3000, RUNS, SIGNAL],
      [3499, RUNS, WAIT],
      [3500, RUNS, KILL],
    ],
  ],
  [
    "kills a shim only a second after the first KILL, and only without a record",
    stopping(0, false, 0),
    [
      [0, RUNS, SIGNAL],
      [10, RUNS, KILL],
      [1009, SHIM, KILL],
      [1010, SHIM, KILL_SHIM],
      [1020, RECORDED, KILL],
      [1030, GONE, WAIT],
      [1040, GONE, OVER],
    ],
  ],
  [
    "runs the stop command first, and signals when that has ended",
    stopping(500, true, 100),
    [
      [100, BUSY, WAIT],
      [400, BUSY, WAIT],
      [410, RUNS, SIGNAL],
      [909, RUNS, WAIT],
      [910, RUNS, KILL],
    ],
  ],
  [
    "waits for a stop command as long as the grace, and no longer",
    stopping(500, true, 100),
    [
      [599, BUSY, WAIT],
      [600, BUSY, SIGNAL],
      [1099, BUSY, WAIT],
      [1100, BUSY, KILL],
    ],
  ],
  [
    "needs no signal where the stop command ended it all",
    stopping(500, true, 0),
    [
      [0, BUSY, WAIT],
      [100, GONE, WAIT],
      [110, GONE, OVER],
    ],
  ],
  [
    "gives up what is left after 30 s of KILL",
    stopping(0, false, 0),
    [
      [0, RUNS, SIGNAL],
      [10, LEFT, KILL],
      [30_009, LEFT, KILL],
      [30_010, LEFT, GIVE_UP],
    ],
  ],
  [
    "kills at once at a second cancel, in the midst of the stop command",
    atOnce(stopping(30_000, true, 0), 50),
    [
      [50, BUSY, KILL],
      [1050, BUSY, KILL_SHIM],
    ],
  ],
  [
    "kills at once at a second cancel, in the midst of a grace",
    atOnce(follow(stopping(30_000, false, 0), [[0, RUNS, SIGNAL]]).closing, 60),
    [[60, RUNS, KILL]],
  ],
  [
    "kills at once what was only being swept",
    atOnce(sweeping(30_000), 70),
    [
      [70, LEFT, KILL],
      [80, GONE, WAIT],
      [90, GONE, OVER],
    ],
  ],
  [
    "does not begin the 30 s anew at a third cancel",
    atOnce(atOnce(stopping(30_000, false, 0), 0), 29_000),
    [
      [29_999, LEFT, KILL],
      [30_000, LEFT, GIVE_UP],
    ],
  ],
];

const SWEEPS: readonly Case[] = [
  ["is over after one clean pass where there was nothing", sweeping(500), [[0, GONE, OVER]]],
  [
    "is over after one clean pass where the signal was enough",
    sweeping(500),
    [
      [0, LEFT, SIGNAL],
      [10, GONE, OVER],
    ],
  ],
  [
    "kills after the grace, and then needs two clean passes",
    sweeping(500),
    [
      [0, LEFT, SIGNAL],
      [499, LEFT, WAIT],
      [500, LEFT, KILL],
      [510, GONE, WAIT],
      [520, GONE, OVER],
    ],
  ],
  [
    "gives up what can't be ended after 30 s",
    sweeping(0),
    [
      [0, LEFT, SIGNAL],
      [0, LEFT, KILL],
      [30_000, LEFT, GIVE_UP],
    ],
  ],
];

const UNTOLD: readonly Case[] = [
  [
    "keeps a sweep from being over for 5 s, and no longer",
    sweeping(500),
    [
      [0, UNCLEAR, WAIT],
      [4999, UNCLEAR, WAIT],
      [5000, UNCLEAR, OVER],
    ],
  ],
  [
    "keeps a stop from being over for 5 s, and no longer",
    stopping(500, false, 0),
    [
      [0, RUNS, SIGNAL],
      [100, UNCLEAR, WAIT],
      [5099, UNCLEAR, WAIT],
      [5100, UNCLEAR, WAIT],
      [5110, UNCLEAR, OVER],
    ],
  ],
  [
    "is not waited for when it shows what it is",
    sweeping(500),
    [
      [0, UNCLEAR, WAIT],
      [10, GONE, OVER],
    ],
  ],
  [
    "is waited for anew after something of the attempt was seen",
    sweeping(500),
    [
      [0, UNCLEAR, WAIT],
      [4000, LEFT, SIGNAL],
      [4100, UNCLEAR, WAIT],
      [9099, UNCLEAR, WAIT],
      [9100, UNCLEAR, OVER],
    ],
  ],
];

describe("3.4 a stop", () => {
  it.each(STOPS)("3.4 %s", (_fact, start, lines) => {
    expect(follow(start, lines).done).toEqual(lines);
  });
});

describe("3.7 a sweep", () => {
  it.each(SWEEPS)("3.7 %s", (_fact, start, lines) => {
    expect(follow(start, lines).done).toEqual(lines);
  });
});

describe("3.5 what can't be told from the attempt", () => {
  it.each(UNTOLD)("3.5 %s", (_fact, start, lines) => {
    expect(follow(start, lines).done).toEqual(lines);
  });

  it("3.5 is waited for 5 s in all, however it comes and goes between clean passes", () => {
    let closing = stopping(0, false, 0);
    let order: Order = WAIT;
    let up = 0;
    for (; up < 20_000 && order.is !== "over"; up += 100) {
      ({ closing, order } = stepOf(closing, up % 200 === 0 ? UNCLEAR : GONE, up));
    }
    expect(up).toBeLessThan(6000);
  });
});

describe("3.4 whatever is seen", () => {
  const observation = (isEmpty: boolean) =>
    fc.record({
      dt: fc.integer({ min: 1, max: 200 }),
      isThere: isEmpty ? fc.constant(false) : fc.boolean(),
      shimAlive: isEmpty ? fc.constant(false) : fc.boolean(),
      hasClaim: fc.boolean(),
      hasRecord: fc.boolean(),
      unclear: fc.integer({ min: 0, max: 1 }),
      commandEnded: fc.boolean(),
    });
  const observations = fc.oneof(
    fc.array(observation(false), { minLength: 1, maxLength: 12 }),
    fc.array(observation(true), { minLength: 1, maxLength: 4 }),
  );
  const starts = fc.record({
    isSweep: fc.boolean(),
    hasCommand: fc.boolean(),
    graceMs: fc.integer({ min: 0, max: 20_000 }),
    killAt: fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: null }),
  });

  interface Played {
    readonly orders: readonly { readonly up: number; readonly order: Order; readonly what: Seen }[];
    readonly ended: boolean;
  }

  /** The observations again and again, up to far behind any end. */
  function play(
    start: typeof starts extends fc.Arbitrary<infer Start> ? Start : never,
    cycle: typeof observations extends fc.Arbitrary<infer Cycle> ? Cycle : never,
    limit: number,
  ): Played {
    const { graceMs, hasCommand, isSweep, killAt } = start;
    let closing = isSweep ? sweeping(graceMs) : stopping(graceMs, hasCommand, 0);
    const orders: { up: number; order: Order; what: Seen }[] = [];
    let up = 0;
    let killed = false;
    for (let turn = 0; up <= limit; turn += 1) {
      const { dt, isThere, ...rest } = cycle[turn % cycle.length]!;
      const what = { ...rest, members: isThere ? [ONE] : [] };
      up += dt;
      if (killAt !== null && up >= killAt && !killed) {
        closing = atOnce(closing, up);
        killed = true;
      }
      const step = stepOf(closing, what, up);
      ({ closing } = step);
      orders.push({ up, order: step.order, what });
      if (step.order.is === "over" || step.order.is === "give_up") return { orders, ended: true };
    }
    return { orders, ended: false };
  }

  it("3.4 it comes to an end: command, grace, 30 s of KILL, and 5 s for what is unclear before each", () => {
    fc.assert(
      fc.property(starts, observations, (start, cycle) => {
        const limit = 2 * start.graceMs + 30_000 + 4 * (5000 + 2 * 200);
        expect(play(start, cycle, limit).ended).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("3.4 it signals at most once, kills only after that or at once, and a shim last", () => {
    fc.assert(
      fc.property(starts, observations, (start, cycle) => {
        const { orders } = play(start, cycle, 60_000);
        const signals = orders.filter(({ order }) => order.is === "signal");
        const kills = orders.filter(({ order }) => order.is === "kill");
        expect(signals.length).toBeLessThanOrEqual(1);
        const first = kills[0]?.up ?? Infinity;
        const isEarly = start.killAt !== null && first >= start.killAt;
        const graceOver = (signals[0]?.up ?? Infinity) + start.graceMs;
        expect(kills.length === 0 || isEarly || first >= graceOver).toBe(true);
        for (const { up, order, what } of kills) {
          if (order.is !== "kill" || !order.shimToo) continue;
          expect(what.shimAlive && !what.hasRecord).toBe(true);
          expect(up - Math.min(first, start.killAt ?? Infinity)).toBeGreaterThanOrEqual(1000);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("3.4 nothing is over while something of it is there", () => {
    fc.assert(
      fc.property(starts, observations, (start, cycle) => {
        const last = play(start, cycle, 120_000).orders.at(-1);
        if (last?.order.is !== "over") return;
        expect([last.what.members.length, last.what.shimAlive]).toEqual([0, false]);
      }),
    );
  });
});
