// What runs, but hardly as it was meant: each warning with its place and its hint, and what is no reason for one.

import { describe, expect, it } from "vitest";
import { warningsOf } from "./reading.ts";

async function saidOf(text: string): Promise<[message: string, hint: string][]> {
  return (await warningsOf(`name: n\n${text}`)).map(({ message, hint }) => [message, hint]);
}

describe("a variable of dagtop's own that nothing sets", () => {
  const train = (script: string, more = ""): string =>
    `params: { rate: 1 }\nstages:\n  a: { run: '${script}', matrix: { lr: [1, 2] } }\n${more}`;

  it.each([
    ["$DAGTOP_OUTPUTS", "dagtop never sets $DAGTOP_OUTPUTS", "Did you mean $DAGTOP_OUTPUT?"],
    ["${DAGTOP_MATRX_LR}", "dagtop never sets $DAGTOP_MATRX_LR", "Did you mean $DAGTOP_MATRIX_LR?"],
    [
      "$DAGTOP_PARAM_RAET",
      "no parameter of this pipeline sets $DAGTOP_PARAM_RAET",
      "Did you mean $DAGTOP_PARAM_RATE?",
    ],
    [
      "$DAGTOP_PARAM_EPOCHS",
      "no parameter of this pipeline sets $DAGTOP_PARAM_EPOCHS",
      "Declare it: params: {epochs: default}.",
    ],
    [
      "$DAGTOP_MATRIX_OPT",
      "no matrix of this stage sets $DAGTOP_MATRIX_OPT",
      "Give the stage an axis of that name: matrix: {opt: [a, b]}.",
    ],
  ])("%s is told with what was meant", async (name, message, hint) => {
    expect(await saidOf(train(`echo ${name}`))).toEqual([[message, hint]]);
  });

  it("is told with all that there are where nothing is near", async () => {
    const [one] = await saidOf(train("echo $DAGTOP_COLOUR"));
    expect(one?.[0]).toBe("dagtop never sets $DAGTOP_COLOUR");
    expect(one?.[1]).toMatch(/^There are DAGTOP_HOME, .*DAGTOP_METRICS\.$/);
  });

  it("is told of the values of another stage's matrix too", async () => {
    const other = "  b: { run: echo $DAGTOP_MATRIX_LR }\n";
    expect(await saidOf(train("echo $DAGTOP_MATRIX_LR $DAGTOP_PARAM_RATE", other))).toMatchObject([
      ["no matrix of this stage sets $DAGTOP_MATRIX_LR", expect.anything()],
    ]);
  });

  it("is not told of what the script sets, quotes or only speaks of", async () => {
    const script = '"DAGTOP_X=1; echo $DAGTOP_X # $DAGTOP_Y\\n: \\\\$DAGTOP_Z"';
    expect(await saidOf(`stages: { a: { run: ${script} } }\n`)).toEqual([]);
    const own = "HOME CONFIG MARK RUN RUN_ID PIPELINE STAGE ATTEMPT ATTEMPT_ID MAX_ATTEMPTS";
    const more = "PREVIOUS_EXIT STATE_DIR LOGICAL_TIME OUTPUT METRICS";
    const all = `${own} ${more}`.split(" ").map((name) => `$DAGTOP_${name}`);
    expect(await saidOf(`stages: { a: { run: ": ${all.join(" ")}" } }\n`)).toEqual([]);
  });
});

describe("an out that has two makers", () => {
  it("is told of two stages, however its path is written", async () => {
    const text = "stages:\n  a: { run: x, cache: { outs: [m.bin, m.bin] } }\n";
    const second = "  b: { run: x, cache: { outs: [b.bin, ./out/../m.bin] } }\n";
    expect(await warningsOf(`name: n\n${text}${second}`)).toMatchObject([
      { line: 4, code: "same-out", message: '"./out/../m.bin" is an out of "a" as well' },
    ]);
  });

  it("is told of the members of a matrix, unless their values are in the path", async () => {
    const stage = (out: string): string =>
      `stages: { a: { run: x, matrix: { lr: [1, 2] }, cache: { outs: ["${out}"] } } }\n`;
    expect(await saidOf(stage("m.bin"))).toEqual([
      [
        'all members of "a" make "m.bin"',
        "Put a value of the matrix into its name: model-${{ matrix.lr }}.bin.",
      ],
    ]);
    expect(await saidOf(stage("m-${{ matrix.lr }}.bin"))).toEqual([]);
  });
});

describe("the outputs of a matrix in an if", () => {
  const pick = (condition: string): string =>
    `stages:\n  train: { run: x, matrix: { lr: [1, 2] } }\n  one: { run: x }\n  pick: { run: x, needs: [train, one], if: "${condition}" }\n`;

  it.each([
    "stages.train.outputs.f1 > 0.8",
    "1 >= stages.train.outputs.f1",
    "stages.one.outputs.f1 && !(stages.train.outputs.f1 == 1)",
  ])("are told to be a list: %s", async (condition) => {
    const text = `name: n\n${pick(condition)}`;
    const line = text.split("\n")[4] ?? "";
    expect(await warningsOf(text)).toMatchObject([
      {
        line: 5,
        column: line.indexOf("train.outputs") + 1,
        code: "list-compared",
        message: "stages.train.outputs.f1 is a list with the outputs of all members, and no number",
      },
    ]);
  });

  it.each([
    "stages.one.outputs.f1 > 0.8",
    "stages.train.outputs.f1 != null",
    "stages.train.outputs.f1 == '[null,null]'",
    "stages.train.state == 'failed'",
  ])("are no matter where they are not taken for a number: %s", async (condition) => {
    expect(await saidOf(pick(condition))).toEqual([]);
  });
});

describe("a key of a stage among the names of stages", () => {
  it("is a stage where it holds one", async () => {
    const stages = "{ cache: { run: x }, env: { argv: [x], needs: cache } }";
    expect(await saidOf(`stages: ${stages}\n`)).toEqual([]);
  });
});
