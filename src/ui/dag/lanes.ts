// Gives every net between two ranks its place from left to right: a vertical lane that it may share with nets that are
// well above or below it. A net in one row needs no lane.

import { type Net, rightwards } from "./nets.ts";

export interface Lane {
  readonly net: Net;
  /** Counted from the left; null for a line that goes straight on. */
  readonly lane: number | null;
  readonly top: number;
  readonly bottom: number;
}

/** @param nets - of one pair of ranks, with rows that are whole numbers */
export function lanesOf(nets: readonly Net[]): Lane[] {
  const least = new Map<Net, number>();
  const lanes: Lane[][] = [];
  const straight: Lane[] = [];
  for (const net of rightwards(nets.toSorted((a, b) => wish(a) - wish(b)))) {
    const rows = [...net.ins, ...net.outs];
    const top = Math.min(...rows);
    const bottom = Math.max(...rows);
    let lane = least.get(net) ?? 0;
    if (top === bottom) {
      straight.push({ net, lane: null, top, bottom });
      continue;
    }
    while (lanes[lane]?.some((other) => isNear(other, top, bottom)) === true) lane += 1;
    (lanes[lane] ??= []).push({ net, lane, top, bottom });
    for (const next of net.before) least.set(next, Math.max(least.get(next) ?? 0, lane + 1));
  }
  return [...straight, ...lanes.flat()];
}

/** One row between two lanes is the least that keeps them apart. */
function isNear(other: Lane, top: number, bottom: number): boolean {
  return other.top <= bottom + 1 && top <= other.bottom + 1;
}

/** Lines that lead down cross less when the lower one turns first; lines that lead up, the upper one. */
function wish({ ins, outs }: Net): number {
  const leadsDown = mean(outs) > mean(ins);
  return leadsDown ? -Math.max(...ins) : Math.min(...ins);
}

function mean(rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + row, 0) / rows.length;
}
