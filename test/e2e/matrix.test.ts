// Matrices and conditions from outside: members that run beside each other, what they are given, what comes after them,
// and stages that are skipped.

import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Place, type ShownRun, place, until } from "./program.ts";

let here: Place;
beforeEach(() => {
  here = place();
});
afterEach(() => here.close());

const pipeline = (stages: string, top = ""): string =>
  here.file("p.yaml", `name: t\n${top}stages:\n${stages}`);
const show = (run = "last"): Promise<ShownRun> => here.json<ShownRun>("show", run);
const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await show()).stages.map(({ key, state }) => [key, state]));

describe("8.1 a matrix", () => {
  it("runs a stage for each combination, and its outputs arrive as a JSON list in its order", async () => {
    const file = pipeline(`  train:
    run: |
      echo "$DAGTOP_STAGE $DAGTOP_MATRIX_LR $DAGTOP_MATRIX_OPT" >> members
      test $DAGTOP_MATRIX_OPT = sgd || echo "f1=$DAGTOP_MATRIX_LR-$DAGTOP_MATRIX_OPT" >> $DAGTOP_OUTPUT
    matrix:
      lr: [0.1, 0.02]
      opt: [adam, sgd]
      exclude: [{ lr: 0.02, opt: sgd }]
      include: [{ lr: 3, opt: new }]
  pick:
    needs: train
    argv: [sh, -c, 'printf "%s" "$1" > picked', x, "\${{ stages.train.outputs.f1 }}"]
`);
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(readFileSync(`${here.folder}/members`, "utf8").trim().split("\n").toSorted()).toEqual([
      "train[lr=0.02,opt=adam] 0.02 adam",
      "train[lr=0.1,opt=adam] 0.1 adam",
      "train[lr=0.1,opt=sgd] 0.1 sgd",
      "train[lr=3,opt=new] 3 new",
    ]);
    expect(JSON.parse(here.read("picked"))).toEqual(["0.1-adam", null, "0.02-adam", "3-new"]);
    const logs = await here.dagtop("logs", "last", "train[lr=0.1,opt=adam]");
    expect(logs.code).toBe(0);
  });

  it("max_parallel bounds how many are live, and the others say why they wait", async () => {
    const file = pipeline(`  m:
    run: touch on-$DAGTOP_MATRIX_N; ls | grep -c ^on- >> seen; until test -e go; do sleep 0.05; done; rm on-$DAGTOP_MATRIX_N
    matrix: { n: [1, 2, 3, 4], max_parallel: 2 }
`);
    const running = here.start(["run", file]);
    await until(async () => {
      const waiting = (await show().catch(() => null))?.stages.filter(
        ({ state }) => state === "queued",
      );
      return waiting?.length === 2 && waiting.every(({ reason }) => reason?.includes("2") === true);
    });
    const waiting = (await show()).stages.find(({ state }) => state === "queued");
    expect(waiting?.reason).toContain("m");
    here.file("go", "");
    expect((await running.ended).code).toBe(0);
    const most = Math.max(...here.read("seen").trim().split("\n").map(Number));
    expect(most).toBe(2);
  });

  it("fail_fast stops the others when a member has ended badly, after its retries", async () => {
    const file = pipeline(`  m:
    run: |
      echo x >> tries-$DAGTOP_MATRIX_N
      test $DAGTOP_MATRIX_N = 1 || sleep 60
      until test -e tries-2; do sleep 0.05; done
      exit 5
    retry: 1
    matrix: { n: [1, 2, 3], fail_fast: true }
  after: { run: 'true', needs: m }
`);
    const ended = await here.dagtop("run", file);
    expect(ended.code).toBe(1);
    expect(here.read("tries-1")).toBe("x\nx\n");
    expect(await states()).toEqual({
      "m[n=1]": "failed",
      "m[n=2]": "cancelled",
      "m[n=3]": "cancelled",
      after: "upstream_failed",
    });
    const { stages } = await show();
    expect(stages[1]?.reason).toContain("m[n=1]");
  });

  it("without it lets the others end, and retry repeats what failed alone", async () => {
    const file = pipeline(`  m:
    run: "echo x >> tries-$DAGTOP_MATRIX_N; test $DAGTOP_MATRIX_N != 2 -o -e go"
    matrix: { n: [1, 2, 3] }
`);
    expect((await here.dagtop("run", file)).code).toBe(1);
    expect(await states()).toEqual({
      "m[n=1]": "succeeded",
      "m[n=2]": "failed",
      "m[n=3]": "succeeded",
    });
    here.file("go", "");
    expect((await here.dagtop("retry", "last")).code).toBe(0);
    expect([1, 2, 3].map((n) => here.read(`tries-${n}`).length / 2)).toEqual([1, 2, 1]);
  });

  it("is done over whole by its name, and one member by its key", async () => {
    const file = pipeline(`  a: { run: 'true' }
  m: { run: 'echo x >> tries-$DAGTOP_MATRIX_N', needs: a, matrix: { n: [1, 2] } }
`);
    await here.dagtop("run", file);
    expect((await here.dagtop("rerun", "last", "--from", "m")).code).toBe(0);
    expect((await here.dagtop("rerun", "last", "--only", "m[n=2]")).code).toBe(0);
    expect([1, 2].map((n) => here.read(`tries-${n}`).length / 2)).toEqual([2, 3]);
    const unknown = await here.dagtop("rerun", "last", "--from", "m[n=3]");
    expect(unknown.code).toBe(4);
    expect(unknown.err).toContain("Did you mean");
  });

  it("has one member cancelled, and explained, by its key", async () => {
    const file = pipeline(
      "  m: { run: 'test $DAGTOP_MATRIX_N = 1 || sleep 60', matrix: { n: [1, 2] } }\n",
    );
    const running = here.start(["run", file]);
    await until(
      async () =>
        ((await states().catch(() => ({}))) as Record<string, string>)["m[n=1]"] === "succeeded",
    );
    expect((await here.dagtop("cancel", "last", "m[n=2]")).code).toBe(0);
    expect((await running.ended).code).toBe(1);
    expect((await here.dagtop("explain", "last", "m[n=2]")).out).toContain("cancelled");
  });
});

