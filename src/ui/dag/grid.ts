// Layers on the rows of a drawing, and what is between two ranks: nets in their lanes. All of it in rows, before
// anything is known of widths.

import { type Lane, lanesOf } from "./lanes.ts";
import type { Cell, Layers } from "./layers.ts";
import { type Netting, netsOf } from "./nets.ts";
import { rowsOf } from "./rows.ts";
import type { Link } from "./tracks.ts";

export interface Grid {
  /** By cell. */
  readonly rows: readonly number[];
  readonly height: number;
  /** Rank → what is between it and the next. */
  readonly channels: readonly {
    readonly lanes: readonly Lane[];
    readonly tracks: ReadonlySet<number>;
  }[];
}

/** Null where lines would be a web that nobody follows. */
export function gridOf({ cells, ranks }: Layers): Grid | null {
  const rows = rowsOf({ cells, ranks });
  const nettings: Netting[] = [];
  for (const ids of ranks.slice(0, -1)) {
    const netting = netsOf(linksOf(ids, cells, rows));
    if (netting === null) return null;
    nettings.push(netting);
  }
  const used = new Set(Array.from({ length: Math.max(-1, ...rows) + 1 }, (_, row) => row));
  for (const { tracks } of nettings) for (const track of tracks) used.add(track);
  const place = new Map([...used].toSorted((a, b) => a - b).map((row, at) => [row, at]));
  const placed = (some: readonly number[]): number[] => some.map((row) => place.get(row) ?? 0);
  for (const { nets } of nettings)
    for (const { ins, outs } of nets)
      for (const side of [ins, outs]) side.splice(0, side.length, ...placed(side));
  return {
    rows: placed(rows),
    height: used.size,
    channels: nettings.map(({ nets, tracks }) => ({
      lanes: lanesOf(nets),
      tracks: new Set(placed(tracks)),
    })),
  };
}

function linksOf(ids: readonly number[], cells: readonly Cell[], rows: readonly number[]): Link[] {
  const rowOf = (id: number): number => rows[id] ?? 0;
  return ids.flatMap((id) => {
    const after = cells[id]?.after ?? [];
    return after.length === 0 ? [] : [{ from: rowOf(id), to: after.map(rowOf) }];
  });
}
