import { describe, expect, it } from "vitest";
import { runView } from "../../src/ui/project.ts";
import { changes } from "../../src/ui/run-lines.ts";
import { attemptRow, facts, spamRun, stageRow, T0, trained, twoTries, view } from "./rows.ts";

const when = { now: T0 + 20_000, zone: "Africa/Tunis", since: null };

describe("a run told line by line", () => {
  it("tells all that happened so far, oldest first, when it is first seen", () => {
    expect(changes(null, runView(spamRun(), null), when)).toEqual([
      "02:00:00 spam#3 started by ada",
      "02:00:00 spam#3 data  started",
      "02:00:01 spam#3 data  succeeded in 1.2s",
      "02:00:01 spam#3 check  succeeded",
      "02:00:03 spam#3 features  succeeded",
      "02:00:03 spam#3 train  try 1 of 2",
      "02:00:08 spam#3 train  try 1 failed: exit 75 in epoch 2 of 5; try 2 of 2 in 3s",
    ]);
  });

  it("is silent when nothing changed", () => {
    const run = runView(spamRun(), null);
    expect(changes(run, run, when)).toEqual([]);
    expect(changes(run, runView(spamRun(), null), when)).toEqual([]);
  });

  it("loses no try between two looks", () => {
    const before = view({ stages: [stageRow("train", 0, { maxAttempts: 2 })] });
    const after = view({ stages: [trained()], attempts: twoTries });
    expect(changes(before, after, when)).toEqual([
      "02:00:00 spam#3 train  try 1 of 2",
      "02:00:04 spam#3 train  try 1 failed: exit 75 in epoch 2 of 5",
      "02:00:07 spam#3 train  try 2 of 2",
      "02:00:09 spam#3 train  try 2 succeeded in 2.0s",
    ]);
  });

  it("tells each start and each end once", () => {
    const looks = [
      view({ stages: [stageRow("train", 0, { maxAttempts: 2 })] }),
      view({
        stages: [trained({ state: "running", endedAt: null, attempt: 1 })],
        attempts: [attemptRow("train", 1)],
      }),
      view({ stages: [trained()], attempts: twoTries }),
      view({
        run: { state: "succeeded", endedAt: T0 + 9100 },
        stages: [trained()],
        attempts: twoTries,
      }),
    ];
    const told = looks.flatMap((look, index) => changes(looks[index - 1] ?? null, look, when));
    expect(told).toHaveLength(new Set(told).size);
    expect(told.at(-1)).toBe("02:00:09 spam#3 succeeded in 9.1s");
    expect(told).toHaveLength(6);
  });

  it("says that the last try was the last", () => {
    const attempts = twoTries.map((attempt) => ({
      ...attempt,
      state: "failed" as const,
      cause: null,
      exitCode: 1,
    }));
    const after = view({ stages: [trained({ state: "failed", reason: "exit 1" })], attempts });
    expect(changes(null, after, when).at(-1)).toBe(
      "02:00:09 spam#3 train  try 2 failed: exit 1; no try is left",
    );
  });

  it("tells why a stage waits, did not run, or wants a person", () => {
    const before = view({ stages: [stageRow("a", 0), stageRow("b", 1), stageRow("c", 2)] });
    const after = view({
      stages: [
        stageRow("a", 0, { state: "queued", reason: "waits for gpu" }),
        stageRow("b", 1, { state: "upstream_failed", reason: "data failed", endedAt: T0 + 1000 }),
        stageRow("c", 2, { state: "waiting", reason: "Promote v8?" }),
      ],
    });
    expect(changes(before, after, when)).toEqual([
      "02:00:01 spam#3 b  upstream failed: data failed",
      "02:00:20 spam#3 a  queued: waits for gpu",
      "02:00:20 spam#3 c  waits for a person: Promote v8?",
    ]);
  });

  it("tells of the queue, of a cancel, of a new round, and of the end", () => {
    const queued = view({
      run: { state: "queued", startedAt: null, reason: "waits for spam#2, which is still running" },
    });
    const running = view({});
    const cancelling = view({ run: { state: "cancelling", reason: "cancelled by ada" } });
    const second = view({ run: { round: 2 } });
    const ended = view({
      run: { state: "cancelled", reason: "cancelled by ada", endedAt: T0 + 3000 },
    });
    expect(changes(null, queued, when)).toEqual([
      "02:00:00 spam#3 queued: waits for spam#2, which is still running",
    ]);
    expect(changes(queued, running, when)).toEqual(["02:00:00 spam#3 started by ada"]);
    expect(changes(running, cancelling, when)).toEqual([
      "02:00:20 spam#3 cancelling: cancelled by ada",
    ]);
    expect(changes(running, second, when)).toEqual(["02:00:20 spam#3 round 2 began"]);
    expect(changes(cancelling, ended, when)).toEqual([
      "02:00:03 spam#3 cancelled in 3.0s: cancelled by ada",
    ]);
  });

  it("tells that a try never started and cost none", () => {
    const after = view({
      stages: [stageRow("train", 0, { state: "queued", reason: null })],
      attempts: [attemptRow("train", 1, { state: "fenced", endedAt: T0 + 1000 })],
    });
    expect(changes(null, after, when)).toContain(
      "02:00:01 spam#3 train  never started, which uses no try",
    );
  });

  it("names the schedule when nobody asked", () => {
    const run = runView(facts({ run: { trigger: "schedule", by: "nightly" } }), null);
    expect(changes(null, run, when)).toEqual(["02:00:00 spam#3 started by schedule"]);
  });

  it("names the person who asked for it to be done over", () => {
    const run = view({ run: { trigger: "rerun" } });
    expect(changes(null, run, when)).toEqual(["02:00:00 spam#3 started by ada (rerun)"]);
  });
});

