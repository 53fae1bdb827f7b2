// Semantics 7.3: what may come out of an attempt are the secrets of its whole run, and of the runs that it goes on from: a
// stage keeps what it likes in its state folder, values that were changed since among them.

import { afterEach, beforeEach, expect, it } from "vitest";
import { fingerprintsOf } from "../../src/engine/host/fingerprint.ts";
import { hiderOf } from "../../src/engine/host/hiding.ts";
import { maskOfRun } from "../../src/cli/masking.ts";
import type { ReportInput } from "../../src/engine/input.ts";
import { pipelineName, type RunId } from "../../src/pipeline/ids.ts";
import { planOf, stagePlan } from "../engine/simulate.ts";
import { Home, StoredWorld } from "./stored-world.ts";

const KEY = "07".repeat(32);
const PLAN = planOf([stagePlan("one"), stagePlan("two")], { maxActiveRuns: 9 });

let home: Home;
let world: StoredWorld;
beforeEach(() => {
  home = new Home();
  world = new StoredWorld(home, () => ({ mute: true }));
});
afterEach(() => {
  home.remove();
});

/** The stage's attempt is about to get a value. */
function give(run: RunId, stage: string, value: string): void {
  const { attempt } = world.of(run, stage);
  world.secrets = [{ attempt: attempt, rows: fingerprintsOf({ TOKEN: value }, KEY) }];
  world.drain();
}

function rerunOf(before: RunId): RunId {
  const { pipeline, number } = world.runs.get(before)!;
  const name = `${pipeline}#${number}`;
  return world.rerun(PLAN, { run: before, name, state: {}, fresh: [], taken: [] });
}

function given(run: RunId, stage: string): (text: string) => string {
  const hide = hiderOf(world.journal, KEY);
  return (text) => {
    const input = world.exitedWith(run, stage, 0, { outputs: { text } }) as ReportInput;
    const report = hide.report(input);
    if (report.kind !== "exited") throw new Error(report.kind);
    const { remains, attempt } = report;
    const [point] = hide.metrics({
      attempt,
      points: [{ name: text, step: null, value: 1 }],
      offset: 0,
    }).points;
    expect(point?.name).toBe(remains.outputs?.["text"]);
    return remains.outputs?.["text"] ?? "";
  };
}

it("7.3 a value of an attempt before, or of a stage beside it, is hidden as its own is", () => {
  const run = world.trigger(PLAN);
  const text = "first-value second-value third-value";
  const of = given(run, "one");
  expect(of(text)).toBe(text);
  give(run, "one", "first-value");
  expect(of(text)).toBe("***TOKEN*** second-value third-value");
  give(run, "two", "second-value");
  give(run, "one", "third-value");
  expect(of(text)).toBe("***TOKEN*** ***TOKEN*** ***TOKEN***");
  expect(given(run, "two")(text)).toContain("***TOKEN*** ***TOKEN***");
});

it("7.3 values of the runs that a run goes on from are hidden in it, by a later host and in each view too", () => {
  const first = world.trigger(PLAN);
  let run = first;
  const stranger = world.trigger(
    planOf([stagePlan("one")], { pipeline: pipelineName("other") }),
    "other",
  );
  give(stranger, "one", "of-another-run");
  for (const n of [1, 2, 3]) {
    give(run, "one", `value-of-${n}`);
    run = rerunOf(run);
  }
  const text = "value-of-1 value-of-2 value-of-3 of-another-run";
  const hidden = "***TOKEN*** ***TOKEN*** ***TOKEN*** of-another-run";
  expect(given(run, "one")(text)).toBe(hidden);
  world.restart();
  expect(given(run, "one")(text)).toBe(hidden);
  const reader = home.reader();
  expect(maskOfRun(reader, run).text(text)).toBe(hidden);
  expect(maskOfRun(reader, first).text("value-of-2")).toBe("value-of-2");
});

it("7.3 are looked up once for all that a run gives, until there is another value", () => {
  const run = world.trigger(PLAN);
  const { attempt } = world.of(run, "one");
  const before = world.journal.secretsFor(attempt);
  expect(before).toEqual([]);
  expect(world.journal.secretsFor(world.of(run, "two").attempt)).toBe(before);
  give(run, "one", "first-value");
  const now = world.journal.secretsFor(attempt);
  expect(now.length).toBeGreaterThan(0);
  give(run, "two", "first-value");
  expect(world.journal.secretsFor(attempt)).toBe(now);
});
