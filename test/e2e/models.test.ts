// Promotion as a person sees it: a model becomes a version, and champion only if it deserves it (semantics 8.5); whoever is killed
// on the way, the champion is on one version, whose files are there.

import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(async () => {
  await here.close();
});

const TRAIN = `
  train:
    run: |
      echo "{\\"step\\": 1, \\"f1\\": $DAGTOP_PARAM_F1, \\"loss\\": 0.5}" >> "$DAGTOP_METRICS"
      echo "weights $DAGTOP_PARAM_F1" > model.bin
      echo "model=model.bin" >> "$DAGTOP_OUTPUT"`;

function written(given = "", train = TRAIN): string {
  return here.file(
    "pipeline.yaml",
    `name: gate
params: { f1: 0.85, min: 0.8 }
stages:${train}
  promote:
    needs: train
    uses: promote
    with:
      { from: train, model: toy, metric: f1, min: "\${{ params.min }}", better_than: champion${given} }
`,
  );
}

const run = (...args: string[]) => here.dagtop("run", join(here.folder, "pipeline.yaml"), ...args);

interface Shown {
  readonly champion: number | null;
  readonly previous: number | null;
  readonly versions: {
    readonly version: number;
    readonly metrics: Record<string, number>;
    readonly files: { readonly hash: string };
    readonly from: { readonly run: string; readonly params: Record<string, unknown> };
  }[];
}
const shown = () => here.json<Shown>("models", "show", "toy");

interface ShownRun {
  readonly stages: {
    readonly key: string;
    readonly reason: string | null;
    readonly outputs: Record<string, string> | null;
    readonly attempts: { readonly cause: string | null; readonly exit_code: number | null }[];
  }[];
}
const promoteOf = async (name: string) =>
  (await here.json<ShownRun>("show", name)).stages.find(({ key }) => key === "promote")!;

