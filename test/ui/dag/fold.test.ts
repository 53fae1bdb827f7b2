import { describe, expect, it } from "vitest";
import { type DagStage, folded } from "../../../src/ui/dag/fold.ts";

const stage = (key: string, needs: string[] = [], group: string | null = null): DagStage => ({
  key,
  group,
  needs,
});

/** As a plan has them: needs of members by their keys. */
const PLAN = [
  stage("data"),
  stage("train[lr=1]", ["data"], "train"),
  stage("train[lr=2]", ["data"], "train"),
  stage("eval", ["train[lr=1]", "train[lr=2]"]),
];

describe("folding", () => {
  it("makes one node of a matrix, and one edge of those to its members", () => {
    expect(folded(PLAN, () => false)).toEqual([
      { key: "data", stages: [0], isFolded: false, group: null, needs: [] },
      { key: "train", stages: [1, 2], isFolded: true, group: "train", needs: [0] },
      { key: "eval", stages: [3], isFolded: false, group: null, needs: [1] },
    ]);
  });

  it("leaves each member by itself where it is open", () => {
    const nodes = folded(PLAN, (group) => group === "train");
    expect(nodes.map(({ key }) => key)).toEqual(PLAN.map(({ key }) => key));
    expect(nodes.map(({ needs }) => needs)).toEqual([[], [0], [0], [1, 2]]);
  });

  it("knows a need by the name of the matrix too, as a file has it", () => {
    const file = [...PLAN.slice(0, 3), stage("eval", ["train", "data"])];
    expect(folded(file, () => true).at(-1)?.needs).toEqual([1, 2, 0]);
    expect(folded(file, () => false).at(-1)?.needs).toEqual([1, 0]);
  });

  it("joins what single members need, and leaves out what is not there", () => {
    const odd = [
      stage("a"),
      stage("b"),
      stage("m[x=1]", ["a", "gone"], "m"),
      stage("m[x=2]", ["b"], "m"),
    ];
    expect(folded(odd, () => false).at(-1)?.needs).toEqual([0, 1]);
  });
});
