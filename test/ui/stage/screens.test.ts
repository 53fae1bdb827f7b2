// The Stage screen as a person sees it: whole screens as text, at three sizes, in ASCII, and with what colours mean.

import { describe, expect, it } from "vitest";
import { drawStage } from "../../../src/ui/stage/draw.ts";
import { markedOf, room, textOf } from "./screen-text.ts";
import { type Pictured, asking, failed, kept, promoted, promoting, training } from "./views.ts";

const SCREENS: Readonly<Record<string, () => Pictured>> = {
  failed,
  training,
  kept,
  asking,
  promoting,
  promoted,
};
/** Without the line of hints. */
const SIZES = [
  [80, 23],
  [120, 39],
  [200, 59],
] as const;

describe.each(Object.entries(SCREENS))("the Stage screen of a stage: %s", (name, make) => {
  const { view, state } = make();

  it.each(SIZES)("stands at %i columns and %i rows", async (columns, rows) => {
    const frame = drawStage(view, state, room(columns, rows));
    await expect(textOf(frame, columns)).toMatchFileSnapshot(
      `__screens__/${name}-${columns}x${rows + 1}.txt`,
    );
  });

  it("stands in ASCII, and each colour means something", async () => {
    const ascii = drawStage(view, state, room(80, 23, true));
    const text = textOf(ascii, 80);
    expect(text).toMatch(/^[\n -~]*$/);
    await expect(text).toMatchFileSnapshot(`__screens__/${name}-80x24-ascii.txt`);
    const frame = drawStage(view, state, room(80, 23));
    await expect(markedOf(frame)).toMatchFileSnapshot(`__screens__/${name}-80x24-marked.txt`);
  });
});
