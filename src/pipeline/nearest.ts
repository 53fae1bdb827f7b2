// "Did you mean …": the known name that a mistyped one most likely stands for.
//
// Distance counts inserted, dropped, changed and swapped neighbouring characters (optimal string alignment).

const LONGEST = 64;

/**
 * The known name nearest to `name`, or null when none is near: at most a third of its letters away, and never
 * more than 3. Ties go to the first. Case does not count.
 */
export function nearest(name: string, known: Iterable<string>): string | null {
  const wanted = name.toLowerCase();
  if (wanted.length > LONGEST) return null;
  let best: string | null = null;
  let limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const away = distance(wanted, candidate.toLowerCase(), limit);
    if (away > limit) continue;
    if (away === 0) return candidate;
    best = candidate;
    limit = away - 1;
  }
  return best;
}

/** A hint's sentence, or an empty text when nothing is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const found = nearest(name, known);
  return found === null ? "" : `Did you mean "${found}"?`;
}

/** Gives up with `limit + 1` as soon as a whole row is above the limit. */
function distance(a: string, b: string, limit: number): number {
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        cell(above, j) + 1,
        cell(row, j - 1) + 1,
        cell(above, j - 1) + (same ? 0 : 1),
      );
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, cell(older, j - 2) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > limit) return limit + 1;
    older = above;
    above = row;
  }
  return cell(above, b.length);
}

function cell(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
