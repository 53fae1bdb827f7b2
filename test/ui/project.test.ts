import { describe, expect, it } from "vitest";
import type { StageRow } from "../../src/engine/rows.ts";
import { attemptId, stageKey } from "../../src/pipeline/ids.ts";
import { runView } from "../../src/ui/project.ts";
import { type StageNeeds, sayingText } from "../../src/ui/says.ts";
import { attemptRow, type facts, keys, member, spamRun, stageRow, T0, view } from "./rows.ts";

function says(row: Partial<StageRow>, more: Parameters<typeof facts>[0] = {}): string {
  const run = view({ ...more, stages: [stageRow("train", 0, row), ...(more.stages ?? [])] });
  const [stage] = run.stages;
  if (stage === undefined) throw new Error("no stage");
  return sayingText(stage.says, { now: T0, columns: 40, ascii: false });
}

const needs = (names: string[], kind: StageNeeds["if"] = "success") => ({
  needs: { train: { needs: keys(...names), if: kind } },
});

describe("what a stage says of itself", () => {
  it("names what it waits for, and only what has not ended", () => {
    const stages = [
      stageRow("data", 1, { state: "succeeded", endedAt: T0 }),
      stageRow("match", 2),
      stageRow("check", 3),
    ];
    expect(says({}, { stages, ...needs(["data", "match"]) })).toBe("after match");
    expect(says({}, { stages, ...needs(["match", "check"]) })).toBe("after match, check");
    expect(says({}, needs([]))).toBe("");
  });

  it("counts needs beyond the third", () => {
    const names = ["a", "b", "c", "d", "e"];
    const stages = names.map((key, index) => stageRow(key, index + 1));
    expect(says({}, { stages, ...needs(names) })).toBe("after a, b, c and 2 more");
  });

  it("counts the members of a matrix that it waits for under one name", () => {
    const names = [1, 2, 3, 4, 5].map((lr) => `fit[lr=${lr}]`);
    const stages = names.map((key, index) =>
      stageRow(key, index + 1, index < 2 ? { state: "succeeded", endedAt: T0 } : {}),
    );
    const members = Object.fromEntries(names.map((key, lr) => [key, member("fit", { lr })]));
    const waits = (...all: string[]) =>
      says({}, { stages, needs: { ...members, train: { needs: keys(...all) } } });
    expect(waits(...names)).toBe("after fit (3 of 5 left)");
    expect(waits(...names, "data")).toBe("after fit (3 of 5 left)");
    expect(waits("fit[lr=3]")).toBe("after fit[lr=3]");
  });

  it("says why it begins anew in a later round, beside what it waits for only if that is short", () => {
    const stages = [stageRow("data", 1)];
    const reason = "failed in round 1: exit 1";
    expect(says({ reason }, { stages, ...needs(["data"]) })).toBe(`${reason}   after data`);
    expect(says({ reason }, needs(["data"]))).toBe(reason);
    const long = `failed in round 1: ${"x".repeat(40)}`;
    expect(says({ reason: long }, { stages, ...needs(["data"]) })).toBe(long);
  });

  it("shows a question of several lines as one", () => {
    expect(says({ state: "waiting", reason: "Promote it?\n  It is better.\n" })).toBe(
      "Promote it? It is better.",
    );
  });

  it("says that it runs in any case, or only after a failure", () => {
    const stages = [stageRow("promote", 1)];
    expect(says({}, { stages, ...needs(["promote"], "always") })).toBe("always, after promote");
    expect(says({}, needs([], "always"))).toBe("always, after all others");
    expect(says({}, { stages, ...needs(["promote"], "failure") })).toBe(
      "if something fails, after promote",
    );
  });

  it("gives the reason of a queue", () => {
    const reason = "waits for one of this host's 2 places";
    expect(says({ state: "queued", reason })).toBe(reason);
  });

  it("counts down to the next try and names the cause of the last", () => {
    const row = { state: "retrying", attempt: 1, maxAttempts: 2, dueAt: T0 + 2500 } as const;
    expect(says({ ...row, reason: "exit 75" })).toBe("try 2 of 2 in 3s   exit 75");
    expect(says({ ...row, dueAt: T0 - 1 })).toBe("try 2 of 2 now");
    expect(
      says(row, { attempts: [attemptRow("train", 1, { state: "failed", cause: "killed" })] }),
    ).toBe("try 2 of 2 in 3s   killed");
  });

  it("names the cause of a failure and how often it was tried", () => {
    const attempts = [1, 2].map((n) =>
      attemptRow("train", n, { state: "failed", cause: "exit 1" }),
    );
    expect(says({ state: "failed", reason: "exit 1", endedAt: T0 })).toBe("exit 1");
    expect(says({ state: "failed", endedAt: T0, attempt: 2 }, { attempts })).toBe(
      "exit 1   2 tries",
    );
  });

  it("shows progress as a bar, else the last line of its log", () => {
    const running = { state: "running", attempt: 1, startedAt: T0 } as const;
    const extras = (lastLine: string | null, fraction: number | null) => ({
      extras: {
        train: { lastLine, progress: fraction === null ? null : { fraction, text: "epoch 2/5" } },
      },
    });
    expect(says(running, extras("\x1b[31mloading\x1b[0m\r", null))).toBe("loading");
    expect(says(running, extras("epoch 2/5", 0.31))).toBe("━━━───────  31%   epoch 2/5");
    expect(says(running, extras(null, null))).toBe("");
  });

  it("keeps the number of the try in sight while it runs again", () => {
    const attempts = [
      attemptRow("train", 1, { state: "failed", cause: "exit 1" }),
      attemptRow("train", 2, { startedAt: T0 + 1 }),
    ];
    const row = { state: "running", attempt: 2, maxAttempts: 3 } as const;
    expect(says(row, { attempts })).toBe("try 2 of 3");
    const stopping = [
      attempts[0]!,
      attemptRow("train", 2, { state: "stopping", startedAt: T0 + 1 }),
    ];
    expect(says(row, { attempts: stopping })).toBe("try 2 of 3   is being stopped");
  });

  it("counts no try that never started, and none of an earlier round", () => {
    const attempts = [
      attemptRow("train", 1, { round: 1, state: "failed", cause: "exit 1" }),
      attemptRow("train", 2, { round: 2, state: "fenced", startedAt: T0 + 1 }),
      attemptRow("train", 2, { round: 2, startedAt: T0 + 2 }),
    ];
    const row = { state: "running", attempt: 2, maxAttempts: 3 } as const;
    expect(says(row, { attempts, run: { round: 2 } })).toBe("");
  });

  it("tells its outputs when it succeeded, after a warning if there is one", () => {
    const row = {
      state: "succeeded",
      endedAt: T0,
      outputs: { mails: "6046", f1: "0.977" },
    } as const;
    expect(says(row)).toBe("mails 6,046, f1 0.977");
    const attempts = [attemptRow("train", 1, { state: "succeeded", cause: "left a process" })];
    expect(says(row, { attempts })).toBe("left a process   mails 6,046, f1 0.977");
  });

  it("says why it did not run", () => {
    expect(says({ state: "upstream_failed", reason: "data failed" })).toBe("data failed");
    expect(says({ state: "skipped", reason: "nothing failed" })).toBe("nothing failed");
    expect(says({ state: "cached" })).toBe("unchanged");
    expect(says({ state: "waiting" })).toBe("waits for a person");
  });
});

