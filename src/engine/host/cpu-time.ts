// How much CPU time the processes of an attempt have used between two looks at them.
//
// Counted is, of each process that is there, its own time and that of the children that it has waited for (utime, stime,
// cutime and cstime of proc(5)): so a shell that runs many short commands is not idle, though no look ever meets one of
// them. A process that has gone is taken out of the sum of the look before only where its time has come back in the
// sum of a parent that is still there. What nobody of the attempt waits for, daemons for one, counts up to the last
// look that saw it. A zombie is looked up once more: its parent has not got its time yet.

import type { Usage } from "./proc.ts";

/** By pid: what the last look saw. */
export type CpuBook = ReadonlyMap<number, Usage>;

/**
 * @param before - empty for an attempt that has just begun: then all that was ever used counts
 * @param found - everything of the attempt that is there, its shim too
 * @param lookUp - looks at one that `before` has and `found` has not
 */
export function cpuSince(
  before: CpuBook,
  found: readonly Usage[],
  lookUp: (pid: number, startTime: number) => Usage | null,
): { readonly book: CpuBook; readonly ms: number } {
  const book = new Map(found.map((one) => [one.pid, one]));
  const isThere = (one: Usage): boolean => book.get(one.pid)?.startTime === one.startTime;
  for (const one of before.values()) {
    if (book.has(one.pid)) continue;
    const still = lookUp(one.pid, one.startTime);
    if (still !== null) book.set(one.pid, still);
  }
  const isPassedOn = (one: Usage): boolean => {
    for (let above = before.get(one.parent); above !== undefined; above = before.get(above.parent))
      if (isThere(above)) return true;
    return false;
  };
  let ms = 0;
  for (const one of book.values()) ms += one.cpuMs;
  for (const one of before.values()) if (isThere(one) || isPassedOn(one)) ms -= one.cpuMs;
  return { book, ms: Math.max(0, ms) };
}
