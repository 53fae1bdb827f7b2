// Refuses keys that a map of the file does not have, and says which one was meant.
//
// An unknown key is never skipped: a mistyped `retrys` would otherwise cost a night.

import { didYouMean } from "./nearest.ts";
import type { Report } from "./report.ts";
import { NOT_YET } from "./words.ts";
import type { Entry, MapNode } from "./yaml-node.ts";

export interface KnownKeys {
  /** What the map is, in the words of a message: "a stage". */
  readonly of: string;
  readonly known: readonly string[];
  /** Keys that have their place elsewhere, and where: name of the place → its keys. */
  readonly elsewhere: Readonly<Record<string, readonly string[]>>;
  /** Whether keys that begin with x- are the user's own. */
  readonly extensions: boolean;
  /** What to write instead of another tool's word, or null for a word that none has. */
  readonly instead: (word: string) => string | null;
}

/** Reports every key of `map` that is not known there. */
export function checkKeys(report: Report, map: MapNode, keys: KnownKeys): void {
  for (const entry of map.entries.values()) {
    if (keys.known.includes(entry.key)) continue;
    if (keys.extensions && entry.key.startsWith("x-")) continue;
    unknown(report, map, entry, keys);
  }
}

function unknown(report: Report, map: MapNode, entry: Entry, keys: KnownKeys): void {
  const { key, at } = entry;
  if (keys.extensions && NOT_YET.has(key)) {
    const hint = `Remove it. (A key that begins with x- is left alone: "x-${key}" keeps it for later.)`;
    report.add(at, "not-yet", `"${key}" is not in this version of dagtop yet`, hint);
    return;
  }
  const ours = keys.instead(key);
  if (ours !== null) {
    report.add(at, "unknown-key", `unknown key "${key}"`, ours);
    return;
  }
  const place = Object.entries(keys.elsewhere).find(([, known]) => known.includes(key));
  if (place !== undefined) {
    report.add(
      at,
      "misplaced-key",
      `"${key}" does not belong to ${keys.of}`,
      `Its place is ${place[0]}.`,
    );
    return;
  }
  report.add(at, "unknown-key", `unknown key "${key}"`, () => hintFor(map, entry, keys));
}

function hintFor(map: MapNode, entry: Entry, keys: KnownKeys): string {
  const empty = entry.value.is === "scalar" && entry.value.value === null;
  if (map.inBraces && empty) {
    return "Between { and } a comma ends a value: put a value that holds a comma in quotes.";
  }
  const meant = didYouMean(entry.key, keys.known);
  return meant === "" ? `Known in ${keys.of}: ${keys.known.join(", ")}.` : meant;
}

/**
 * The keys of `map` that already got a hint which leads to one of `wanted`, so that a second problem about what is
 * missing would only confuse.
 */
export function standInsIn(
  map: MapNode,
  wanted: readonly string[],
  instead: KnownKeys["instead"],
): Entry[] {
  return [...map.entries.values()].filter(({ key }) => {
    if (NOT_YET.has(key)) return false;
    const hint = instead(key) ?? didYouMean(key, wanted);
    return wanted.some((word) => hint.includes(`"${word}"`) || hint.includes(`"${word}:`));
  });
}
