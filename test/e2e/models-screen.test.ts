// The Models screen as a person uses it, in a real terminal (tmux) over the built program: from the Dashboard and back, a
// version made champion and rolled back, the run that made it, and the numbers of the gate where an approval waits.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROGRAM, type Place, place } from "./program.ts";
import { type Robot, robot } from "./robot.ts";

let here: Place;
const robots: Robot[] = [];

beforeEach(() => {
  here = place();
});
afterEach(async () => {
  for (const one of robots.splice(0)) one.close();
  await here.close();
});

function open(size: readonly [number, number], args = ""): Robot {
  const one = robot(here, size, `${process.execPath} ${PROGRAM} ${args}`);
  robots.push(one);
  return one;
}

const written = (name: string, ask = ""): string =>
  here.file(
    `${name}.yaml`,
    `name: ${name}
params: { f1: 0.85 }
stages:
  train:
    run: |
      echo "{\\"f1\\": $DAGTOP_PARAM_F1, \\"loss\\": 0.4}" >> "$DAGTOP_METRICS"
      echo "weights $DAGTOP_PARAM_F1" > model.bin
${ask}  promote:
    needs: [train${ask === "" ? "" : ", ask"}]
    uses: promote
    with: { from: train, path: model.bin, model: toy, metric: f1, min: 0.8, better_than: champion }
`,
  );

interface Champion {
  readonly champion: number | null;
  readonly previous: number | null;
}
const shown = (): Promise<Champion> => here.json<Champion>("models", "show", "toy");

describe("the Models screen", { timeout: 90_000 }, () => {
  it("says what makes a model where there is none, and a model that is made meanwhile appears", async () => {
    const other = here.file("other.yaml", "name: other\nstages: { a: { run: 'true' } }\n");
    await here.dagtop("run", other);
    const { sees, press } = open([80, 24]);
    await sees(/other +✓ +ok/u);
    press("m");
    await sees(/uses: promote[^]*docs\/models\.md/u);
    press("p");
    await sees("promote: there are no models yet");
    await here.dagtop("run", written("gate"));
    await sees(/▸v1 +champion +0\.85/u);
    press("q");
    expect(await sees(/PIPELINES[^]*gate/u)).not.toContain("VERSIONS");
  });

  it("says what pipelines tell over the terminal while somebody looks, on whatever screen: 8.4", async () => {
    await here.dagtop(
      "run",
      here.file("other.yaml", "name: other\nstages: { a: { run: 'true' } }\n"),
    );
    const { sees, press } = open([100, 30]);
    await sees(/other +✓ +ok/u);
    press("m");
    await sees(/uses: promote/u);
    const tell = "tell: { if: always, uses: notify, with: { channels: terminal } }";
    await here.dagtop(
      "run",
      here.file("told.yaml", `name: told\nstages: { a: { run: exit 3 }, ${tell} }\n`),
    );
    expect(await sees("told#1: a: exit 3")).toContain("uses: promote");
  });

  it("makes a version champion after a question, rolls it back, and opens the run that made it", async () => {
    const file = written("gate");
    await here.dagtop("run", file, "-p", "f1=0.9");
    await here.dagtop("run", file, "-p", "f1=0.85");
    const { sees, press } = open([120, 40]);
    await sees(/gate +✓✓/u);
    press("m");
    await sees(/f1 +0\.85 +0\.9 +-0\.05 +worse/u);
    await sees("said champion v1 kept: f1 0.85 is not better than 0.9");
    press("p");
    await sees(/make v2 champion of toy\?[^]*in place of v1, which becomes previous/u);
    press("n");
    expect(await shown()).toMatchObject({ champion: 1, previous: null });
    press("p");
    await sees(/\[ No \]/u);
    press("y");
    await sees("toy: v2 promoted by hand, in place of v1");
    await sees(/▸v2 +champion/u);
    expect(await shown()).toMatchObject({ champion: 2, previous: 1 });
    press("b");
    await sees(/roll toy back to v1\?[^]*\[ No \]/u);
    press("y");
    await sees("toy: rolled back to v1, from v2");
    expect(await shown()).toMatchObject({ champion: 1, previous: 2 });
    rmSync(join(here.home, "models"), { recursive: true });
    press("b");
    await sees("refused: the files of v2 are gone: it can't be champion");
    press("Enter");
    await sees(/gate#2 +✓ succeeded/u);
    press("Escape");
    await sees(/Models +1 model, 2 versions/u);
  });

  it("8.3 the gate's numbers stand in the question of an approval, and the champion beside the metrics", async () => {
    await here.dagtop("run", written("gate"));
    const asks = written("asks", '  ask: { needs: train, approval: "promote it?" }\n');
    await here.dagtop("run", asks, "-p", "f1=0.9", "--detach");
    const { sees, press } = open([80, 24], "monitor asks");
    await sees(/◆ ask/u);
    press("a");
    await sees("f1 0.9 · floor 0.8 · champion v1 0.85 → passes");
    press("Escape");
    await sees(/^(?![^]*passes)/u);
    press("g", "Enter");
    await sees(/asks#1 › train[^]*best \.9 \(max\) +champion v1 0\.85/u);
    press("Escape");
    await sees(/▸✓ train/u);
    press("G", "Enter");
    const screen = await sees(/GATE +f1 0\.9 · floor 0\.8 · champion v1 0\.85 → passes/u);
    expect(screen).toMatch(/promote +◌ pending/u);
  });
});
