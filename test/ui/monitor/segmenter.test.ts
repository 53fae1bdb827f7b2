// What stands in the bundle in the place of Intl.Segmenter says the same as that.

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LateSegmenter } from "../../../scripts/bundled/segmenter.ts";

const real = new Intl.Segmenter();
const late = new LateSegmenter();

describe("the segmenter of the bundle", () => {
  it("takes any text apart as the real one does, and finds the cluster at any place", () => {
    const own = fc.stringMatching(/^[ -~¡-ɏ‐-‧←-⋿─-◿✀-➿]{0,20}$/u);
    fc.assert(
      fc.property(
        fc.oneof(own, fc.string({ unit: "binary", maxLength: 20 })),
        fc.nat(25),
        (text, at) => {
          const clusters = (from: Pick<typeof late, "segment">): string[] =>
            Array.from(from.segment(text), ({ segment, index }) => `${index} ${segment}`);
          expect(clusters(late)).toEqual(
            Array.from(real.segment(text), ({ segment, index }) => `${index} ${segment}`),
          );
          expect(late.segment(text).containing(at)?.segment).toBe(
            real.segment(text).containing(at)?.segment,
          );
        },
      ),
    );
  });
});
