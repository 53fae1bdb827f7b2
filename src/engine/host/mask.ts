// Hides secrets in texts, by their fingerprints: each place where one stands becomes its name, `***NAME***`.
//
//   bytes ──rolling hash, once per window──▶ places that may be one ──HMAC──▶ ranges ──merged──▶ names in their place
//
// After it no form of any of the secrets stands in the text; a text without them stays as it is. Linear in the text: a
// window more costs one more way along it. A value that is interrupted, by colours for one, is not found: whoever takes
// such sequences out of a text masks it again afterwards.

import type { SecretRow } from "../secret-row.ts";
import { confirming, fingerprintsOf, rollingTable, windowOf } from "./fingerprint.ts";
import { isBase64, isSpaced } from "./secret-forms.ts";
import { type Found, type Search, searchFor, searched } from "./rolling-search.ts";

export interface Range {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

export interface Masker {
  /** Nothing is hidden: there are no secrets. */
  readonly none: boolean;
  /** Bytes of the longest form, and of the longest that has spaces in it. */
  readonly longest: number;
  readonly longestSpaced: number;
  readonly text: (text: string) => string;
  /** The very same bytes where nothing is hidden. */
  readonly bytes: (bytes: Buffer) => Buffer;
  /** Where secrets stand: in order, apart from each other. */
  readonly ranges: (bytes: Uint8Array) => readonly Range[];
  /** What stands in the place of a range. */
  readonly mark: (name: string) => string;
}

export const NO_MASK: Masker = {
  none: true,
  longest: 0,
  longestSpaced: 0,
  text: (text) => text,
  bytes: (bytes) => bytes,
  ranges: () => [],
  mark: (name) => `***${name}***`,
};

/** @param key - the home's, in hex */
export function maskerOf(rows: readonly SecretRow[], key: string): Masker {
  if (rows.length === 0) return NO_MASK;
  const searches = searchesOf(rows, key);
  const ranges = (bytes: Uint8Array): Range[] =>
    merged(searches.flatMap((search) => searched(search, bytes)).map(widened(bytes)));
  // A value may be a part of its own secret's name.
  const marks = new Map(
    rows.map(({ name }) => {
      const mark = NO_MASK.mark(name);
      return [name, ranges(Buffer.from(mark)).length === 0 ? mark : "***"];
    }),
  );
  const mark = (name: string): string => marks.get(name) ?? "***";
  return {
    none: false,
    longest: Math.max(...rows.map(({ length }) => length)),
    longestSpaced: Math.max(0, ...rows.map(({ form, length }) => (isSpaced(form) ? length : 0))),
    ranges,
    mark,
    text: (text) => {
      const bytes = Buffer.from(text);
      const found = ranges(bytes);
      return found.length === 0 ? text : replaced(bytes, found, mark).toString("utf8");
    },
    bytes: (bytes) => {
      const found = ranges(bytes);
      return found.length === 0 ? bytes : replaced(bytes, found, mark);
    },
  };
}

/** The same where the values are at hand. */
export function maskerOfValues(values: Readonly<Record<string, string>>, key: string): Masker {
  return maskerOf(fingerprintsOf(values, key), key);
}

/** The bytes with each range replaced. @param ranges - in order, apart from each other */
export function replaced(
  bytes: Buffer,
  ranges: readonly Range[],
  mark: (name: string) => string,
): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const range of ranges) {
    pieces.push(bytes.subarray(from, range.from), Buffer.from(mark(range.name)));
    from = range.to;
  }
  pieces.push(bytes.subarray(from));
  return Buffer.concat(pieces);
}

/** One search per window. A form that two secrets or two attempts share is looked for once. */
function searchesOf(rows: readonly SecretRow[], key: string): Search[] {
  const distinct = [...new Map(rows.map((row) => [row.hmac, row])).values()];
  const table = rollingTable(key);
  const confirm = confirming(key);
  const byWindow = Map.groupBy(distinct, ({ length }) => windowOf(length));
  return [...byWindow].map(([window, own]) => searchFor(own, window, table, confirm));
}

/** With the characters of base64 beside it that hold bits of its first and last bytes. */
function widened(bytes: Uint8Array): (found: Found) => Range {
  return ({ at, row: { name, form, length } }) => {
    let [from, to] = [at, at + length];
    if (isBase64(form)) {
      if (isBase64Byte(bytes[from - 1])) from -= 1;
      if (isBase64Byte(bytes[to])) to += 1;
      for (let n = 0; n < 2 && bytes[to] === EQUALS; n += 1) to += 1;
    }
    return { from, to, name };
  };
}

const EQUALS = 0x3d;
const BASE64 = new Set(
  Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"),
);

function isBase64Byte(byte: number | undefined): boolean {
  return byte !== undefined && BASE64.has(byte);
}

/** In order; those that overlap are one, named by the longest of them. */
function merged(ranges: Range[]): Range[] {
  ranges.sort((a, b) => a.from - b.from || b.to - a.to);
  const out: Range[] = [];
  for (const range of ranges) {
    const last = out.at(-1);
    if (last === undefined || range.from >= last.to) out.push(range);
    else if (range.to > last.to) {
      const isLonger = range.to - range.from > last.to - last.from;
      out[out.length - 1] = {
        from: last.from,
        to: range.to,
        name: isLonger ? range.name : last.name,
      };
    }
  }
  return out;
}
