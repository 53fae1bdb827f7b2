// When the bytes of a log were written, from the notes that the host makes of it: "SIZE AT" says that everything up to SIZE
// was written before AT, and what is behind the size of the line before after that line's time.
//
// Times never go back here, whatever the clock did, and stay within those of the attempt: so they order the logs of a run.

import type { LogBytes } from "./log-bytes.ts";

/** About four and a half hours of a stage that never rests; beyond, every second note is dropped. */
const MOST_NOTES = 65_536;
const LONGEST_LINE = 64;
const STEP = 256 * 1024;

export interface TimeIndex {
  /** Reads what was noted since. */
  readonly refresh: () => void;
  /** The time by which the byte at this offset was written; null where that is not noted. */
  readonly at: (offset: number) => number | null;
  /** The size by which everything noted before this time ends, or up to it. */
  readonly sizeAt: (time: number, inclusive: boolean) => number;
}

export function timeIndex(bytes: LogBytes, file: string): TimeIndex {
  let sizes: number[] = [];
  let times: number[] = [];
  let offset = 0;

  function add(size: number, at: number): void {
    const last = sizes.length - 1;
    if (size <= (sizes[last] ?? 0)) return;
    sizes.push(size);
    times.push(Math.max(at, times[last] ?? 0));
    if (sizes.length < MOST_NOTES) return;
    sizes = sizes.filter((_, place) => place % 2 === 1);
    times = times.filter((_, place) => place % 2 === 1);
  }

  return {
    refresh: () => {
      for (;;) {
        const text = bytes.read(file, offset, offset + STEP).toString("latin1");
        const end = text.lastIndexOf("\n") + 1;
        for (const [, size = "", at = ""] of text.slice(0, end).matchAll(/^(\d+) (\d+)$/gm))
          add(Number(size), Number(at));
        // Without any line break in so much it is not what the host writes.
        offset += end === 0 && text.length > LONGEST_LINE ? text.length : end;
        if (text.length < STEP) return;
      }
    },
    at: (offset) => times[firstAbove(sizes, offset)] ?? null,
    sizeAt: (time, inclusive) => {
      const place = inclusive ? firstAbove(times, time) : firstFrom(times, time);
      return place === 0 ? 0 : (sizes[place - 1] ?? 0);
    },
  };
}

/** The place of the first number greater than `value`; the length where there is none. @param numbers - in order */
function firstAbove(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The place of the first number not less than `value`. */
function firstFrom(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
