// Colour for plain output, by meaning. `status` must start quickly, so this uses what Node has already loaded.

import { styleText } from "node:util";
import { COLOURS, type Mark, glyphOf } from "../ui/theme.ts";

export interface Paint {
  readonly colour: boolean;
  readonly ascii: boolean;
}

/** Glyph and word of a state, coloured by what it means. */
export function painted(mark: Mark, paint: Paint, words = mark.word): string {
  return tinted(`${glyphOf(mark, paint.ascii)} ${words}`, mark, paint);
}

export function tinted(text: string, mark: Mark, { colour }: Paint): string {
  const name = COLOURS[mark.meaning];
  return colour && name !== null ? styleText(name, text, { validateStream: false }) : text;
}
