import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Room, blockLines } from "../../src/ui/block-lines.ts";
import type { Line } from "../../src/ui/line.ts";
import { runView } from "../../src/ui/project.ts";
import { widthOf } from "../../src/ui/width.ts";
import { randomRuns } from "./random-runs.ts";
import { approval, member, spamRun, stageRow, T0, view } from "./rows.ts";

const HINTS = ["Ctrl-C cancels this run", "it goes on if you close the terminal", "dagtop status"];

function room(columns: number, rows: number, more: Partial<Room> = {}): Room {
  return { columns, rows, now: T0 + 8900, ascii: false, hints: HINTS, ...more };
}

const textOf = (line: Line): string => line.map((part) => part.text).join("");
const texts = (lines: readonly Line[]): string[] => lines.map((line) => textOf(line).trimEnd());

describe("the live block", () => {
  it("is a header, a line for each stage, and the ways out", () => {
    expect(texts(blockLines(runView(spamRun(), null), room(80, 24)))).toEqual([
      "spam#3  ● running  8s   flaky=on (the first try of train fails on purpose)",
      " ✓ data       1.2s   mails 6,046, spam 1,896",
      " ✓ check      0.3s",
      " ✓ features   1.9s",
      " ↻ train      try 2 of 2 in 3s   exit 75 in epoch 2 of 5",
      " ◌ evaluate          after train",
      "Ctrl-C cancels this run · it goes on if you close the terminal · dagtop status",
    ]);
  });

  it("has no character beyond ASCII of its own when it may not", () => {
    const lines = texts(blockLines(runView(spamRun(), null), room(60, 6, { ascii: true })));
    expect(lines.join("\n")).toMatch(/^[ -~\n]+$/u);
    expect(lines).toContain(" r train      try 2 of 2 in 3s   exit 75 in epoch 2 of 5");
    expect(lines).toContain(" ~ 3 more: 3 +");
  });

  it("cuts a line where the terminal ends, and marks it", () => {
    const lines = texts(blockLines(runView(spamRun(), null), room(40, 10)));
    expect(lines[4]).toBe(" ↻ train      try 2 of 2 in 3s   exit 7…");
    expect(lines.at(-1)).toBe("Ctrl-C cancels this run · it goes on if…");
  });

  it("folds what is over and what is to come, and keeps what needs eyes", () => {
    const stages = Array.from({ length: 40 }, (_, n) =>
      stageRow(`s${n}`, n, n < 30 ? { state: "succeeded", startedAt: T0, endedAt: T0 + n } : {}),
    );
    stages[3] = stageRow("broken", 3, { state: "failed", reason: "exit 1", endedAt: T0 });
    stages[30] = stageRow("live", 30, { state: "running", startedAt: T0 });
    stages[38] = stageRow("again", 38, { state: "retrying", attempt: 1, maxAttempts: 2 });
    const lines = texts(blockLines(view({ stages }), room(80, 9)));
    expect(lines).toHaveLength(8);
    expect(lines.slice(1)).toEqual([
      " ✗ broken          exit 1",
      " ✓ s29      0.0s",
      " ● live       8s",
      " ◌ s31",
      " ↻ again    try 2 of 2",
      " … 35 more: 28 ✓  7 ◌",
      HINTS.join(" · "),
    ]);
  });

  it("shows a failure before anything that runs when there is room for one", () => {
    const stages = [
      ...Array.from({ length: 9 }, (_, n) => stageRow(`r${n}`, n, { state: "running" })),
      stageRow("broken", 9, { state: "crashed", endedAt: T0 }),
    ];
    const lines = texts(blockLines(view({ stages }), room(80, 5)));
    expect(lines.slice(1, 3)).toEqual([" ↯ broken", " … 9 more: 9 ●"]);
  });

  it("says nothing of keys when the run is over", () => {
    const over = view({
      run: { state: "succeeded", endedAt: T0 + 1000 },
      stages: [stageRow("a", 0)],
    });
    expect(texts(blockLines(over, room(80, 24)))).toEqual(["spam#3  ✓ succeeded  1s", " ◌ a"]);
  });

  it("says in its header why a run waits or ends early", () => {
    const queued = view({ run: { state: "queued", startedAt: null, reason: "waits for spam#2" } });
    expect(texts(blockLines(queued, room(80, 24)))[0]).toBe(
      "spam#3  ◌ queued  8s   waits for spam#2",
    );
    const second = view({ run: { round: 2 } });
    expect(texts(blockLines(second, room(80, 24)))[0]).toBe("spam#3  ● running  8s   round 2");
  });

  it("says when the next round begins, and why a stage is repeated", () => {
    const between = view({
      run: { round: 2, dueAt: T0 + 14_900 },
      stages: [stageRow("train", 0, { reason: "failed in round 1: exit 1", attempt: 1 })],
    });
    expect(texts(blockLines(between, room(80, 24))).slice(0, 2)).toEqual([
      "spam#3  ● running  8s   round 2 in 6s",
      " ◌ train          failed in round 1: exit 1",
    ]);
  });

  it("tells the members of a matrix apart where their full names have no room", () => {
    const sweep = [
      [1e-5, 8, "adamw"],
      [1e-5, 8, "sgd"],
      [3e-4, 16, "adamw"],
    ] as const;
    const named = sweep.map(([learning_rate, batch_size, optimizer]) => ({
      key: `sweep[learning_rate=${learning_rate},batch_size=${batch_size},optimizer=${optimizer}]`,
      plan: member("sweep", { batch_size, learning_rate, optimizer }),
    }));
    const run = view({
      stages: [stageRow("data", 0), ...named.map(({ key }, place) => stageRow(key, place + 1))],
      needs: Object.fromEntries(named.map(({ key, plan }) => [key, plan])),
    });
    const rows = (columns: number): string[] =>
      texts(blockLines(run, room(columns, 24))).slice(1, -1);
    expect(rows(80)).toEqual([
      " ◌ data",
      " ◌ sweep 0.00001 8 adamw",
      " ◌ sweep 0.00001 8 sgd",
      " ◌ sweep 0.0003 16 adamw",
    ]);
    expect(rows(200)[1]).toBe(` ◌ ${named[0]?.key}`);
    expect(rows(40)[3]).toBe(" ◌ sweep 0.…6 adamw");
  });

  it("keeps its columns where they are while time passes", () => {
    const run = view({
      stages: [
        stageRow("data", 0, { state: "running", startedAt: T0 }),
        stageRow("train", 1, { state: "queued", reason: "here" }),
      ],
      extras: { data: { lastLine: "here", progress: null } },
    });
    for (const passed of [0, 9e3, 59e3, 600e3, 4e6, 360e6]) {
      const lines = texts(blockLines(run, room(80, 24, { now: T0 + passed })));
      expect(lines.slice(1, 3).map((line) => line.indexOf("here"))).toEqual([18, 18]);
    }
  });

  const question = `Promote model v8 to production? Its f1 is 0.834 against 0.812 of the champion, its recall fell by 0.004, and ${"nothing else ".repeat(30)}has changed`;
  const asking = (others: number, ...by: string[]) =>
    view({
      stages: [
        ...Array.from({ length: others }, (_, n) => stageRow(`s${n}`, n)),
        stageRow("gate", others, { state: "waiting", reason: question, dueAt: T0 + 98_900 }),
      ],
      needs: { gate: approval(...by) },
    });

  it("asks the whole question below the stages, with the commands that answer it", () => {
    expect(texts(blockLines(asking(1, "ada", "grace"), room(80, 24)))).toEqual([
      "spam#3  ● running  8s",
      " ◌ s0",
      " ◆ gate          waits for a person   1m left",
      " ◆ Promote model v8 to production? Its f1 is 0.834 against 0.812 of the",
      "   champion, its recall fell by 0.004, and nothing else nothing else nothing",
      "   else nothing else nothing else nothing else nothing else nothing else nothing",
      "   else nothing else nothing else nothing else nothing else nothing else nothin…",
      "   only ada, grace may answer",
      "   dagtop approve spam#3 gate",
      "   dagtop reject spam#3 gate",
      HINTS.join(" · "),
    ]);
  });

  it("folds stages for a question, shortens it, and leaves it to the hints where it has no room", () => {
    const small = texts(blockLines(asking(9), room(80, 10)));
    expect(small).toHaveLength(9);
    expect(small.slice(2)).toEqual([
      " ◆ gate          waits for a person   1m left",
      " … 8 more: 8 ◌",
      expect.stringMatching(/^ ◆ Promote model v8/u),
      expect.stringMatching(/^ {3}champion, .*…$/u),
      "   dagtop approve spam#3 gate",
      "   dagtop reject spam#3 gate",
      HINTS.join(" · "),
    ]);
    const tiny = texts(blockLines(asking(9, "ada"), room(80, 8)));
    expect(tiny).toHaveLength(7);
    expect(tiny.at(-1)).toMatch(/^dagtop approve spam#3 says yes · dagtop reject spam#3 says no/u);
    expect(tiny).toContainEqual(expect.stringMatching(/^ ◆ gate +Promote model v8.*…$/u));
  });

  it("asks all that is asked while there is room, and quotes what a shell would read otherwise", () => {
    const names = ["gate[lr=0.1]", "gate[lr=0.2]"];
    const run = view({
      stages: names.map((key, n) => stageRow(key, n, { state: "waiting", reason: `Take ${n}?` })),
      needs: Object.fromEntries(names.map((key) => [key, approval()])),
    });
    const lines = texts(blockLines(run, room(80, 24)));
    expect(lines.slice(3, -1)).toEqual([
      " ◆ Take 0?",
      "   dagtop approve spam#3 'gate[lr=0.1]'",
      "   dagtop reject spam#3 'gate[lr=0.1]'",
      " ◆ Take 1?",
      "   dagtop approve spam#3 'gate[lr=0.2]'",
      "   dagtop reject spam#3 'gate[lr=0.2]'",
    ]);
  });

  it("is never taller or wider than the terminal, whatever the run", () => {
    const sizes = fc.oneof(
      fc.constantFrom([80, 24] as const, [40, 10] as const, [120, 40] as const),
      fc.tuple(fc.integer({ min: 1, max: 130 }), fc.integer({ min: 1, max: 50 })),
    );
    fc.assert(
      fc.property(randomRuns, sizes, fc.boolean(), (run, [columns, rows], ascii) => {
        const lines = blockLines(runView(run, null), room(columns, rows, { ascii }));
        expect(lines.length).toBeLessThanOrEqual(rows - 1);
        expect(lines.every((line) => widthOf(textOf(line)) <= columns)).toBe(true);
        expect(texts(lines).join("")).not.toMatch(/\p{Cc}/u);
        const least = Math.min(rows - 1, 2, run.stages.length + 1);
        expect(lines.length).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: 150 },
    );
  });
});
