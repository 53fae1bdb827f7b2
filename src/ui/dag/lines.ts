// Draws what is between two ranks: the lanes, the lines that come into them and go out of them, and arrows.

import type { Canvas, Glyphs } from "./canvas.ts";
import type { Net } from "./nets.ts";

export interface PlacedNet {
  readonly net: Net;
  /** Of its lane; null for a line that goes straight on. */
  readonly x: number | null;
}

export interface End {
  readonly x: number;
  readonly is: "arrow" | "dashed arrow" | "line";
}

export interface Channel {
  readonly nets: readonly PlacedNet[];
  /** Rows between two nets. */
  readonly tracks: ReadonlySet<number>;
  /** Row → where the line of what stands there begins. */
  readonly starts: ReadonlyMap<number, number>;
  /** Row → where a line to what stands there ends. */
  readonly ends: ReadonlyMap<number, End>;
}

export function drawLines(canvas: Canvas, channel: Channel, signs: Glyphs): void {
  const exits = new Map<number, PlacedNet[]>();
  for (const placed of channel.nets) {
    const { net, x } = placed;
    const rows = [...net.ins, ...net.outs];
    if (x !== null) canvas.vertical(x, Math.min(...rows), Math.max(...rows), net);
    for (const row of net.outs) exits.set(row, [...(exits.get(row) ?? []), placed]);
  }
  for (const placed of channel.nets)
    for (const row of placed.net.ins) drawInto(canvas, channel, row, placed, exits.get(row)?.[0]);
  for (const [row, some] of exits) drawOutOf(canvas, channel, row, some, signs);
}

/** What comes into a net in this row: the line of a stage, or a track from another net. */
function drawInto(
  canvas: Canvas,
  { tracks, starts, ends }: Channel,
  row: number,
  { net, x }: PlacedNet,
  exit: PlacedNet | undefined,
): void {
  const isTrack = tracks.has(row) && exit !== undefined;
  const begin = isTrack ? exit.x : starts.get(row);
  const end = x ?? ends.get(row)?.x;
  canvas.horizontal(row, begin ?? 0, end ?? 0, isTrack ? [exit.net, net] : [net]);
}

/** What goes out in this row to a stage or to a line that goes on. Tracks are drawn where they come in. */
function drawOutOf(
  canvas: Canvas,
  { tracks, starts, ends }: Channel,
  row: number,
  exits: readonly PlacedNet[],
  signs: Glyphs,
): void {
  const end = ends.get(row);
  if (tracks.has(row) || end === undefined) return;
  const places = exits.map(({ x }) => x ?? starts.get(row) ?? 0);
  const owners = exits.map(({ net }) => net);
  canvas.horizontal(row, Math.min(...places), end.x, owners);
  if (end.is === "dashed arrow")
    canvas.restyle(row, Math.max(...places) + 1, end.x - 1, signs.dashed);
  if (end.is !== "line") canvas.text(end.x, row, `${signs.arrow} `);
}
