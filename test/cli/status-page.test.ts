// The page of `status`: which runs it shows, in which order, and that no line is wider than the terminal.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunRow, StageRow } from "../../src/engine/rows.ts";
import { pipelineName } from "../../src/pipeline/ids.ts";
import type { ActiveRun, PipelineOverview } from "../../src/cli/overview.ts";
import { statusPage } from "../../src/cli/status-page.ts";
import { widthOf } from "../../src/ui/width.ts";
import { randomRuns } from "../ui/random-runs.ts";
import { runRow, stageRow, T0 } from "../ui/rows.ts";

const NOW = T0 + 60_000;

function active(run: Partial<RunRow>, stages: readonly StageRow[] = []): ActiveRun {
  return { run: runRow(run), stages };
}

function pipeline(more: Partial<PipelineOverview> = {}): PipelineOverview {
  return { name: "spam", last: null, ended: 0, succeeded: 0, cancelled: 0, ...more };
}

function page(
  pipelines: readonly PipelineOverview[],
  runs: readonly ActiveRun[],
  columns: number | null = null,
): string[] {
  return statusPage(
    {
      host: { is: "gone" },
      machine: "gpu1",
      home: "~/home",
      since: "7d",
      fit: { paint: { colour: false, ascii: false }, columns },
      pipelines,
      active: runs,
      waiting: [],
    },
    NOW,
  ).slice(1);
}

const going = active({ number: 3 }, [stageRow("train", 0, { state: "running", attempt: 1 })]);
const queuedRow = {
  number: 4,
  state: "queued",
  startedAt: null,
  reason: "waits for spam#3",
} as const;

describe("the page of status", () => {
  it("shows every run that has not ended, the one that goes on first", () => {
    const cancelled = runRow({ number: 5, state: "cancelled", endedAt: T0 });
    const runs = [active(queuedRow), going];
    expect(page([pipeline({ last: cancelled })], runs)).toEqual([
      " spam  ● #3 running 1m  train",
      "       ◌ #4 queued      waits for spam#3",
    ]);
  });

  it("shows the last run where none goes on", () => {
    const last = runRow({ number: 5, state: "failed", reason: "train: exit 1", endedAt: T0 });
    expect(page([pipeline({ last, ended: 1 })], [])).toEqual([
      " spam  ✗ #5 failed 1m ago  train: exit 1  0% of 1 run in 7d",
    ]);
  });

  it("always shows what waits for a person, with the command that answers it", () => {
    const gate = stageRow("gate", 0, { state: "waiting", reason: "Promote\n v8?" });
    const waits = active({ number: 3 }, [gate, stageRow("b", 1)]);
    expect(page([pipeline()], [waits, active(queuedRow)])).toEqual([
      " spam  ◆ #3 waits for you 1m  gate waits for a person",
      "   ◆ dagtop approve spam#3   Promote v8?",
      "       ◌ #4 queued            waits for spam#3",
    ]);
    const both = active({ number: 3 }, [
      gate,
      stageRow("gate[lr=0.1]", 1, { state: "waiting", reason: "And this?" }),
      stageRow("other", 2, { state: "running" }),
    ]);
    expect(page([pipeline()], [both])).toEqual([
      " spam  ● #3 running 1m  gate 2 waiting, other",
      "   ◆ dagtop approve spam#3 gate   Promote v8?",
      "   ◆ dagtop approve spam#3 'gate[lr=0.1]'   And this?",
    ]);
  });

  it("says when the next round begins, and in which one a run is", () => {
    const between = active({ round: 2, dueAt: NOW + 5800 }, [stageRow("train", 0)]);
    expect(page([pipeline()], [between])).toEqual([" spam  ● #3 running 1m  round 2 in 6s"]);
    const second = active({ round: 2 }, going.stages);
    expect(page([pipeline()], [second])).toEqual([" spam  ● #3 running 1m  round 2, train"]);
  });

  it("counts members of a matrix that do the same", () => {
    const stages = Array.from({ length: 6 }, (_, n) =>
      stageRow(
        `fit[n=${n}]`,
        n,
        n < 2 ? { state: "running" } : { state: "queued", reason: "waits for gpu" },
      ),
    );
    expect(page([pipeline()], [active({}, stages)])).toEqual([
      " spam  ● #3 running 1m  fit 2 running, fit 4 queued: waits for gpu",
    ]);
  });

  it("counts the runs that succeeded among those that were not cancelled", () => {
    const rate = (counts: Partial<PipelineOverview>) =>
      page([pipeline(counts)], [])[0]
        ?.slice(10)
        .trim();
    expect(rate({ ended: 3, succeeded: 1, cancelled: 2 })).toBe("100% of 1 run in 7d");
    expect(rate({ ended: 400, succeeded: 399 })).toBe("99% of 400 runs in 7d");
    expect(rate({ ended: 2, cancelled: 2 })).toBe("");
  });

  it("pads no row for one very long name, and shows it whole where it is piped", () => {
    const long = "x".repeat(90);
    const own = active({ pipeline: pipelineName(long), number: 1 });
    const both = [pipeline(), pipeline({ name: long })];
    const piped = page(both, [going, own]);
    expect(piped[0]).toBe(` spam${" ".repeat(36)}  ● #3 running 1m  train`);
    expect(piped[1]).toContain(long);
    expect(page(both, [going, own], 80)[0]).toBe(` spam${" ".repeat(22)}  ● #3 running 1m  train`);
  });

  it("keeps the share of successes in sight on a terminal, and cuts what is said", () => {
    const said = "a reason that goes on and on and on and on and on and on and on and on";
    const last = runRow({ state: "failed", reason: said, endedAt: T0 });
    const [line = ""] = page([pipeline({ last, ended: 7, succeeded: 3 })], [], 80);
    expect(line).toMatch(/^ spam {2}✗ #3 failed 1m ago {2}a reason .*… {2}42% of 7 runs in 7d$/u);
    expect(widthOf(line)).toBe(80);
  });

  it("has no line that is wider than the terminal, whatever runs", () => {
    fc.assert(
      fc.property(randomRuns, fc.integer({ min: 1, max: 200 }), (run, columns) => {
        const given = { run: run.run, stages: run.stages };
        const lines = page([pipeline({ last: run.run, ended: 3 })], [given], columns);
        expect(lines.every((line) => widthOf(line) <= columns)).toBe(true);
        expect(lines.join("")).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 60 },
    );
  });
});
