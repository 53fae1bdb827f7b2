// What the host and its hashing process say to each other: JSON, one value a line, over the process's stdin and stdout.
//
//   host:     {"id":7,"paths":["/p/data","/p/train.py"]} … {"drop":7}
//   process:  {"id":7,"done":1048576,"total":5368709120} … {"id":7,"result":{"is":"hashed","digests":{…},"newest":{…}}}
//
// Questions are worked through in the order in which they came, each is answered by one result. Lines may be as long as they like.

import type { Readable } from "node:stream";

/** A digest says what kind of thing it is of; null where nothing is. */
export type Digests = Readonly<Record<string, string | null>>;

/** When the newest of what is at a path was changed, by its ctime: epoch milliseconds; no entry where nothing is. */
export type ChangeTimes = Readonly<Record<string, number>>;

export type Hashed =
  | { readonly is: "hashed"; readonly digests: Digests; readonly newest: ChangeTimes }
  /** One line for people, which names the path. */
  | { readonly is: "failed"; readonly cause: string };

export type Question =
  | { readonly id: number; readonly paths: readonly string[] }
  /** The answer is not wanted any more. */
  | { readonly drop: number };

export type Answer =
  /** Bytes that have been read, of those that must be. */
  | { readonly id: number; readonly done: number; readonly total: number }
  | { readonly id: number; readonly result: Hashed };

/** Calls back with each whole line; what stands behind the last line break was never said to its end. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let begun: string[] = [];
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = text.split("\n");
    const rest = lines.pop() ?? "";
    for (const line of lines) {
      begun.push(line);
      onLine(begun.join(""));
      begun = [];
    }
    if (rest !== "") begun.push(rest);
  });
}
