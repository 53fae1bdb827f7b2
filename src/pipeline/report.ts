// Collects the problems of one file while it is read, and turns offsets into lines and columns.
//
// A hostile file can hold a hundred thousand mistakes, and each hint may look for the nearest known name. So
// hints are made only for the problems that are kept: the first hundred, and a count of the rest.

import { excerpt, type Problem } from "./problem.ts";

export type Hint = string | (() => string);

const MOST = 100;

export class Report {
  readonly text: string;
  readonly #file: string;
  readonly #lineStarts: readonly number[];
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];
  readonly #seen = new Set<string>();
  #left = 0;
  #found = 0;

  constructor(file: string, text: string) {
    this.text = text;
    this.#file = file;
    this.#lineStarts = lineStartsOf(text);
  }

  get failed(): boolean {
    return this.#problems.length > 0;
  }

  /** How many problems were found so far, those that are not kept among them. */
  get count(): number {
    return this.#found;
  }

  /** @param at - offset of the offending key or value in the text */
  add(at: number, code: string, message: string, hint: Hint): void {
    this.#found += 1;
    // An alias shows the same source text at several places of the tree: said once, it is said.
    const id = `${at} ${message}`;
    if (this.#seen.has(id)) return;
    if (this.#problems.length >= MOST) {
      this.#left += 1;
      return;
    }
    this.#seen.add(id);
    this.#problems.push(this.#problem(at, code, message, hint));
  }

  /** Something that runs, but hardly as it was meant. */
  warn(at: number, code: string, message: string, hint: Hint): void {
    if (this.#warnings.length >= MOST) return;
    this.#warnings.push(this.#problem(at, code, message, hint));
  }

  /** From 1. */
  lineOf(at: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** All problems in the order of their places; when there were more than a hundred, the last one counts the rest. */
  problems(): Problem[] {
    const sorted = this.#problems.toSorted(byPlace);
    const last = sorted.at(-1);
    if (this.#left > 0 && last !== undefined) {
      const message = `${this.#left} more problems are not shown`;
      sorted.push({ ...last, code: "more", text: "", message, hint: "Mend these first." });
    }
    return sorted;
  }

  warnings(): Problem[] {
    return this.#warnings.toSorted(byPlace);
  }

  #problem(at: number, code: string, message: string, hint: Hint): Problem {
    const line = this.lineOf(at);
    const start = this.#lineStarts[line - 1] ?? 0;
    const end = this.#lineStarts[line] ?? this.text.length;
    const column = at - start + 1;
    const text = excerpt(this.text.slice(start, end).replace(/[\r\n]+$/, ""), column);
    const said = typeof hint === "string" ? hint : hint();
    return { code, file: this.#file, line, column, text, message, hint: said };
  }
}

function byPlace(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}
