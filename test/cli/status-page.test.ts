// The page of `status`: which runs it shows, in which order, and that no line is wider than the terminal.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunRow, StageRow } from "../../src/engine/rows.ts";
import { pipelineName, runId, stageKey } from "../../src/pipeline/ids.ts";
import type { ActiveRun, PipelineOverview } from "../../src/cli/overview.ts";
import type { StageNews } from "../../src/cli/status-news.ts";
import { type StatusPage, statusPage } from "../../src/cli/status-page.ts";
import type { Left } from "../../src/ui/eta.ts";
import { widthOf } from "../../src/ui/width.ts";
import { randomRuns } from "../ui/random-runs.ts";
import { RUN, runRow, stageRow, T0 } from "../ui/rows.ts";

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
  more: Partial<StatusPage> = {},
): string[] {
  return statusPage(given(pipelines, runs, columns, more), NOW).slice(1);
}

function given(
  pipelines: readonly PipelineOverview[],
  runs: readonly ActiveRun[],
  columns: number | null = null,
  more: Partial<StatusPage> = {},
): StatusPage {
  return {
    host: { is: "gone" },
    hasDrained: false,
    isCopy: false,
    machine: "gpu1",
    home: "~/home",
    since: "7d",
    fit: { paint: { colour: false, ascii: false }, columns },
    pipelines,
    active: runs,
    waiting: [],
    news: { runs: new Map(), going: [] },
    rows: null,
    ...more,
  };
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
    expect(line).toMatch(/^ spam {2}✗ #3 failed 1m ago {2}a reason .*… {2}42% of 7$/u);
    expect(widthOf(line)).toBe(80);
  });

  describe("with what logs and history tell", () => {
    const left = (p50: number): Left => ({ is: "known", p50, p95: null });
    const told = (more: Partial<StageNews> = {}): StageNews => ({
      progress: { fraction: 0.2, text: "epoch 3 of 10" },
      metric: { name: "f1", value: 0.8113 },
      left: left(37 * 60_000),
      ...more,
    });
    const news = (eta: number | null, of = told()): Pick<StatusPage, "news"> => ({
      news: {
        runs: new Map([
          [
            RUN,
            {
              eta: eta === null ? null : { p50: eta, p95: null },
              stages: new Map([[stageKey("train"), of]]),
            },
          ],
        ]),
        going: [{ name: "spam#3 train", left: of.left }],
      },
    });
    const second = active({ number: 3 }, [
      stageRow("train", 0, { state: "running", attempt: 2, maxAttempts: 2 }),
    ]);
    const says = (...given: Parameters<typeof page>): string =>
      page(...given)[0]?.replace(/^ spam {2}● #3 running 1m {2}/, "") ?? "";

    it("says how far a stage is, and how long its run will still take", () => {
      const known = news(NOW + 41 * 60_000);
      const whole = "train 2/2 ep 3/10 f1 .81, ~41m left";
      expect(says([pipeline()], [second], null, known)).toBe(whole);
      expect(says([pipeline()], [second], 80, known)).toBe(whole);
      expect(says([pipeline()], [second], 52, known)).toBe("train 2/2 ep 3/10 ~41m");
    });

    it("says it of the stage where it is not known of the run, and that it is late", () => {
      expect(says([pipeline()], [second], null, news(null))).toBe("train 2/2 ep 3/10 f1 .81 ~37m");
      const late = news(null, told({ progress: null, metric: null, left: { is: "over" } }));
      expect(says([pipeline()], [second], null, late)).toBe("train 2/2 longer than usual");
    });

    it("says why a stage waits and for how long about, in as many words as there is room for", () => {
      const reason = "waits for a slot of gpu: held by spam#3 train";
      const waits = active({ id: runId("other"), pipeline: pipelineName("sweep") }, [
        stageRow("fit", 0, { state: "queued", reason }),
      ]);
      const line = (columns: number | null): string | undefined =>
        page([pipeline({ name: "sweep" })], [waits], columns, news(null))[0]?.slice(25);
      expect(line(null)).toBe("fit waits for gpu: held by spam#3 train, about 37m");
      expect(line(70)).toBe("fit waits for gpu: spam#3, ~37m");
      expect(line(50)).toBe("fit waits for gpu, ~37m");
    });
  });

  it("has those first that ask something, then those that go on, each by name", () => {
    const gate = [stageRow("gate", 0, { state: "waiting", reason: "Yes?" })];
    const names = ["a", "b", "c", "d"].map((name) => pipeline({ name }));
    const runs = [
      active({ pipeline: pipelineName("b") }),
      active({ pipeline: pipelineName("c") }),
      active({ pipeline: pipelineName("d") }, gate),
    ];
    const order = page(names, runs).flatMap((line) => /^ ([abcd]) /.exec(line)?.[1] ?? []);
    expect(order).toEqual(["d", "b", "c", "a"]);
  });

  it("shows one screen of a terminal, and says how many it leaves out", () => {
    const names = Array.from({ length: 40 }, (_, n) => pipeline({ name: `p${n}` }));
    const lines = page(names, [], 80, { rows: 24 });
    // The header, and the line in which one types next.
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe(" … and 19 more (dagtop status NAME)");
    expect(page(names.slice(0, 22), [], 80, { rows: 24 })).toHaveLength(22);
    expect(page(names, [], null)).toHaveLength(40);
    const queue = Array.from({ length: 40 }, () => active(queuedRow));
    expect(page([pipeline()], queue, 80, { rows: 10 }).at(-1)).toBe(
      " … and 33 more (dagtop runs spam)",
    );
  });

  it("says in its first line how many questions wait", () => {
    const gate = stageRow("gate", 0, { state: "waiting", reason: "Yes?" });
    const [header] = statusPage(given([pipeline()], [active({}, [gate])]), NOW);
    expect(header).toBe(
      "gpu1  no host runs; the next dagtop run or dagtop daemon goes on with them  ~/home  ◆ 1 for you",
    );
  });

  it("has no line that is wider than the terminal, whatever runs", () => {
    fc.assert(
      fc.property(randomRuns, fc.integer({ min: 1, max: 200 }), (run, columns) => {
        const one = { run: run.run, stages: run.stages };
        const lines = page([pipeline({ last: run.run, ended: 3 })], [one], columns);
        expect(lines.every((line) => widthOf(line) <= columns)).toBe(true);
        expect(lines.join("")).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 60 },
    );
  });
});
