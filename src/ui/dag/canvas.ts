// Lines and texts on a grid of terminal cells. A line is kept as the sides of a cell that it touches, so what meets in a
// cell becomes the right corner or crossing by itself. A text covers what is below it.
//
// A vertical line belongs to somebody. A horizontal one that runs over it without being of the same net goes under it:
// ─│─ is no junction, ─┼─ is one.

import { widthOf } from "../width.ts";

const NORTH = 1;
const EAST = 2;
const SOUTH = 4;
const WEST = 8;

const LINES = " ╵╶└╷│┌├╴┘─┴┐┤┬┼";
const ASCII_LINES = " |-+||++-+-+++++";

export interface Glyphs {
  readonly lines: string;
  readonly dashed: string;
  readonly arrow: string;
  readonly ellipsis: string;
}

export function glyphs(ascii: boolean): Glyphs {
  return ascii
    ? { lines: ASCII_LINES, dashed: ".", arrow: ">", ellipsis: "~" }
    : { lines: LINES, dashed: "╌", arrow: "►", ellipsis: "…" };
}

export class Canvas {
  readonly #sides: Uint8Array;
  readonly #owners: unknown[];
  /** Characters in the place of lines; "" for the second column of a wide one. */
  readonly #texts = new Map<number, string>();
  readonly #width: number;
  readonly #height: number;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#sides = new Uint8Array(width * height);
    this.#owners = [];
  }

  vertical(x: number, top: number, bottom: number, owner: unknown): void {
    for (let y = top; y <= bottom; y += 1) {
      const at = this.#at(x, y);
      this.#owners[at] = owner;
      this.#touch(at, (y > top ? NORTH : 0) | (y < bottom ? SOUTH : 0));
    }
  }

  /** From the middle of the first cell to that of the last. Joins the vertical lines of `owners`, passes under others. */
  horizontal(y: number, left: number, right: number, owners: readonly unknown[]): void {
    for (let x = left; x <= right; x += 1) {
      const at = this.#at(x, y);
      const owner = this.#owners[at];
      if (owner !== undefined && !owners.includes(owner)) continue;
      this.#touch(at, (x > left ? WEST : 0) | (x < right ? EAST : 0));
    }
  }

  /** @param text - it has passed the sanitiser */
  text(x: number, y: number, text: string): void {
    let column = x;
    for (const character of text) {
      const width = widthOf(character);
      if (width === 0) {
        // A mark belongs to the character before it.
        const at = this.#at(column - 1, y);
        const before = this.#texts.get(at) === "" ? at - 1 : at;
        this.#texts.set(before, (this.#texts.get(before) ?? "") + character);
        continue;
      }
      for (let more = 0; more < width; more += 1)
        this.#texts.set(this.#at(column + more, y), more === 0 ? character : "");
      column += width;
    }
  }

  /** Draws a plain horizontal line with another glyph; leaves everything else as it is. */
  restyle(y: number, left: number, right: number, glyph: string): void {
    for (let x = left; x <= right; x += 1) {
      const at = this.#at(x, y);
      if (this.#sides[at] === (EAST | WEST)) this.#texts.set(at, glyph);
    }
  }

  /** Rows without spaces at their ends. */
  rows({ lines }: Glyphs): string[] {
    return Array.from({ length: this.#height }, (_, y) => {
      let row = "";
      for (let x = 0; x < this.#width; x += 1) {
        const at = this.#at(x, y);
        row += this.#texts.get(at) ?? lines[this.#sides[at] ?? 0] ?? " ";
      }
      return row.trimEnd();
    });
  }

  #at(x: number, y: number): number {
    return y * this.#width + x;
  }

  #touch(at: number, sides: number): void {
    this.#sides[at] = (this.#sides[at] ?? 0) | sides;
  }
}
