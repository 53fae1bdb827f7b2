// The width of a text on a terminal, for Ink in the bundle: as src/ui/width.ts has it, without what only colours.

import { widthOf } from "../../src/ui/width.ts";

// oxlint-disable-next-line no-control-regex -- escape sequences are what is left out
const SEQUENCES = /\u001b(?:\[[\d;:]*m|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/gu;

// oxlint-disable-next-line import/no-default-export -- as the package that it stands for
export default function stringWidth(text: string): number {
  return widthOf(text.includes("\u001b") ? text.replaceAll(SEQUENCES, "") : text);
}
