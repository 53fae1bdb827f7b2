// Hides secrets in a log that comes in pieces, wherever a piece ends. What could be the beginning of a secret is held back
// until more has come: of a line that is still being written the last word, and all of one that may go on over spaces.

import { type Masker, replaced } from "./mask.ts";

export interface MaskStream {
  /** What is certain by now, masked: whole lines always are. Good until the next call. */
  readonly push: (bytes: Buffer) => Buffer;
  /** What was held back, where nothing more is to come. */
  readonly rest: () => Buffer;
}

const NEWLINE = 10;
const SPACES = [32, 9, 13];
/** Characters of base64 beside a form that are hidden with it. */
const BESIDE = 4;
const NOTHING = Buffer.alloc(0);

/** @param current - asked after the bytes have been read, so that it knows the secrets of whoever wrote them */
export function maskStream(current: () => Masker): MaskStream {
  let held = NOTHING;

  function push(bytes: Buffer): Buffer {
    const mask = current();
    if (mask.none && held.length === 0) return bytes;
    const all = Buffer.concat([held, bytes]);
    const ranges = mask.ranges(all);
    let end = certainEnd(all, mask);
    for (const { from, to } of ranges) if (from < end && end < to) end = from;
    held = all.subarray(end);
    const whole = ranges.filter(({ to }) => to <= end);
    return replaced(all.subarray(0, end), whole, mask.mark);
  }

  return {
    push,
    rest: () => {
      const last = current().bytes(held);
      held = NOTHING;
      return last;
    },
  };
}

/** Up to where no secret can stand that is not in the bytes as a whole. */
function certainEnd(bytes: Buffer, mask: Masker): number {
  const { length } = bytes;
  if (mask.none) return length;
  const line = bytes.lastIndexOf(NEWLINE) + 1;
  const word = Math.max(...SPACES.map((space) => bytes.lastIndexOf(space))) + 1;
  const spaced = mask.longestSpaced === 0 ? length : length - mask.longestSpaced - BESIDE;
  return Math.max(line, length - mask.longest - BESIDE, Math.min(word, spaced));
}