describe("8.5 uses: promote", () => {
  it("makes a version and its champion; then keeps it against one that is as good, and refuses one below the floor", async () => {
    written();
    const first = await run();
    expect(first.code).toBe(0);
    expect(first.out).toContain("v1 promoted: f1 0.85, the first champion");
    expect(await shown()).toMatchObject({
      champion: 1,
      versions: [
        {
          version: 1,
          metrics: { f1: 0.85, loss: 0.5 },
          from: { run: "gate#1", params: { f1: 0.85 } },
        },
      ],
    });
    const [hash = ""] = readdirSync(join(here.home, "models"));
    expect(readFileSync(join(here.home, "models", hash, "content"), "utf8")).toBe("weights 0.85\n");

    const second = await run();
    expect(second.code).toBe(0);
    expect(second.out).toContain("champion v1 kept: f1 0.85 is as good as 0.85");
    expect(await promoteOf("gate#2")).toMatchObject({
      reason: "champion v1 kept: f1 0.85 is as good as 0.85",
      outputs: { version: "2", champion: "1", outcome: "kept" },
    });

    const third = await run("-p", "f1=0.7");
    expect(third.code).toBe(3);
    expect(third.out).toContain("refused: f1 0.7 is below 0.8 (champion v1 0.85)");
    const { attempts } = await promoteOf("gate#3");
    expect(attempts).toHaveLength(1);

    const fourth = await run("-p", "f1=0.9");
    expect(fourth.code).toBe(0);
    expect(await shown()).toMatchObject({ champion: 4, previous: 1 });
  });

  it("fails the run for one that is not better only where the file says so", async () => {
    written();
    await run();
    written(", if_not_better: warn");
    expect((await run()).code).toBe(3);
    written(", if_not_better: fail");
    const failed = await run();
    expect(failed.code).toBe(1);
    expect(failed.out).toContain("refused: champion v1 kept");
    expect((await run("-p", "f1=0.7")).code).toBe(3);
  });

  it.each([
    ["no metric", "echo m > model.bin", "train gave no f1"],
    [
      "a metric that ends in NaN",
      'printf \'{"f1": 0.9}\\n{"f1": NaN}\\n\' > "$DAGTOP_METRICS"; echo m > model.bin',
      "the last f1 of train is not a number",
    ],
    ["no file", 'echo f1=0.9 >> "$DAGTOP_OUTPUT"', "which file is the model?"],
    [
      "a file that is not there",
      'echo f1=0.9 >> "$DAGTOP_OUTPUT"; echo model=nowhere >> "$DAGTOP_OUTPUT"',
      "nowhere",
    ],
  ])("refuses %s in one sentence, and registers nothing", async (_, command, words) => {
    written("", `\n  train: { run: ${JSON.stringify(command)} }`);
    const { code, out } = await run();
    expect(code).toBe(3);
    expect(out).toContain(words);
    expect(await here.json("models")).toEqual([]);
  });

  it("names the stage that has the metric, where another was asked", async () => {
    written(
      "",
      `
  other: { run: 'echo f1=0.9 >> "$DAGTOP_OUTPUT"' }
  train: { needs: other, run: 'echo m > model.bin; echo model=model.bin >> "$DAGTOP_OUTPUT"' }`,
    );
    expect((await run()).out).toContain("train gave no f1 (other did: metrics_from: other)");
    written(
      ", metrics_from: other",
      `
  other: { run: 'echo f1=0.9 >> "$DAGTOP_OUTPUT"' }
  train: { needs: other, run: 'echo m > model.bin; echo model=model.bin >> "$DAGTOP_OUTPUT"' }`,
    );
    expect((await run()).code).toBe(0);
  });

  it("takes the best member of a matrix", async () => {
    written(
      "",
      `
  train:
    matrix: { lr: [0.1, 0.3, 0.2] }
    run: |
      echo "f1=0.8$DAGTOP_MATRIX_LR" | tr -d . | sed 's/=0/=0./' >> "$DAGTOP_OUTPUT"
      echo "model=model-$DAGTOP_MATRIX_LR" >> "$DAGTOP_OUTPUT"
      echo "$DAGTOP_MATRIX_LR" > "model-$DAGTOP_MATRIX_LR"`,
    );
    expect((await run()).code).toBe(0);
    const { versions } = await shown();
    const hash = versions[0]?.files.hash ?? "";
    expect(readFileSync(join(here.home, "models", hash, "content"), "utf8")).toBe("0.3\n");
  });

  it("asks for the marker that training writes last, and takes no older one", async () => {
    written(", complete: done");
    expect((await run()).out).toContain("the training is not complete: there is no done");
    here.file("done", "");
    expect((await run()).out).toContain("the training is not complete: done is of an earlier one");
    written(", complete: done", `${TRAIN}\n      touch done`);
    expect((await run()).code).toBe(0);
  });
});

describe("8.5 a result that another run has made", () => {
  it("has that run's numbers, whether it was cached or taken over", async () => {
    written(
      "",
      `${TRAIN}
    cache: { outs: [model.bin] }`,
    );
    await run();
    await here.dagtop("models", "rollback", "toy");
    const again = await run();
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("train  cached")]);
    expect((await shown()).versions.map(({ metrics }) => metrics)).toEqual([
      { f1: 0.85, loss: 0.5 },
      { f1: 0.85, loss: 0.5 },
    ]);
    expect((await here.dagtop("rerun", "gate#1", "--from", "promote")).code).toBe(0);
    expect((await shown()).versions[2]?.metrics).toEqual({ f1: 0.85, loss: 0.5 });
  });
});

