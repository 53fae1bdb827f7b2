// The view in columns: ranks from left to right, a row for each stage, lines between them.
//
//   data ─┬─► match ────┬─► train ──► push
//         └─► analyze ──┘
//
// What holds: it is never wider than it may be, no text covers another, and every need can be followed from the
// characters alone (nets.ts says how). A graph for which that takes too much room is not drawn.

import { Canvas, type Glyphs, glyphs } from "./canvas.ts";
import { type Fitting, type Room, fitOf } from "./fit.ts";
import { type Grid, gridOf } from "./grid.ts";
import { type Label, labelText } from "./label.ts";
import type { Layers } from "./layers.ts";
import { type End, drawLines } from "./lines.ts";
import { cutMiddle, widthOf } from "../width.ts";

export interface Box {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** The name as it was cut. */
  readonly name: string;
}

export type Drawing =
  | {
      readonly is: "drawn";
      readonly lines: readonly string[];
      /** Where the labels stand, by node. */
      readonly boxes: readonly Box[];
    }
  /** `columns` would be enough; null where no width is. */
  | { readonly is: "too wide"; readonly columns: number | null };

/** More than this nobody looks at in columns. */
const MOST_CELLS = 2000;

/** @param labels - by node */
export function drawColumns(layers: Layers, labels: readonly Label[], room: Room): Drawing {
  const grid = layers.cells.length > MOST_CELLS ? null : gridOf(layers);
  if (grid === null) return { is: "too wide", columns: null };
  const lanes = grid.channels.map((channel) =>
    Math.max(0, ...channel.lanes.map(({ lane }) => (lane ?? -1) + 1)),
  );
  const fit = fitOf(ranksOfLabels(layers, labels), lanes, room);
  return fit.is === "too wide" ? fit : drawn(layers, labels, grid, fit, glyphs(room.ascii));
}

function ranksOfLabels({ cells, ranks }: Layers, labels: readonly Label[]): Label[][] {
  return ranks.map((ids) => ids.flatMap((id) => labels[cells[id]?.node ?? -1] ?? []));
}

function drawn(
  { cells, ranks }: Layers,
  labels: readonly Label[],
  { rows, height, channels }: Grid,
  fit: Fitting,
  signs: Glyphs,
): Drawing {
  // One more than it takes: the space behind a label of the last column.
  const canvas = new Canvas(fit.width + 1, height);
  const boxes: Box[] = [];
  const placesIn = (rank: number): Place[] =>
    (ranks[rank] ?? []).map((id) => {
      const node = cells[id]?.node ?? null;
      const label = node === null ? null : (labels[node] ?? null);
      return { node, label, x: fit.columns[rank]?.left ?? 0, y: rows[id] ?? 0 };
    });
  for (const [rank, column] of fit.columns.entries()) {
    const starts = new Map<number, number>();
    for (const { node, label, x, y } of placesIn(rank)) {
      const text = label === null ? "" : labelText(label, fit.most, signs.ellipsis);
      const width = widthOf(text);
      // The space behind it covers the beginning of its line.
      if (text !== "") canvas.text(x, y, `${text} `);
      if (node !== null && label !== null) {
        const name = cutMiddle(label.name, fit.most, signs.ellipsis);
        boxes.push({ node, x, y, width, name });
      }
      starts.set(y, x + width);
    }
    const channel = channels[rank];
    if (channel === undefined) continue;
    const ends = new Map(placesIn(rank + 1).map((place) => [place.y, endOf(place)]));
    const nets = channel.lanes.map(({ net, lane }) => ({
      net,
      x: lane === null ? null : column.lanes + lane * fit.pitch,
    }));
    drawLines(canvas, { nets, tracks: channel.tracks, starts, ends }, signs);
  }
  return { is: "drawn", lines: canvas.rows(signs), boxes };
}

/** Where a cell of the layers is on the canvas. */
interface Place {
  readonly node: number | null;
  /** Null for a line that goes on. */
  readonly label: Label | null;
  readonly x: number;
  readonly y: number;
}

function endOf({ label, x }: Place): End {
  if (label === null) return { is: "line", x };
  return { is: label.dashed ? "dashed arrow" : "arrow", x: x - 2 };
}
