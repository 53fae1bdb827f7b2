// Rows for lines that run between two nets, from one lane to another: such as lie free between two ranks, and new ones
// between rows that do not. New ones are no whole numbers; they become rows of the drawing with all others.

export interface Link {
  /** The row of the source. */
  readonly from: number;
  /** The rows of its targets. */
  readonly to: readonly number[];
}

export class Tracks {
  readonly rows = new Set<number>();
  readonly #taken: Set<number>;
  readonly #gaps = new Map<number, number>();

  constructor(links: readonly Link[]) {
    this.#taken = new Set(links.flatMap(({ from, to }) => [from, ...to]));
  }

  /** A row beside `row`, on the side of `other`. */
  near(row: number, other: number): number {
    const next = other < row ? Math.ceil(row) - 1 : Math.floor(row) + 1;
    const track = this.#taken.has(next) ? this.#between(Math.min(row, next)) : next;
    this.rows.add(track);
    this.#taken.add(track);
    return track;
  }

  #between(row: number): number {
    const count = (this.#gaps.get(row) ?? 0) + 1;
    this.#gaps.set(row, count);
    return row + count / 1024;
  }
}
