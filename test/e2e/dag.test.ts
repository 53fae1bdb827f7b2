// The graph of a file as the program prints it: from the file alone, without parameters and without a home.

import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Place, place } from "./program.ts";

let here: Place;
let file: string;
beforeAll(() => {
  here = place();
  file = here.file(
    "p.yaml",
    `name: pricecheck
params:
  region: { type: string, required: true }
stages:
  data: { run: 'true' }
  train: { run: 'true', needs: data, matrix: { lr: [1, 2], opt: [adam, sgd] } }
  pick: { run: 'true', needs: train }
  eu: { run: 'true', needs: pick, if: "params.region == 'eu' && stages.data.outputs.rows > 100" }
  sign-off: { approval: "Promote?", needs: [pick, eu] }
  clean: { run: 'true', needs: sign-off, if: failure }
  notify: { run: 'true', needs: [sign-off, clean], if: always }
`,
  );
});
afterAll(() => here.close());

async function dag(columns: number, ...args: string[]): Promise<{ out: string; err: string }> {
  const ended = await here.start(["dag", file, ...args], { COLUMNS: `${columns}` }).ended;
  expect(ended.code).toBe(0);
  return { out: `\n${ended.out}`, err: ended.err };
}

describe("dag", () => {
  it("draws the file: a matrix in one node, an approval, and dashed lines to what is conditional", async () => {
    const { out, err } = await dag(140);
    expect(out).toBe(`
data ──► train ×4 ──► pick ─┬╌► eu (if params.region == 'eu…) ─┬─► ◆ sign-off ─┬╌► clean (on failure) ─┬╌► notify (always)
                            └──────────────────────────────────┘               └───────────────────────┘

eu  if params.region == 'eu' && stages.data.outputs.rows > 100
`);
    expect(err).toBe("");
  });

  it("says conditions below the drawing where that makes it fit", async () => {
    const { out } = await dag(90);
    expect(out).toBe(`
data ──► train ×4 ──► pick ─┬╌► eu ─┬─► ◆ sign-off ─┬╌► clean ─┬╌► notify
                            └───────┘               └──────────┘

eu      if params.region == 'eu' && stages.data.outputs.rows > 100
clean   on failure
notify  always
`);
  });

  it("is a list in 60 columns, which says how many would do", async () => {
    const { out, err } = await dag(60);
    expect(out).toBe(`
data
  train ×4          after data
    pick            after train ×4
      eu            if params.region == 'eu' &&
                    stages.data.outputs.rows > 100,
                    after pick
        ◆ sign-off  after pick, eu
          clean     on failure, after sign-off
            notify  always, after sign-off, clean
`);
    const wanted = Number(/COLUMNS=(\d+)/.exec(err)?.[1]);
    expect((await dag(wanted)).err).toBe("");
    expect((await dag(wanted - 1)).err).not.toBe("");
  });

  it("has 80 columns where there is no terminal", async () => {
    const { err } = await here.dagtop("dag", file, "--expand");
    expect(err).toContain("here are 80");
  });

  it("shows every member with --expand, and nothing but ASCII with --ascii", async () => {
    const { out } = await dag(120, "--expand", "--ascii");
    expect(out).toMatch(/^[ -~\n]*$/);
    expect(out.match(/train\[lr=\d,opt=\w+\]/g)).toHaveLength(4);
    expect(out).toContain("? sign-off");
    const narrow = (await dag(100, "--expand")).out;
    expect(narrow).toContain("train[lr=1,opt=adam] ");
    expect(narrow).toContain("\nclean   on failure\nnotify  always\n");
  });

  it("is text for other programs with --format", async () => {
    const dot = (await dag(80, "--format", "dot")).out;
    expect(dot).toContain('digraph "pricecheck" {');
    expect(dot).toContain('"sign-off" [label="◆ sign-off", shape=hexagon];');
    expect(dot).toContain('"clean" -> "notify" [style=dashed];');
    const mermaid = (await dag(80, "--format", "mermaid")).out;
    expect(mermaid).toContain('  n1[["train ×4"]]');
    expect(mermaid).toContain("#amp;#amp; stages.data.outputs.rows #gt; 100)");
    expect(mermaid).toContain("  n2 -.-> n3");
  });

  it("is one object with --json", async () => {
    const { pipeline, stages } = await here.json<{ pipeline: string; stages: { key: string }[] }>(
      "dag",
      file,
    );
    expect(pipeline).toBe("pricecheck");
    expect(stages.map(({ key }) => key)).toEqual([
      "data",
      "train",
      "pick",
      "eu",
      "sign-off",
      "clean",
      "notify",
    ]);
    const plain = { condition: null, approval: false, matrix: null, members: null };
    expect(stages[1]).toEqual({
      ...plain,
      key: "train",
      needs: ["data"],
      rank: 1,
      if: "success",
      matrix: "train",
      members: 4,
    });
    expect(stages[3]).toMatchObject({
      rank: 3,
      condition: "params.region == 'eu' && stages.data.outputs.rows > 100",
    });
    expect(stages[4]).toMatchObject({ approval: true, needs: ["pick", "eu"], rank: 4 });
    expect(stages[6]).toMatchObject({ if: "always", rank: 6 });
    const open = await here.json<{ stages: { key: string; matrix: string | null }[] }>(
      "dag",
      file,
      "--expand",
    );
    expect(open.stages.filter(({ matrix }) => matrix === "train")).toHaveLength(4);
  });

  it("makes no home", () => {
    expect(existsSync(here.home)).toBe(false);
  });

  it("refuses a format that there is not, and a file with errors", async () => {
    const wrong = await here.dagtop("dag", file, "--format", "mermiad");
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(wrong.err).toContain('Did you mean "mermaid"?');
    const bad = here.file("bad.yaml", "name: t\nstages:\n  a: { run: x, needs: b }\n");
    expect(await here.dagtop("dag", bad)).toMatchObject({ code: 2, out: "" });
    expect((await here.dagtop("dag", "nowhere.yaml")).code).toBe(2);
  });
});
