// A drawing of a graph with room left for what changes: each node has a place of a fixed width, in which its state, its try
// and its time are written at every frame. Drawn once for a folding and a size; a change of state never moves anything.
//
//   ▸✓ data 12m ─┬─► ✓ match 4m ──┬─► ● train 28m 2/2        Between nodes are lines, one column before each is room
//                └─► ✓ analyze 6m ┘                           for the mark of the selected one.

import { type Drawing, drawColumns } from "../dag/columns.ts";
import type { Label } from "../dag/label.ts";
import { type Layers, layersOf } from "../dag/layers.ts";
import { widthOf } from "../width.ts";
import type { Model } from "./model.ts";

export type Piece =
  | { readonly is: "lines"; readonly x: number; readonly text: string }
  | {
      readonly is: "node";
      /** Of the mark; its glyph is one column behind. */
      readonly x: number;
      /** With the mark, and with the space behind it. */
      readonly width: number;
      readonly node: NodeRef;
      readonly name: string;
      /** What fills its place behind its text: a line goes on there, or nothing does. */
      readonly filler: string;
    };

/** A node of the model, or how many more there are that have no place. */
type NodeRef =
  | { readonly is: "node"; readonly node: number }
  | { readonly is: "more"; readonly count: number };

export interface Layout {
  readonly width: number;
  /** Row → pieces from left to right, apart from each other. */
  readonly rows: readonly (readonly Piece[])[];
  /** Node of the model → where it is. */
  readonly places: ReadonlyMap<
    number,
    { readonly row: number; readonly x: number; readonly width: number }
  >;
}

/** As wide as it must be, where that is more than there is; null where lines would be a web that nobody follows. */
export function columnsLayout(model: Model, columns: number, ascii: boolean): Layout | null {
  return keptLayout(model, `columns ${columns} ${ascii}`, () => {
    const refs = model.nodes.map((_, node): NodeRef => ({ is: "node", node }));
    return layoutOf(model.layers, refs, model, columns, ascii);
  });
}

/** One node with what is right before and behind it, in at most so many rows. */
export function focusLayout(
  model: Model,
  node: number,
  room: { readonly columns: number; readonly rows: number; readonly ascii: boolean },
): Layout | null {
  const { columns, rows, ascii } = room;
  return keptLayout(model, `focus ${node} ${columns} ${rows} ${ascii}`, () => {
    const before = shortened(model.nodes[node]?.needs ?? [], rows);
    const after = shortened(model.children[node] ?? [], rows);
    const refs: NodeRef[] = [...before, { is: "node", node }, ...after];
    const needs = refs.map((_, place) => {
      if (place < before.length) return [];
      return place === before.length ? before.map((_, need) => need) : [before.length];
    });
    return layoutOf(layersOf({ needs }), refs, model, columns, ascii);
  });
}

function shortened(nodes: readonly number[], rows: number): NodeRef[] {
  const own = nodes.length <= rows ? nodes.length : Math.max(0, rows - 1);
  const shown = nodes.slice(0, own).map((node): NodeRef => ({ is: "node", node }));
  const count = nodes.length - own;
  return count === 0 ? shown : [...shown, { is: "more", count }];
}

const MOST_KEPT = 16;

const kept = new WeakMap<Model, Map<string, Layout | null>>();

function keptLayout(model: Model, name: string, make: () => Layout | null): Layout | null {
  const layouts = kept.get(model) ?? new Map<string, Layout | null>();
  kept.set(model, layouts);
  const known = layouts.get(name);
  if (known !== undefined) return known;
  const layout = make();
  for (const oldest of [...layouts.keys()].slice(0, layouts.size - MOST_KEPT + 1))
    layouts.delete(oldest);
  layouts.set(name, layout);
  return layout;
}

/** Names are cut before a drawing becomes wider than this many screens. */
const SCREENS = 1.5;

