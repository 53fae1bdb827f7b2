// A terminal of a given size that keeps what is written to it. It knows the few sequences that Ink moves and erases
// with, so a test can look at the screen as a person would; any other final letter fails the test.

import { Writable } from "node:stream";

export class FakeTerminal extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly writes: string[] = [];

  constructor(columns: number, rows: number) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.writes.push(String(chunk));
    done();
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit("resize");
  }

  /** All that Ink uses of a TTY is here. */
  asTty(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }

  /**
   * The lines that stand on it now, colours and trailing blank lines left out. With `since`, what the writes from that
   * one on would put on an empty screen.
   */
  screen(since = 0): string[] {
    return new Screen(this.writes.slice(since).join("")).text();
  }
}

class Screen {
  private readonly lines: string[][] = [];
  private row = 0;
  private column = 0;

  constructor(written: string) {
    // oxlint-disable-next-line no-control-regex -- the sequences are what is read
    const tokens = written.matchAll(/\u001B\[(\??[\d;]*)([A-Za-z])|\n|\P{Cc}/gu);
    for (const [token, parameters = "", final] of tokens) {
      if (final !== undefined) this.move(final, parameters);
      else if (token === "\n") [this.row, this.column] = [this.row + 1, 0];
      else {
        this.line()[this.column] = token;
        this.column += 1;
      }
    }
  }

  text(): string[] {
    // Rows and cells that nothing was written to are holes in these arrays.
    const lines = Array.from({ length: this.lines.length }, (_, row) => {
      const cells = this.lines[row] ?? [];
      return Array.from({ length: cells.length }, (_, column) => cells[column] ?? " ").join("");
    });
    return lines.slice(0, lines.findLastIndex((line) => line.trim() !== "") + 1);
  }

  private line(): string[] {
    this.lines[this.row] ??= [];
    return this.lines[this.row] ?? [];
  }

  private move(final: string, parameters: string): void {
    const by = Number(parameters) || 1;
    const moves: Readonly<Record<string, () => void>> = {
      A: () => (this.row = Math.max(0, this.row - by)),
      B: () => (this.row += by),
      C: () => (this.column += by),
      E: () => ([this.row, this.column] = [this.row + by, 0]),
      G: () => (this.column = by - 1),
      H: () => ([this.row, this.column] = [0, 0]),
      J: () => {
        this.lines.splice(this.row + 1);
        this.line().splice(this.column);
      },
      K: () => this.line().splice(parameters === "2" ? 0 : this.column),
      h: () => null, // a mode, such as the hidden cursor
      l: () => null,
      m: () => null,
    };
    const move = moves[final];
    if (move === undefined) throw new Error(`the fake terminal does not know CSI ${final}`);
    move();
  }
}
