// The order of the cells within each rank: a few sweeps, forth and back, put each where the cells that it is joined to
// are on average (Sugiyama, Tagawa and Toda, 1981), and the order with the fewest crossings is kept.
//
// Cells of one part stay together, in the order of the parts; of equals the one that stood first stays first. So the
// result depends on the graph alone.

/** A cell as far as its place matters. */
export interface Joined {
  /** Which of the parts of the graph that nothing connects, counted by their first nodes. */
  readonly part: number;
  /** Cells of the rank before from which a line comes. */
  readonly before: readonly number[];
  /** Cells of the next rank to which a line goes. */
  readonly after: readonly number[];
}

const SWEEPS = 6;

/** @param ranks - rank → its cells in the order of the file; changed in place and not to be used again */
export function ordered(cells: readonly Joined[], ranks: number[][]): number[][] {
  const place = new Int32Array(cells.length);
  const wanted = new Float64Array(cells.length);
  // Parts first, then wishes; the sort is stable, so equals stay as they are.
  const byWish = (a: number, b: number): number =>
    partOf(cells, a) - partOf(cells, b) || (wanted[a] ?? 0) - (wanted[b] ?? 0);
  for (const ids of ranks) {
    ids.sort((a, b) => partOf(cells, a) - partOf(cells, b) || a - b);
    settle(ids, place);
  }
  let best = ranks.map((ids) => [...ids]);
  let least = crossings(cells, ranks, place);
  for (let sweep = 0; sweep < SWEEPS && least > 0; sweep += 1) {
    const forth = sweep % 2 === 0;
    for (const ids of forth ? ranks : ranks.toReversed()) {
      for (const id of ids) {
        const cell = cells[id];
        wanted[id] = average((forth ? cell?.before : cell?.after) ?? [], place, place[id] ?? 0);
      }
      ids.sort(byWish);
      settle(ids, place);
    }
    const count = crossings(cells, ranks, place);
    if (count >= least) continue;
    least = count;
    best = ranks.map((ids) => [...ids]);
  }
  return best;
}

function partOf(cells: readonly Joined[], id: number): number {
  return cells[id]?.part ?? 0;
}

function settle(ids: readonly number[], place: Int32Array): void {
  for (let at = 0; at < ids.length; at += 1) place[ids[at] ?? 0] = at;
}

/** @param otherwise - for a cell that is joined to nothing on that side: it stays where it is */
function average(ids: readonly number[], place: Int32Array, otherwise: number): number {
  if (ids.length === 0) return otherwise;
  let sum = 0;
  for (let at = 0; at < ids.length; at += 1) sum += place[ids[at] ?? 0] ?? 0;
  return sum / ids.length;
}

/** How many pairs of lines cross: inversions, counted with a Fenwick tree (Barth, Jünger and Mutzel, 2002). */
function crossings(
  cells: readonly Joined[],
  ranks: readonly (readonly number[])[],
  place: Int32Array,
): number {
  let count = 0;
  for (const [rank, ids] of ranks.entries()) {
    const tree = new Int32Array((ranks[rank + 1]?.length ?? 0) + 1);
    let lines = 0;
    for (const id of ids) {
      const after = cells[id]?.after ?? [];
      // Lines that began above and end below.
      for (const to of after) count += lines - upTo(tree, place[to] ?? 0);
      for (const to of after) add(tree, place[to] ?? 0);
      lines += after.length;
    }
  }
  return count;
}

function upTo(tree: Int32Array, place: number): number {
  let sum = 0;
  for (let at = place + 1; at > 0; at -= at & -at) sum += tree[at] ?? 0;
  return sum;
}

function add(tree: Int32Array, place: number): void {
  for (let at = place + 1; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
}