describe("dagtop models", () => {
  it("promotes by hand, rolls back, archives and deletes, and never the champion without force", async () => {
    written();
    for (const f1 of ["0.85", "0.9", "0.84"]) await run("-p", `f1=${f1}`);
    expect((await here.dagtop("models", "promote", "toy", "v3")).out).toContain(
      "v3 promoted by hand, in place of v2",
    );
    expect((await here.dagtop("models", "rollback", "toy")).code).toBe(0);
    expect(await shown()).toMatchObject({ champion: 2, previous: 3 });
    const refused = await here.dagtop("models", "delete", "toy", "2");
    expect([refused.code, refused.err]).toEqual([
      2,
      "v2 is champion of toy: --force deletes it all the same.\n  hint: dagtop models show toy\n",
    ]);
    expect((await here.dagtop("models", "archive", "toy", "--keep", "1")).out).toContain(
      "archived v1",
    );
    const hash = (await shown()).versions[0]?.files.hash ?? "";
    expect((await here.dagtop("models", "delete", "toy", "v1")).code).toBe(0);
    expect(existsSync(join(here.home, "models", hash))).toBe(false);
    expect((await here.dagtop("models", "show", "tox")).err).toContain('Did you mean "toy"?');
  });

  it("tells that the champion's files are gone, and lets only a better one take its place", async () => {
    written();
    await run();
    const hash = (await shown()).versions[0]?.files.hash ?? "";
    rmSync(join(here.home, "models", hash), { recursive: true });
    expect((await run("-p", "f1=0.82")).out).toContain("the files of v1 are gone");
    expect((await run("-p", "f1=0.9")).code).toBe(0);
    for (const args of [
      ["rollback", "toy"],
      ["promote", "toy", "v1"],
    ]) {
      const { code, err } = await here.dagtop("models", ...args);
      expect([code, err]).toEqual([2, expect.stringContaining("The files of v1 of toy are gone.")]);
    }
    expect((await here.dagtop("models", "promote", "toy", "v1", "--force")).code).toBe(0);
  });
});

/** The pid of the step that runs, once it does. */
async function stepPid(): Promise<number> {
  let found = 0;
  await until(() => {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        const environ = readFileSync(`/proc/${name}/environ`, "utf8");
        const isStep = words[2] === "step" && words[3] === "promote";
        if (isStep && environ.includes(`DAGTOP_HOME=${here.home}\0`)) found = Number(name);
      } catch {
        // It has just ended.
      }
    }
    return found > 0;
  });
  return found;
}

/** Large enough that its step is seen while it works. */
const LARGE = `${TRAIN}
      truncate -s 128M model.bin`;

describe("8.5 a promotion under fire", () => {
  it("goes on in another try where its process was killed", async () => {
    written("", LARGE);
    const running = here.start(["run", join(here.folder, "pipeline.yaml")]);
    process.kill(await stepPid(), "SIGKILL");
    expect((await running.ended).code).toBe(0);
    const { champion, versions } = await shown();
    expect([champion, versions.length]).toEqual([1, 1]);
    expect((await promoteOf("gate#1")).attempts).toHaveLength(2);
  });

  it("is judged against the other, where several are promoted at once: the best one is champion", async () => {
    const stages = [0.86, 0.91, 0.88].map(
      (f1, at) => `
  train${at}: { run: 'echo ''{"step": 1, "f1": ${f1}}'' > $DAGTOP_METRICS; echo ${f1} > model${at}' }
  promote${at}:
    needs: [train0, train1, train2]
    uses: promote
    with: { from: train${at}, path: model${at}, model: toy, metric: f1, better_than: champion }`,
    );
    const file = here.file("pipeline.yaml", `name: gate\nstages:${stages.join("")}\n`);
    expect((await here.dagtop("run", file)).code).toBe(0);
    const { champion, versions } = await shown();
    expect(versions.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(versions.find(({ version }) => version === champion)?.metrics["f1"]).toBe(0.91);
  });

  it("waits for the next host where its host was killed, and is decided once", async () => {
    written("", LARGE);
    const running = here.start(["run", join(here.folder, "pipeline.yaml")]);
    await stepPid();
    const host = await here.hostPid();
    if (host !== null) process.kill(host, "SIGKILL");
    expect((await running.ended).code).toBe(0);
    const { champion, versions } = await shown();
    expect([champion, versions.length]).toEqual([1, 1]);
  });
});
