// What the Dashboard is fed with, from a real home: pipelines with their last runs and successes, runs of one of them with
// metrics and parameters, the counts of the header, and what is found where nothing has run.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countsOf } from "../../../src/cli/monitor/counts.ts";
import { dashboardFeed } from "../../../src/cli/monitor/dashboard-feed.ts";
import { emptyHome } from "../../../src/cli/monitor/found-here.ts";
import { type OpenHome, openHome } from "../../../src/cli/monitor/open-home.ts";
import { homePaths } from "../../../src/engine/home-paths.ts";
import { pipelineName } from "../../../src/pipeline/ids.ts";
import type { Interest } from "../../../src/ui/monitor/interest.ts";
import { type Place, place, until } from "../../e2e/program.ts";

let here: Place;
let home: OpenHome;
beforeEach(() => {
  here = place();
  home = openHome(homePaths(here.home));
});
afterEach(async () => {
  home.drop();
  await here.close();
});

const DAY = 24 * 3_600_000;
const interest = (pipeline: string | null): Interest => ({
  pipeline: pipeline === null ? null : pipelineName(pipeline),
  sinceMs: 7 * DAY,
  run: null,
  stage: null,
  attempt: null,
  log: null,
  models: false,
});

const SWEEP = `name: sweep
params: { lr: { type: number, default: 0.1 }, ok: { type: boolean, default: true } }
stages:
  train:
    run: 'echo "{\\"f1\\":0.8}" >> $DAGTOP_METRICS; echo "{\\"f1\\":0.9}" >> $DAGTOP_METRICS; $DAGTOP_PARAM_OK'
`;
const GATE = `name: gate
stages:
  train: { run: 'true' }
  ask: { approval: "Ship it?", needs: train }
`;

describe("the Dashboard is fed with", () => {
  it("pipelines by name, their last runs, and how many of them went well", async () => {
    const file = here.file("sweep.yaml", SWEEP);
    for (const ok of ["true", "false", "true"]) await here.dagtop("run", file, "-p", `ok=${ok}`);
    await here.dagtop("run", here.file("gate.yaml", GATE), "--detach");
    const waits = (): boolean => countsOf(home.reader()).forYou === 1;
    await until(waits);
    const { pipelines } = dashboardFeed(home).read(interest(null), Date.now());
    expect(pipelines.map(({ name }) => name)).toEqual(["gate", "sweep"]);
    const [gate, sweep] = pipelines;
    expect(sweep?.strip.map(({ state }) => state)).toEqual(["succeeded", "failed", "succeeded"]);
    expect(sweep?.active).toBeNull();
    expect(sweep?.last).toMatchObject({ number: 3, state: "succeeded" });
    expect(
      Object.fromEntries((sweep?.week ?? []).map(({ state, count }) => [state, count])),
    ).toEqual({
      succeeded: 2,
      failed: 1,
    });
    expect(gate?.active).toMatchObject({
      number: 1,
      asks: "ask",
      says: expect.stringContaining("Ship it?"),
    });
    expect(countsOf(home.reader())).toMatchObject({ running: 1, forYou: 1 });
  });

  it("the runs of one of them, the newest first, with last metrics, parameters and why", async () => {
    const file = here.file("sweep.yaml", SWEEP);
    await here.dagtop("run", file, "-p", "lr=0.5");
    await here.dagtop("run", file, "-p", "ok=false");
    const { runs } = dashboardFeed(home).read(interest("sweep"), Date.now());
    expect(runs?.rows.map(({ number, state }) => [number, state])).toEqual([
      [2, "failed"],
      [1, "succeeded"],
    ]);
    expect(runs?.rows[0]?.says).toMatch(/train: exit 1/u);
    expect(runs?.rows[1]).toMatchObject({
      metrics: { f1: 0.9 },
      params: { lr: "0.5", ok: "true" },
    });
    expect(runs?.metrics).toEqual(["f1"]);
    expect(runs?.params.toSorted()).toEqual(["lr", "ok"]);
  });

  it("the very same object where nothing has happened", async () => {
    await here.dagtop("run", here.file("sweep.yaml", SWEEP));
    const feed = dashboardFeed(home);
    const first = feed.read(interest("sweep"), Date.now());
    expect(feed.read(interest("sweep"), Date.now() + 10)).toBe(first);
    // Other screens ask for no pipeline: this one stays as it was.
    expect(feed.read(interest(null), Date.now() + 20).runs).toBe(first.runs);
  });
});

describe("where nothing has run", () => {
  it("what is in the folder is told: pipelines, a dvc.yaml, scripts, and files that can't be read", () => {
    here.file(
      "pipeline.yaml",
      "name: nightly\nstages:\n  data: { run: a }\n  train: { run: b, needs: data }\n",
    );
    here.file(
      "dvc.yaml",
      "stages:\n  prepare:\n    cmd: python a.py\n  fit:\n    cmd: python b.py\n",
    );
    here.file("train.py", "print(1)\n");
    here.file("compose.yaml", "services: {}\n");
    here.file("evil\u001b[31m.py", "print(1)\n");
    mkdirSync(join(here.folder, "folder.yaml"));
    writeFileSync(join(here.folder, "bin.yaml"), Buffer.from([0, 1, 2, 255]));
    const { found, mode } = emptyHome(here.folder, home.paths)();
    expect(mode).toBeNull();
    expect(found[0]).toMatchObject({
      is: "pipeline",
      file: "pipeline.yaml",
      name: "nightly",
      stages: ["data", "train"],
    });
    expect(found.find(({ is }) => is === "dvc")).toEqual({
      is: "dvc",
      file: "dvc.yaml",
      stages: 2,
    });
    expect(found.some(({ file }) => file === "train.py")).toBe(true);
    expect(found.some(({ file }) => file === "compose.yaml")).toBe(false);
    // oxlint-disable-next-line no-control-regex -- that none is there is the point
    expect(JSON.stringify(found)).not.toMatch(/\\u001b/u);
  });
});
