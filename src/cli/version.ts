// The version of this build, from package.json, and which of two versions is the older one.

import packageJson from "../../package.json" with { type: "json" };

export const VERSION: string = packageJson.version;

/** By the numbers, as semver orders them; of the same numbers one with a dash is before one without. */
export function isOlder(version: string, than: string): boolean {
  const [mine, theirs] = [partsOf(version), partsOf(than)];
  for (const [place, number] of mine.numbers.entries()) {
    const other = theirs.numbers[place] ?? 0;
    if (number !== other) return number < other;
  }
  if (mine.early === theirs.early) return false;
  return mine.early !== "" && (theirs.early === "" || mine.early < theirs.early);
}

interface Parts {
  readonly numbers: readonly number[];
  /** "rc.1" of "1.0.0-rc.1". */
  readonly early: string;
}

function partsOf(version: string): Parts {
  const [, major, minor, patch, early] = /^(\d+)\.(\d+)\.(\d+)(?:-([^+]+))?/.exec(version) ?? [];
  return { numbers: [major, minor, patch].map((each) => Number(each ?? 0)), early: early ?? "" };
}
