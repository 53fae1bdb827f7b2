// Where a text that somebody looks for stands in a line. Plain text, never a pattern; without capital letters it is found
// whatever the case ("smart case", as in less and vim).

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Matcher {
  readonly needle: string;
  /** Of a regular expression for it, to be used with the flag u, and i where it isn't case-sensitive. */
  readonly pattern: string;
  readonly isCaseSensitive: boolean;
  readonly test: (text: string) => boolean;
  /** In order, apart from each other. */
  readonly all: (text: string) => Stretch[];
}

/** @param needle - not empty */
export function matcherOf(needle: string): Matcher {
  const isCaseSensitive = /\p{Lu}/u.test(needle);
  const pattern = needle.toWellFormed().replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
  const one = new RegExp(pattern, isCaseSensitive ? "u" : "iu");
  const every = new RegExp(pattern, isCaseSensitive ? "gu" : "giu");
  return {
    needle,
    pattern,
    isCaseSensitive,
    test: (text) => one.test(text),
    all: (text) =>
      [...text.matchAll(every)].map(({ index, 0: found }) => ({
        from: index,
        to: index + found.length,
      })),
  };
}
