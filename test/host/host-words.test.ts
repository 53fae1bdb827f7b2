// What the host's log says: a line for what a person looks for there, none for the rest, and no secret in any.

import { expect, it } from "vitest";
import { hostLog } from "../../src/cli/host-log.ts";
import { beginning, leaving, turnTeller } from "../../src/cli/host-words.ts";
import { readFileSync } from "node:fs";
import { World, planOf, stagePlan } from "../engine/simulate.ts";
import type { Inherited } from "../../src/engine/host/ports.ts";
import { type Lab, lab } from "./lab.ts";

const found: Inherited = {
  epoch: 3,
  isCopy: false,
  homeId: "home",
  secretKey: "00",
  runs: [],
  numbers: new Map(),
};

function told(world: World, runs: Inherited["runs"] = []): string[] {
  const lines: string[] = [];
  const tell = turnTeller(
    { ...found, runs },
    { text: (_, text) => text.replaceAll("hunter2-hunter2", "***TOKEN***") },
    (text) => lines.push(text),
  );
  const turn = world.turn.bind(world);
  world.turn = (inputs) => {
    const done = turn(inputs);
    tell(done);
    return done;
  };
  return lines;
}

it("tells of runs, and hides secrets in how they ended", () => {
  const world = new World(() => ({ takes: 10, code: 1 }));
  const lines = told(world);
  const run = world.trigger(planOf([stagePlan("a")]));
  world.turn([{ kind: "lost", ...lostOf(world, run), cause: "hunter2-hunter2 was wrong" }]);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/#1 started, asked for by ada$/u);
  expect(lines[1]).toContain("***TOKEN*** was wrong");
  expect(lines.join()).not.toContain("hunter2");
});

function lostOf(world: World, run: Parameters<World["of"]>[0]) {
  const remains = {
    claim: null,
    outputs: null,
    cpuMs: null,
    peakRssBytes: null,
    leftovers: [],
    said: null,
  };
  return { ...world.of(run, "a"), remains };
}

it("tells what was found, and how many of it had ended meanwhile", () => {
  const world = new World(() => ({ takes: 10, code: 0 }));
  const run = world.trigger(planOf([stagePlan("a"), stagePlan("b")]));
  const runs = [...world.state.runs.values()];
  expect(beginning({ ...found, runs }, "pid 1")).toEqual([
    "took the lease: epoch 3, pid 1",
    expect.stringMatching(/^goes on with 1 run: \S+#1; 2 attempts to take over$/u),
  ]);
  const lines = told(world, runs);
  world.turn([world.exited(run, "a", 0)]);
  world.turn([world.exited(run, "b", 0)]);
  expect(lines).toEqual(["1 of them had ended; 1 go on", expect.stringMatching(/#1 succeeded$/u)]);
  expect(leaving({ why: "no work", live: 2 })).toBe("left: no work; 2 attempts go on");
});

it("is lines of JSON in the file of a host in the background", async () => {
  const here: Lab = lab();
  try {
    const log = hostLog(here.path("host.log"));
    log.note("took the lease");
    log.failed(new Error("broken"));
    const lines = readFileSync(here.path("host.log"), "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 30, msg: "took the lease", pid: process.pid },
      { level: 60, err: { message: "broken" } },
    ]);
  } finally {
    await here.close();
  }
});
