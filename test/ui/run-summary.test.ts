import { describe, expect, it } from "vitest";
import { nextCommands } from "../../src/ui/next-commands.ts";
import { summary } from "../../src/ui/run-summary.ts";
import { attemptRow, stageRow, T0, trained, twoTries, view } from "./rows.ts";

const plain = { ascii: false, colour: false, notes: [], messages: [], next: [] };

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

describe("what is proposed when a run is over", () => {
  const ended = (state: "succeeded" | "failed" | "cancelled", key = "train") =>
    view({
      run: { state, endedAt: T0 + 1000 },
      stages: [stageRow(key, 0, { state, endedAt: T0 + 1000, attempt: 1 })],
      attempts: [attemptRow(key, 1, { state, endedAt: T0 + 1000, exitCode: 0 })],
    });

  it("is its page and its log where it succeeded, before them why and once more where it failed", () => {
    expect(nextCommands(ended("succeeded"))).toEqual(["show spam#3", "logs spam#3 train"]);
    expect(nextCommands(ended("failed"))).toEqual([
      "explain spam#3",
      "retry spam#3",
      "show spam#3",
      "logs spam#3 train",
    ]);
    expect(nextCommands(ended("cancelled"))[0]).toBe("retry spam#3");
  });

  it("can be run by a shell as it stands", () => {
    expect(nextCommands(ended("failed", "train[lr=0.1]")).at(-1)).toBe(
      "logs spam#3 'train[lr=0.1]'",
    );
    expect(nextCommands(ended("failed", "train[who=o'hara]")).at(-1)).toBe(
      String.raw`logs spam#3 'train[who=o'\''hara]'`,
    );
  });
});