describe("the view of a run", () => {
  it("keeps the attempts of all rounds, and counts the tries of the one that a stage's end is of", () => {
    const attempts = [
      attemptRow("train", 1, { state: "failed", endedAt: T0 + 1, cause: "exit 1" }),
      attemptRow("train", 2, { state: "succeeded", startedAt: T0 + 2, endedAt: T0 + 3 }),
      attemptRow("fit", 1, { state: "failed", endedAt: T0 + 3, cause: "exit 2" }),
    ];
    const stages = [
      stageRow("train", 0, { state: "succeeded", endedAt: T0 + 3, attempt: 2 }),
      stageRow("fit", 1, { attempt: 1 }),
    ];
    const run = view({ run: { round: 2 }, stages, attempts });
    expect(run.stages).toMatchObject([
      { round: 1, tries: 2, says: { text: "2 tries" } },
      { round: 2, tries: 0, attempts: [{ round: 1, cause: "exit 2" }] },
    ]);
  });

  it("calls a member of a matrix also by its values alone, in the order of its key", () => {
    const key = "train[lr=0.1,batch=16]";
    const stages = [stageRow(key, 0), stageRow("data", 1)];
    const needs = { [key]: member("train", { batch: 16, lr: 0.1 }), data: {} };
    expect(view({ stages, needs }).stages.map(({ brief }) => brief)).toEqual([
      "train 0.1 16",
      "data",
    ]);
  });

  it("holds nothing that could harm a terminal", () => {
    const evil = "\x1b]52;c;eA==\x07x\u202E";
    const run = view({
      run: { reason: evil, by: evil },
      note: evil,
      stages: [stageRow(evil, 0, { state: "failed", reason: evil, outputs: { [evil]: evil } })],
      attempts: [attemptRow(evil, 1, { id: attemptId("a"), cause: evil })],
      extras: { [evil]: { lastLine: evil, progress: { fraction: null, text: evil } } },
      needs: { [evil]: { needs: keys(evil), ...member(evil, { [evil]: evil }) } },
    });
    // The stage's key and the attempt's id are for looking things up, never for showing.
    const shown = JSON.stringify(run, (name, value: unknown) => (name === "key" ? "" : value));
    expect(shown).not.toMatch(/\\u001b|\\u0007|\u202E|eA==/u);
    expect(shown).toContain("x<202E>");
  });

  it("keeps the order of the plan, whatever the order of its rows", () => {
    const run = view({ stages: [stageRow("b", 1), stageRow("a", 0), stageRow("c", 2)] });
    expect(run.stages.map((stage) => stage.name)).toEqual(["a", "b", "c"]);
  });

  it("is the same object when the same rows are read again", () => {
    const before = runView(spamRun(), null);
    expect(runView(spamRun(), before)).toBe(before);
  });

  it("keeps every stage that did not change as the same object", () => {
    const before = runView(spamRun(), null);
    const now = spamRun();
    const stages = now.stages.map((row) =>
      row.key === stageKey("train") ? { ...row, dueAt: T0 + 99_000 } : row,
    );
    const after = runView({ ...now, stages }, before);
    expect(after).not.toBe(before);
    const changed = after.stages.filter((stage, index) => stage !== before.stages[index]);
    expect(changed.map((stage) => stage.name)).toEqual(["train"]);
  });

  it("keeps its list of stages when only the run changed", () => {
    const before = runView(spamRun(), null);
    const now = spamRun();
    const after = runView({ ...now, run: { ...now.run, state: "cancelling" } }, before);
    expect(after.state).toBe("cancelling");
    expect(after.stages).toBe(before.stages);
  });
});
