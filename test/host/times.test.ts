// Semantics 4.5: records hold uptimes, and only the event of an attempt's start has a wall clock beside one. Every other
// time is that clock plus the difference of uptimes.

import { describe, expect, it } from "vitest";
import { type NewTracked, endedAt, tracked } from "../../src/engine/host/tracked.ts";
import { attemptId, runId, stageKey } from "../../src/pipeline/ids.ts";

const started = { at: 1_795_000_000_000, up: 50_000, boot: "this" };
const given: NewTracked = {
  run: runId("run"),
  stage: stageKey("a"),
  attempt: attemptId("attempt"),
  folder: "/nowhere",
  started,
  pidNamespace: "pid:[1]",
  stop: { signal: "TERM", graceMs: 1000, command: null },
  leave: [],
  isStep: false,
  spec: () => null,
};
const ended = (up: number, seen: { at: number; up: number; boot: string }) =>
  endedAt(tracked(given, null, 0), { code: 0, up, cpuMs: null }, seen);

describe("4.5 when an attempt ended", () => {
  it("4.5 is its start's clock plus the difference of uptimes, whatever the clock says by now", () => {
    const later = { at: started.at + 3_600_000, up: 58_000, boot: "this" };
    expect(ended(57_500, later)).toEqual({ at: started.at + 7500, up: 57_500, boot: "this" });
    const otherBoot = { at: started.at + 100, up: 10, boot: "other" };
    expect(ended(57_500, otherBoot).at).toBe(started.at + 7500);
  });

  it("4.5 is never before the start nor after the look at it, though uptimes are exact to 10 ms only", () => {
    expect(ended(49_995, { at: started.at + 5, up: 50_005, boot: "this" }).at).toBe(started.at);
    expect(ended(50_010, { at: started.at + 4, up: 50_004, boot: "this" }).at).toBe(started.at + 4);
  });
});
