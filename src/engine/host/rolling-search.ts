// Finds the forms of secrets in bytes by a hash that is rolled along them. This is the loop that sees every byte of a log,
// so it is written for speed: a step is two rotations and a look into 8 KiB of bits, and only where a bit is set something
// else is asked.

import type { SecretRow } from "../secret-row.ts";

export interface Search {
  /** Bytes that the hash is taken over: no form is shorter. */
  readonly window: number;
  /** A word for each byte that comes into the window, and for each that leaves it. */
  readonly entering: Int32Array;
  readonly leaving: Int32Array;
  /** A bit for the upper 16 bits of each hash that is looked for. */
  readonly bits: Int32Array;
  /** By the upper 20 bits. */
  readonly rows: ReadonlyMap<number, readonly SecretRow[]>;
  readonly confirm: (bytes: Uint8Array) => string;
}

export interface Found {
  readonly at: number;
  readonly row: SecretRow;
}

/** @param rows - all of this window */
export function searchFor(
  rows: readonly SecretRow[],
  window: number,
  table: Int32Array,
  confirm: (bytes: Uint8Array) => string,
): Search {
  const turn = window % 32;
  const byHash = Map.groupBy(rows, ({ rolling }) => Number.parseInt(rolling, 16));
  const bits = new Int32Array(2048);
  for (const hash of byHash.keys())
    bits[hash >>> 9] = (bits[hash >>> 9] ?? 0) | (1 << (hash >>> 4));
  const leaving = table.map((word) => (turn === 0 ? word : (word << turn) | (word >>> -turn)));
  return { window, entering: table, leaving, bits, rows: byHash, confirm };
}

/** Every place at which a form stands, in order. */
export function searched(search: Search, bytes: Uint8Array): Found[] {
  const { window, entering, leaving, bits } = search;
  const found: Found[] = [];
  const { length } = bytes;
  if (length < window) return found;
  let hash = 0;
  for (let at = 0; at < window; at += 1) hash = turned(hash) ^ word(entering, bytes, at);
  for (let at = window; ; at += 1) {
    const isLikely = ((bits[hash >>> 21] ?? 0) >>> (hash >>> 16)) & 1;
    if (isLikely === 1) look(search, bytes, at - window, hash, found);
    if (at === length) return found;
    hash = turned(hash) ^ word(leaving, bytes, at - window) ^ word(entering, bytes, at);
  }
}

function look(
  { rows, confirm }: Search,
  bytes: Uint8Array,
  at: number,
  hash: number,
  found: Found[],
): void {
  for (const row of rows.get(hash >>> 12) ?? []) {
    const end = at + row.length;
    if (end <= bytes.length && confirm(bytes.subarray(at, end)) === row.hmac)
      found.push({ at, row });
  }
}

function turned(hash: number): number {
  return (hash << 1) | (hash >>> 31);
}

function word(words: Int32Array, bytes: Uint8Array, at: number): number {
  return words[bytes[at] ?? 0] ?? 0;
}
