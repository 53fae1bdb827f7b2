// What happened meanwhile, as it is said over whatever is looked at.

import { describe, expect, it } from "vitest";
import { meanwhile } from "../../../src/cli/monitor/actions/news.ts";
import type { RunState } from "../../../src/engine/rows.ts";
import { pipelineName, runId, stageKey } from "../../../src/pipeline/ids.ts";
import type { ActiveView, PipelineView } from "../../../src/ui/dashboard/view.ts";
import type { View } from "../../../src/ui/monitor/view.ts";

const NOW = 1_000_000;

function active(number: number, changes: Partial<ActiveView> = {}): ActiveView {
  const id = runId(`run-${number}`);
  const doing = { says: "train 1/2", brief: "train", dueAt: null, eta: null, asks: null };
  return { id, number, state: "running", startedAt: 0, others: 0, ...doing, ...changes };
}

/** A pipeline by how its runs stand, the oldest first: the last one is the first number and so on. */
function pipeline(
  name: string,
  states: readonly RunState[],
  changes: Partial<PipelineView> = {},
): PipelineView {
  const strip = states.map((state, place) => ({ number: place + 1, state, forYou: false }));
  const number = states.findLastIndex((state) => state !== "running") + 1;
  const state = states[number - 1];
  const last =
    state === undefined
      ? null
      : { id: runId(`run-${number}`), number, state, endedAt: NOW, reason: "exit 3" };
  const whole = { strip, last, active: null, week: [] };
  return { id: pipelineName(name), name, ...whole, ...changes };
}

function view(pipelines: readonly PipelineView[], open: string | null = null): View {
  const [name, number] = open?.split("#") ?? [];
  const run = open === null ? null : { pipeline: name, run: { name: `${name}#${number}` } };
  const dashboard = { pipelines, runs: null, news: [], empty: null };
  return { now: NOW, dashboard, run } as unknown as View;
}

function said(before: View, after: View): string[] {
  return meanwhile(before, after).map((told) =>
    told.is === "toast" ? `${told.meaning}: ${told.text}` : told.is,
  );
}

describe("what happened meanwhile", () => {
  it("is that runs have ended, each with how and why, also where another goes on already", () => {
    const before = view([pipeline("a", ["succeeded", "running"], { active: active(2) })]);
    const after = view([pipeline("a", ["succeeded", "failed", "running"], { active: active(3) })]);
    expect(said(before, after)).toEqual(["bad: a#2 failed: exit 3"]);
  });

  it("is told of a run that began and ended between two looks, and of a pipeline that is new", () => {
    const before = view([pipeline("a", ["succeeded"])]);
    const after = view([pipeline("a", ["succeeded", "succeeded"]), pipeline("b", ["partial"])]);
    expect(said(before, after)).toEqual(["ok: a#2 succeeded: exit 3", "warn: b#1 partial: exit 3"]);
  });

  it("is one line where many have ended, as bad as the worst of them", () => {
    const names = ["a", "b", "c"];
    const before = view(names.map((name) => pipeline(name, ["running"], { active: active(1) })));
    const after = view(
      names.map((name) => pipeline(name, [name === "b" ? "failed" : "succeeded"])),
    );
    expect(said(before, after)).toEqual(["bad: 3 runs have ended: 2 succeeded, 1 failed"]);
  });

  it("is that a try is waited for, once, and that a person is", () => {
    const of = (changes: Partial<ActiveView>): View =>
      view([pipeline("a", ["running"], { active: active(1, changes) })]);
    const waits = of({ dueAt: NOW + 60_000, says: "train exit 3, try 2 of 2" });
    expect(said(of({}), waits)).toEqual(["warn: a#1: train exit 3, try 2 of 2 in 1m"]);
    expect(said(waits, of({ dueAt: NOW + 60_000 }))).toEqual([]);
    const asks = of({ asks: stageKey("gate"), says: "Promote it?" });
    expect(said(of({}), asks)).toEqual(["wait: a#1 waits for you: Promote it?"]);
    expect(said(asks, of({ asks: stageKey("gate") }))).toEqual([]);
  });

  it("is nothing of the run that is looked at, nothing of what was before, and nothing twice", () => {
    const before = view([pipeline("a", ["running"], { active: active(1) })], "a#1");
    const after = view([pipeline("a", ["failed"])], "a#1");
    expect(said(before, after)).toEqual([]);
    expect(said(view([]), after)).toEqual([]);
    expect(said(after, view([pipeline("a", ["failed"])]))).toEqual([]);
  });
});
