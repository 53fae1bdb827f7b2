// The view as a list: a line for each stage, further in by its rank, and what it comes after. It fits any width.
//
//   data
//     match     after data
//     analyze   after data
//       train   after match, analyze

import type { Room } from "./fit.ts";
import { type Label, labelText, labelWidth } from "./label.ts";
import type { Layers } from "./layers.ts";
import { cut, padEnd, widthOf } from "../width.ts";

export interface ListRow {
  readonly label: Label;
  /** What is said before its needs: "always", or nothing. */
  readonly condition: string;
  /** The names of what it needs. */
  readonly after: readonly string[];
}

/** More needs of one stage than these are counted. */
const MOST_NEEDS = 24;
const GAP = 2;

/** @param rows - by node; all texts have passed the sanitiser */
export function listLines(layers: Layers, rows: readonly ListRow[], room: Room): string[] {
  const ellipsis = room.ascii ? "~" : "…";
  const deepest = Math.floor(room.columns / 4);
  const step = layers.ranks.length * 2 > deepest ? 1 : 2;
  const order = listed(layers).flatMap(({ node, rank }) => {
    const row = rows[node];
    return row === undefined ? [] : [{ row, indent: Math.min(rank * step, deepest) }];
  });
  const widths = order.map(({ row, indent }) => indent + labelWidth(row.label, Infinity));
  const left = Math.min(Math.max(0, ...widths), Math.floor(room.columns / 2));
  return order.flatMap(({ row, indent }) => {
    const text = " ".repeat(indent) + fitted(row.label, left - indent, ellipsis);
    const [first = "", ...more] = wrapped(wordsOf(row), room.columns - left - GAP);
    const rest = more.map((line) => " ".repeat(left + GAP) + line);
    const lines = [`${padEnd(text, left)}${" ".repeat(GAP)}${first}`, ...rest];
    return lines.map((line) => cut(line.trimEnd(), room.columns, ellipsis));
  });
}

/** The nodes from what needs nothing on: part by part, rank by rank. */
export function listed({ cells, ranks }: Layers): { node: number; rank: number }[] {
  const parts: { node: number; rank: number }[][] = [];
  for (const id of ranks.flat()) {
    const cell = cells[id];
    if (cell === undefined || cell.node === null) continue;
    (parts[cell.part] ??= []).push({ node: cell.node, rank: cell.rank });
  }
  return parts.flat();
}

function fitted(label: Label, columns: number, ellipsis: string): string {
  const signs = labelWidth(label, 0);
  return cut(labelText(label, Math.max(1, columns - signs), ellipsis), columns, ellipsis);
}

/** Between which a line may be broken: anywhere but behind "after". */
function wordsOf({ condition, after }: ListRow): string[] {
  const more = after.length - MOST_NEEDS;
  const names = more > 0 ? [...after.slice(0, MOST_NEEDS), `and ${more} more`] : after;
  const items = names.map((name, at) => (at === 0 ? `after ${name}` : name));
  return [...(condition === "" ? [] : [condition]), ...items]
    .join(", ")
    .split(/(?<!(?:^|, )after) /u);
}

function wrapped(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line === undefined || widthOf(line) + 1 + widthOf(word) > columns) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
