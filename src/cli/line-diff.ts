// What differs between two texts, line by line: a shortest way from one to the other, as `diff` shows it.

export interface LineChange {
  readonly is: "removed" | "added";
  readonly line: string;
}

/** Beyond this many pairs of lines nothing is searched: all of one for all of the other. */
const MOST_PAIRS = 4_000_000;

/** Only what changes, in its order; of a place where lines are replaced, those that go first. */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return changesOf(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
  );
}

function changesOf(before: readonly string[], after: readonly string[]): LineChange[] {
  if (before.length * after.length > MOST_PAIRS) return [...removed(before), ...added(after)];
  const common = commonLengths(before, after);
  const width = after.length + 1;
  const found: LineChange[] = [];
  let from = 0;
  let to = 0;
  while (from < before.length && to < after.length) {
    const without = common[(from + 1) * width + to] ?? 0;
    const besides = common[from * width + to + 1] ?? 0;
    if (before[from] === after[to]) {
      from += 1;
      to += 1;
    } else if (without >= besides) {
      found.push(...removed(before.slice(from, ++from)));
    } else {
      found.push(...added(after.slice(to, ++to)));
    }
  }
  return [...found, ...removed(before.slice(from)), ...added(after.slice(to))];
}

function removed(lines: readonly string[]): LineChange[] {
  return lines.map((line) => ({ is: "removed", line }));
}

function added(lines: readonly string[]): LineChange[] {
  return lines.map((line) => ({ is: "added", line }));
}

/** For each pair of places, how many lines what is behind them has in common, in the same order. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let from = before.length - 1; from >= 0; from -= 1) {
    for (let to = after.length - 1; to >= 0; to -= 1) {
      const here = from * width + to;
      lengths[here] =
        before[from] === after[to]
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0);
    }
  }
  return lengths;
}