describe("1.2 conditions", () => {
  const COND = `  check: { run: 'echo rows=$DAGTOP_PARAM_ROWS >> $DAGTOP_OUTPUT' }
  big: { run: 'true', needs: check, if: stages.check.outputs.rows > 1000 }
  small: { run: 'true', needs: check, if: "!(stages.check.outputs.rows > 1000)" }
  large: { run: 'true', if: params.size == 'large' }
  end: { run: 'true', needs: [big, small, large] }
`;
  const TOP = "params: { rows: 10, size: { choices: [small, large], default: small } }\n";

  it("skip stages by parameters and outputs; a skip does not spread", async () => {
    const file = pipeline(COND, TOP);
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(await states()).toEqual({
      check: "succeeded",
      big: "skipped",
      small: "succeeded",
      large: "skipped",
      end: "succeeded",
    });
    expect((await here.dagtop("run", file, "-p", "rows=5000", "-p", "size=large")).code).toBe(0);
    expect(await states()).toMatchObject({
      big: "succeeded",
      small: "skipped",
      large: "succeeded",
    });
    const skipped = (await show()).stages.find(({ key }) => key === "small");
    expect(skipped?.reason).not.toBe(null);
    expect((await here.dagtop("explain", "last", "small")).out).toContain("skipped");
  });

  it("by a state run a stage after a failure, and only then", async () => {
    const file = pipeline(`  train: { run: test -e go, on_fail: warn }
  mend: { run: 'true', needs: train, if: stages.train.state == 'failed' }
  praise: { run: 'true', needs: train, if: stages.train.state == 'succeeded' }
`);
    expect((await here.dagtop("run", file)).code).toBe(3);
    expect(await states()).toMatchObject({ mend: "succeeded", praise: "skipped" });
    here.file("go", "");
    await here.dagtop("run", file);
    expect(await states()).toMatchObject({ mend: "skipped", praise: "succeeded" });
  });

  it("of a member skip that member alone", async () => {
    const file = pipeline(
      "  m: { run: 'true', matrix: { n: [1, 2] }, if: matrix.n == 2 }\n  after: { run: 'true', needs: m }\n",
    );
    expect((await here.dagtop("run", file)).code).toBe(0);
    expect(await states()).toEqual({
      "m[n=1]": "skipped",
      "m[n=2]": "succeeded",
      after: "succeeded",
    });
  });
});
