// The lines between one rank and the next, made followable. Lines run to the right only; those that meet become one, so
// they may meet only where all that comes in goes to all that goes out.
//
//   a ─┬─► x       net: a → x, y             a ────┬─► x      a → x and b → x, y: were b's line led into that of x
//      └─► y                                     ┌─┘          directly, a would seem to lead to y. A track between
//                                            b ──┴───► y      the rows keeps them apart.
//
// A net is such a meeting: rows from which lines come in, rows to which they go out, later one vertical lane. Every
// source has one net. Every target has one that is a fork, at most, and one that is a join, to the right of it.

import { type Link, Tracks } from "./tracks.ts";

export interface Net {
  readonly ins: number[];
  readonly outs: number[];
  /** Nets whose lanes must be to the right of this one's. */
  readonly before: Set<Net>;
}

export interface Netting {
  readonly nets: readonly Net[];
  /** Rows between two nets; those between whole numbers are new ones. */
  readonly tracks: readonly number[];
}

interface Fork extends Net {
  readonly isFork: true;
}
interface Join extends Net {
  readonly isFork: false;
}

/** Above this what is between two ranks is a web that nobody follows. */
const MOST_TRACKS = 60;

/**
 * @param links - no two from one row
 * @returns null where it would be a web
 */
export function netsOf(links: readonly Link[]): Netting | null {
  const tracks = new Tracks(links);
  const forks = forksOf(links.filter(({ to }) => to.length > 1));
  const joins = new Map<number, Join>();
  const joinAt = (row: number): Join => {
    const known = joins.get(row);
    if (known !== undefined) return known;
    const made: Join = { isFork: false, ins: [], outs: [row], before: new Set() };
    joins.set(row, made);
    return made;
  };
  const soleTargets = new Map<number, number>();
  for (const { from, to } of links) {
    const [only] = to;
    if (to.length !== 1 || only === undefined) continue;
    joinAt(only).ins.push(from);
    soleTargets.set(from, only);
  }
  for (const row of new Set(links.flatMap(({ to }) => to))) {
    const here = forks.filter(({ outs }) => outs.includes(row));
    const direct = soleTargets.get(row) === row ? undefined : directFork(here, row);
    for (const fork of here) {
      if (fork === direct) continue;
      if (tracks.rows.size >= MOST_TRACKS) return null;
      const track = tracks.near(row, fork.ins[0] ?? row);
      fork.outs.splice(fork.outs.indexOf(row), 1, track);
      joinAt(row).ins.push(track);
    }
  }
  return arranged([...forks, ...joins.values()], tracks);
}

/** Sources with the same targets share a fork. */
function forksOf(links: readonly Link[]): Fork[] {
  const groups = Map.groupBy(links, ({ to }) => to.toSorted((a, b) => a - b).join(" "));
  return [...groups.values()].map((group) => ({
    isFork: true,
    ins: group.map(({ from }) => from),
    outs: [...(group[0]?.to ?? [])],
    before: new Set(),
  }));
}

/** The one that has a source in the same row, whose line would be in the way of any other; else the largest. */
function directFork(forks: readonly Fork[], row: number): Fork | undefined {
  return (
    forks.find(({ ins }) => ins.includes(row)) ??
    forks.toSorted((a, b) => b.outs.length - a.outs.length)[0]
  );
}

/** Fills `before`. Where that goes in a circle, a net of it is cut in two with a track between them. */
function arranged(nets: (Fork | Join)[], tracks: Tracks): Netting | null {
  for (;;) {
    relate(nets, tracks);
    // A net that is cut already has its own sources or its own targets, not both, and so is in no circle twice.
    const net = circleIn(nets)?.find(({ ins }) => ins.some((row) => !tracks.rows.has(row)));
    if (net === undefined) return { nets, tracks: [...tracks.rows] };
    if (tracks.rows.size >= MOST_TRACKS) return null;
    nets.splice(nets.indexOf(net), 1, ...cutInTwo(net, tracks));
  }
}

/** What comes in through tracks stays with the right half, what goes out through them with the left one. */
function cutInTwo(net: Fork | Join, tracks: Tracks): [Fork | Join, Fork | Join] {
  const isTrack = (row: number): boolean => tracks.rows.has(row);
  const ownIns = net.ins.filter((row) => !isTrack(row));
  const ownOuts = net.outs.filter((row) => !isTrack(row));
  const leftOuts = net.outs.filter(isTrack);
  const rightIns = net.ins.filter(isTrack);
  const track = tracks.near(ownIns[0] ?? 0, ownOuts[0] ?? 0);
  return [
    { isFork: net.isFork, ins: ownIns, outs: [...leftOuts, track], before: new Set() },
    { isFork: net.isFork, ins: [...rightIns, track], outs: ownOuts, before: new Set() },
  ];
}

/** In one row: the line from its source, then a fork's to its target, then that of the join. In a track: left, right. */
function relate(nets: readonly (Fork | Join)[], tracks: Tracks): void {
  const sources = new Map<number, Net>();
  const forks = new Map<number, Net>();
  for (const net of nets) {
    net.before.clear();
    for (const row of net.ins) sources.set(row, net);
    if (net.isFork) for (const row of net.outs) forks.set(row, net);
  }
  for (const net of nets) {
    for (const row of net.outs) {
      const source = sources.get(row);
      if (tracks.rows.has(row)) {
        if (source !== undefined) net.before.add(source);
        continue;
      }
      if (source !== net) source?.before.add(net);
      const fork = forks.get(row);
      if (!net.isFork && fork !== net) fork?.before.add(net);
    }
  }
}

/** The nets of one circle, or undefined where there is none. */
function circleIn<N extends Net>(nets: readonly N[]): N[] | undefined {
  const order = rightwards(nets);
  if (order.length === nets.length) return undefined;
  const left = new Set<Net>(nets);
  for (const net of order) left.delete(net);
  const before = (net: Net): N | undefined =>
    nets.find((one) => left.has(one) && one.before.has(net));
  const path: N[] = [];
  let here = nets.find((net) => left.has(net));
  while (here !== undefined && !path.includes(here)) {
    path.push(here);
    here = before(here);
  }
  return here === undefined ? undefined : path.slice(path.indexOf(here));
}

/** The nets in an order in which those to the left come first; without those that are in or behind a circle. */
export function rightwards<N extends Net>(nets: readonly N[]): N[] {
  const missing = new Map<Net, number>(nets.map((net) => [net, 0]));
  for (const { before } of nets)
    for (const net of before) missing.set(net, (missing.get(net) ?? 0) + 1);
  const order = nets.filter((net) => missing.get(net) === 0);
  for (let at = 0; at < order.length; at += 1) {
    for (const net of order[at]?.before ?? []) {
      const left = (missing.get(net) ?? 0) - 1;
      missing.set(net, left);
      // Every net of `before` is one of `nets`.
      if (left === 0) order.push(net as N);
    }
  }
  return order;
}