function layoutOf(
  layers: Layers,
  refs: readonly NodeRef[],
  model: Model,
  columns: number,
  ascii: boolean,
): Layout | null {
  const labels = (hasTries: boolean): Label[] =>
    refs.map((ref) => labelOf(ref, model, ascii, hasTries));
  const whole = drawColumns(layers, labels(true), { columns, ascii });
  if (whole.is === "drawn") return piecesOf(whole, refs);
  if (whole.columns === null) return null;
  const short = drawColumns(layers, labels(false), { columns, ascii });
  if (short.is === "drawn") return piecesOf(short, refs);
  const most = Math.floor(columns * SCREENS);
  const isWhole = whole.columns <= most || short.columns === null;
  const least = isWhole ? whole.columns : (short.columns ?? 0);
  const second = drawColumns(layers, labels(isWhole), { columns: Math.max(least, most), ascii });
  return second.is === "drawn" ? piecesOf(second, refs) : null;
}

/** Room for "12m" or "1.2s", and a space before it. */
const TOOK = 5;

function labelOf(ref: NodeRef, { nodes, graph }: Model, ascii: boolean, hasTries: boolean): Label {
  const plain = { before: "", count: "", after: "", dashed: false };
  if (ref.is === "more") return { ...plain, name: moreText(ref.count) };
  const { stages: places = [], isFolded = false } = nodes[ref.node] ?? {};
  const first = graph[places[0] ?? -1];
  if (first === undefined) return { ...plain, name: "" };
  const [name, count, detail] = isFolded
    ? [first.groupName ?? "", ` ${ascii ? "x" : "×"}${places.length}`, doneWidth(places.length)]
    : [first.name, "", TOOK + (hasTries ? triesWidth(first.tries) : 0)];
  return { before: "  ", name, count, after: " ".repeat(detail), dashed: first.dashed };
}

/** Of " 20/24". */
function doneWidth(count: number): number {
  return 2 + 2 * String(count).length;
}

/** Of " 2/3". */
function triesWidth(tries: number): number {
  return tries > 1 ? 2 + 2 * String(tries).length : 0;
}

export function moreText(count: number): string {
  return `+${count} more`;
}

function piecesOf(
  { lines, boxes }: Extract<Drawing, { is: "drawn" }>,
  refs: readonly NodeRef[],
): Layout {
  const byRow = Map.groupBy(boxes, ({ y }) => y);
  const places = new Map<number, { row: number; x: number; width: number }>();
  const rows = lines.map((line, row): Piece[] => {
    const cells = cellsOf(line);
    const pieces: Piece[] = [];
    let at = -1;
    for (const { x, width, node, name } of (byRow.get(row) ?? []).toSorted((a, b) => a.x - b.x)) {
      pieces.push(...linesBetween(cells, at, x - 1));
      const ref = refs[node];
      if (ref === undefined) continue;
      const leaving = cells[x + width + 1] ?? " ";
      const filler = leaving === " " ? " " : (LEAVING[leaving] ?? "─");
      pieces.push({ is: "node", x: x - 1, width: width + 2, node: ref, name, filler });
      if (ref.is === "node") places.set(ref.node, { row, x: x - 1, width: width + 2 });
      at = x + width + 1;
    }
    pieces.push(...linesBetween(cells, at, cells.length));
    return pieces;
  });
  const width = Math.max(0, ...rows.map((row) => endOf(row.at(-1))));
  return { width, rows, places };
}

/** What a line is made of that leaves a place with this. */
const LEAVING: Readonly<Record<string, string>> = { "-": "-", "+": "-", ".": ".", "╌": "╌" };

function endOf(piece: Piece | undefined): number {
  if (piece === undefined) return 0;
  return piece.x + (piece.is === "node" ? piece.width : piece.text.length);
}

function linesBetween(cells: readonly string[], from: number, to: number): Piece[] {
  const text = cells.slice(Math.max(0, from), Math.max(0, to)).join("");
  return text.trim() === "" ? [] : [{ is: "lines", x: Math.max(0, from), text }];
}

/** By column, the character that begins there; nothing in the second column of a wide one. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  for (const character of line) {
    const width = widthOf(character);
    if (width === 0) continue;
    cells.push(character, ...(width === 2 ? [""] : []));
  }
  return cells;
}
