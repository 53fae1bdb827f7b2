import { describe, expect, it } from "vitest";
import { runView } from "../../src/ui/project.ts";
import { changes, summary } from "../../src/ui/run-lines.ts";
import { attemptRow, facts, spamRun, stageRow, T0, view } from "./rows.ts";

const when = { now: T0 + 20_000, zone: "Africa/Tunis" };
const plain = { ascii: false, colour: false, notes: [], next: [] };

const trained = (changed: Parameters<typeof stageRow>[2] = {}) =>
  stageRow("train", 0, {
    state: "succeeded",
    startedAt: T0,
    endedAt: T0 + 9000,
    attempt: 2,
    maxAttempts: 2,
    ...changed,
  });
const twoTries = [
  attemptRow("train", 1, {
    state: "failed",
    endedAt: T0 + 4000,
    exitCode: 75,
    cause: "exit 75 in epoch 2 of 5",
  }),
  attemptRow("train", 2, {
    state: "succeeded",
    startedAt: T0 + 7000,
    endedAt: T0 + 9000,
    exitCode: 0,
  }),
];

describe("what stays when a run is over", () => {
  it("is its end, its notes, and what to do next", () => {
    const run = view({
      run: { state: "succeeded", endedAt: T0 + 11_400 },
      stages: [trained()],
      attempts: twoTries,
    });
    const next = ["show spam#3", "logs spam#3 train", "rerun spam#3 --from train"];
    expect(summary(run, { ...plain, notes: ["f1 0.977"], next })).toEqual([
      "spam#3  ✓ succeeded in 11.4s   f1 0.977   train took 2 tries",
      " dagtop show spam#3 · logs spam#3 train · rerun spam#3 --from train",
    ]);
  });

  it("quotes the last line that a failed stage has printed, since it most often says why", () => {
    const run = view({
      run: { state: "failed", endedAt: T0 + 5000 },
      stages: [trained({ state: "failed", reason: "exit 1" })],
      attempts: twoTries.map((attempt) => ({ ...attempt, state: "failed", exitCode: 1 })),
      extras: { train: { lastLine: "RuntimeError: CUDA out of memory", progress: null } },
    });
    expect(summary(run, plain)).toEqual([
      "spam#3  ✗ failed in 5.0s",
      " ✗ train failed: exit 1, after 2 tries",
      "   RuntimeError: CUDA out of memory",
    ]);
  });

  it("names the stage that failed, its cause, and its exit code unless the cause has it", () => {
    const failed = (cause: string) =>
      view({
        run: { state: "failed", endedAt: T0 + 5000, reason: `train: ${cause}` },
        stages: [trained({ state: "failed", reason: cause })],
        attempts: twoTries.map((attempt) => ({ ...attempt, state: "failed", exitCode: 75 })),
      });
    expect(summary(failed("CUDA out of memory"), plain)).toEqual([
      "spam#3  ✗ failed in 5.0s",
      " ✗ train failed: CUDA out of memory (exit 75), after 2 tries",
    ]);
    expect(summary(failed("exit 75"), plain)[1]).toBe(" ✗ train failed: exit 75, after 2 tries");
  });

  it("names five causes and counts the rest", () => {
    const stages = Array.from({ length: 8 }, (_, n) =>
      stageRow(`s${n}`, n, { state: "failed", reason: "exit 1", endedAt: T0 }),
    );
    const lines = summary(view({ run: { state: "failed" }, stages }), plain);
    expect(lines.filter((line) => line.includes("exit 1"))).toHaveLength(5);
    expect(lines.at(-1)).toBe("   and 3 more");
  });

  it("says who cancelled", () => {
    const run = view({
      run: { state: "cancelled", endedAt: T0 + 2000, reason: "cancelled by ada" },
    });
    expect(summary(run, plain)).toEqual(["spam#3  ⊘ cancelled in 2.0s   cancelled by ada"]);
  });

  it("never looks like a success when it is partial", () => {
    const run = view({
      run: { state: "partial", endedAt: T0 + 2000, reason: "promote: refused" },
      stages: [stageRow("promote", 0, { state: "failed", reason: "refused: f1 .774 below .80" })],
    });
    expect(summary(run, plain)).toEqual([
      "spam#3  ▲ partial in 2.0s",
      " ✗ promote failed: refused: f1 .774 below .80",
    ]);
  });

  it("has a form in ASCII and one in colour", () => {
    const run = view({ run: { state: "succeeded", endedAt: T0 + 1000 } });
    expect(summary(run, { ...plain, ascii: true, next: ["a", "b"] })).toEqual([
      "spam#3  + succeeded in 1.0s",
      " dagtop a | b",
    ]);
    expect(summary(run, { ...plain, colour: true })[0]).toBe(
      "spam#3  \x1b[32m✓ succeeded\x1b[39m in 1.0s",
    );
  });
});

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
});