describe("a run of several rounds told line by line", () => {
  const failed = attemptRow("fit", 1, {
    state: "failed",
    endedAt: T0 + 3000,
    exitCode: 1,
    cause: "exit 1",
  });
  const slow = attemptRow("slow", 1, { state: "succeeded", endedAt: T0 + 4000, exitCode: 0 });
  const again = attemptRow("fit", 2, { round: 2, startedAt: T0 + 10_000 });
  const slowRow = stageRow("slow", 1, {
    state: "succeeded",
    startedAt: T0,
    endedAt: T0 + 4000,
    attempt: 1,
  });
  const first = view({
    stages: [stageRow("fit", 0, { state: "running", attempt: 1 }), stageRow("slow", 1)],
    attempts: [attemptRow("fit", 1)],
  });
  const between = view({
    run: { round: 2, dueAt: T0 + 10_000 },
    stages: [stageRow("fit", 0, { attempt: 1, maxAttempts: 2 }), slowRow],
    attempts: [failed, slow],
  });
  const second = view({
    run: { round: 2 },
    stages: [stageRow("fit", 0, { state: "running", attempt: 2, maxAttempts: 2 }), slowRow],
    attempts: [failed, slow, again],
  });

  it("2.3 tells the end of every attempt of a round before the next round", () => {
    expect(changes(first, between, { ...when, now: T0 + 4000 })).toEqual([
      "02:00:00 spam#3 slow  started",
      "02:00:03 spam#3 fit  failed: exit 1",
      "02:00:04 spam#3 slow  succeeded in 4.0s",
      "02:00:04 spam#3 round 2 in 6s",
    ]);
    expect(changes(between, second, { ...when, now: T0 + 10_100 })).toEqual([
      "02:00:10 spam#3 round 2 began",
      "02:00:10 spam#3 fit  try 2 of 2",
    ]);
  });

  it("tells the same in one look as in several, each line once", () => {
    const lines = (before: typeof first | null, after: typeof first): string[] =>
      changes(before, after, when).map((line) => line.slice("02:00:00 ".length));
    const atOnce = lines(null, second);
    const inTurn = [...lines(null, first), ...lines(first, second)];
    for (const told of [atOnce, inTurn]) {
      expect(told.toSorted()).toEqual([
        "spam#3 fit  failed: exit 1",
        "spam#3 fit  started",
        "spam#3 fit  try 2 of 2",
        "spam#3 round 2 began",
        "spam#3 slow  started",
        "spam#3 slow  succeeded in 4.0s",
        "spam#3 started by ada",
      ]);
      expect(told.slice(-2)).toEqual(["spam#3 round 2 began", "spam#3 fit  try 2 of 2"]);
    }
    expect(lines(second, second)).toEqual([]);
  });

  it("begins a round before its first attempt even where the round before ended that very moment", () => {
    const attempts = [failed, slow, { ...again, startedAt: T0 + 4000 }];
    const fit = stageRow("fit", 0, { state: "running", attempt: 2, maxAttempts: 2 });
    const run = view({ run: { round: 2 }, stages: [fit, slowRow], attempts });
    expect(changes(first, run, when).slice(-3)).toEqual([
      "02:00:04 spam#3 slow  succeeded in 4.0s",
      "02:00:04 spam#3 round 2 began",
      "02:00:04 spam#3 fit  try 2 of 2",
    ]);
  });

  it("2.4 tells of a round by hand alone, not what the run had done before its end", () => {
    expect(changes(null, second, { ...when, since: T0 + 4000 })).toEqual([
      "02:00:10 spam#3 round 2 began",
      "02:00:10 spam#3 fit  try 2 of 2",
    ]);
    const queued = view({ run: { round: 2, state: "queued", reason: "waits for spam#4" } });
    expect(changes(null, queued, { ...when, since: T0 + 4000 })).toEqual([
      "02:00:20 spam#3 queued: waits for spam#4",
    ]);
    expect(changes(queued, second, when)).toContain("02:00:10 spam#3 round 2 began");
  });

  it("never says that a round began which a cancel forestalled", () => {
    const cancelled = view({
      run: { round: 2, state: "cancelled", reason: "cancelled by ada", endedAt: T0 + 6000 },
      stages: [stageRow("fit", 0, { state: "cancelled", endedAt: T0 + 6000, attempt: 1 }), slowRow],
      attempts: [failed, slow],
    });
    expect(changes(between, cancelled, when)).toEqual([
      "02:00:06 spam#3 fit  cancelled",
      "02:00:06 spam#3 cancelled in 6.0s: cancelled by ada",
    ]);
  });
});
