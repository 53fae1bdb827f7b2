// `status --line`: what it tells of, and in which order.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Telling } from "../../src/cli/active-run.ts";
import type { ActiveRun, PipelineOverview } from "../../src/cli/overview.ts";
import { statusLine } from "../../src/cli/status-line.ts";
import type { RunRow, StageRow } from "../../src/engine/rows.ts";
import { pipelineName, runId, stageKey } from "../../src/pipeline/ids.ts";
import { randomRuns } from "../ui/random-runs.ts";
import { RUN, runRow, stageRow, T0 } from "../ui/rows.ts";

const NOW = T0 + 60_000;
const NO_NEWS: Telling["news"] = { runs: new Map(), going: [] };

interface Given {
  readonly active?: readonly ActiveRun[];
  readonly ended?: readonly Partial<RunRow>[];
  readonly news?: Telling["news"];
  readonly ascii?: boolean;
}

function line({ active = [], ended = [], news = NO_NEWS, ascii = false }: Given): string {
  const pipelines = ended.map((changes): PipelineOverview => {
    const last = runRow(changes);
    return { name: last.pipeline, last, ended: 1, succeeded: 0, cancelled: 0 };
  });
  const telling: Telling = { now: NOW, ascii, form: "brief", news };
  return statusLine({ pipelines, active, waiting: [] }, telling)
    .map(({ text }) => text)
    .join("");
}

const active = (run: Partial<RunRow>, ...stages: StageRow[]): ActiveRun => ({
  run: runRow(run),
  stages,
});
const train = stageRow("train", 0, { state: "running", attempt: 2, maxAttempts: 2 });
const going = active({ number: 42 }, train, stageRow("push", 1));
const gate = active(
  { id: runId("gate"), pipeline: pipelineName("eval-gate"), number: 9 },
  stageRow("gate", 0, { state: "waiting", reason: "Promote v8?" }),
);
const told = (eta: number | null): Telling["news"] => ({
  runs: new Map([
    [
      RUN,
      {
        eta: eta === null ? null : { p50: NOW + eta, p95: null },
        stages: new Map([
          [
            stageKey("train"),
            {
              progress: { fraction: 0.2, text: "epoch 3 of 10" },
              metric: { name: "f1", value: 0.8113 },
              left: { is: "known", p50: 2_220_000, p95: null },
            },
          ],
        ]),
      },
    ],
  ]),
  going: [],
});

describe("the one line", () => {
  it("tells how far the stage is that runs, how long its run will take, and how many questions wait", () => {
    const both = { active: [going, gate], news: told(41 * 60_000) };
    expect(line(both)).toBe("train 2/2 · ep 3/10 · f1 .81 · 41m left · ◆1");
    expect(line({ ...both, ascii: true })).toBe("train 2/2 | ep 3/10 | f1 .81 | 41m left | ?1");
    expect(line({ active: [going] })).toBe("train 2/2");
  });

  it("tells of the stage where nobody knows of the run", () => {
    expect(line({ active: [going], news: told(null) })).toBe("train 2/2 · ep 3/10 · f1 .81 · ~37m");
  });

  it("counts several runs, and tells of the oldest by name", () => {
    const other = active({ id: runId("other"), pipeline: pipelineName("lstm"), number: 1 }, train);
    expect(line({ active: [going, other] })).toBe("2 running · spam train 2/2");
  });

  it("counts the other stages that are busy", () => {
    const fit = stageRow("fit", 1, { state: "queued", reason: "waits" });
    expect(line({ active: [active({}, train, fit)] })).toBe("train 2/2 +1");
  });

  it("tells why nothing of a run goes on yet", () => {
    const reason = "waits for a slot of gpu: held by bert#41 train";
    const fit = stageRow("fit", 0, { state: "queued", reason });
    expect(line({ active: [active({}, fit)] })).toBe("fit waits for gpu: bert#41");
    const again = stageRow("fit", 0, { state: "retrying", dueAt: NOW + 2500 });
    expect(line({ active: [active({}, again)] })).toBe("fit tries again in 3s");
    expect(line({ active: [active({ round: 2, dueAt: NOW + 2500 })] })).toBe(
      "spam#3 round 2 in 3s",
    );
    expect(line({ active: [active({ state: "cancelling" })] })).toBe("spam#3 cancelling");
  });

  it("tells else what waits for a person, else what is queued, else how the last run ended", () => {
    const queued = active({
      number: 4,
      state: "queued",
      startedAt: null,
      reason: "waits for spam#3, which is still running",
    });
    const ended = [
      { number: 7, state: "failed", endedAt: T0, reason: "train: exit 1" },
      { pipeline: pipelineName("old"), state: "succeeded", endedAt: T0 - 60_000 },
    ] as const;
    expect(line({ active: [queued, gate], ended })).toBe("eval-gate#9 · Promote v8? · ◆1");
    expect(line({ active: [queued], ended })).toBe("spam#4 waits for spam#3");
    expect(line({ ended })).toBe("✗ spam#7 1m ago · train: exit 1");
    expect(line({ ended: [ended[1]] })).toBe("✓ old#3 2m ago");
    expect(line({ ended: [ended[1]], ascii: true })).toBe("+ old#3 2m ago");
  });

  it("has no words for an empty home", () => {
    expect(line({})).toBe("");
  });

  it("is one line without control characters, whatever runs", () => {
    fc.assert(
      fc.property(randomRuns, (run) => {
        expect(line({ active: [{ run: run.run, stages: run.stages }] })).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 60 },
    );
  });
});
